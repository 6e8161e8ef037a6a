@ Exceptions, cell by cell, as exceptions.s makes them, for cores whose every fault is a HardFault: Armv6-M, and with V8 Armv8-M
@ Baseline. Where a core lacks a register, or its relative on QEMU has more, a cell writes what changes nothing.
        .equ V6, 1
        .include "common-v6.s"
        .include "cells.s"
        .ifdef V8
        .cpu cortex-m23
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
        .equ MPU_CTRL,  0xE000ED94
        .equ NVIC_ISER, 0xE000E100
        .equ NVIC_ISPR, 0xE000E200
        .equ NVIC_IPR,  0xE000E400
        .equ MOST_ENTRIES, 3

        @ The words of a cell; those between are for other cores (exceptions.s).
        .equ TRIGGER,   0               @ routines that enter handlers, 0 for none
        .equ SECOND,    4
        .equ SOURCE,    8
        .equ INACTIVE,  20              @ bits of SHCSR that the context clears
        .equ SHPR2,     28              @ and SHPR3: interrupt 0 has PendSV's priority
        .equ CCR_1,     36
        .equ CTRL_1,    40              @ MPU_CTRL
        .equ CONTROL_0, 44
        .equ STACKS,    64              @ MSP and PSP in the context, 0: as they are
        .equ LIMITS,    72              @ MSPLIM and PSPLIM
        .equ PRIMASK_1, 84
        .equ NPRIV,     92
        .equ VTOR,      96              @ 0: as it is
        .equ VECTOR,    100             @ the number of a vector, and what it is: 0 for none
        .equ FRAME,     108             @ PC and xPSR of the frame that the context would return to, 0: as they are
        .equ RETURN,    116             @ EXC_RETURN, 0: that of the context
        .equ CELL_BITS, 7

        .macro find_cell                @ R4, by VARS in R7
        ldr r4, [r7, #0]
        lsls r4, #CELL_BITS
        ldr r0, =CELLS
        adds r4, r4, r0
        .endm

        vectors STACK_TOP, reset, handler

        .org 0x400
        .word 0, triggers, sources, spots

        .org 0x800
        .thumb_func
        .global _start
_start:
reset:
        ldr r7, =VARS
        ldr r5, =SCS
        ldr r0, [r7, #4]                @ the console is open once for all resets
        cmp r0, #0
        bne 1f
        ldr r1, =console_request
        movs r0, #1                     @ SYS_OPEN
        bkpt #0xab
        str r0, [r7, #4]
1:      movs r0, #0
        mov r11, r0
        str r0, [r7, #8]
        str r0, [r7, #12]
        str r0, [r7, #16]
        find_cell
        ldr r0, =0x20000F00             @ wherever frames may come to lie: a pattern, UNDEFINED as code, with T as xPSR, nothing as address
        ldr r1, =STACK_TOP + 0x40
        ldr r2, =0x91DEDEDE
1:      stmia r0!, {r2}
        cmp r0, r1
        blo 1b
        movs r0, #0                     @ a copy of the vectors
        .ifdef V8
        movs r0, #1
        lsls r0, #28
        .endif
        ldr r1, =TABLE
        movs r2, #24
1:      ldmia r0!, {r3}
        stmia r1!, {r3}
        subs r2, #1
        bne 1b
        ldr r0, [r4, #SHPR2]
        str r0, [r5, #0x1c]
        ldr r0, [r4, #SHPR2 + 4]
        str r0, [r5, #0x20]
        lsrs r0, #16
        ldr r1, =NVIC_IPR
        str r0, [r1]
        ldr r1, =NVIC_ISER
        movs r0, #1
        str r0, [r1]
        ldr r1, =regions
        ldr r6, =MPU_CTRL
        movs r0, #3
1:      ldmia r1!, {r2, r3}
        str r0, [r6, #4]                @ MPU_RNR
        str r2, [r6, #8]
        str r3, [r6, #12]
        subs r0, #1
        bpl 1b
        ldr r0, =PSP_TOP
        msr psp, r0
        ldr r0, [r4, #CONTROL_0]
        msr control, r0
        isb
        ldr r0, [r4, #TRIGGER]
        cmp r0, #0
        bne 1f
        b context
1:      bx r0
        .ltorg

        .align 2
regions:                                @ 3 to 0, as in exceptions.s
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

@ Ways into a handler. R5: SCS.
triggers:
        .word to_nmi, to_hardfault, 0, 0, 0, to_svcall, to_pendsv, to_interrupt
        .macro pend number              @ a bit of ICSR
        movs r0, #1
        lsls r0, #\number
        str r0, [r5, #4]
        barriers
        b survived
        .endm
        .thumb_func
to_nmi: pend 31
        .thumb_func
to_hardfault:
        udf #0
        b survived
        .thumb_func
to_svcall:
        svc #0
        b survived
        .thumb_func
to_pendsv: pend 28
        .thumb_func
to_interrupt:
        ldr r1, =NVIC_ISPR
        movs r0, #1
        str r0, [r1]
        barriers
        b survived
        .ltorg

@ The context is reached: the rest of what the cell says, then its source. R11: EXC_RETURN, in a handler.
context:
        movs r0, #2
        str r0, [r7, #8]
        ldr r6, =ENTRY
        mrs r0, ipsr
        ldr r1, =0xC0000000
        orrs r0, r1
        put r0
        mov r0, r11
        put r0
        bl write_entry
        mrs r0, ipsr
        cmp r0, #0
        beq 3f
        mrs r1, msp                     @ the frame that the context would return to
        mov r0, r11
        lsrs r0, #3
        bcc 1f
        mrs r1, psp
1:      ldr r0, [r4, #FRAME]
        cmp r0, #0
        beq 1f
        str r0, [r1, #24]
1:      ldr r0, [r4, #FRAME + 4]
        cmp r0, #0
        beq 3f
        str r0, [r1, #28]
3:      movs r0, #0
        mvns r0, r0
        str r0, [r5, #0x28]             @ CFSR, HFSR
        str r0, [r5, #0x2c]
        ldr r0, [r5, #0x24]             @ SHCSR
        ldr r1, [r4, #INACTIVE]
        bics r0, r1
        str r0, [r5, #0x24]
        ldr r0, [r4, #CCR_1]
        str r0, [r5, #0x14]
        ldr r0, [r4, #VECTOR]
        cmp r0, #0
        beq 1f
        ldr r1, =TABLE
        ldr r2, [r4, #VECTOR + 4]
        lsls r0, #2
        str r2, [r1, r0]
        str r1, [r5, #8]
1:      ldr r0, [r4, #VTOR]
        cmp r0, #0
        beq 1f
        str r0, [r5, #8]
1:      ldr r0, [r4, #CTRL_1]
        ldr r1, =MPU_CTRL
        str r0, [r1]
        barriers
        ldr r0, [r4, #STACKS]
        cmp r0, #0
        beq 1f
        msr msp, r0
1:      ldr r0, [r4, #STACKS + 4]
        cmp r0, #0
        beq 1f
        msr psp, r0
1:      .ifdef V8
        ldr r0, [r4, #LIMITS]
        msr msplim, r0
        ldr r0, [r4, #LIMITS + 4]
        msr psplim, r0
        .endif
        ldr r2, [r4, #RETURN]
        cmp r2, #0
        bne 1f
        mov r2, r11
1:      mov r6, r5
        ldr r3, [r4, #SOURCE]
        mov r9, r3
        ldr r0, [r4, #PRIMASK_1]
        msr primask, r0
        mrs r0, control
        ldr r1, [r4, #NPRIV]
        orrs r0, r1
        msr control, r0
        isb
        ldr r0, =DENIED + 0x40
        ldr r1, =NOTHING + 0x20
        movs r3, #0
        ldr r4, =0xA4A4A4A4
        ldr r5, =0x20002001
        mov r12, r4
        mov lr, r4
        bx r9
        .ltorg

@ What goes wrong. R0: DENIED, R1: NOTHING, R2: EXC_RETURN, R3: 0, R5: an odd address, R6: SCS.
        .align 2
sources:
        .word load_denied, store_denied, fetch_denied, load_nothing, store_nothing, fetch_nothing, undefined, even
        .word unaligned, unaligned_list, 0, coprocessor, 0, limit, limit_store, supervisor, breakpoint
        .word return, pend_nmi, pend_pendsv, system
        .word unaligned_halfword, unaligned_signed, unaligned_store, unaligned_halfword_store, unaligned_list_store
        .word hole, wide, exclusive, even_pop, pend_interrupt
        plain_sources
        source even
        ldr r4, =spot_good
        subs r4, #1
        bx r4
        source even_pop
        ldr r4, =spot_good
        subs r4, #1
        push {r4}
        pop {pc}
        source unaligned
        ldr r4, [r5]
        end
        source unaligned_list
        ldmia r5!, {r3, r4}
        end
        source unaligned_halfword
        ldrh r4, [r5]
        end
        source unaligned_signed
        ldrsh r4, [r5, r3]
        end
        source unaligned_store
        str r4, [r5]
        end
        source unaligned_halfword_store
        strh r4, [r5]
        end
        source unaligned_list_store
        stmia r5!, {r3, r4}
        end
        source coprocessor              @ mcr p7, 0, r4, c7, c5, 0
        .short 0xee07, 0x4715
        end
        source hole
        .short 0xba80
        end
        source wide                     @ movw r0, #0
        .short 0xf240, 0x0000
        end
        source exclusive                @ ldrex r1, [r3]
        .short 0xe853, 0x1f00
        end
        source limit                    @ if there is a limit
        sub sp, #0x1fc
        end
        source limit_store              @ from the limit, which is a multiple of 128
        mov r4, sp
        subs r4, #1
        lsrs r4, #7
        lsls r4, #7
        mov sp, r4
        push {r4}
        end
        call_sources
        source pend_nmi
        movs r4, #1
        lsls r4, #31
        str r4, [r6, #4]
        barriers
        end
        source pend_pendsv
        movs r4, #1
        lsls r4, #28
        str r4, [r6, #4]
        barriers
        end
        source pend_interrupt
        ldr r3, =NVIC_ISPR
        movs r4, #1
        str r4, [r3]
        barriers
        end
        source system
        ldr r4, [r6]
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
        ldr r5, =SCS
        mrs r0, ipsr
        cmp r0, #0
        bne 1f
        mrs r0, control
        lsls r0, #31
        beq 1f
        str r0, [r7, #16]
        svc #1
        b .
1:      movs r0, #0x5A
        mov r9, r0
        movs r0, #0
        mvns r0, r0
        mov r11, r0
        bl write_state
        b next

        .align 2
        .thumb_func
handler:
        mov r11, lr
        ldr r7, =VARS
        ldr r5, =SCS
        find_cell
        ldr r0, [r7, #8]
        cmp r0, #2
        beq 2f
        cmp r0, #0
        bne 1f
        ldr r1, [r4, #SECOND]
        cmp r1, #0
        beq 1f
        movs r0, #1
        str r0, [r7, #8]
        bx r1
1:      b context
2:      movs r0, #0xE0
        mov r9, r0
        bl write_state
        ldr r0, [r7, #16]
        cmp r0, #0
        bne next
        ldr r0, [r7, #12]
        adds r0, #1
        str r0, [r7, #12]
        cmp r0, #MOST_ENTRIES
        bhs next
        ldr r0, [r5, #4]                @ whatever is pending may come next
        lsls r0, #11
        lsrs r0, #23
        beq next
        bx r11

        narrow_next

        .thumb_func
write_state:                            @ R9: which kind of entry, R11: EXC_RETURN
        mov r12, lr
        ldr r6, =ENTRY
        mov r1, r9
        lsls r1, #24
        mrs r0, ipsr
        orrs r0, r1
        put r0
        mov r0, r11
        put r0
        put_special msp
        put_special psp
        mrs r0, primask
        lsls r0, #16
        mrs r1, control
        orrs r0, r1
        put r0
        put_word 0x28                   @ CFSR, HFSR
        put_word 0x2c
        put_word 0x34                   @ MMFAR, BFAR
        put_word 0x38
        put_word 0x24                   @ SHCSR
        put_word 4                      @ ICSR
        mov r0, r9
        cmp r0, #0xE0
        bne 3f
        mrs r3, msp                     @ the frame, if it is where frames may be
        mov r0, r11
        mvns r0, r0
        lsls r0, #28
        lsrs r0, #30
        bne 1f
        mrs r3, psp
1:      ldr r0, =0x20000F00
        cmp r3, r0
        blo 3f
        ldr r0, =STACK_TOP
        cmp r3, r0
        bhi 3f
        ldr r1, =MPU_CTRL
        ldr r2, [r1]
        movs r0, #0                     @ the MPU off
        str r0, [r1]
        barriers
        .rept 8
        ldmia r3!, {r0}
        put r0
        .endr
        str r2, [r1]
        barriers
3:      mov lr, r12

        narrow_entry_writer
        .ltorg
        console_routines
