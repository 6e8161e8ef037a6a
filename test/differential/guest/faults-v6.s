@ Every source of a fault that Armv6-M has, in every context that can take it: Thread mode on either stack, with PRIMASK, and in
@ handlers of three kinds. The HardFault handler logs what it sees and goes on behind the case. With a context and a case in the
@ header only that one runs: those in HardFault and NMI end in lockup.
        .include "common-v6.s"

        .equ VARS,      0x20000000      @ 0 resume, 4 SP of the case, 8 log, 12 console, 16 context, 20 case
        .equ LOG,       0x20000100
        .equ PSP_TOP,   0x20003000
        .equ STACK_TOP, 0x20004000
        .equ HEADER,    0x400           @ 0 context, 4 case; -1: all
        .ifdef V8
        .equ NOTHING,   0x90000000
        .else
        .equ NOTHING,   0x60000000
        .endif
        .equ CONTEXTS,  6

        .section .text
        .word STACK_TOP
        .word reset + 1
        .word nmi + 1
        .word fault + 1
        .rept 7
        .word fault + 1
        .endr
        .word svcall + 1
        .word fault + 1
        .word fault + 1
        .word pendsv + 1
        .word fault + 1
        .word irq + 1
        .rept 31
        .word fault + 1
        .endr

        .org 0x400
        .word -1, -1

        .org 0x800
        .macro log register
        ldr r7, =VARS
        ldr r6, [r7, #8]
        stmia r6!, {\register}
        str r6, [r7, #8]
        .endm

        .thumb_func
        .global _start
_start:
reset:
        bl open_console
        ldr r7, =VARS
        str r0, [r7, #12]
        ldr r6, =LOG
        str r6, [r7, #8]
        ldr r0, =SCS
        .ifdef V8
        ldr r1, [r0, #0x14]             @ CCR: UNALIGN_TRP, which Armv8-M Baseline has for good
        movs r2, #8
        orrs r1, r2
        str r1, [r0, #0x14]
        .endif
        ldr r1, =0x40000000             @ SVCall 0x40
        str r1, [r0, #0x1c]
        ldr r1, =0x00800000             @ PendSV 0x80
        str r1, [r0, #0x20]
        ldr r0, =0xE000E100
        movs r1, #1                     @ interrupt 0 at 0xC0
        str r1, [r0]
        ldr r0, =0xE000E400
        movs r1, #0xC0
        str r1, [r0]
        ldr r0, =HEADER
        ldmia r0!, {r4, r5}
        adds r1, r4, #1
        bne one
        movs r4, #0
contexts:
        movs r5, #0
cases:
        bl run
        adds r5, #1
        cmp r5, #CASES
        blo cases
        adds r4, #1
        cmp r4, #CONTEXTS
        blo contexts
        bl exit_guest
one:
        bl run
        bl exit_guest

run:                                    @ R4 context, R5 case; both are kept
        push {r4, r5, lr}
        ldr r7, =VARS
        str r4, [r7, #16]
        str r5, [r7, #20]
        ldr r0, =0xCA5E0000
        lsls r1, r4, #8
        adds r0, r0, r1
        adds r0, r0, r5
        log r0
        ldr r2, =context_table
        lsls r1, r4, #2
        ldr r2, [r2, r1]
        blx r2
after:                                  @ Thread mode, wherever the case was left
        movs r0, #0
        msr primask, r0
        msr control, r0
        isb
        ldr r7, =VARS
        ldr r0, [r7, #12]
        ldr r1, =LOG
        ldr r2, [r7, #8]
        str r1, [r7, #8]
        subs r2, r2, r1
        bl write_console
        pop {r4, r5, pc}

        .align 2
context_table:
        .word thread_msp + 1, thread_psp + 1, thread_primask + 1, in_pendsv + 1, in_irq + 1, in_svcall + 1
        .word in_fault + 1, in_nmi + 1

@ A context runs the case by `do_case`, which comes back after the fault, too.
thread_primask:
        cpsid i
thread_msp:
        b do_case
thread_psp:
        push {lr}
        ldr r0, =PSP_TOP
        msr psp, r0
        movs r0, #2
        msr control, r0
        isb
        bl do_case
        movs r0, #0
        msr control, r0
        isb
        pop {pc}
in_pendsv:
        ldr r0, =SCS
        movs r1, #1
        lsls r1, #28
        str r1, [r0, #4]
        dsb
        isb
        bx lr
in_irq:
        ldr r0, =0xE000E200
        movs r1, #1
        str r1, [r0]
        dsb
        isb
        bx lr
in_svcall:
        svc #42
        bx lr
in_fault:
        udf #1
        bx lr
in_nmi:
        ldr r0, =SCS
        movs r1, #1
        lsls r1, #31
        str r1, [r0, #4]
        dsb
        isb
        bx lr

        .thumb_func
svcall:                                 @ SVC 0 is a case's, 42 a context
        mov r0, lr
        lsrs r0, #3
        mrs r0, msp
        bcc 1f
        mrs r0, psp
1:      ldr r0, [r0, #24]
        subs r0, #2
        ldrb r0, [r0]
        ldr r1, =0x5C000000
        orrs r0, r1
        log r0
        lsls r0, #24
        lsrs r0, #24
        cmp r0, #42
        bne 1f
        push {r0, lr}
        bl do_case
        pop {r0, pc}
1:      bx lr
        .thumb_func
nmi:
pendsv:
irq:
        push {r0, lr}
        mrs r0, ipsr
        log r0
        bl do_case
        pop {r0, pc}

do_case:                                @ leaves R4 to R7 alone
        push {r4-r7, lr}
        ldr r7, =VARS
        mov r0, sp
        str r0, [r7, #4]
        ldr r0, =resumed + 1
        str r0, [r7, #0]
        ldr r1, =case_table
        ldr r0, [r7, #20]
        lsls r0, #2
        ldr r1, [r1, r0]
        ldr r0, =NOTHING
        ldr r2, =0x20002001             @ unaligned
        ldr r3, =0x20002000
        bx r1
        .align 2
resumed:
        ldr r7, =VARS
        ldr r0, [r7, #4]
        mov sp, r0
        pop {r4-r7, pc}

        .macro case name
        .align 2
        .thumb_func
\name:
        .endm
        .macro end
        b resumed
        .endm

        case load_nothing
        ldr r1, [r0]
        end
        case store_nothing
        str r1, [r0, #4]
        end
        case fetch_nothing
        adds r0, #1
        bx r0
        case load_word
        ldr r1, [r2, #4]
        end
        case load_halfword
        ldrh r1, [r2]
        end
        case load_signed
        movs r1, #2
        ldrsh r1, [r2, r1]
        end
        case store_word
        str r1, [r2]
        end
        case store_halfword
        strh r1, [r2, #2]
        end
        case load_list
        mov r1, r2
        ldmia r1!, {r4, r5}
        end
        case store_list
        adds r2, #1
        stmia r2!, {r4, r5}
        end
        case undefined_narrow
        .short 0xde00
        end
        case undefined_hole
        .short 0xba80
        end
        case undefined_wide
        .short 0xf240, 0x0000
        end
        case undefined_coprocessor
        .short 0xee07, 0x0f15
        end
        case undefined_exclusive
        .short 0xe853, 0x1f00
        end
        case even_branch
        ldr r1, =load_nothing
        lsrs r1, #1
        lsls r1, #1
        bx r1
        case even_pop
        ldr r1, =load_nothing
        subs r1, #1
        push {r1}
        pop {pc}
        case breakpoint
        bkpt #1
        end
        case supervisor                 @ taken, or escalated
        svc #0
        end
        case stacking                   @ its frame fits nowhere
        mrs r4, control
        lsrs r4, #2
        bcs 1f
        end
1:      ldr r1, =0x40000000 - 16
        msr psp, r1
        svc #0
        end
        case stacking_fault
        mrs r4, control
        lsrs r4, #2
        bcs 1f
        end
1:      ldr r1, =0x20000000 - 32
        msr psp, r1
        udf #3
        end
        case unstacking                 @ returns through a frame that cannot be read
        mrs r4, ipsr
        cmp r4, #0
        bne 1f
        end
1:      msr psp, r0
        ldr r1, =0xFFFFFFFD
        bx r1
        case returning_wrong            @ EXC_RETURN of no kind
        mrs r4, ipsr
        cmp r4, #0
        bne 1f
        end
1:      ldr r1, =0xFFFFFFF3
        bx r1
        .align 2
case_table:
        .word load_nothing, store_nothing, fetch_nothing, load_word, load_halfword, load_signed
        .word store_word, store_halfword, load_list, store_list
        .word undefined_narrow, undefined_hole, undefined_wide, undefined_coprocessor, undefined_exclusive
        .word even_branch, even_pop, breakpoint, supervisor
        .word stacking, stacking_fault, unstacking, returning_wrong
        .equ CASES, (. - case_table) / 4

        .thumb_func
fault:
        ldr r7, =VARS
        ldr r1, [r7, #16]               @ the context of HardFault itself
        cmp r1, #6
        bne 1f
        bl do_case
1:      mrs r0, ipsr
        ldr r1, =0xFA000000
        orrs r0, r1
        log r0
        mov r0, lr
        log r0
        mrs r0, msp
        log r0
        mrs r0, psp
        log r0
        mrs r0, primask
        log r0
        ldr r0, =SCS                    @ ICSR, without RETTOBASE, which is QEMU's
        ldr r0, [r0, #4]
        movs r1, #1
        lsls r1, #11
        bics r0, r1
        log r0
        .ifdef V8
        ldr r3, =SCS                    @ SHCSR, CFSR, HFSR, MMFAR, BFAR
        ldr r0, [r3, #0x24]
        log r0
        ldr r0, [r3, #0x28]
        log r0
        ldr r0, [r3, #0x2c]
        log r0
        ldr r0, [r3, #0x34]
        log r0
        ldr r0, [r3, #0x38]
        log r0
        .endif
        mov r0, lr                      @ where the frame is
        mrs r2, msp
        ldr r1, =0xFFFFFFFD
        cmp r0, r1
        bne 1f
        mrs r2, psp
1:      movs r3, #0
        cmp r0, r1
        beq 1f
        subs r1, #4
        cmp r0, r1
        beq 1f
        subs r1, #8
        cmp r0, r1
        bne no_frame                    @ an EXC_RETURN that was refused
1:      ldr r1, =0x20000000
        cmp r2, r1
        blo no_frame
        ldr r1, =0x20003FE0
        cmp r2, r1
        bhi no_frame
        ldr r0, [r2, #24]
        ldr r1, =0x40000                @ an SVC that was escalated: its own address, whoever stacked the next one
        cmp r0, r1
        bhs 1f
        ldrb r1, [r0, #1]
        cmp r1, #0xdf
        beq 1f
        subs r0, #2
        ldrb r1, [r0, #1]
        cmp r1, #0xdf
        beq 1f
        adds r0, #2
1:      log r0
        ldr r0, [r2, #28]
        log r0
        lsls r0, #22                    @ IPSR and the alignment stay
        lsrs r0, #22
        movs r1, #1
        lsls r1, #24
        orrs r0, r1
        str r0, [r2, #28]
        ldr r7, =VARS
        ldr r0, [r7, #0]
        str r0, [r2, #24]
        bx lr
no_frame:                               @ to Thread mode and the end of the case
        ldr r0, =0x0BAD
        log r0
        ldr r0, =STACK_TOP - 12 - 32    @ below what `run` has pushed
        mov sp, r0
        ldr r1, =after + 1
        str r1, [r0, #24]
        movs r1, #1
        lsls r1, #24
        str r1, [r0, #28]
        ldr r0, =0xFFFFFFF9
        bx r0
        .ltorg
        console_routines
