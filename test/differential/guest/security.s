@ Exceptions of a core with security states, cell by cell. Out of reset, a cell sets registers, takes steps (an exception, a
@ context of floating-point registers) in either state, and makes something go wrong. Handlers use no stack; those of Non-secure
@ state hand over to Secure code through a gateway, which sees everything. The image lies twice in memory: at 0 for Secure state,
@ at NS_BASE for the other one; a routine's address has bit 0 set where Secure code is meant, as BXNS wants it. Every entry is
@ written to the console at once, and a system reset lies between two cells. Table and log: test/differential/security-image.ts.
        .include "common.s"
        .include "cells.s"
        .cpu cortex-m33
        .ifdef FLOAT
        .fpu fpv5-sp-d16
        .endif

        .equ HEADER,    0x400           @ number of cells, steps, sources, spots
        .equ VARS,      0x20000000      @ 0 cell, 4 console, 8 steps taken, 12 entries, 16 phase, 20 state, 24 saved; 32 SYS_WRITE's
        .equ SAVED,     0x20000080      @ R0 to R11, LR and APSR as a handler found them
        .equ ENTRY,     0x20000100      @ what is written
        .equ TABLE,     0x20000400      @ vectors that a cell may change
        .equ DENIED,    0x20001000      @ 256 bytes
        .equ PSP_TOP,   0x20002000
        .equ STACK_TOP, 0x20003000
        .equ DATA,      0x20004000
        .equ NOTHING,   0x90000000
        .equ CELLS,     0x00010000      @ where each cell lies
        .equ NS_BASE,   0x80000000
        .equ NS,        0x60010000      @ what the other state has of the memory from 0x20000000 on lies that much further
        .equ NS_NOTHING, 0xA0000000
        .equ NS_SCS,    0xE002ED00
        .equ FPCCR,     0xE000EF34
        .equ MOST_ENTRIES, 3

        @ The words of a cell, behind eight for its steps.
        .equ SOURCE,    32
        .equ NPRIV,     36              @ bits that the source's CONTROL_NS has beside
        .equ STACKS,    40              @ MSP, PSP, MSP_NS, PSP_NS in the context, 0: as they are
        .equ LIMITS,    56              @ MSPLIM, PSPLIM, and Non-secure
        .equ MASKS,     72              @ BASEPRI, PRIMASK, FAULTMASK, and Non-secure
        .equ RETURN,    96              @ EXC_RETURN, 0: that of the context; bits that change in it
        .equ FAULTS,    104             @ SHCSR: enable bits, and active bits that go; and Non-secure
        .equ CONTROLS,  120             @ CONTROL and CONTROL_NS
        .equ LISTS,     128             @ three lists, each a count of pairs and the pairs: registers ahead of the steps, words of
                                        @ the frame, registers of the context

        vectors STACK_TOP, reset, handler

        .org 0x200
        .word STACK_TOP + NS
        .rept 15
        .word ns_handler + NS_BASE + 1
        .endr

        .org 0x400
        .word 0, steps, sources, spots

        .org 0x800
        .thumb_func
        .global _start
