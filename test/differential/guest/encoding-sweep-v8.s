@ The runner of encoding-sweep.s for Armv8-M: regions by their limits, in Secure state.
        .equ V8, 1
        .include "encoding-sweep.s"
