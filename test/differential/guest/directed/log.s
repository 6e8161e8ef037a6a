@ What directed guests share: vectors, a log of words that goes to the semihosting console, and a handler that logs a fault and
@ goes on where the guest said. R10 is the log's end and belongs to this file; R11 is where to go on after a fault.
        .include "common.s"
        .equ STACK_TOP, 0x20004000
        .equ LOG,       0x20300000
        .equ ARENA,     0x20020000      @ RAM for code and data of the cases

        .section .text
        .word STACK_TOP
        .word start + 1
        .rept 9
        .word fault + 1
        .endr
        .word svcall + 1
        .word fault + 1
        .word fault + 1
        .word pendsv + 1
        .word systick + 1
        .rept 32
        .word irq + 1
        .endr

        .macro default name             @ at a file's end: an exception that it does not handle itself
        .ifndef \name
        .thumb_func
\name:
        bx lr
        .endif
        .endm
        .macro log register
        str \register, [r10], #4
        .endm
        .macro mark number              @ a case begins
        ldr r9, =0xCA5E0000 + \number
        log r9
        .endm
        .macro resume_at label          @ where to go on after a fault, in Thumb state and outside IT
        ldr r11, =\label
        .endm

        .thumb_func
fault:
        tst lr, #4
        ite eq
        mrseq r0, msp
        mrsne r0, psp
        mrs r1, ipsr
        orr r1, r1, #0xFA000000
        log r1
        ldr r2, =SCS
        ldr r1, [r2, #0x28]             @ CFSR
        log r1
        str r1, [r2, #0x28]
        ldr r3, [r2, #0x2c]             @ HFSR
        log r3
        str r3, [r2, #0x2c]
        ldr r3, [r2, #0x34]             @ MMFAR and BFAR, where valid
        tst r1, #0x80
        it eq
        moveq r3, #0
        log r3
        ldr r3, [r2, #0x38]
        tst r1, #0x8000
        it eq
        moveq r3, #0
        log r3
        ldr r3, [r0, #24]
        log r3
        ldr r3, [r0, #28]
        log r3
        str r11, [r0, #24]
        and r3, r3, #0x200              @ the frame's alignment
        orr r3, r3, #0x01000000
        str r3, [r0, #28]
        bx lr

        .thumb_func
        .global _start
_start:
start:
        ldr r10, =LOG
        ldr r11, =finish                @ an unexpected fault is the last thing in the log
        ldr r0, =SCS
        enable_faults
        bl main

finish:
        ldr r4, =LOG
        sub r5, r10, r4
        write_and_exit

@ Copies code: R0 from, R1 to, R2 bytes. R3 is used.
        .thumb_func
copy:
        subs r2, #2
        ldrh r3, [r0, r2]
        strh r3, [r1, r2]
        bne copy
        dsb
        isb
        bx lr
        .ltorg
