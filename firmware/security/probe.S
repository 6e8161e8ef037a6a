/* Single instructions with all registers known before and told after. */
    .syntax unified
    .thumb
    .text

    .macro begin name
    .global \name
    .type \name, %function
    .thumb_func
\name:
    push {r4-r11, lr}
    push {r0, r1}
    mov lr, r0
    mov r0, r1
    mov r1, r2
    add lr, lr, #8
    ldm lr, {r2-r12}
    cmp r0, r0
    .endm

    .macro finish
    nop
    nop
    ldr lr, [sp]
    stm lr, {r0-r12}
    mrs r0, apsr
    ldr lr, [sp]
    str r0, [lr, #52]
    pop {r0, r1}
    pop {r4-r11, pc}
    .endm

    begin probe_store
    str r1, [r0]
    dsb
    isb
    finish

    begin probe_load
    ldr r1, [r0]
    finish

    begin probe_call
    blx r0
    finish

    begin probe_svc
    svc #0
    finish

    begin probe_unmask
    cpsie i
    msr basepri, r1
    isb
    finish
