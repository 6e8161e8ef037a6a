@ guest/exceptions.s for another core.
        .equ FLOAT, 1
        .include "exceptions.s"
