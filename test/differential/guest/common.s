@ What all guests share: the core, the vector table, the enabled faults, and the way out.
        .syntax unified
        .cpu cortex-m3
        .thumb
        .equ SCS, 0xE000ED00

        .macro vectors stack, reset, handler @ the table's first sixteen words: every exception has one handler
        .section .text
        .word \stack
        .word \reset + 1
        .rept 14
        .word \handler + 1
        .endr
        .endm

        .macro enable_faults            @ MemManage, BusFault and UsageFault; R0 is SCS, R1 is used
        mov r1, #0x00070000             @ SHCSR
        str r1, [r0, #0x24]
        .endm

        .macro write_and_exit           @ R5 bytes from R4 on go to the semihosting console, and the guest ends
        sub sp, #16
        adr r1, console
        str r1, [sp, #0]
        movs r1, #5                     @ "wb"
        str r1, [sp, #4]
        movs r1, #3
        str r1, [sp, #8]
        mov r1, sp
        movs r0, #1                     @ SYS_OPEN
        bkpt #0xab
        str r0, [sp, #0]
        str r4, [sp, #4]
        str r5, [sp, #8]
        mov r1, sp
        movs r0, #5                     @ SYS_WRITE
        bkpt #0xab
        ldr r1, =0x20026                @ ADP_Stopped_ApplicationExit
        movs r0, #0x18                  @ SYS_EXIT
        bkpt #0xab
        b .

        .align 2
console:
        .asciz ":tt"
        .align 2
        .endm
