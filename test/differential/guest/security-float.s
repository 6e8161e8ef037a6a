@ security.s with a floating-point unit.
        .equ FLOAT, 1
        .include "security.s"
