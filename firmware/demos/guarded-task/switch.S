/* The two exception handlers that move between stacks: system calls and the task switch. */
    .syntax unified
    .cpu cortex-m3
    .thumb

    .equ EXC_RETURN_THREAD_PSP, 0xFFFFFFFD
    .equ EXC_RETURN_SPSEL, 1 << 2
    .equ CONTROL_NPRIV, 1 << 0

/* Finds the caller's exception frame and hands it to kernel_call. */
    .section .text.SVC_Handler, "ax", %progbits
    .global SVC_Handler
    .type SVC_Handler, %function
    .thumb_func
SVC_Handler:
    tst lr, #EXC_RETURN_SPSEL
    ite eq
    mrseq r0, msp
    mrsne r0, psp
    b kernel_call               /* returns by EXC_RETURN, which is still in lr */
    .size SVC_Handler, . - SVC_Handler

/* Saves r4-r11 on the old task's stack, and continues the new task unprivileged on its own. */
    .section .text.PendSV_Handler, "ax", %progbits
    .global PendSV_Handler
    .type PendSV_Handler, %function
    .thumb_func
PendSV_Handler:
    tst lr, #EXC_RETURN_SPSEL
    beq 1f
    mrs r0, psp
    stmdb r0!, {r4-r11}
    b 2f
1:  movs r0, #0                 /* from main's stack: there is no task to save yet */
2:  bl kernel_switch
    ldmia r0!, {r4-r11}
    msr psp, r0
    mov r0, #CONTROL_NPRIV
    msr control, r0
    isb
    ldr lr, =EXC_RETURN_THREAD_PSP
    bx lr
    .size PendSV_Handler, . - PendSV_Handler
