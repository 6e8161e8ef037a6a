/*
 * The system call: the task that has called waits, the other one goes on. S16 to S31 are forgotten here. A kernel that keeps them
 * (vstmdb r0!, {s16-s31} if bit 4 of EXC_RETURN is 0) has the core store the others at that moment, while the stack is granted.
 */
    .syntax unified
    .cpu cortex-m4
    .thumb

    .section .text.SVC_Handler, "ax", %progbits
    .global SVC_Handler
    .type SVC_Handler, %function
    .thumb_func
SVC_Handler:
    push {r3, lr}
    mrs r0, psp
    stmdb r0!, {r4-r11, lr}     /* EXC_RETURN tells a long frame from a short one, so it is the task's */
    bl switch_task
    ldmia r0!, {r4-r11, lr}
    msr psp, r0
    add sp, #8
    bx lr
    .size SVC_Handler, . - SVC_Handler
