/*
 * The four fault vectors: hand both stack pointers and EXC_RETURN to fault_report before
 * any compiled code can push onto the stack.
 */
    .syntax unified
    .cpu cortex-m3
    .thumb

    .section .text.fault_entry, "ax", %progbits
    .macro fault_vector name
    .global \name
    .type \name, %function
    .thumb_func
\name:
    .endm

    fault_vector HardFault_Handler
    fault_vector MemManage_Handler
    fault_vector BusFault_Handler
    fault_vector UsageFault_Handler
    mrs r0, msp
    mrs r1, psp
    mov r2, lr
    b fault_report
    .size HardFault_Handler, . - HardFault_Handler
    .size MemManage_Handler, . - MemManage_Handler
    .size BusFault_Handler, . - BusFault_Handler
    .size UsageFault_Handler, . - UsageFault_Handler
