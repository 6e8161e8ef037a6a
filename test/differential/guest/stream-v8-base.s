@ The runner of stream-v6.s for Armv8-M Baseline, on a Cortex-M33 of the MPS2 in Secure state: all its faults are HardFaults, too,
@ as long as no other fault is enabled.
        .equ V8, 1
        .include "stream-v6.s"
