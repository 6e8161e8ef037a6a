@ Crossings between the security states of Armv8-M Baseline, case by case. A case sets registers up in Secure state and then does
@ one thing, in Thread mode or in a handler; each handler that is entered is logged, and so is the code where it went on. The image
@ lies twice in memory: at 0 for Secure state, at NS_BASE for the other one. A system reset lies between two cases. No case locks up.
        .equ V6, 1
        .include "common-v6.s"
        .include "cells.s"
        .cpu cortex-m23

        .equ VARS,      0x20000000      @ 0 case, 4 console; 32 SYS_WRITE's block
        .equ NEXT,      8               @ where the next handler goes on, 0: nowhere
        .equ RETURNS,   12              @ how many handlers return
        .equ STATE,     16              @ 1 in what Secure state entered, 0 in what the other one did
        .equ EXC,       20              @ EXC_RETURN of the handler
        .equ SAVED,     0x20000080      @ R0 to R12, EXC_RETURN and APSR as a handler or the code that went on found them
        .equ ENTRY,     0x20000100      @ what is written
        .equ TABLE,     0x20000400      @ vectors that a case may change
        .equ STACKS,    0x20001200
        .equ PSP_TOP,   0x20001400
        .equ STACK_TOP, 0x20001800
        .equ DATA,      0x20004000
        .equ NS_BASE,   0x80000000
        .equ NS,        0x60010000      @ what the other state has of the memory from 0x20000000 on lies that much further
        .equ NOTHING,   0x90000000
        .equ NS_NOTHING, 0xA0000000
        .equ NEVER,     0xB0000000      @ nothing, and no place for code
        .equ NS_SCS,    0xE002ED00
        .equ FAR,       0x20000         @ from a register to its Non-secure alias
        .equ ICSR,      0xE000ED04
        .equ VTOR,      0xE000ED08
        .equ AIRCR,     0xE000ED0C
        .equ SHPR2,     0xE000ED1C
        .equ SHPR3,     0xE000ED20
        .equ SHCSR,     0xE000ED24
        .equ MPU_CTRL,  0xE000ED94
        .equ SAU_CTRL,  0xE000EDD0
        .equ NVIC_ISER, 0xE000E100
        .equ NVIC_ISPR, 0xE000E200
        .equ NVIC_ITNS, 0xE000E380
        .equ NVIC_IPR,  0xE000E400

        .equ PENDNMI,   0x80000000      @ of ICSR
        .equ PENDSV,    0x10000000
        .equ PENDST,    0x04000000
        .equ VECTKEY,   0x05FA0000      @ of AIRCR
        .equ PRIS,      0x4000
        .equ BFHFNMINS, 0x2000
        .equ FNC_RETURN, 0xFEFFFFFF

        .macro set_word address, value
        ldr r0, =\address
        ldr r1, =\value
        str r1, [r0]
        .endm
        .macro set_special name, value
        ldr r0, =\value
        msr \name, r0
        .endm
        .macro set_controls secure, non_secure
        set_special control_ns, \non_secure
        set_special control, \secure
        isb
        .endm

        .equ count, 0
        .macro case name                @ R7: VARS, R5: SCS
        .ltorg
        .align 2
        .thumb_func
\name:
        .pushsection .text, 1
        .word \name
        .popsection
        .equ count, count + 1
        .endm
        .macro in_ns                    @ what follows runs in Non-secure state
        ldr r0, =.Lns\@ + NS_BASE
        b.w start_ns
        .align 2
.Lns\@:
        .endm
        .macro in_s                     @ and here in Secure state
        ldr r0, =.Ls\@ + 1
        b.w start_s
        .align 2
