@ Special registers in all forms, exclusives and exceptions, nesting and tail-chaining, sleep.
        .include "log.s"
        .equ NVIC, 0xE000E100

        .thumb_func
svcall:
        ldr r0, =0x5C000000
        add r0, r0, r8
        log r0
        movs r0, #0
        msr control, r0                 @ privileged again
        bx lr

        .thumb_func
pendsv:
        ldr r0, =0x5D000000
        b trace
        .thumb_func
systick:
        ldr r0, =0x57000000
        b trace
        .thumb_func
irq:                                    @ logs its number; 3 pends 2, which preempts, 4 pends 5, which is chained
        mrs r0, ipsr
        orr r0, r0, #0x19000000
        log r0
        log lr
        ldr r1, =NVIC + 0x100           @ ISPR0
        uxtb r2, r0
        cmp r2, #16 + 3
        it eq
        moveq r3, #1 << 2
        beq 1f
        cmp r2, #16 + 4
        bne 2f
        mov r3, #1 << 5
1:      str r3, [r1]
        dsb
        isb
2:      orr r0, r0, #0x00E00000
        log r0
        bx lr
trace:
        log r0
        log lr
        bx lr

        .macro read number
        mrs r0, \number
        log r0
        .endm

        .thumb_func
main:
        push {lr}
        mark 1                          @ MRS of everything, flags set
        ldr r0, =0xF8000000
        msr apsr_nzcvq, r0
        read apsr
        read iapsr
        read eapsr
        read xpsr
        read ipsr
        read epsr
        read iepsr
        read primask
        read basepri
        read faultmask
        read control
        mark 2                          @ MSR: what sticks
        .irp value, 0xFFFFFFFF, 0x12345678, 1, 0
        ldr r1, =\value
        msr apsr_nzcvq, r1
        read apsr
        msr basepri, r1
        read basepri
        msr basepri_max, r1
        read basepri
        msr psp, r1
        read psp
        .endr
        ldr r1, =0x2000800F
        msr psp, r1
        read psp
        mark 3                          @ BASEPRI_MAX only ever raises
        .irp value, 0x80, 0xC0, 0x40, 0, 0x100, 0x60
        movw r1, #\value
        msr basepri_max, r1
        read basepri
        .endr
        movs r1, #0
        msr basepri, r1
        mark 4                          @ CPS
        cpsid i
        read primask
        cpsid f
        read faultmask
        cpsie if
        read primask
        read faultmask
        cpsid if
        read primask
        read faultmask
        cpsie f
        read faultmask
        cpsie i
        movs r1, #3
        msr faultmask, r1
        read faultmask
        movs r1, #0
        msr faultmask, r1
        mark 5                          @ unprivileged: masks and stacks neither read nor written
        ldr r1, =0x20008000
        msr psp, r1
        movs r1, #1
        msr control, r1
        isb
        read control
        read psp
        read msp
        read primask
        cpsid i
        movs r1, #1
        msr primask, r1
        movs r1, #0x40
        msr basepri, r1
        movs r1, #0
        msr control, r1
        read control
        read xpsr
        svc #9
        mark 6                          @ SP keeps its two low bits clear
        mov r7, sp
        ldr r1, =0x20003F07
        mov sp, r1
        mov r0, sp
        add sp, sp, r1, lsl #2
        mov r2, sp
        subw sp, sp, #3
        mov r3, sp
        add.w sp, sp, #5
        mov r4, sp
        sub.w sp, sp, r1, lsl #3
        mov r5, sp
        mov sp, r7
        stmia r10!, {r0, r2-r5}
        mark 7                          @ exclusives: an exception in between, another address, a plain store
        ldr r6, =ARENA
        movs r1, #5
        str r1, [r6]
        ldrex r0, [r6]
        strex r2, r1, [r6]
        log r2
        strex r2, r1, [r6]
        log r2
        ldrex r0, [r6]
        mov r8, #0
        svc #1
        movs r1, #6
        strex r2, r1, [r6]
        log r2
        ldrex r0, [r6]
        clrex
        strex r2, r1, [r6]
        log r2
        ldrexb r0, [r6]
        strexb r2, r1, [r6]
        log r2
        ldr r0, [r6]
        log r0
        mark 8                          @ nesting and tail-chaining: 3 is preempted by 2, 4 is chained to 5
        ldr r1, =NVIC
        mov r0, #0xFF
        str r0, [r1]
        ldr r1, =0xE000E400
        ldr r0, =0x60204080             @ 0: 0x80, 1: 0x40, 2: 0x20, 3: 0x60
        str r0, [r1]
        ldr r0, =0x80806040             @ 4: 0x40, 5: 0x60
        str r0, [r1, #4]
        ldr r1, =NVIC + 0x100
        mov r0, #1 << 3
        str r0, [r1]
        dsb
        isb
        mov r0, #1 << 4
        str r0, [r1]
        dsb
        isb
        cpsid i
        mov r0, #0x3B
        str r0, [r1]
        mov r0, #1 << 28
        ldr r2, =SCS
        str r0, [r2, #4]                @ PENDSVSET
        dsb
        isb
        ldr r0, [r2, #4]
        log r0
        cpsie i
        isb
        read primask
        mark 9                          @ BASEPRI holds back, then lets go
        movs r0, #0x50
        msr basepri, r0
        mov r0, #0x0B
        str r0, [r1]
        dsb
        isb
        movs r0, #0
        log r0
        msr basepri, r0
        isb
        mark 10                         @ WFI with an interrupt pending but masked, and WFE after SEV
        cpsid i
        mov r0, #1
        str r0, [r1]
        dsb
        wfi
        log r0
        cpsie i
        isb
        sev
        wfe
        log r0
        sev.w
        wfe.w
        mov r0, #1
        str r0, [r1]                    @ taken before the sleep, which the next one ends
        cpsid i
        str r0, [r1]
        dsb
        wfi.w
        log r0
        cpsie i
        isb
        mark 11                         @ priorities of system handlers; SVC from a handler's level is a HardFault: not asked
        ldr r2, =SCS
        ldr r0, [r2, #0x24]
        log r0
        ldr r0, [r2, #0x18]
        log r0
        ldr r0, =0xFFFFFFFF
        str r0, [r2, #0x18]
        str r0, [r2, #0x1c]
        str r0, [r2, #0x20]
        ldr r0, [r2, #0x18]
        log r0
        ldr r0, [r2, #0x1c]
        log r0
        ldr r0, [r2, #0x20]
        log r0
        movs r0, #0
        str r0, [r2, #0x18]
        str r0, [r2, #0x1c]
        str r0, [r2, #0x20]
        mark 12                         @ undefined, no coprocessor, branch to Arm state, a bad EXC_RETURN-like address
        resume_at 1f
        udf #1
1:      resume_at 2f
        .short 0xEE11, 0x0F10           @ mrc p15, 0, r0, c1, c0, 0
2:      resume_at 3f
        ldr r0, =ARENA
        bx r0
3:      resume_at 4f
        ldr r0, =0x40000001
        bx r0
4:      mark 13                         @ SysTick: three ticks, masked in between, COUNTFLAG
        ldr r3, =0xE000E010
        ldr r0, =9999
        str r0, [r3, #4]
        str r0, [r3, #8]
        movs r0, #7
        str r0, [r3]
        wfi
        wfi
        cpsid i
        wfi
        log r0
        cpsie i
        isb
        movs r0, #0
        str r0, [r3]
        log r0
        pop {pc}
        .ltorg

        default svcall
        default pendsv
        default systick
        default irq
