@ The runner of stream-v8.s for cores with an FPU.
        .equ V8, 1
        .equ FLOAT, 1
        .include "stream.s"
