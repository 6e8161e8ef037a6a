@ Runs blocks of random instructions unprivileged behind the MPU and records what each one leaves behind.
@ The whole runner is one exception handler: a block ends in an exception (SVC or a fault), the handler records
@ it and returns into the next block. Layout and record format: test/differential/stream-layout.ts.
        .include "common.s"
        .ifdef V8
        .cpu cortex-m33
        .ifdef FLOAT
        .fpu fpv5-sp-d16
        .endif
        .else
        .ifdef FLOAT
        .cpu cortex-m4
        .fpu fpv4-sp-d16
        .endif
        .endif

        .equ WINDOW,    0x20000000      @ 1 KiB that blocks may read and write
        .equ STACK_TOP, 0x20001000      @ the handler's
        .equ STATE,     0x20001000      @ 0 next record, 4 blocks left, 8 output, 12 mode, 16 running, 20 code, 24 EXC_RETURN
        .equ RECORD,    0x20001100      @ 24 words
        .ifdef V8
        .equ OUTPUT,    0x28000000
        .else
        .equ OUTPUT,    0x20010000
        .endif
        .equ POOL,      0x00100000      @ words for R0-R12 and LR
        .equ TEMPLATE,  0x00110000      @ words for the window
        .equ HEADER,    0x00000400      @ first record, count, mode (0 hashes, 1 everything)
        .equ FPCCR,     0xE000EF34
        .equ RETURN_SLOT, 0x100         @ word in the window that holds an address to return to

        vectors STACK_TOP, reset, handler

        .org 0x400
        .word 0, 0, 0, 0

        .org 0x800
        .thumb_func
        .global _start