.Ls\@:
        .endm
        .macro done
        b.w survived
        .endm
        .macro returns number
        movs r0, #\number
        str r0, [r7, #RETURNS]
        .endm
        .macro handler_goes_on place    @ the next one, at a place that follows
        ldr r0, =\place + 1
        str r0, [r7, #NEXT]
        .endm
        .macro here place
        b.w survived
        .ltorg
        .align 2
\place:
        .endm
        .macro in_svcall                @ what follows runs in the Secure handler of SVCall
        handler_goes_on .Lsvc\@
        svc #0
        here .Lsvc\@
        .endm
        .macro in_svcall_ns             @ in that of Non-secure state, where Secure code goes on
        handler_goes_on .Lsvc\@
        in_ns
        svc #0
        here .Lsvc\@
        .endm
        .macro in_pendsv_ns             @ in that of PendSV_NS, which has interrupted Secure code
        handler_goes_on .Lpend\@
        in_s
        set_word ICSR + FAR, PENDSV
        barriers
        here .Lpend\@
        .endm
        .macro in_pendsv_ns_of_ns       @ in that of PendSV_NS, which has interrupted Non-secure code
        handler_goes_on .Lpend\@
        in_ns
        set_word ICSR, PENDSV
        barriers
        here .Lpend\@
        .endm
        .macro flip bits                @ of EXC_RETURN
        ldr r0, [r7, #EXC]
        movs r1, #\bits
        eors r0, r1
        str r0, [r7, #EXC]
        .endm
        .macro call target
        ldr r0, =\target + 1
        blx r0
        .endm
        .macro call_ns target           @ from Secure code
        ldr r0, =\target + NS_BASE
        lsrs r0, #1
        lsls r0, #1
        blxns r0
        .endm
        .macro jump target
        ldr r0, =\target + 1
        bx r0
        .endm
        .macro call_frame pc, psr       @ what BLXNS leaves on the Secure stack, and LR
        sub sp, #8
        ldr r0, =\pc
        str r0, [sp]
        ldr r0, =\psr
        str r0, [sp, #4]
        ldr r0, =FNC_RETURN
        str r0, [r7, #EXC]
        .endm

        vectors STACK_TOP, reset, handler

        .org 0x200
        .word STACK_TOP + NS
        .rept 17
        .word ns_handler + NS_BASE + 1
        .endr

        .org 0x400
        .thumb_func
        .global _start
_start:
reset:
        ldr r7, =VARS
        ldr r5, =SCS
        ldr r0, [r7, #4]                @ the console is open once for all resets
        cmp r0, #0
        bne 1f
        bl open_console
        str r0, [r7, #4]
1:      movs r0, #0
        str r0, [r7, #NEXT]
        str r0, [r7, #RETURNS]
        ldr r0, =0xA4A4A4A4
        str r0, [r7, #EXC]
        ldr r0, =STACKS
        bl fill
        ldr r0, =STACKS + NS
        bl fill
        ldr r0, =SAVED
        bl fill_saved
        ldr r0, =SAVED + NS
        bl fill_saved
        movs r0, #1                     @ copies of the vectors
        lsls r0, #28
        ldr r1, =TABLE
        bl copy
        ldr r0, =0x10000200
        ldr r1, =TABLE + NS
        bl copy
        set_word VTOR, TABLE
        set_word VTOR + FAR, TABLE + NS
        ldr r1, =areas                  @ SAU
        ldr r4, =SAU_CTRL
        movs r0, #2
1:      ldmia r1!, {r2, r3}
        str r0, [r4, #8]
        str r2, [r4, #12]
        str r3, [r4, #16]
        subs r0, #1
        bpl 1b
        movs r0, #1
        str r0, [r4]
        set_word SHPR2, 0x80000000
        set_word SHPR2 + FAR, 0x80000000
        set_word SHPR3, 0x80800000
        set_word SHPR3 + FAR, 0x80800000
        set_word NVIC_IPR, 0x80
        set_word NVIC_ISER, 1
        ldr r1, =0x208                  @ STKALIGN and UNALIGN_TRP
        str r1, [r5, #0x14]
        ldr r0, =NS_SCS
        str r1, [r0, #0x14]
        set_special psp, PSP_TOP
        set_special psp_ns, PSP_TOP + NS
        set_special msp_ns, STACK_TOP + NS
        barriers
        ldr r0, [r7, #0]
        lsls r0, #2
        ldr r1, =cases
        ldr r0, [r1, r0]
        bx r0

        .thumb_func
fill_saved:
        movs r1, #60
        adds r1, r0
        b 1f
        .thumb_func
fill:                                   @ from R0, wherever frames may come to lie
        ldr r1, =STACK_TOP + 0x40 - STACKS
        adds r1, r0
1:      ldr r2, =0x51DEDEDE
2:      stmia r0!, {r2}
        cmp r0, r1
        blo 2b
        bx lr
        .thumb_func
copy:
        movs r2, #18
1:      ldmia r0!, {r3}
        stmia r1!, {r3}
        subs r2, #1
        bne 1b
        bx lr
        .macro ram_region number, far, offset
        ldr r0, =MPU_CTRL + \far
        movs r1, #\number
        str r1, [r0, #4]
        ldr r1, =0x20000001 + \offset
        str r1, [r0, #8]
        ldr r1, =0x20007FE1 + \offset
        str r1, [r0, #12]
        movs r1, #5
        str r1, [r0]
        .endm
        .thumb_func
regions:                                @ of both MPUs: RAM for privileged code alone
        ram_region 1, 0, 0
        ram_region 2, FAR, NS
        barriers
        bx lr
        .ltorg

        .align 2
areas:                                  @ of the SAU, 2 to 0
        .word NS_NOTHING, NS_NOTHING + 0x3E1
        .word gates, gates + 0x23       @ callable
        .word NS_BASE, NS_BASE + 0x1FFE1

        .macro known_registers          @ R0: where to go
        ldr r7, =VARS
        ldr r1, [r7, #EXC]
        mov lr, r1
        ldr r1, =0xB8B8B8B8
        mov r8, r1
        adds r1, #1
        mov r9, r1
        adds r1, #1
        mov r10, r1
        adds r1, #1
        mov r11, r1
        adds r1, #1
        mov r12, r1
        ldr r7, =0xB4B4B4B4
        mov r1, r7
        mov r2, r7
        mov r3, r7
        adds r4, r7, #1
        adds r5, r7, #2
        adds r6, r7, #3
        .endm
        .thumb_func
start_ns:
        known_registers
        bxns r0
        .thumb_func
start_s:
        known_registers
        bx r0
        .ltorg

        .macro save_r12 place
        push {r0, r1}
        ldr r0, =\place + 48
        mov r1, r12
        str r1, [r0]
        pop {r0, r1}
        .endm
        .macro save place
        mov r12, r0
        ldr r0, =\place + 4
        stmia r0!, {r1-r7}
        mov r1, r8
        mov r2, r9
        mov r3, r10
        mov r4, r11
        stmia r0!, {r1-r4}
        mov r1, lr
        mrs r2, apsr
        adds r0, #4
        stmia r0!, {r1, r2}
        subs r0, #60
        mov r1, r12
        str r1, [r0]
        .endm

@ Handlers. That of Secure state leaves the stack alone.
        .align 2
        .thumb_func
ns_handler:
        save_r12 SAVED + NS
        save SAVED + NS
        mov r11, lr
        jump gate_handler
        .align 2
ns_return:
        bx lr
        .align 2
        .thumb_func
handler:
        save SAVED
        mov r11, lr
        movs r0, #1
        b 1f
        .thumb_func
entered_by_gate:
        movs r0, #0
1:      ldr r7, =VARS
        ldr r5, =SCS
        str r0, [r7, #STATE]
        mov r0, r11
        str r0, [r7, #EXC]
        movs r0, #0xE0
        mov r9, r0
        bl write_state
        ldr r0, [r7, #NEXT]
        cmp r0, #0
        beq 1f
        movs r1, #0
        str r1, [r7, #NEXT]
        bx r0
1:      ldr r0, [r7, #RETURNS]
        cmp r0, #0
        bne 1f
        b.w next
1:      subs r0, #1
        str r0, [r7, #RETURNS]
        ldr r0, [r7, #EXC]
        mov lr, r0
        movs r2, #0                     @ not what an entry begins with
        ldr r3, =SAVED + 32
        ldr r0, =ns_return + NS_BASE
        ldr r1, [r7, #STATE]
        cmp r1, #0
        bne 1f
        ldr r3, =SAVED + NS + 32
1:      ldmia r3!, {r4-r7}
        mov r8, r4
        mov r9, r5
        mov r10, r6
        mov r11, r7
        subs r3, #32
        ldmia r3!, {r4-r7}
        cmp r1, #0
        bne 1f
        bxns r0
1:      bx lr
        .ltorg

@ Nothing stopped the code. Unprivileged Secure code asks a handler to tell of it.
        .align 2
        .thumb_func
survived:
        push {r0, r1}
        mov r0, pc
        lsrs r0, #28
        beq 1f
        pop {r0, r1}
        save_r12 SAVED + NS
        save SAVED + NS
        jump gate_survived
1:      mrs r0, control
        lsls r0, #31
        mrs r1, ipsr
        beq 1f
        cmp r1, #0
        bne 1f
        pop {r0, r1}
        svc #1
        udf #1
1:      pop {r0, r1}
        save_r12 SAVED
        save SAVED
        movs r0, #1
        b 1f
        .thumb_func
survived_by_gate:
        movs r0, #0
1:      ldr r7, =VARS
        ldr r5, =SCS
        str r0, [r7, #STATE]
        movs r0, #0x5A
        mov r9, r0
        bl write_state
        narrow_next

        .thumb_func
write_state:                            @ R9: which kind of entry, R11: EXC_RETURN
        mov r12, lr
        ldr r6, =ENTRY
        mov r1, r9
        lsls r1, #24
        ldr r0, [r7, #STATE]
        lsls r0, #20
        orrs r1, r0
        mrs r0, ipsr
        orrs r0, r1
        put r0
        put_special msp
        put_special psp
        put_special msp_ns
        put_special psp_ns
        mrs r0, primask
        mrs r1, primask_ns
        lsls r1, #4
        orrs r0, r1
        mrs r1, control
        lsls r1, #8
        orrs r0, r1
        mrs r1, control_ns
        lsls r1, #12
        orrs r0, r1
        put r0
        ldr r4, =NS_SCS
        put_word 4                      @ ICSR
        put_word 4, r4
        put_word 0x24                   @ SHCSR
        put_word 0x24, r4
        ldr r4, =SAVED
        ldr r0, [r7, #STATE]
        cmp r0, #0
        bne 1f
        ldr r4, =SAVED + NS
1:      movs r2, #15
        bl put_words
        mov r0, r9
        cmp r0, #0xE0
        bne 9f
        bl frame_address
        movs r2, #8
        mov r1, r11                     @ with R4 to R11 where Secure code was interrupted and Non-secure state has come since
        lsls r0, r1, #25
        bpl 1f
        movs r0, #0x21
        ands r1, r0
        cmp r1, r0
        beq 1f
        movs r2, #18
1:      bl put_words
9:      mov lr, r12
        narrow_entry_writer

        .thumb_func
put_words:                              @ R2 words from R4 on
        ldmia r4!, {r0}
        put r0
        subs r2, #1
        bne put_words
        bx lr

        .thumb_func
frame_address:                          @ R4: the frame that EXC_RETURN in R11 leads to
        mov r1, r11
        movs r2, #1
        lsls r0, r1, #25
        bpl 1f
        mrs r4, msp
        mrs r3, psp
        mrs r0, control
        ands r2, r1
        b 2f
1:      mrs r4, msp_ns
        mrs r3, psp_ns
        mrs r0, control_ns
        bics r2, r1
2:      beq 3f                          @ taken to the state that the frame is of: SPSEL of before is in EXC_RETURN
        lsrs r0, r1, #1
3:      lsls r1, #28
        bpl 4f
        lsls r0, #30
        bpl 4f
        mov r4, r3
4:      bx lr
        .ltorg

@ The ways from Non-secure code.
        .align 6
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
gate_leaf:
        sg
        b.w leaf
        .thumb_func
gate_vector:                            @ a vector of Non-secure state may lead here
        sg
        b.w handler
        .thumb_func
no_gate:
        b.w leaf
        .align 6

@ What is called: it tells of itself in R1 to R3.
        .thumb_func
leaf:
        mrs r1, control
        mrs r2, ipsr
        mov r3, lr
        bxns lr
        .align 2
        .thumb_func
plain_leaf:
        mrs r1, control
        mrs r2, ipsr
        mov r3, lr
        bx lr
        .align 2
        .thumb_func
popping_leaf:
        mrs r2, ipsr
        mov r3, lr
        push {lr}
        pop {pc}
        .align 2
        .thumb_func
closed_gate:                            @ SG in memory that is not callable
        sg
        done

        .pushsection .text, 1
        .align 2
cases:
        .popsection
        .include "crossing-cases.s"
        .ltorg

        console_routines
        .align 2
HEADER: .word count
