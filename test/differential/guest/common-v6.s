@ What guests for Armv6-M share: the core, the vector table, and the semihosting console, which is opened once and written to
@ in pieces, because RAM is small.
        .syntax unified
        .cpu cortex-m0
        .thumb
        .equ SCS, 0xE000ED00

        .macro vectors stack, reset, handler @ every exception has one handler
        .section .text
        .word \stack
        .word \reset + 1
        .rept 46
        .word \handler + 1
        .endr
        .endm

        .macro console_routines         @ at a file's end
        .thumb_func
open_console:                           @ R0: the handle
        push {r1, r4, lr}
        ldr r1, =console_request
        movs r0, #1                     @ SYS_OPEN
        bkpt #0xab
        pop {r1, r4, pc}

        .thumb_func
write_console:                          @ R0: the handle, R1: from, R2: bytes
        push {r0-r2, r4, lr}
        mov r1, sp
        movs r0, #5                     @ SYS_WRITE
        bkpt #0xab
        pop {r0-r2, r4, pc}

        .thumb_func
exit_guest:
        ldr r1, =0x20026                @ ADP_Stopped_ApplicationExit
        movs r0, #0x18                  @ SYS_EXIT
        bkpt #0xab
        b .

        .align 2
console_request:
        .word console_name, 5, 3        @ "wb"
console_name:
        .asciz ":tt"
        .align 2
        .ltorg
        .endm
