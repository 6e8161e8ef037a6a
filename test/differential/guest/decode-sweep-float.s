@ The runner of decode-sweep.s for cores with an FPU, in memories that the MPS2 has with each of them.
        .equ FLOAT, 1
        .include "decode-sweep.s"
