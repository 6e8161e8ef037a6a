/*
 * Exception vectors of both images: all registers go into `snapshot` before anything else. Faults report on a stack of their
 * own, as the one in use may be at its limit; other handlers stay on theirs and may be preempted.
 */
    .syntax unified
    .thumb
    .text

    .macro store special
    mrs r0, \special
    str r0, [r12], #4
    .endm

    .macro bank suffix
    store msp\suffix
    store psp\suffix
    store msplim\suffix
    store psplim\suffix
    store control\suffix
    store primask\suffix
    store basepri\suffix
    store faultmask\suffix
    .endm

    .macro take_snapshot
    ldr r12, =snapshot
    stmia r12!, {r0-r11}
    str lr, [r12], #4
    store xpsr
    bank
#if __ARM_FEATURE_CMSE == 3
    bank _ns
#endif
    .endm

    .macro entry name
    .global \name
    .type \name, %function
    .thumb_func
\name:
    .endm

    entry Fault_Handler
    take_snapshot
    movs r0, #0
    msr msplim, r0
    ldr r0, =fault_stack_top
    msr msp, r0
    bl recover
    /* r0: where the frame to return by is; r1: EXC_RETURN. */
    msr msp, r0
    bx r1
    .ltorg

    entry Event_Handler
    take_snapshot
    mov r0, lr
    push {r0, lr}
    bl happened
    /* What to return by, if not EXC_RETURN. */
    pop {r1, lr}
    cmp r0, #0
    it ne
    movne lr, r0
    bx lr
    .ltorg
