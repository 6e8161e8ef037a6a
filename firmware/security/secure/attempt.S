/* Cases that may end in a fault: their handler returns to `secure_landing`. Small Secure functions for cases. */
    .syntax unified
    .thumb
    .text

    .global attempt
    .type attempt, %function
    .thumb_func
attempt:
    push {r4-r11, lr}
    sub sp, sp, #4
    ldr r3, =landing_sp
    str sp, [r3]
    blx r0
    movs r0, #1
landed:
    add sp, sp, #4
    pop {r4-r11, pc}

    .global secure_landing
    .type secure_landing, %function
    .thumb_func
secure_landing:
    ldr r3, =landing_sp
    ldr r3, [r3]
    mov sp, r3
    movs r0, #0
    b landed

    /* Leaves a handler that is not this state's to Secure Thread mode: r0 is the frame, r1 EXC_RETURN. */
    .global leave_handler
    .type leave_handler, %function
    .thumb_func
leave_handler:
    msr msp, r0
    bx r1

    /* An SG in memory that is not callable. */
    .global stray_gateway
    .type stray_gateway, %function
    .thumb_func
stray_gateway:
    sg
    bx lr

    .global secure_overflow
    .type secure_overflow, %function
    .thumb_func
secure_overflow:
    mov r12, sp
    sub r1, r12, r0
    mov sp, r1
    push {r0-r3}
    mov sp, r12
    bx lr

    /* BLXNS r0 as it stands, for targets that the compiler would not call. */
    .global raw_blxns
    .type raw_blxns, %function
    .thumb_func
raw_blxns:
    push {r4, lr}
    blxns r0
    pop {r4, pc}

    .global raw_bxns
    .type raw_bxns, %function
    .thumb_func
raw_bxns:
    bxns r0

    .global raw_bx
    .type raw_bx, %function
    .thumb_func
raw_bx:
    bx r0

    .global raw_pop
    .type raw_pop, %function
    .thumb_func
raw_pop:
    push {r0}
    pop {pc}

    /* Returns by FNC_RETURN in Secure state, over a frame whose second word is r0. */
    .global function_return
    .type function_return, %function
    .thumb_func
function_return:
    push {r4, lr}
    adr r1, 1f
    orr r1, r1, #1
    push {r0}
    push {r1}
    ldr r2, =0xFEFFFFFF
    bx r2
    .ltorg
    .balign 4
1:  pop {r4, pc}

    /* Switches to the process stack at r0 with limit r1, calls r2, and switches back. */
    .global on_process_stack
    .type on_process_stack, %function
    .thumb_func
on_process_stack:
    push {r4, lr}
    msr psplim, r1
    msr psp, r0
    movs r3, #2
    msr control, r3
    isb
    blx r2
    mrs r3, control
    bic r3, r3, #2
    msr control, r3
    isb
    movs r3, #0
    msr psplim, r3
    pop {r4, pc}

    /* Fills S0 to S31 with r0, r0 + 1, ... */
    .global fill_floats
    .type fill_floats, %function
    .thumb_func
fill_floats:
    ldr r1, =float_words
    movs r2, #32
1:  str r0, [r1], #4
    adds r0, r0, #1
    subs r2, r2, #1
    bne 1b
    ldr r1, =float_words
    vldm r1, {s0-s31}
    bx lr

    .global store_floats
    .type store_floats, %function
    .thumb_func
store_floats:
    ldr r1, =float_words
    vstm r1, {s0-s31}
    bx lr

    .global lazy_store
    .type lazy_store, %function
    .thumb_func
lazy_store:
    vlstm r0
    bx lr

    .global lazy_load
    .type lazy_load, %function
    .thumb_func
lazy_load:
    vlldm r0
    bx lr
    .ltorg

    .bss
    .balign 8
    .space 2048
    .global fault_stack_top
fault_stack_top:
    .global float_words
float_words:
    .space 128
