@ Floating-point state in exceptions: each case of a table sets the core up, runs a piece of Thread code, and logs what every handler
@ finds: EXC_RETURN, status, FPCCR, FPCAR and the frame. A system reset lies between two cases, so that none knows of another.
@ Table and log: test/differential/float-exceptions.ts.
        .include "common.s"
        .cpu cortex-m4
        .fpu fpv4-sp-d16

        .equ HEADER,    0x400           @ number of cases, threads, actions
        .equ VARS,      0x20000000      @ 0 case, 4 log, 8 entries, 12 what Thread code left
        .equ DUMP,      0x20001000      @ S0 to S31, FPSCR and CONTROL as Thread code leaves them
        .equ STACK_TOP, 0x20003000
        .equ LOG,       0x20010000
        .equ CASES,     0x00010000
        .equ CASE_BYTES, 64             @ see `Case` in float-exceptions.ts for the words
        .equ FPCCR,     0xE000EF34

        vectors STACK_TOP, reset, handler

        .org 0x400
        .word 0, threads, actions

        .org 0x800
        .macro through register         @ an indirect branch: QEMU goes on with translations made for other registers without it
        dsb
        isb
        adr \register, 9f
        orr \register, \register, #1
        bx \register
        .align 2
9:
        .endm

        .thumb_func
        .global _start
