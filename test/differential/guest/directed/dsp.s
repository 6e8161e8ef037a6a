@ APSR.GE and Q of the DSP extension: MSR in all forms, exceptions, corner values, IT blocks. For a Cortex-M4.
        .include "log.s"
        .cpu cortex-m4

        .thumb_func
svcall:                                 @ logs GE and the frame's xPSR, changes both; R7 is exclusive-ORed into the frame's
        mrs r0, apsr
        log r0
        mrs r1, psp
        tst lr, #4
        it eq
        mrseq r1, msp
        ldr r2, [r1, #28]
        log r2
        eor r2, r2, r7
        str r2, [r1, #28]
        mvn r0, r0
        msr apsr_nzcvqg, r0
        mrs r0, xpsr
        log r0
        movs r0, #0
        msr control, r0                 @ privileged again
        bx lr

        default pendsv
        default systick
        default irq

        .macro flags
        mrs r0, apsr
        log r0
        .endm
        .macro clear
        movs r0, #0
        msr apsr_nzcvqg, r0
        .endm

        .thumb_func
main:
        push {lr}
        clear                           @ UNKNOWN out of reset
        mark 1                          @ MSR: each mask, each name, and what MRS says
        .irp value, 0xFFFFFFFF, 0x5A5A5A5A, 0xA5A5A5A5, 0
        ldr r1, =\value
        msr apsr_g, r1
        flags
        msr apsr_nzcvq, r1
        flags
        mvn r1, r1
        msr apsr_nzcvqg, r1
        flags
        mrs r0, iapsr
        log r0
        mrs r0, eapsr
        log r0
        mrs r0, xpsr
        log r0
        mrs r0, ipsr
        log r0
        mrs r0, epsr
        log r0
        msr iapsr_g, r1
        flags
        msr eapsr_nzcvqg, r1
        flags
        .endr

        mark 2                          @ exceptions, with GE in both directions, privileged and not
        ldr r6, =0x000F0000
        movs r7, #0
        movs r5, #0
1:      lsl r1, r5, #16
        msr apsr_nzcvqg, r1
        svc #0
        flags
        orr r7, r6, #0x80000000
        svc #0
        flags
        movs r7, #0
        adds r5, #1
        cmp r5, #16
        bne 1b
        movs r0, #1
        msr control, r0
        isb
        ldr r1, =0xA8060000
        msr apsr_nzcvqg, r1
        svc #0
        flags

        mark 3                          @ SEL for each GE
        ldr r1, =0x11223344
        ldr r2, =0xAABBCCDD
        movs r5, #0
1:      lsl r0, r5, #16
        msr apsr_g, r0
        sel r3, r1, r2
        log r3
        adds r5, #1
        cmp r5, #16
        bne 1b

        mark 4                          @ results and GE of pairs of corner values
        adr r4, corners
        movs r5, #0
1:      movs r6, #0
2:      ldr r1, [r4, r5, lsl #2]
        ldr r2, [r4, r6, lsl #2]
        .irp name, sadd16, sadd8, sasx, ssax, ssub16, ssub8, uadd16, uadd8, uasx, usax, usub16, usub8
        clear
        \name r3, r1, r2
        log r3
        flags
        .endr
        .irp name, qadd16, qadd8, qasx, qsax, qsub16, qsub8, uqadd16, uqadd8, uqasx, uqsax, uqsub16, uqsub8
        \name r3, r1, r2
        log r3
        .endr
        .irp name, shadd16, shadd8, shasx, shsax, shsub16, shsub8, uhadd16, uhadd8, uhasx, uhsax, uhsub16, uhsub8
        \name r3, r1, r2
        log r3
        .endr
        flags                           @ none of these has set GE or Q
        .irp name, qadd, qdadd, qsub, qdsub
        clear
        \name r3, r1, r2
        log r3
        flags
        .endr
        .irp name, smulbb, smultt, smulwb, smuad, smuadx, smusd, smmul, smmulr, usad8
        clear
        \name r3, r1, r2
        log r3
        flags
        .endr
        .irp name, smlabb, smlatt, smlawt, smlad, smladx, smlsd, smlsdx, smmla, smmlar, smmls, smmlsr, usada8
        clear
        \name r3, r1, r2, r1
        log r3
        flags
        .endr
        .irp name, smlalbb, smlalbt, smlald, smlaldx, smlsld, smlsldx, umaal
        clear
        mov r3, r1
        mov r7, r2
        \name r3, r7, r1, r2
        log r3
        log r7
        flags
        .endr
        b 3f
        .ltorg
corners:
        .word 0x00000000, 0xFFFFFFFF, 0x80008000, 0x7FFF7FFF, 0x80807F7F, 0x80000001, 0x7FFFFFFF, 0x01FF00FF
3:      adds r6, #1
        cmp r6, #8
        bne.w 2b
        adds r5, #1
        cmp r5, #8
        bne.w 1b

        mark 5                          @ Q: sums that leave 32 bits and come back
        ldr r1, =0x80008000
        .irp value, 0, 0xFFFFFFFF, 0x7FFFFFFF, 0x80000000
        ldr r2, =\value
        clear
        smlad r3, r1, r1, r2
        log r3
        flags
        .endr
        clear
        qdadd r3, r1, r2                @ Q stays although the second addition does not saturate
        flags
        ssat16 r3, #16, r1
        flags
        clear
        .irp bits, 1, 8, 15, 16
        ssat16 r3, #\bits, r1
        log r3
        flags
        .endr
        clear
        .irp bits, 0, 1, 8, 15
        usat16 r3, #\bits, r2
        log r3
        flags
        .endr

        mark 6                          @ in IT blocks: what is skipped changes nothing
        movs r1, #0
        mvn r2, r1
        clear
        cmp r1, #0
        itete eq
        uadd8eq r3, r2, r2
        usub8ne r3, r1, r2
        seleq r4, r1, r2
        qaddne r5, r2, r2
        log r3
        log r4
        flags
        pop {pc}
        .ltorg
