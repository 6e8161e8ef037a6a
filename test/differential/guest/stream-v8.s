@ The runner of stream.s for Armv8-M: regions by their limits, and memories of the MPS2 with a Cortex-M33, in Secure state.
        .equ V8, 1
        .include "stream.s"
