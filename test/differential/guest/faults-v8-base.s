@ The faults of faults-v6.s for Armv8-M Baseline, on a Cortex-M33 of the MPS2 in Secure state: with no other fault enabled, all of its
@ faults are HardFaults, too.
        .equ V8, 1
        .include "faults-v6.s"