_start:
reset:
        open_console
        movs r0, #0
        str r0, [r7, #8]
        str r0, [r7, #12]
        str r0, [r7, #16]
        movs r0, #1
        str r0, [r7, #20]
        mov r11, #0
        ldr r0, =0x20000F00
        bl fill
        ldr r0, =0x20000F00 + NS
        bl fill
        movs r0, #0                     @ copies of the vectors
        ldr r1, =TABLE
        bl copy
        mov r0, #0x200
        ldr r1, =TABLE + NS
        bl copy
        ldr r0, =TABLE
        str r0, [r8, #8]
        ldr r9, =NS_SCS
        ldr r0, =TABLE + NS
        str r0, [r9, #8]
        mov r4, r8                      @ MPUs and SAU
        ldr r1, =regions
        bl program
        mov r4, r9
        bl program
        add r4, r8, #0x40
        bl program
        movs r0, #1                     @ SAU_CTRL
        str r0, [r8, #0xD0]
        dsb
        isb
        .ifdef FLOAT
        mov r0, #0x00F00000             @ CPACR
        str r0, [r8, #0x88]
        str r0, [r9, #0x88]
        mov r0, #0xC00                  @ NSACR
        str r0, [r8, #0x8C]
        dsb
        isb
        .endif
        ldr r10, [r7, #0]
        ldr r0, =CELLS
        ldr r10, [r0, r10, lsl #2]
        add r6, r10, #LISTS
        bl poke
        ldr r0, =PSP_TOP
        msr psp, r0
        ldr r0, =PSP_TOP + NS
        msr psp_ns, r0
        ldr r0, =STACK_TOP + NS
        msr msp_ns, r0
        ldr r0, [r10, #CONTROLS + 4]
        msr control_ns, r0
        ldr r0, [r10, #CONTROLS]
        msr control, r0
        isb

        .thumb_func
next_step:
        ldr r10, [r7, #0]
        ldr r0, =CELLS
        ldr r10, [r0, r10, lsl #2]
        ldr r0, [r7, #8]
        adds r1, r0, #1
        str r1, [r7, #8]
        ldr r0, [r10, r0, lsl #2]
        cmp r0, #0
        beq context
        ldr r10, =0xB5B5B5B5            @ frames and handlers see the same wherever the cell lies
        mov r1, r10
        mov r2, r10
        mov r3, r10
        mov r4, r10
        mov r5, r10
        mov r6, r10
        mov r9, r10
        mov r12, r10
        mov lr, r10
        bxns r0

        .thumb_func
fill:                                   @ from R0, wherever frames may come to lie: a pattern, UNDEFINED as code, with T as xPSR
        ldr r2, =0x51DEDEDE
        mov r3, r2
        mov r4, r2
        mov r5, r2
        mov r1, #0x214
1:      stmia r0!, {r2-r5}
        subs r1, #1
        bne 1b
        bx lr
        .thumb_func
copy:
        movs r2, #16
1:      ldr r3, [r0], #4
        str r3, [r1], #4
        subs r2, #1
        bne 1b
        bx lr
        .thumb_func
program:                                @ regions 3 to 0 at R1 to the unit whose SCS is R4
        movs r2, #3
1:      ldmia r1!, {r3, r5}
        str r2, [r4, #0x98]
        str r3, [r4, #0x9c]
        str r5, [r4, #0xa0]
        subs r2, #1
        bpl 1b
        bx lr
        .thumb_func
poke:                                   @ the list at R6; behind it R6 points to the next one
        ldr r0, [r6], #4
1:      cbz r0, 2f
        ldmia r6!, {r1, r2}
        str r2, [r1]
        subs r0, #1
        b 1b
2:      dsb
        isb
        bx lr

        .align 2
regions:
        .word NOTHING + 2, NOTHING + 0x3E1
        .word DENIED + 2, DENIED + 0xE1 @ overlaps region 1, so nobody may
        .word 0x20000003, 0x20007FE1
        .word 0x00000006, 0x003FFFE1
        .word NS_NOTHING + 2, NS_NOTHING + 0x3E1
        .word DENIED + NS + 2, DENIED + NS + 0xE1
        .word 0x20000003 + NS, 0x20007FE1 + NS
        .word NS_BASE + 6, NS_BASE + 0xFFE1
        .word 0, 0                      @ SAU
        .word NS_NOTHING, NS_NOTHING + 0x3E1
        .word gates, gates + 3          @ callable
        .word NS_BASE, NS_BASE + 0x1FFE1
console_block:
        .word console, 5, 3             @ "wb"
        .ltorg

@ Steps. Secure ones have R8: SCS, R9: NS_SCS.
        .align 2
steps:
        .word s_nmi, s_hardfault, s_memmanage, s_busfault, s_usagefault, s_securefault, s_svcall, s_pendsv
        .word n_memmanage, n_busfault, n_usagefault, n_svcall, n_pendsv
        .word m_memmanage, m_busfault, m_usagefault, m_securefault, m_svcall, m_pendsv
        .word o_undefined, o_svcall, o_pendsv, o_nmi, o_float, s_float, s_call
        .macro set bits, offset, scs
        mov r0, #\bits
        ldr r9, =\scs
        ldr r1, [r9, #\offset]
        orr r0, r0, r1
        str r0, [r9, #\offset]
        dsb
        isb
        .endm
        .macro step name, bits, offset, scs=SCS
        .align 2
        .thumb_func
\name:  set \bits, \offset, \scs
        b survived
        .endm
        .macro masked name, bits, offset    @ a Secure exception becomes pending, and Non-secure code lets it come
        .align 2
        .thumb_func
\name:  movs r0, #1
        msr primask_ns, r0
        set \bits, \offset, SCS
        b unmask
        .endm
        step s_nmi, 0x80000000, 4
        step s_memmanage, 0x00002000, 0x24
        step s_busfault, 0x00004000, 0x24
        step s_usagefault, 0x00001000, 0x24
        step s_securefault, 0x00100000, 0x24
        step s_pendsv, 0x10000000, 4
        .thumb_func
s_hardfault:                            @ with UsageFault disabled
        udf #0
        b survived
        .align 2
        .thumb_func
s_svcall:
        svc #0
        b survived
        .ltorg
        step n_memmanage, 0x00002000, 0x24, NS_SCS
        step n_busfault, 0x00004000, 0x24, NS_SCS
        step n_usagefault, 0x00001000, 0x24, NS_SCS
        step n_svcall, 0x00008000, 0x24, NS_SCS
        step n_pendsv, 0x10000000, 4, NS_SCS
        masked m_memmanage, 0x00002000, 0x24
        masked m_busfault, 0x00004000, 0x24
        masked m_usagefault, 0x00001000, 0x24
        masked m_securefault, 0x00100000, 0x24
        masked m_svcall, 0x00008000, 0x24
        masked m_pendsv, 0x10000000, 4
        .thumb_func
unmask:
        ldr r0, =unmasked + NS_BASE
        bic r0, r0, #1
        bxns r0
        .align 2
        .thumb_func
unmasked:
        cpsie i
        isb
        b survived
        .ltorg
@ Of either state.
        .align 2
        .thumb_func
o_undefined:
        udf #0
        b survived
        .align 2
        .thumb_func
o_svcall:
        svc #0
        b survived
        step o_pendsv, 0x10000000, 4
        step o_nmi, 0x80000000, 4
        .align 2
        .thumb_func
s_call:                                 @ Secure code calls Non-secure code, which comes back by a gateway
        ldr r0, =o_back + NS_BASE
        bic r0, r0, #1
        blxns r0
        b survived
        .align 2
        .thumb_func
o_back:
        ldr r0, =gate_next + 1
        bx r0
        .align 2
        .thumb_func
o_float:                                @ Non-secure
        .ifdef FLOAT
        vmov.f32 s1, #1.5
        .endif
        ldr r0, =gate_next + 1
        bx r0
        .align 2
        .thumb_func
s_float:
        .ifdef FLOAT
        vmov.f32 s1, #1.5
        .endif
        b next_step
        .ltorg

        .thumb_func
frame_address:                          @ R6: the frame that EXC_RETURN in R11 leads to
        tst r11, #0x40
        beq 1f
        mrs r6, msp
        mrs r5, psp
        mrs r4, control
        and r3, r11, #1
        b 2f
1:      mrs r6, msp_ns
        mrs r5, psp_ns
        mrs r4, control_ns
        mvn r3, r11
        and r3, r3, #1
2:      cmp r3, #0                      @ taken to the state that the frame is of: SPSEL of before is in EXC_RETURN
        it ne
        lsrne r4, r11, #1
        tst r11, #8
        it eq
        moveq r4, #0
        ands r4, r4, #2
        it ne
        movne r6, r5
        bx lr

@ The context is reached: the rest of what the cell says, then its source. R11: EXC_RETURN, in a handler.
        .thumb_func
context:
        movs r0, #2
        str r0, [r7, #16]
        mrs r4, ipsr
        ldr r6, =ENTRY
        ldr r1, [r7, #20]
        orr r0, r4, #0xC0000000
        orr r0, r0, r1, lsl #20
        put r0
        put r11
        bl write_entry
        add r6, r10, #LISTS
        ldr r0, [r6], #4
        add r9, r6, r0, lsl #3          @ words of the frame
        bl frame_address
        ldr r0, [r9], #4
1:      cbz r0, 2f
        ldr r1, [r9], #4
        ldr r2, [r9], #4
        str r2, [r6, r1]
        subs r0, #1
        b 1b
2:      mov r6, r9
        ldr r9, =NS_SCS
        mvn r0, #0
        str r0, [r8, #0x28]             @ CFSR, HFSR, SFSR
        str r0, [r9, #0x28]
        str r0, [r8, #0x2c]
        str r0, [r8, #0xe4]
        add r0, r10, #FAULTS
        ldmia r0, {r1-r4}
        ldr r0, [r8, #0x24]
        bic r0, r0, #0x000F0000
        orr r0, r0, r1
        bic r0, r0, r2
        str r0, [r8, #0x24]
        ldr r0, [r9, #0x24]
        bic r0, r0, #0x000F0000
        orr r0, r0, r3
        bic r0, r0, r4
        str r0, [r9, #0x24]
        bl poke
        add r0, r10, #STACKS
        ldmia r0, {r1-r4}
        cbz r1, 1f
        msr msp, r1
1:      cbz r2, 1f
        msr psp, r2
1:      cbz r3, 1f
        msr msp_ns, r3
1:      cbz r4, 1f
        msr psp_ns, r4
1:      add r0, r10, #LIMITS
        ldmia r0, {r1-r4}
        msr msplim, r1
        msr psplim, r2
        msr msplim_ns, r3
        msr psplim_ns, r4
        mrs r0, control_ns
        ldr r1, [r10, #NPRIV]
        orr r0, r0, r1
        msr control_ns, r0
        ldr r2, [r10, #RETURN]
        cmp r2, #0
        it eq
        moveq r2, r11
        ldr r3, [r10, #RETURN + 4]
        eor r2, r2, r3
        ldr r12, [r10, #SOURCE]
        add r9, r10, #MASKS
        ldmia r9, {r0, r1, r3, r4, r5, r6}
        msr basepri, r0
        msr primask, r1
        msr faultmask, r3
        msr basepri_ns, r4
        msr primask_ns, r5
        msr faultmask_ns, r6
        isb
        tst r12, #1
        ite ne
        ldrne r9, =secure_registers
        ldreq r9, =non_secure_registers
        ldmia r9, {r0, r1, r5, r6, r7}
        movs r3, #0
        ldr r4, =0xA4A4A4A4
        mov r9, r4
        mov r10, r4
        mov r11, r4
        mov lr, r4
        bxns r12

        .align 2
secure_registers:
        .word DENIED + 0x40, NOTHING + 0x20, 0x20002001, DATA + NS, spot_good + NS_BASE
non_secure_registers:
        .word DENIED + NS + 0x40, NS_NOTHING + 0x20, 0x20002001 + NS, DATA, spot_good
        .ltorg

@ What goes wrong. R0: DENIED, R1: NOTHING, R2: EXC_RETURN, R3: 0, R5: an odd address, R6 data and R7 code of the other state.
        .align 2
sources:
        .word load_denied, store_denied, fetch_denied, load_nothing, store_nothing, fetch_nothing, undefined, even
        .word unaligned, divide, coprocessor, float, limit, supervisor, breakpoint, return, pend_nmi, pend_pendsv, system
        .word load_other, store_other, fetch_other, fetch_callable, pend_other, pend_all, pend_all_for_other
        .word store_floats, load_floats, store_floats_denied, load_floats_denied
        plain_sources
        source even
        adr.w r4, even_spot
        bx r4
        source unaligned                @ if CCR.UNALIGN_TRP is 1
        ldr r4, [r5]
        end
        rare_sources
        call_sources
        source pend_nmi
        set 0x80000000, 4, SCS
        end
        source pend_pendsv
        set 0x10000000, 4, SCS
        end
        source system
        ldr r4, [r8]
        end
        source load_other
        ldr r4, [r6]
        end
        source store_other
        str r4, [r6]
        end
        source fetch_other
        orr r7, r7, #1
        bx r7
        source fetch_callable
        ldr r4, =no_gate + 1
        bx r4
        source pend_other               @ Secure code makes a Non-secure exception pending
        set 0x10000000, 4, NS_SCS
        end
        source pend_all                 @ PendSV and SysTick of both states
        cpsid i
        set 0x14000000, 4, NS_SCS
        set 0x14000000, 4, SCS
        cpsie i
        isb
        end
        source pend_all_for_other       @ the same, and Non-secure code lets them come
        movs r0, #1
        msr primask_ns, r0
        set 0x14000000, 4, NS_SCS
        set 0x14000000, 4, SCS
        b unmask
        source store_floats             @ if there is a context in Secure state
        .ifdef FLOAT
        ldr r4, =0x20002C00
        vlstm r4
        .endif
        end
        source load_floats
        .ifdef FLOAT
        ldr r4, =0x20002C00
        vlldm r4
        .endif
        end
        source store_floats_denied
        .ifdef FLOAT
        vlstm r0
        .endif
        end
        source load_floats_denied
        .ifdef FLOAT
        vlldm r0
        .endif
        end

        .align 2
        .ltorg

@ Where frames and vectors may lead: code.
        .align 2
spots:
        .word spot_good, spot_undefined, no_gate
        .align 2
        .thumb_func
spot_good:
        b survived
        .align 2
        .thumb_func
spot_undefined:
        udf #1
        b survived
        .align 2
even_spot:
        b survived

@ The ways from Non-secure code.
        .align 5
gates:
        .thumb_func
gate_handler:
        sg
        b.w entered_by_gate
        .thumb_func
gate_survived:
        sg
        b.w survived_by_gate
        .thumb_func
gate_next:
        sg
        b.w next_by_gate
        .thumb_func
no_gate:
        b.w survived_by_gate
        .align 5

@ Nothing stopped the code.
        .align 2
        .thumb_func
survived:
        mov r12, pc
        lsrs r12, r12, #28
        beq survived_secure
        ldr r0, =gate_survived + 1
        bx r0
        .thumb_func
survived_by_gate:
        movs r0, #0
        b 1f
        .thumb_func
survived_secure:
        movs r0, #1
1:      ldr r7, =VARS
        ldr r8, =SCS
        str r0, [r7, #20]
        movs r9, #0x5A
        mvn r11, #0
        bl write_state
        b next
        .thumb_func
next_by_gate:
        ldr r7, =VARS
        ldr r8, =SCS
        movs r0, #0
        str r0, [r7, #20]
        mov r11, #0
        b next_step
        .ltorg

        .align 2
        .thumb_func
ns_handler:
        ldr r12, =SAVED + NS
        stmia r12, {r0-r11, lr}
        mrs r0, apsr
        str r0, [r12, #52]
        mov r11, lr
        ldr r0, =gate_handler + 1
        bx r0
        .align 2
        .thumb_func
ns_return:
        bx lr
        .ltorg

        .align 2
        .thumb_func
handler:
        ldr r12, =SAVED
        stmia r12, {r0-r11, lr}
        mrs r0, apsr
        str r0, [r12, #52]
        mov r11, lr
        movs r0, #1
        b 1f
        .thumb_func
entered_by_gate:
        movs r0, #0
1:      ldr r7, =VARS
        ldr r8, =SCS
        str r0, [r7, #20]
        str r12, [r7, #24]
        ldr r0, [r7, #16]
        cmp r0, #0
        beq next_step
        movs r9, #0xE0
        bl write_state
        ldr r0, [r7, #12]
        adds r0, #1
        str r0, [r7, #12]
        cmp r0, #MOST_ENTRIES
        bhs next
        ldr r0, [r8, #4]                @ whatever is pending may come next
        ubfx r0, r0, #12, #9
        cbz r0, next
        mov lr, r11
        ldr r0, [r7, #20]
        cbnz r0, 1f
        ldr r0, =ns_return + NS_BASE
        bic r0, r0, #1
        bxns r0
1:      bx lr
        next_cell

        .thumb_func
write_state:                            @ R9: which kind of entry, R11: EXC_RETURN
        mov r12, lr
        cmp r9, #0xE0
        bne 1f
        bl frame_address
        mov r10, r6
1:      ldr r6, =ENTRY
        mrs r0, ipsr
        orr r0, r0, r9, lsl #24
        ldr r1, [r7, #20]
        orr r0, r0, r1, lsl #20
        put r0
        put r11
        mrs r0, msp
        put r0
        mrs r0, psp
        put r0
        mrs r0, msp_ns
        put r0
        mrs r0, psp_ns
        put r0
        mrs r0, primask
        mrs r1, faultmask
        orr r0, r0, r1, lsl #1
        mrs r1, primask_ns
        orr r0, r0, r1, lsl #2
        mrs r1, faultmask_ns
        orr r0, r0, r1, lsl #3
        mrs r1, control
        orr r0, r0, r1, lsl #4
        mrs r1, control_ns
        and r1, r1, #3
        orr r0, r0, r1, lsl #8
        mrs r1, basepri_ns
        orr r0, r0, r1, lsl #16
        mrs r1, basepri
        orr r0, r0, r1, lsl #24
        put r0
        ldr r5, =NS_SCS
        .irp offset, 0x28, 0x34, 0x24, 4  @ CFSR, MMFAR, SHCSR, ICSR of both
        ldr r0, [r8, #\offset]
        put r0
        ldr r0, [r5, #\offset]
        put r0
        .endr
        .irp offset, 0x2c, 0x38, 0xe4, 0xe8 @ HFSR, BFAR, SFSR, SFAR
        ldr r0, [r8, #\offset]
        put r0
        .endr
        .ifdef FLOAT
        ldr r1, =FPCCR
        add r2, r1, #0x20000
        ldr r0, [r1]
        put r0
        ldr r0, [r2]
        put r0
        ldr r0, [r1, #4]
        put r0
        ldr r0, [r2, #4]
        put r0
        .endif
        cmp r9, #0xE0
        bne 9f
        ldr r3, [r7, #24]               @ which registers are zero, with APSR
        ldr r0, [r3, #52]
        movs r2, #0
1:      ldr r1, [r3, r2, lsl #2]
        cmp r1, #0
        ittt eq
        moveq r1, #1
        lsleq r1, r2
        orreq r0, r0, r1
        adds r2, #1
        cmp r2, #12
        blo 1b
        put r0
        ldr r0, =0x20000F00             @ the frame, if it is where frames may be
        ldr r1, =STACK_TOP
        cmp r10, r0
        blo 9f
        cmp r10, r1
        bls 1f
        ldr r0, =0x20000F00 + NS
        ldr r1, =STACK_TOP + NS
        cmp r10, r0
        blo 9f
        cmp r10, r1
        bhi 9f
1:      ldr r5, [r8, #0x94]
        movs r0, #0                     @ the MPU off
        str r0, [r8, #0x94]
        dsb
        isb
        movs r2, #8
        tst r11, #0x40                  @ with R4 to R11 where Secure code was interrupted and Non-secure state has come since
        beq 1f
        and r0, r11, #0x21
        cmp r0, #0x21
        it ne
        movne r2, #18
1:      ldr r0, [r10], #4
        put r0
        subs r2, #1
        bne 1b
        str r5, [r8, #0x94]
        dsb
        isb
9:      mov lr, r12

        .thumb_func
        entry_writer

        .align 2
console:
        .asciz ":tt"
        .align 2
        .ltorg
