@ The runner of stream.s for cores with an FPU: blocks begin with floating-point registers and leave them in the window.
        .equ FLOAT, 1
        .include "stream.s"
