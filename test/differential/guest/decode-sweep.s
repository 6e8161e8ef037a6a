@ Runs instruction patterns one by one, unprivileged behind the MPU amid a field of SVC instructions, and writes one
@ letter for each: what ended it. SysTick ends what would run or sleep for ever. See test/differential/decode-sweep.ts.
        .include "common.s"

        .equ STACK_TOP, 0x00002000
        .equ COUNT,     0x00000400      @ number of patterns
        .equ WINDOW,    0x20000000      @ 1 KiB that patterns may write
        .ifdef FLOAT
        .equ FIELD,     0x00200000      @ 64 KiB of SVC
        .equ TABLE,     0x00220000
        .equ OUTPUT,    0x20010000
        .else
        .equ FIELD,     0x21000000
        .equ TABLE,     0x21400000
        .equ OUTPUT,    0x21A00000
        .endif
        .equ PATTERN,   FIELD + 0x8000
        .equ SYSTICK,   0xE000E010

        vectors STACK_TOP, _start, handler
        .org 0x400
        .word 0

        .org 0x800
        .thumb_func
        .global _start
_start:
        ldr r0, =SCS
        enable_faults
        .ifdef FLOAT
        mov r1, #0x00F00000             @ CPACR: full access to CP10 and CP11
        str r1, [r0, #0x88]
        ldr r1, =0xE000EF34             @ FPCCR: frames without floating-point registers
        movs r2, #0
        str r2, [r1]
        dsb
        isb
        .endif
        ldr r1, =FIELD + 0x10           @ field: 64 KiB, read-only for patterns
        str r1, [r0, #0x9c]
        ldr r1, =0x0200001F
        str r1, [r0, #0xa0]
        ldr r1, =0x20000011             @ window: 1 KiB, read and write, never executed
        str r1, [r0, #0x9c]
        ldr r1, =0x13000013
        str r1, [r0, #0xa0]
        movs r1, #5                     @ MPU_CTRL: ENABLE, PRIVDEFENA
        str r1, [r0, #0x94]
        dsb
        isb
        ldr r0, =FIELD                  @ SVC 0 everywhere
        mov r1, #0xdf00df00
        movs r2, #0x4000
1:      str r1, [r0], #4
        subs r2, #1
        bne 1b
        ldr r0, =SYSTICK
        movs r1, #200
        str r1, [r0, #4]
        ldr r1, =state
        ldr r2, =TABLE
        ldr r3, =OUTPUT
        ldr r4, =COUNT
        ldr r4, [r4]
        stmia r1, {r2-r4}
        movs r2, #0
        str r2, [r1, #12]
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
        ldr r0, =SYSTICK
        movs r1, #0
        str r1, [r0]                    @ stopped
        ldr r0, =SCS
        mov r1, #0x02000000             @ ICSR.PENDSTCLR
        str r1, [r0, #4]
        ldr r7, =state
        ldmia r7, {r8-r11}              @ table, output, left, started
        cmp r11, #0
        beq next
        mrs r1, ipsr
        ldr r2, [r0, #0x28]             @ CFSR
        str r2, [r0, #0x28]
        ldr r3, [r0, #0x2c]             @ HFSR
        str r3, [r0, #0x2c]
        ldr r3, [r0, #0x24]
        bic r3, #0xF000                 @ nothing stays pending
        str r3, [r0, #0x24]
        adr r3, letters
        ldrb r3, [r3, r1]
        cmp r1, #6
        bne write
        movw r4, #0x1010                @ no frame, no address
        tst r2, r4
        bne write
        mrs r4, psp
        ldr r4, [r4, #24]
        ldr r5, =PATTERN
        cmp r4, r5
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
        movs r11, #1
        cmp r10, #0
        beq finish
        sub r10, #1
        ldr r1, [r8], #4
        stmia r7, {r8-r11}
        ldr r2, =PATTERN
        str r1, [r2]
        movs r1, #3
        msr control, r1
        ldr r1, =WINDOW + 0x300 - 32
        msr psp, r1
        str r2, [r1, #24]
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
        ldr r0, =SYSTICK
        movs r1, #0
        str r1, [r0, #8]
        movs r1, #7                     @ processor clock, exception, on
        str r1, [r0]
        dsb
        isb
        ldr lr, =0xFFFFFFFD
        bx lr

finish:
        ldr r4, =OUTPUT
        sub r5, r9, r4
        write_and_exit

letters:
        .ascii "???HMBG????R?? T"      @ by exception number; 15 is SysTick
        .align 2
        .ltorg

        .equ state, 0x00001000