_start:
reset:
        ldr r7, =VARS
        ldr r6, [r7, #4]
        cmp r6, #0
        bne 1f
        ldr r6, =LOG
1:      ldr r0, [r7, #0]
        ldr r1, =0xCA5E0000
        orr r1, r1, r0
        str r1, [r6], #4
        str r6, [r7, #4]
        movs r1, #0
        str r1, [r7, #8]
        str r1, [r7, #12]
        ldr r10, =CASES
        add r10, r10, r0, lsl #6
        ldr r0, [r10, #32]              @ around SP: a pattern, if that is memory
        sub r0, r0, #0x80
        bl fill
        ldr r0, =STACK_TOP - 0x100
        bl fill
        ldr r8, =SCS
        ldr r0, [r10, #8]
        str r0, [r8, #0x24]
        ldr r0, [r10, #12]
        str r0, [r8, #0x18]
        ldr r0, [r10, #16]
        str r0, [r8, #0x1c]
        ldr r0, [r10, #20]
        str r0, [r8, #0x20]
        ldr r0, [r10, #24]
        str r0, [r8, #0x14]
        ldr r0, =0x00000010             @ code: 4 MiB, read-only
        str r0, [r8, #0x9c]
        ldr r0, =0x0600002B
        str r0, [r8, #0xa0]
        ldr r0, =0x20000011             @ data: 8 MiB, read and write
        str r0, [r8, #0x9c]
        ldr r0, =0x1300002D
        str r0, [r8, #0xa0]
        ldr r0, [r10, #52]
        str r0, [r8, #0x9c]
        ldr r0, [r10, #56]
        str r0, [r8, #0xa0]
        ldr r0, [r10, #44]
        str r0, [r8, #0x94]
        ldr r0, [r10, #0]
        str r0, [r8, #0x88]
        ldr r1, =FPCCR
        ldr r0, [r10, #4]
        str r0, [r1]
        ldr r0, [r10, #48]
        str r0, [r1, #8]
        dsb
        isb
        ldr r9, [r10, #32]              @ SP
        ldr r0, [r10, #28]              @ CONTROL
        ldr r3, [r10, #36]
        ldr r4, =0xA4A4A4A4
        mov r12, r4
        mov lr, r4
        tst r0, #2
        ite eq
        moveq sp, r9
        msrne psp, r9
        msr control, r0
        isb
        bx r3

fill:                                   @ 0x100 bytes from R0 on
        lsr r1, r0, #23
        cmp r1, #0x40
        bne 2f
        ldr r2, =0x57575757
        movs r1, #64
1:      str r2, [r0], #4
        subs r1, #1
        bne 1b
2:      bx lr

@ Thread code: each ends with an SVC that ends the case, unless a fault has.
        .align 2
threads:
        .word thread_integer, thread_float, thread_pend, thread_undefined, thread_load, thread_first, thread_both
        .word thread_twice

        .macro floats                   @ S0 to S31 and FPSCR
        ldr r0, =numbers
        vldmia r0, {s0-s31}
        ldr r0, =0x9540001F
        vmsr fpscr, r0
        .endm

        .macro pend                     @ PendSV, taken behind the CPSIE by all engines; R8 is SCS
        cpsid i
        mov r0, #0x10000000
        str r0, [r8, #4]
        dsb
        cpsie i
        isb
        .endm

        .thumb_func
thread_integer:
        svc #0
        mrs r1, control
        b end
        .thumb_func
thread_float:
        floats
        svc #0
        b dump
        .thumb_func
thread_pend:                            @ privileged
        floats
        ldr r8, =SCS
        pend
        b dump
        .thumb_func
thread_undefined:
        floats
        udf #0
        b dump
        .thumb_func
thread_load:
        floats
        ldr r0, =0x20200000
        ldr r0, [r0]
        b dump
        .thumb_func
thread_first:                           @ a floating-point instruction that finds FPDSCR
        vmrs r2, fpscr
        mrs r3, control
        svc #0
        b end
        .thumb_func
thread_both:                            @ an exception without, then one with a context
        svc #0
        floats
        svc #0
        b dump
        .thumb_func
thread_twice:
        floats
        svc #0
        vadd.f32 s0, s0, s1
        svc #0
dump:
        ldr r1, =DUMP
        vstmia r1!, {s0-s31}
        vmrs r0, fpscr
        str r0, [r1], #4
        mrs r0, control
        str r0, [r1]
        ldr r1, =VARS
        movs r0, #1
        str r0, [r1, #12]
end:    svc #1
        b end

@ What the first handler does, and the one of a PendSV that comes amid it. R4: EXC_RETURN, to be changed; R10: the case.
        .align 2
actions:
        .word act_nothing, act_float, act_read, act_forget, act_off, act_off_float, act_basic, act_extended, act_pend
        .word act_pend_float, act_deny, act_deny_float, act_frame, act_clear_automatic, act_store, act_end

        .thumb_func
act_nothing:
        bx lr
        .thumb_func
act_float:                              @ other numbers everywhere
        ldr r0, =others
        vldmia r0, {s0-s31}
        ldr r0, =0x68000080
        vmsr fpscr, r0
        b log_control
        .thumb_func
act_read:
        vstmia r6!, {s0-s31}
        vmrs r0, fpscr
        str r0, [r6], #4
        b log_control
        .thumb_func
act_forget:                             @ LSPACT
        ldr r1, =FPCCR
        ldr r0, [r1]
        bic r0, r0, #1
        str r0, [r1]
        through r0
        bx lr
        .thumb_func
act_off:                                @ CPACR
        movs r0, #0
        str r0, [r8, #0x88]
        through r0
        bx lr
        .thumb_func
act_off_float:
        movs r0, #0
        str r0, [r8, #0x88]
        through r0
        vmov.f32 s0, s1
        b log_control
        .thumb_func
act_basic:
        orr r4, r4, #0x10
        bx lr
        .thumb_func
act_extended:
        bic r4, r4, #0x10
        bx lr
        .thumb_func
act_pend:                               @ PendSV, which preempts
        pend
        bx lr
        .thumb_func
act_pend_float:
        ldr r0, =others
        vldmia r0, {s0-s31}
        pend
        vstmia r6!, {s0-s31}
        b log_control
        .thumb_func
act_deny:                               @ region 2 changes
        ldr r0, [r10, #52]
        str r0, [r8, #0x9c]
        ldr r0, [r10, #60]
        str r0, [r8, #0xa0]
        through r0
        bx lr
        .thumb_func
act_deny_float:
        ldr r0, [r10, #52]
        str r0, [r8, #0x9c]
        ldr r0, [r10, #60]
        str r0, [r8, #0xa0]
        through r0
        vmov.f32 s0, s1
        b log_control
        .thumb_func
act_frame:                              @ the frame's S1 and FPSCR
        tst r4, #4
        ite eq
        moveq r1, r5
        mrsne r1, psp
        ldr r0, =0x40490FDB
        str r0, [r1, #0x24]
        ldr r0, =0x60000001
        str r0, [r1, #0x60]
        bx lr
        .thumb_func
act_clear_automatic:
        ldr r1, =FPCCR
        ldr r0, [r1]
        bic r0, r0, #0x80000000
        str r0, [r1]
        through r0
        vmov.f32 s2, s3
        b log_control
        .thumb_func
act_store:                              @ to where nothing is allowed, behind a floating-point instruction
        vmov.f32 s0, s1
        ldr r0, =0x20200000
        str r0, [r0]
        bx lr
        .thumb_func
act_end:
        b end_case
log_control:
        mrs r0, control
        str r0, [r6], #4
        ldr r1, =FPCCR
        ldr r0, [r1]
        str r0, [r6], #4
        bx lr

        .align 2
        .thumb_func
handler:
        mov r0, lr
        mrs r1, msp
        push {r4, r5, r7-r12, lr}       @ R6 runs on through all handlers
        mov r4, r0
        mov r5, r1
        ldr r7, =VARS
        ldr r6, [r7, #4]
        ldr r8, =SCS
        ldr r10, =CASES
        ldr r0, [r7, #0]
        add r10, r10, r0, lsl #6
        mrs r11, ipsr
        orr r0, r11, #0xE0000000
        str r0, [r6], #4
        str r4, [r6], #4
        mrs r0, control
        str r0, [r6], #4
        ldr r9, [r8, #0x28]             @ CFSR
        str r9, [r6], #4
        ldr r0, [r8, #0x2c]             @ HFSR
        str r0, [r6], #4
        ldr r0, [r8, #0x34]             @ MMFAR and BFAR, only if valid
        tst r9, #0x80
        it eq
        moveq r0, #0
        str r0, [r6], #4
        ldr r0, [r8, #0x38]
        tst r9, #0x8000
        it eq
        moveq r0, #0
        str r0, [r6], #4
        ldr r0, [r8, #0x24]             @ SHCSR
        str r0, [r6], #4
        ldr r1, =FPCCR
        ldr r0, [r1]
        str r0, [r6], #4
        ldr r0, [r1, #4]
        str r0, [r6], #4
        str r5, [r6], #4
        mrs r1, psp
        str r1, [r6], #4
        ldr r0, =0x1010                 @ STKERR, MSTKERR: there is no frame
        tst r9, r0
        bne 3f
        tst r4, #4
        it eq
        moveq r1, r5
        lsr r0, r1, #23                 @ nor where no memory is
        cmp r0, #0x40
        bne 3f
        ldr r0, [r10, #44]              @ the MPU off, so that all of it can be read
        movs r2, #0
        str r2, [r8, #0x94]
        dsb
        isb
        tst r4, #0x10
        ite eq
        moveq r3, #25
        movne r3, #8
2:      ldr r2, [r1], #4
        str r2, [r6], #4
        subs r3, #1
        bne 2b
        str r0, [r8, #0x94]
        dsb
        isb
3:      ldr r0, [r7, #8]
        adds r0, #1
        str r0, [r7, #8]
        ldr r1, [r10, #40]
        cmp r0, #1
        beq act
        cmp r0, #2
        bne end_case
        lsr r1, r1, #16                 @ the second action, for PendSV and a second SVC 0 alone
        cmp r1, #0
        beq end_case
        cmp r11, #14
        beq act
        cmp r11, #11
        bne end_case
act:    uxth r1, r1
        orr r1, r1, #1
        str r6, [r7, #4]
        blx r1
        str r6, [r7, #4]
        str r4, [sp, #32]
        pop {r4, r5, r7-r12, pc}

end_case:
        ldr r0, [r7, #12]
        cmp r0, #0
        beq 2f
        ldr r0, =DUMP
        movs r1, #34
1:      ldr r2, [r0], #4
        str r2, [r6], #4
        subs r1, #1
        bne 1b
2:      str r6, [r7, #4]
        ldr r0, [r7, #0]
        adds r0, #1
        str r0, [r7, #0]
        ldr r1, =HEADER
        ldr r1, [r1]
        cmp r0, r1
        bhs finish
        ldr r0, =0x05FA0004             @ AIRCR.SYSRESETREQ
        str r0, [r8, #0x0c]
        dsb
        b .
finish:
        ldr r4, =LOG
        subs r5, r6, r4
        write_and_exit

        .align 2
        .ltorg
numbers:
        .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
        .word 0x3F800000 + \n * 0x00012345
        .endr
others:
        .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
        .word 0xC1200000 + \n * 0x00054321
        .endr
