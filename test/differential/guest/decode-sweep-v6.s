@ Tells which patterns a core of Armv6-M has: each runs alone in RAM, twice, with other registers. All faults are HardFaults
@ there, so a pattern is undefined if both runs end in one at the pattern itself. One letter each: R defined, U not.
        .include "common-v6.s"

        .equ SLOT,      0x20002800      @ the pattern, with SVCs all around
        .equ AROUND,    0x20002000
        .equ AROUND_END, 0x20003200
        .equ STATE,     0x20000000      @ 0 next pattern, 4 patterns left, 8 output, 12 run, 16 console, 20 whether it was defined,
                                        @ 24 the pattern
        .equ OUTPUT,    0x20000040
        .equ OUTPUT_END, 0x20000a00
        .equ DATA,      0x20001000      @ where accesses of the first run go
        .equ STACK,     0x20001800      @ of patterns
        .equ STACK_TOP, 0x20004000
        .equ HEADER,    0x00000400      @ first pattern (if in no table), table or 0, count
        .equ SYST,      0xE000E010

        vectors STACK_TOP, reset, handler

        .org 0x400
        .word 0, 0, 0, 0

        .org 0x800
        .thumb_func
        .global _start
_start:
reset:
        bl open_console
        ldr r7, =STATE
        str r0, [r7, #16]
        ldr r0, =HEADER
        ldmia r0!, {r1, r2, r3}
        str r3, [r7, #4]
        ldr r3, =OUTPUT
        str r3, [r7, #8]
        movs r3, #0
        str r3, [r7, #12]
        str r3, [r7, #20]
        str r1, [r7, #0]
        cmp r2, #0
        beq 1f
        str r2, [r7, #0]
1:      ldr r1, =AROUND
        ldr r2, =AROUND_END
        ldr r3, =0xDF00DF00
2:      stmia r1!, {r3}
        cmp r1, r2
        blo 2b
        ldr r0, =SYST                   @ ends what sleeps or never ends
        ldr r1, =20000
        str r1, [r0, #4]
        svc #0
        b .

        .align 2
        .thumb_func
handler:
        mov r6, lr
        mrs r5, msp
        lsrs r6, #3
        bcc 1f
        mrs r5, psp
1:      ldr r0, =STACK_TOP
        mov sp, r0
        movs r0, #0
        msr primask, r0
        ldr r7, =STATE
        ldr r0, [r7, #12]               @ 0: nothing has run
        cmp r0, #0
        beq next_pattern
        mrs r1, ipsr
        cmp r1, #3
        bne defined
        ldr r1, =0x1FFF0000             @ no frame in RAM: the pattern moved its stack
        cmp r5, r1
        blo defined
        ldr r1, =0x20003FE0
        cmp r5, r1
        bhi defined
        ldr r1, [r5, #24]
        ldr r2, =SLOT
        cmp r1, r2
        beq undefined
defined:
        movs r1, #1
        str r1, [r7, #20]
undefined:
        cmp r0, #2
        beq answer
        movs r0, #2
        b run
answer:
        ldr r0, [r7, #20]
        movs r1, #'U'
        cmp r0, #0
        beq 1f
        movs r1, #'R'
1:      ldr r0, [r7, #8]
        strb r1, [r0]
        adds r0, #1
        str r0, [r7, #8]
        ldr r1, =OUTPUT_END
        cmp r0, r1
        blo next_pattern
        bl write_out

next_pattern:
        ldr r7, =STATE
        movs r0, #0
        str r0, [r7, #20]
        ldr r0, [r7, #4]
        subs r0, #1
        bhs 1f
        bl write_out
        bl exit_guest
1:      str r0, [r7, #4]
        ldr r1, [r7, #0]
        ldr r2, =HEADER
        ldr r2, [r2, #4]
        cmp r2, #0
        beq counted
        ldmia r1!, {r2}
        str r1, [r7, #0]
        b found
counted:
        mov r2, r1
        adds r1, #1
        str r1, [r7, #0]
        ldr r1, =0xBEAB                 @ would be a semihosting call
        cmp r2, r1
        bne 1f
        ldr r2, =0xBF00
1:      ldr r1, =0xBABC                 @ HLT 0x3C is one to QEMU; its neighbour is undefined, too
        cmp r2, r1
        bne 1f
        ldr r2, =0xBA80
1:      ldr r1, =0xDF000000
        orrs r2, r1
found:
        str r2, [r7, #24]
        movs r0, #1

run:                                    @ R0: 1 or 2
        str r0, [r7, #12]
        ldr r1, =SLOT
        ldr r2, [r7, #24]
        str r2, [r1]
        ldr r3, =DATA                   @ first run: every base is RAM; second: every sum of two is
        cmp r0, #1
        beq 1f
        lsrs r3, #1
1:      ldr r5, =STACK
        msr psp, r5
        mov r6, r5
        stmia r6!, {r3}
        stmia r6!, {r3}
        stmia r6!, {r3}
        stmia r6!, {r3}
        stmia r6!, {r3}                 @ R12
        stmia r6!, {r3}                 @ LR
        stmia r6!, {r1}
        movs r1, #1
        lsls r1, #24
        stmia r6!, {r1}
        ldr r0, =SYST
        movs r1, #0
        str r1, [r0]
        str r1, [r0, #8]
        ldr r2, =SCS
        movs r1, #1
        lsls r1, #25                    @ ICSR.PENDSTCLR
        str r1, [r2, #4]
        movs r1, #7
        str r1, [r0]
        mov r4, r3
        mov r5, r3
        mov r6, r3
        mov r7, r3
        mov r8, r3
        mov r9, r3
        mov r10, r3
        mov r11, r3
        isb
        ldr r0, =0xFFFFFFFD
        bx r0

@ R7 is STATE.
        .thumb_func
write_out:
        push {r7, lr}
        ldr r1, =OUTPUT
        ldr r2, [r7, #8]
        str r1, [r7, #8]
        subs r2, r2, r1
        ldr r0, [r7, #16]
        bl write_console
        pop {r7, pc}
        .ltorg
        console_routines
