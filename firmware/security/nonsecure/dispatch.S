/* The way in from Secure code, and the way back after a fault. */
    .syntax unified
    .thumb
    .text

    .global ns_dispatch
    .type ns_dispatch, %function
    .thumb_func
ns_dispatch:
    push {r4-r11, lr}
    sub sp, sp, #4
    ldr r3, =landing_sp
    str sp, [r3]
    bl ns_run
landed:
    add sp, sp, #4
    pop {r4-r11, pc}

    /* Begins with an instruction of the FPU, ahead of which a lazy store happens. */
    .global ns_float_first
    .type ns_float_first, %function
    .thumb_func
ns_float_first:
    push {r4-r11, lr}
    sub sp, sp, #4
    ldr r3, =landing_sp
    str sp, [r3]
    vmov s0, r0
    b landed

    .global ns_landing
    .type ns_landing, %function
    .thumb_func
ns_landing:
    ldr r3, =landing_sp
    ldr r3, [r3]
    mov sp, r3
    ldr r0, =0xDEAD0000
    b landed
    .ltorg

    /* LR is FNC_RETURN still when Secure code is entered, which so returns by it itself. */
    .global ns_tail_call
    .type ns_tail_call, %function
    .thumb_func
ns_tail_call:
    movs r3, #4
    ldr r12, =gate_sum
    bx r12
    .ltorg

    /* Stores all registers as a callback finds them, and returns r0 + 1. */
    .global ns_callback
    .type ns_callback, %function
    .thumb_func
ns_callback:
    push {r4, lr}
    ldr r4, =called_back
    stm r4!, {r0-r3}
    stm r4!, {r5-r12, lr}
    mrs r1, apsr
    str r1, [r4], #4
    mrs r1, control
    str r1, [r4], #4
    mrs r1, ipsr
    str r1, [r4]
    adds r0, r0, #1
    pop {r4, pc}
    .ltorg

    /* Takes bytes from the stack, and pushes onto it. */
    .global ns_overflow
    .type ns_overflow, %function
    .thumb_func
ns_overflow:
    mov r12, sp
    sub r1, r12, r0
    mov sp, r1
    push {r0-r3}
    mov sp, r12
    bx lr

    /* BXNS and BLXNS r0, which Non-secure state does not have. */
    .global ns_bxns
    .type ns_bxns, %function
    .thumb_func
ns_bxns:
    .inst.n 0x4704
    bx lr

    .global ns_blxns
    .type ns_blxns, %function
    .thumb_func
ns_blxns:
    .inst.n 0x4784
    bx lr

    .global ns_bx
    .type ns_bx, %function
    .thumb_func
ns_bx:
    bx r0

    .global ns_pop
    .type ns_pop, %function
    .thumb_func
ns_pop:
    push {r0}
    pop {pc}

    .global ns_vlstm
    .type ns_vlstm, %function
    .thumb_func
ns_vlstm:
    .inst.w 0xec200a00
    bx lr

    /* Loads S0 to S31 with r0, r0+1, ... and adds. */
    .global ns_floats
    .type ns_floats, %function
    .thumb_func
ns_floats:
    vmov s0, r0
    vmov s1, r1
    vadd.f32 s2, s0, s1
    vmov s31, r0
    vmov.f32 s16, #2.0
    vmov r0, s2
    bx lr
    .bss
    .balign 8
    .space 1024
    .global fault_stack_top
fault_stack_top:
