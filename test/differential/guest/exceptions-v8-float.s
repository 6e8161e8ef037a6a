@ guest/exceptions.s for another core.
        .equ V8, 1
        .equ FLOAT, 1
        .include "exceptions.s"