_start:
reset:
        ldr r0, =SCS
        ldr r1, =0x00402000             @ MemManage 0x00, BusFault 0x20, UsageFault 0x40
        str r1, [r0, #0x18]
        mov r1, #0x80000000             @ SVCall 0x80
        str r1, [r0, #0x1c]
        enable_faults
        .ifdef FLOAT
        mov r1, #0x00F00000             @ CPACR: full access to CP10 and CP11
        str r1, [r0, #0x88]
        .endif
        ldr r1, =mpu_regions
        movs r2, #3
1:      ldmia r1!, {r3, r4}
        .ifdef V8
        str r2, [r0, #0x98]             @ MPU_RNR
        .endif
        str r3, [r0, #0x9c]
        str r4, [r0, #0xa0]
        subs r2, #1
        bne 1b
        movs r1, #5                     @ MPU_CTRL: ENABLE, PRIVDEFENA
        str r1, [r0, #0x94]
        dsb
        isb
        ldr r0, =STATE
        ldr r1, =HEADER
        ldmia r1, {r2, r3, r4}
        ldr r5, =OUTPUT
        str r2, [r0, #0]
        str r3, [r0, #4]
        str r5, [r0, #8]
        str r4, [r0, #12]
        movs r1, #0
        str r1, [r0, #16]
        ldr r1, =WINDOW + 0x200
        msr psp, r1
        movs r1, #2
        msr control, r1
        isb
        svc #0
        b .

        .align 2
mpu_regions:
        .ifdef V8
        .word 0x00200006, 0x003FFFE1    @ blocks: 2 MiB, read-only, executable
        .word 0x20000003, 0x200003E1    @ window: 1 KiB, read and write, never executed
        .word 0x90000003, 0x900003E1    @ 1 KiB of nothing: the bus answers, not the MPU
        .else
        .ifdef FLOAT
        .word 0x00200010, 0x06000029    @ blocks: 2 MiB, read-only, executable
        .else
        .word 0x21000010, 0x0600002F    @ blocks: 16 MiB, read-only, executable
        .endif
        .word 0x20000011, 0x13000013    @ window: 1 KiB, read and write, never executed
        .ifdef FLOAT
        .word 0x90000012, 0x03000013    @ 1 KiB of nothing: the bus answers, not the MPU
        .else
        .word 0x60000012, 0x03000013
        .endif
        .endif

        .align 2
        .thumb_func
handler:
        ldr r0, =RECORD
        .ifdef PLAIN
        orr r1, lr, #0x41               @ EXC_RETURN as in Secure state
        str r1, [r0, #4]
        .else
        str lr, [r0, #4]
        .endif
        add r1, r0, #24
        stmia r1, {r4-r11}
        ldr r1, =STATE
        ldr r2, [r1, #16]
        cmp r2, #0
        bne record_block
        movs r2, #1
        str r2, [r1, #16]
        .ifdef PLAIN
        str lr, [r1, #24]
        .endif
        b next_block

record_block:
        .ifdef FLOAT
        @ Floating-point registers take the place of the window's first words. With ASPEN clear they stay as the block left
        @ them; what is still to be stored into the frame is, if there is room in the window.
        ldr r2, =FPCCR
        ldr r1, [r2]
        bic r1, r1, #0x80000000
        ldr r3, [r2, #4]                @ FPCAR
        sub r3, r3, #WINDOW
        cmp r3, #0x3B8
        it hi
        bichi r1, r1, #1
        str r1, [r2]
        dsb
        isb
        adr r3, 1f                      @ QEMU goes on with translations made for another FPCCR, unless it looks for them
        orr r3, r3, #1
        bx r3
        .align 2
1:      vmrs r3, fpscr
        ldr r1, =WINDOW
        vstmia r1!, {s0-s31}
        str r3, [r1]
        .endif
        mrs r1, ipsr
        str r1, [r0, #0]
        ldr r2, =SCS
        ldr r3, [r2, #0x28]             @ CFSR
        ldr r4, [r2, #0x2c]             @ HFSR
        ldr r5, [r2, #0x34]             @ MMFAR, only if valid
        ldr r6, [r2, #0x38]             @ BFAR, only if valid
        tst r3, #0x80
        it eq
        moveq r5, #0
        tst r3, #0x8000
        it eq
        moveq r6, #0
        str r3, [r0, #8]
        str r4, [r0, #12]
        str r5, [r0, #16]
        str r6, [r0, #20]
        str r3, [r2, #0x28]
        str r4, [r2, #0x2c]
        ldr r4, [r2, #0x24]             @ SHCSR: what a failed stacking left pending is dropped
        bic r4, r4, #0xF000
        str r4, [r2, #0x24]
        mrs r7, psp
        add r8, r0, #60
        ldr r1, =0x1010                 @ STKERR, MSTKERR: there is no frame
        tst r3, r1
        bne no_frame
        .ifdef V8
        tst r3, #0x00100000             @ STKOF: there is no frame if SP was set to the limit
        beq 2f
        mrs r1, psplim
        cmp r1, r7
        beq no_frame
2:
        .endif
        ldmia r7!, {r1-r6, r10, r11}
        ldr r9, [r0, #0]                @ an SVC escalated to HardFault: its own address is recorded, whether
        cmp r9, #3                      @ the engine stacked that or, as QEMU does, the next one
        bne 1f
        ldr r9, [r0, #8]
        cmp r9, #0
        bne 1f
        ldrb r9, [r10, #1]
        cmp r9, #0xdf
        itt ne
        subne r10, r10, #2
        strne r10, [r7, #-8]
1:      stmia r8, {r1-r6, r10, r11}
        tst r11, #0x200                 @ the frame was aligned by four more bytes
        it ne
        addne r7, #4
        .ifdef FLOAT
        ldr r9, [r0, #4]                @ EXC_RETURN: an extended frame
        tst r9, #0x10
        it eq
        addeq r7, #0x48
        .endif
        b frame_done
no_frame:
        movs r1, #0
        movs r2, #0
        movs r3, #0
        movs r4, #0
        stmia r8!, {r1-r4}
        stmia r8, {r1-r4}
        movs r10, #0
frame_done:
        str r7, [r0, #56]
        mrs r1, primask
        mrs r2, control
        mrs r3, basepri
        orr r1, r1, r2, lsl #8
        orr r1, r1, r3, lsl #16
        str r1, [r0, #92]
        movs r1, #0
        msr primask, r1
        msr basepri, r1

        ldr r9, =STATE
        ldr r1, [r9, #12]
        cmp r1, #0
        bne everything
        ldr r1, =0x811C9DC5             @ hash 1
        movs r2, #0                     @ hash 2
        ldr r3, =0x9E3779B1
        movs r4, #6                     @ groups of four words
        bl hash
        ldr r0, =WINDOW
        movs r4, #64
        bl hash
        ldr r4, [r9, #20]
        sub r10, r10, r4                @ where in the block it ended
        bic r10, r10, #0xFF000000
        ldr r0, =RECORD
        ldr r4, [r0]
        orr r3, r10, r4, lsl #24
        ldr r0, [r9, #8]
        stmia r0!, {r1-r3}
        str r0, [r9, #8]
        b next_block

everything:
        ldr r1, [r9, #8]
        movs r2, #3
        bl copy
        ldr r0, =WINDOW
        movs r2, #32
        bl copy
        str r1, [r9, #8]

next_block:
        ldr r9, =STATE
        ldr r1, [r9, #4]
        subs r1, #1
        blo finish
        str r1, [r9, #4]
        ldr r1, [r9, #0]
        ldmia r1!, {r4-r7}              @ code, return slot, SP, choices
        str r1, [r9, #0]
        str r4, [r9, #20]
        ldr r0, =TEMPLATE
        ubfx r1, r7, #12, #11
        add r0, r0, r1, lsl #2
        ldr r1, =WINDOW
        mov r10, r1
        movs r2, #32
        push {r4-r7}
        bl copy
        pop {r4-r7}
        str r5, [r10, #RETURN_SLOT]
        .ifdef V8
        movs r1, #0
        tst r7, #0x04000000
        it ne
        ldrne r1, =WINDOW + 0x1A0
        msr psplim, r1
        .endif
        .ifdef FLOAT
        @ Registers, FPDSCR and LSPEN come out of the window's first words; a first instruction makes the context.
        vldmia r10, {s0-s31}
        movs r1, #0
        vmsr fpscr, r1
        ldr r1, [r10, #0x80]
        and r0, r1, #0x07C00000
        tst r1, #3
        it ne
        movne r0, #0
        ldr r2, =FPCCR
        str r0, [r2, #8]
        lsls r0, r1, #28                @ bit 2 to bit 30
        and r0, r0, #0x40000000
        orr r0, r0, #0x80000000
        .ifdef V8
        orr r0, r0, #4                  @ the registers are Secure
        .endif
        str r0, [r2]
        .endif
        ldr r0, =SCS
        ubfx r1, r7, #24, #2            @ CCR: UNALIGN_TRP and DIV_0_TRP beside STKALIGN
        lsls r1, #3
        orr r1, r1, #0x200
        str r1, [r0, #0x14]
        tst r7, #0x800000
        ite eq
        moveq r1, #1
        movne r1, #0
        msr control, r1                 @ nPRIV; exception return sets SPSEL
        and r8, r7, #0xF8000000
        orr r8, r8, #0x01000000         @ xPSR: N Z C V Q and T
        tst r6, #4
        itt ne
        subne r6, #4
        orrne r8, r8, #0x200
        sub r6, #32
        msr psp, r6
        str r4, [r6, #24]
        str r8, [r6, #28]
        ldr r0, =POOL
        ubfx r1, r7, #0, #12
        add r0, r0, r1, lsl #2
        ldmia r0!, {r1-r4}
        stmia r6, {r1-r4}
        ldmia r0!, {r4-r11}
        mrs r3, psp
        ldmia r0, {r1, r2}
        str r1, [r3, #16]
        str r2, [r3, #20]
        isb
        .ifdef PLAIN
        ldr lr, =STATE
        ldr lr, [lr, #24]
        .else
        ldr lr, =0xFFFFFFFD
        .endif
        bx lr

finish:
        ldr r4, =OUTPUT
        ldr r5, [r9, #8]
        subs r5, r5, r4
        write_and_exit

@ r1, r2: the two hashes; r3: the multiplier; r0: words, r4: how many times four of them.
        .align 2
        .thumb_func
hash:
        ldmia r0!, {r5-r8}
        eors r1, r5
        muls r1, r3, r1
        add r2, r1, r2, ror #27
        eors r1, r6
        muls r1, r3, r1
        add r2, r1, r2, ror #27
        eors r1, r7
        muls r1, r3, r1
        add r2, r1, r2, ror #27
        eor r1, r1, r8
        muls r1, r3, r1
        add r2, r1, r2, ror #27
        subs r4, #1
        bne hash
        bx lr

@ r0: from, r1: to, r2: how many times eight words; r3-r8 and r12 are used.
        .align 2
        .thumb_func
copy:
        ldmia r0!, {r3-r8, r11, r12}
        stmia r1!, {r3-r8, r11, r12}
        subs r2, #1
        bne copy
        bx lr

        .align 2
        .ltorg
