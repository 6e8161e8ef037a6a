@ Special registers, priorities, preemption, tail-chaining, sleep and SysTick of Armv6-M. R10 is the log's end, in RAM.
        .include "common-v6.s"

        .equ STACK_TOP, 0x20004000
        .equ LOG,       0x20000100
        .equ HANDLE,    0x20000000
        .equ ISPR,      0xE000E200
        .equ SYST,      0xE000E010

        .section .text
        .word STACK_TOP
        .word reset + 1
        .word nmi + 1
        .rept 8
        .word other + 1
        .endr
        .word svcall + 1
        .word other + 1
        .word other + 1
        .word pendsv + 1
        .word systick + 1
        .rept 32
        .word irq + 1
        .endr

        .macro log register
        mov r6, r10
        stmia r6!, {\register}
        mov r10, r6
        .endm
        .macro mark number
        ldr r0, =0xCA5E0000 + \number
        log r0
        .endm
        .macro read name
        mrs r0, \name
        log r0
        .endm
        .macro read_icsr                @ without RETTOBASE, which is QEMU's; R2 is SCS
        ldr r0, [r2, #4]
        movs r1, #1
        lsls r1, #11
        bics r0, r1
        log r0
        .endm
        .macro pend lines               @ external interrupts, as a mask
        ldr r1, =ISPR
        ldr r0, =\lines
        str r0, [r1]
        dsb
        isb
        .endm

        .thumb_func
nmi:
        ldr r0, =0x2A000000
        b trace
        .thumb_func
pendsv:
        ldr r0, =0x5D000000
        b trace
        .thumb_func
systick:
        ldr r0, =0x57000000
        b trace
        .thumb_func
svcall:
        ldr r0, =0x5C000000
        b trace
        .thumb_func
other:
        ldr r0, =0xFA000000
trace:
        mov r1, lr
        log r0
        log r1
        ldr r2, =SCS
        read_icsr
        bx lr
        .thumb_func
irq:                                    @ logs its number; 3 pends 2, which may preempt, 4 pends 5
        mrs r0, ipsr
        mov r2, r0
        ldr r1, =0x19000000
        orrs r0, r1
        log r0
        mov r1, lr
        log r1
        movs r3, #1 << 2
        cmp r2, #16 + 3
        beq 1f
        movs r3, #1 << 5
        cmp r2, #16 + 4
        bne 2f
1:      ldr r1, =ISPR
        str r3, [r1]
        dsb
        isb
2:      ldr r1, =0x00E00000
        orrs r0, r1
        log r0
        bx lr
        .ltorg

        .thumb_func
        .global _start
_start:
reset:
        bl open_console
        ldr r1, =HANDLE
        str r0, [r1]
        ldr r0, =LOG
        mov r10, r0
        mark 1                          @ MRS of everything, flags set
        ldr r0, =0xF0000000
        msr apsr_nzcvq, r0
        read apsr
        read iapsr
        read eapsr
        read xpsr
        read ipsr
        read epsr
        read primask
        read control
        read msp
        mark 2                          @ MSR: what sticks
        ldr r1, =0xFFFFFFFF
        msr psp, r1
        read psp
        msr primask, r1
        read primask
        movs r0, #0
        msr primask, r0
        msr apsr_nzcvq, r0
        read apsr
        movs r0, #1                     @ nPRIV: a Cortex-M0 has none
        msr control, r0
        isb
        read control
        ldr r0, =0x20003800
        msr psp, r0
        movs r0, #2
        msr control, r0
        isb
        read control
        read msp
        mov r0, sp
        log r0
        svc #0                          @ its frame is on PSP
        movs r0, #0
        msr control, r0
        isb
        mark 3                          @ CPS
        cpsid i
        read primask
        cpsie i
        read primask
        mark 4                          @ priorities of interrupts, two bits each
        ldr r1, =0xE000E100
        movs r0, #0xFF
        str r0, [r1]
        ldr r1, =0xE000E400
        ldr r0, =0x7F3F40BF             @ 0: 0x80, 1: 0x40, 2: 0x00, 3: 0x40
        str r0, [r1]
        ldr r0, [r1]
        log r0
        ldr r1, =0xE000E404
        ldr r0, =0x80804040             @ 4: 0x40, 5: 0x40, 6 and 7: 0x80
        str r0, [r1]
        mark 5                          @ 3 is preempted by 2; 4 is chained to 5, which has its priority
        pend 0x08
        pend 0x10
        mark 6                          @ several at once: by priority, then by number
        cpsid i
        pend 0xDB
        ldr r2, =SCS
        read_icsr
        cpsie i
        isb
        mark 7                          @ PendSV, SVCall and NMI
        ldr r2, =SCS
        ldr r0, =0xFFFFFFFF
        str r0, [r2, #0x1c]
        str r0, [r2, #0x20]
        ldr r0, [r2, #0x1c]
        log r0
        movs r0, #1
        lsls r0, #28
        str r0, [r2, #4]
        dsb
        isb
        svc #0
        movs r0, #1
        lsls r0, #31
        str r0, [r2, #4]
        dsb
        isb
        mark 8                          @ PENDSVSET, then PENDSVCLR, masked
        cpsid i
        ldr r2, =SCS
        movs r0, #1
        lsls r0, #28
        str r0, [r2, #4]
        read_icsr
        movs r0, #1
        lsls r0, #27
        str r0, [r2, #4]
        read_icsr
        cpsie i
        mark 9                          @ WFI wakes by what is pending and masked; WFE after SEV
        cpsid i
        pend 0x01
        wfi
        mark 10
        cpsie i
        isb
        sev
        wfe
        mark 11                         @ SysTick, twice, and masked
        ldr r3, =SYST
        ldr r0, =9999
        str r0, [r3, #4]
        str r0, [r3, #8]
        movs r0, #7
        str r0, [r3]
        wfi
        wfi
        cpsid i
        wfi
        mark 12
        cpsie i
        isb
        ldr r3, =SYST
        movs r0, #0
        str r0, [r3]
        mark 13                         @ a frame is always aligned to eight bytes
        sub sp, #4
        svc #0
        add sp, #4
        ldr r1, =LOG
        mov r2, r10
        subs r2, r2, r1
        ldr r0, =HANDLE
        ldr r0, [r0]
        bl write_console
        bl exit_guest
        .ltorg
        console_routines
