@ Exceptions, cell by cell: each cell of a table sets the core up, brings it into a context (Thread mode, or up to two handlers), and
@ makes something go wrong. Handlers use no stack, so that it may be anything. Every entry is written to the console at once, so that
@ nothing is lost in a lockup, and a system reset lies between two cells. Table and log: test/differential/exception-image.ts.
        .include "common.s"
        .include "cells.s"
        .ifdef V8
        .cpu cortex-m33
        .endif
        .ifdef FLOAT
        .fpu fpv5-sp-d16
        .endif

        .equ HEADER,    0x400           @ number of cells, triggers, sources, spots
        .equ VARS,      0x20000000      @ 0 cell, 4 console, 8 phase, 12 entries, 16 survived; 32 SYS_WRITE's block
        .equ ENTRY,     0x20000100      @ what is written
        .equ TABLE,     0x20000400      @ vectors that a cell may change
        .equ DENIED,    0x20001000      @ 256 bytes
        .equ PSP_TOP,   0x20002000
        .equ STACK_TOP, 0x20003000
        .equ NOTHING,   0x90000000
        .equ CELLS,     0x00010000
        .equ FPCCR,     0xE000EF34
        .equ MOST_ENTRIES, 3

        @ The words of a cell.
        .equ TRIGGER,   0               @ routines that enter handlers, 0 for none
        .equ SECOND,    4
        .equ SOURCE,    8
        .equ SHCSR_0,   12              @ SHCSR ahead of the context, and its enable bits within
        .equ SHCSR_1,   16
        .equ INACTIVE,  20              @ bits of SHCSR that the context clears
        .equ SHPR,      24              @ SHPR1 to SHPR3
        .equ CCR_1,     36
        .equ MPU_CTRL,  40
        .equ CONTROL_0, 44
        .equ FLOATS,    48              @ 1: there is a floating-point context
        .equ FPCCR_0,   52
        .equ CPACR_1,   56
        .equ FPCAR_1,   60              @ 0: as it is
        .equ STACKS,    64              @ MSP and PSP in the context, 0: as they are
        .equ LIMITS,    72              @ MSPLIM and PSPLIM
        .equ MASKS,     80              @ BASEPRI, PRIMASK, FAULTMASK
        .equ NPRIV,     92
        .equ VTOR,      96              @ 0: as it is
        .equ VECTOR,    100             @ the number of a vector, and what it is: 0 for none
        .equ FRAME,     108             @ PC and xPSR of the frame that the context would return to, 0: as they are
        .equ RETURN,    116             @ EXC_RETURN, 0: that of the context
        .equ CELL_BITS, 7

        vectors STACK_TOP, reset, handler

        .org 0x400
        .word 0, triggers, sources, spots

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
        ldr r10, [r7, #0]
        lsl r10, r10, #CELL_BITS
        add r10, r10, #CELLS
        ldr r0, =0x20000F00             @ wherever frames may come to lie: a pattern, UNDEFINED as code, with T as xPSR
        ldr r1, =STACK_TOP + 0x40
        ldr r2, =0x51DEDEDE
1:      str r2, [r0], #4
        cmp r0, r1
        blo 1b
        movs r0, #0                     @ a copy of the vectors
        .ifdef V8
        mov r0, #0x10000000
        .endif
        ldr r1, =TABLE
        movs r2, #16
1:      ldr r3, [r0], #4
        str r3, [r1], #4
        subs r2, #1
        bne 1b
        add r0, r10, #SHPR
        ldmia r0, {r0-r2}
        str r0, [r8, #0x18]
        str r1, [r8, #0x1c]
        str r2, [r8, #0x20]
        ldr r0, [r10, #SHCSR_0]
        str r0, [r8, #0x24]
        ldr r1, =regions
        movs r2, #3
1:      ldmia r1!, {r3, r4}
        .ifdef V8
        str r2, [r8, #0x98]             @ MPU_RNR
        .endif
        str r3, [r8, #0x9c]
        str r4, [r8, #0xa0]
        subs r2, #1
        bpl 1b
        ldr r0, =PSP_TOP
        msr psp, r0
        ldr r0, [r10, #CONTROL_0]
        msr control, r0
        isb
        .ifdef FLOAT
        mov r0, #0x00F00000             @ CPACR
        str r0, [r8, #0x88]
        ldr r1, =FPCCR
        ldr r0, [r10, #FPCCR_0]
        str r0, [r1]
        dsb
        isb
        ldr r0, [r10, #FLOATS]
        cbz r0, 1f
        vmov.f32 s1, #1.5
1:
        .endif
        ldr r0, [r10, #TRIGGER]
        cmp r0, #0
        beq context
        bx r0

        .align 2
regions:                                @ 3 to 0
        .ifdef V8
        .word NOTHING + 2, NOTHING + 0x3E1
        .word DENIED + 2, DENIED + 0xE1 @ overlaps region 1, so nobody may
        .word 0x20000003, 0x20007FE1
        .word 0x00000006, 0x003FFFE1
        .else
        .word NOTHING + 0x13, 0x03000013
        .word DENIED + 0x12, 0x1000000F
        .word 0x20000011, 0x1300001D
        .word 0x00000010, 0x0600002B
        .endif
console_block:
        .word console, 5, 3             @ "wb"
        .ltorg

@ Ways into a handler. R8: SCS.
        .align 2
triggers:
        .word to_nmi, to_hardfault, to_memmanage, to_busfault, to_usagefault, to_svcall, to_pendsv
        .macro pend bits, offset
        mov r0, #\bits
        ldr r1, [r8, #\offset]
        orr r0, r0, r1
        str r0, [r8, #\offset]
        dsb
        isb
        b survived
        .endm
        .thumb_func
to_nmi: pend 0x80000000, 4
        .thumb_func
to_hardfault:                           @ with UsageFault disabled
        udf #0
        b survived
        .thumb_func
to_memmanage: pend 0x00002000, 0x24
        .thumb_func
to_busfault: pend 0x00004000, 0x24
        .thumb_func
to_usagefault: pend 0x00001000, 0x24
        .thumb_func
to_svcall:
        svc #0
        b survived
        .thumb_func
to_pendsv: pend 0x10000000, 4

@ The context is reached: the rest of what the cell says, then its source. R11: EXC_RETURN, in a handler.
context:
        movs r0, #2
        str r0, [r7, #8]
        mrs r4, ipsr
        ldr r6, =ENTRY
        orr r0, r4, #0xC0000000
        put r0
        put r11
        bl write_entry
        mrs r9, msp                     @ the frame that the context would return to
        cmp r4, #0
        beq 3f
        tst r11, #4
        it ne
        mrsne r9, psp
        ldr r0, [r10, #FRAME]
        cbz r0, 1f
        str r0, [r9, #24]
1:      ldr r0, [r10, #FRAME + 4]
        cbz r0, 3f
        str r0, [r9, #28]
3:      mvn r0, #0
        str r0, [r8, #0x28]             @ CFSR, HFSR
        str r0, [r8, #0x2c]
        ldr r0, [r8, #0x24]             @ SHCSR: the enable bits, and what is to be inactive
        bic r0, r0, #0x00070000
        ldr r1, [r10, #SHCSR_1]
        orr r0, r0, r1
        ldr r1, [r10, #INACTIVE]
        bic r0, r0, r1
        str r0, [r8, #0x24]
        ldr r0, [r10, #CCR_1]
        str r0, [r8, #0x14]
        ldr r0, [r10, #VECTOR]
        cbz r0, 1f
        ldr r1, =TABLE
        ldr r2, [r10, #VECTOR + 4]
        str r2, [r1, r0, lsl #2]
        str r1, [r8, #8]
1:      ldr r0, [r10, #VTOR]
        cbz r0, 1f
        str r0, [r8, #8]
1:      .ifdef FLOAT
        ldr r1, =FPCCR
        ldr r0, [r10, #FPCAR_1]
        cbz r0, 1f
        str r0, [r1, #4]
1:      ldr r0, [r10, #CPACR_1]
        str r0, [r8, #0x88]
        .endif
        ldr r0, [r10, #MPU_CTRL]
        str r0, [r8, #0x94]
        dsb
        isb
        ldr r0, [r10, #STACKS]
        cbz r0, 1f
        msr msp, r0
1:      ldr r0, [r10, #STACKS + 4]
        cbz r0, 1f
        msr psp, r0
1:      .ifdef V8
        ldr r0, [r10, #LIMITS]
        msr msplim, r0
        ldr r0, [r10, #LIMITS + 4]
        msr psplim, r0
        .endif
        ldr r2, [r10, #RETURN]
        cmp r2, #0
        it eq
        moveq r2, r11
        ldr r3, [r10, #SOURCE]
        ldr r5, =0x20002001
        add r9, r10, #MASKS
        ldmia r9, {r0, r1, r4, r9}
        msr basepri, r0
        msr primask, r1
        msr faultmask, r4
        mrs r0, control
        orr r0, r0, r9
        msr control, r0
        isb
        mov r9, r3
        ldr r0, =DENIED + 0x40
        ldr r1, =NOTHING + 0x20
        movs r3, #0
        ldr r4, =0xA4A4A4A4
        mov r12, r4
        mov lr, r4
        bx r9

        .ltorg

@ What goes wrong. R0: DENIED, R1: NOTHING, R2: EXC_RETURN, R3: 0, R5: an odd address, R8: SCS.
        .align 2
sources:
        .word load_denied, store_denied, fetch_denied, load_nothing, store_nothing, fetch_nothing, undefined, even
        .word unaligned, unaligned_list, divide, coprocessor, float, limit, limit_store, supervisor, breakpoint
        .word return, pend_nmi, pend_pendsv, system
        plain_sources
        source even
        ldr r4, =spot_good
        bic r4, r4, #1
        bx r4
        source unaligned                @ if CCR.UNALIGN_TRP is 1
        ldr r4, [r5]
        end
        source unaligned_list
        ldmia r5, {r3, r4}
        end
        rare_sources
        source limit_store
        str r4, [sp, #-0xF0]!
        end
        call_sources
        source pend_nmi
        mov r4, #0x80000000
        str r4, [r8, #4]
        dsb
        isb
        end
        source pend_pendsv
        mov r4, #0x10000000
        str r4, [r8, #4]
        dsb
        isb
        end
        source system
        ldr r4, [r8]
        end

        .align 2
        .ltorg

@ Where frames and vectors may lead: code, and an even address.
        .align 2
        frame_spots

@ Nothing stopped the code. Unprivileged, it can only ask a handler to tell of it.
        .align 2
        .thumb_func
survived:
        ldr r7, =VARS
        ldr r8, =SCS
        mrs r0, ipsr
        mrs r1, control
        and r1, r1, #1
        cmp r0, #0
        it ne
        movne r1, #0
        cbz r1, 1f
        str r1, [r7, #16]
        svc #1
        b .
1:      movs r9, #0x5A
        mvn r11, #0
        bl write_state
        b next

        .align 2
        .thumb_func
handler:
        mov r11, lr
        ldr r7, =VARS
        ldr r8, =SCS
        ldr r0, [r7, #0]
        mov r10, #CELLS
        add r10, r10, r0, lsl #CELL_BITS
        ldr r0, [r7, #8]
        cmp r0, #2
        beq 2f
        cmp r0, #0
        bne context
        ldr r1, [r10, #SECOND]
        cmp r1, #0
        beq context
        movs r0, #1
        str r0, [r7, #8]
        bx r1
2:      movs r9, #0xE0
        bl write_state
        ldr r0, [r7, #16]
        cbnz r0, next
        ldr r0, [r7, #12]
        adds r0, #1
        str r0, [r7, #12]
        cmp r0, #MOST_ENTRIES
        bhs next
        ldr r0, [r8, #4]                @ whatever is pending may come next
        ubfx r0, r0, #12, #9
        cbz r0, next
        bx r11
        next_cell

        .thumb_func
write_state:                            @ R9: which kind of entry, R11: EXC_RETURN
        mov r12, lr
        ldr r6, =ENTRY
        mrs r0, ipsr
        orr r0, r0, r9, lsl #24
        put r0
        put r11
        mrs r4, msp
        put r4
        mrs r5, psp
        put r5
        mrs r0, basepri
        mrs r1, primask
        orr r0, r1, r0, lsl #8
        mrs r1, faultmask
        orr r0, r1, r0, lsl #8
        mrs r1, control
        orr r0, r1, r0, lsl #8
        put r0
        ldr r2, [r8, #0x28]             @ CFSR, HFSR
        put r2
        ldr r0, [r8, #0x2c]
        put r0
        ldr r0, [r8, #0x34]             @ MMFAR, BFAR
        put r0
        ldr r0, [r8, #0x38]
        put r0
        ldr r0, [r8, #0x24]             @ SHCSR
        put r0
        ldr r0, [r8, #4]                @ ICSR
        put r0
        .ifdef FLOAT
        ldr r1, =FPCCR
        ldr r0, [r1]
        put r0
        ldr r0, [r1, #4]
        put r0
        .endif
        cmp r9, #0xE0
        bne 3f
        tst r11, #8                     @ the frame, if it is where frames may be
        ite eq
        moveq r3, r4
        movne r3, r5
        tst r11, #4
        it eq
        moveq r3, r4
        ldr r0, =0x20000F00
        cmp r3, r0
        blo 3f
        ldr r0, =STACK_TOP
        cmp r3, r0
        bhi 3f
        ldr r5, [r8, #0x94]
        movs r0, #0                     @ the MPU off
        str r0, [r8, #0x94]
        dsb
        isb
        movs r2, #8
1:      ldr r0, [r3], #4
        put r0
        subs r2, #1
        bne 1b
        str r5, [r8, #0x94]
        dsb
        isb
3:      mov lr, r12

        entry_writer

        .align 2
console:
        .asciz ":tt"
        .align 2
        .ltorg
