@ guest/exceptions-v6.s for another core.
        .equ V8, 1
        .include "exceptions-v6.s"
