@ Runs very many instruction patterns where they lie in a table, unprivileged behind the MPU, each with SVC behind it, and
@ writes one letter for each: what ended it. SysTick ends what would run or sleep for ever; as it may tick at any time, such a
@ pattern is tried again. See test/differential/encoding-sweep.ts.
        .include "common.s"
        .ifdef V8
        .cpu cortex-m33
        .endif

        .equ STACK_TOP, 0x00002000
        .equ HEADER,    0x00000400      @ address of the table, number of patterns, not 0: CP10 and CP11 may be used
        .equ WINDOW,    0x20000000      @ 1 KiB that patterns may write
        .equ OUTPUT,    0x00C00000      @ from the table; not for patterns
        .equ SVCS,      0xDF00DF00
        .equ SLOT,      6               @ bytes of a pattern and its SVC
        .equ TRIES,     3
        .equ PERIOD,    20000
        .equ SYSTICK,   0xE000E010
        .equ FPCCR,     0xE000EF34

        vectors STACK_TOP, _start, handler
        .org 0x400
        .word 0, 0, 0

        .org 0x800
        .thumb_func
        .global _start
_start:
        ldr r0, =SCS
        enable_faults
        ldr r5, =HEADER
        ldmia r5, {r2-r4}
        cbz r4, 1f
        mov r1, #0x00F00000             @ CPACR
        str r1, [r0, #0x88]
        ldr r1, =FPCCR
        movs r4, #0                     @ frames stay small
        str r4, [r1]
1:
        movs r1, #SLOT
        mul r5, r3, r1
        add r5, r2                      @ behind the last pattern
        add r4, r2, #OUTPUT
        ldr r1, =SVCS
2:      cmp r5, r4
        itt lo
        strlo r1, [r5], #4
        blo 2b
        .ifdef V8
        movs r1, #0                     @ table: read-only, up to the output
        str r1, [r0, #0x98]             @ MPU_RNR
        orr r1, r2, #6
        str r1, [r0, #0x9c]
        add r1, r2, #OUTPUT
        sub r1, #0x1F
        str r1, [r0, #0xa0]
        movs r1, #1                     @ window: 1 KiB, read and write, never executed
        str r1, [r0, #0x98]
        ldr r1, =WINDOW + 3
        str r1, [r0, #0x9c]
        ldr r1, =WINDOW + 0x3E1
        str r1, [r0, #0xa0]
        .else
        orr r1, r2, #0x10               @ MPU_RBAR.VALID, region 0: table, 16 MiB, read-only for patterns
        str r1, [r0, #0x9c]
        ldr r1, =0x0200002F
        str r1, [r0, #0xa0]
        ldr r1, =WINDOW + 0x11          @ window: 1 KiB, read and write, never executed
        str r1, [r0, #0x9c]
        ldr r1, =0x13000013
        str r1, [r0, #0xa0]
        add r1, r2, #OUTPUT             @ output: 4 MiB, not for patterns
        orr r1, #0x12
        str r1, [r0, #0x9c]
        ldr r1, =0x1100002B
        str r1, [r0, #0xa0]
        .endif
        movs r1, #5                     @ MPU_CTRL: ENABLE, PRIVDEFENA
        str r1, [r0, #0x94]
        dsb
        isb
        sub r2, #SLOT
        ldr r1, =state
        movs r5, #0                     @ tries: nothing has run
        stmia r1!, {r2, r4}
        stmia r1!, {r3, r5}
        ldr r0, =SYSTICK
        ldr r1, =PERIOD
        str r1, [r0, #4]
        movs r1, #7                     @ processor clock, exception, on
        str r1, [r0]
        ldr r1, =WINDOW + 0x300
        msr psp, r1
        movs r1, #2
        msr control, r1
        isb
        svc #0
        b .

        .align 2
        .thumb_func
handler:
        ldr r7, =state
        ldmia r7, {r8-r11}              @ slot, output, left, tries
        cmp r11, #0
        beq next
        mrs r1, ipsr
        adr r3, letters
        ldrb r3, [r3, r1]
        cmp r1, #11
        beq write
        cmp r1, #15
        beq late
        ldr r0, =SCS
        ldr r2, [r0, #0x28]             @ CFSR
        str r2, [r0, #0x28]
        ldr r4, [r0, #0x2c]             @ HFSR
        str r4, [r0, #0x2c]
        ldr r4, [r0, #0x24]
        bic r4, #0xF000                 @ nothing stays pending
        str r4, [r0, #0x24]
        cmp r1, #6
        bne write
        movw r4, #0x1010                @ no frame, no address
        tst r2, r4
        bne write
        mrs r4, psp
        ldr r4, [r4, #24]
        cmp r4, r8
        bne write
        tst r2, #0x10000                @ UNDEFINSTR
        it ne
        movne r3, #'U'
        tst r2, #0x80000                @ NOCP
        it ne
        movne r3, #'N'
write:
        strb r3, [r9], #1
next:
        subs r10, #1
        bmi finish
        add r8, #SLOT
        movs r11, #TRIES
        stmia r7, {r8-r11}
run:
        movs r1, #3
        msr control, r1
        ldr r1, =WINDOW + 0x300 - 32
        msr psp, r1
        str r8, [r1, #24]
        mov r2, #0x01000000
        str r2, [r1, #28]
        ldr r2, =WINDOW + 0x200
        str r2, [r1, #0]
        str r2, [r1, #4]
        str r2, [r1, #8]
        str r2, [r1, #12]
        str r2, [r1, #16]
        str r2, [r1, #20]
        mov r4, r2
        mov r5, r2
        mov r6, r2
        mov r7, r2
        mov r8, r2
        mov r9, r2
        mov r10, r2
        mov r11, r2
        ldr lr, =0xFFFFFFFD
        bx lr

late:                                   @ SysTick: not before a whole period
        subs r11, #1
        beq write
        str r11, [r7, #12]
        ldr r0, =SYSTICK
        movs r1, #0
        str r1, [r0, #8]
        b run

finish:
        ldr r4, =HEADER
        ldr r4, [r4]
        add r4, #OUTPUT
        sub r5, r9, r4
        write_and_exit

letters:
        .ascii "???HMBG????R?? T"      @ by exception number; 15 is SysTick
        .align 2
        .ltorg

        .equ state, 0x00001000
