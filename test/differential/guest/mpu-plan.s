@ Programs the regions of a plan into an MPU (v7 or v8) and tries reads, writes and fetches, privileged and unprivileged, at
@ given addresses. Lies wherever it is loaded to, in 64 KiB that the last region of each set opens to everyone. Table and
@ answers: test/devicetree/zephyr/plan-image.ts.
        .syntax unified
        .cpu cortex-m3
        .thumb

        .equ TABLE,     0x4000
        .equ OUTPUT,    0x8000
        .equ STACK_TOP, 0x3F00
        .equ VECTORS,   0x3000
        .equ SCS,       0xE000ED00
        .equ MPU_TYPE,  0x90
        .equ MPU_CTRL,  0x94
        .equ MPU_RNR,   0x98
        .equ MPU_RBAR,  0x9C
        .equ MPU_RASR,  0xA0
        .equ MPU_MAIR0, 0xC0

@ r4 table, r5 output, r6 address, r7 answer, r8 where a fault goes on, r9 whether the last try came through, r10 SCS,
@ r11 where this image lies
        .section .text
image:
        .thumb_func
        .global _start
_start:
        adr r11, image
        mov r0, #STACK_TOP
        add r0, r11
        mov sp, r0
        ldr r10, =SCS

        @ Vectors: every exception comes to the same handler.
        mov r0, #VECTORS
        add r0, r11
        str r0, [r10, #0x08]
        adr r1, handler
        orr r1, #1
        movs r2, #64
1:      str r1, [r0], #4
        subs r2, #1
        bne 1b
        ldr r0, [r10, #0x24]
        orr r0, #0x70000
        str r0, [r10, #0x24]

        mov r4, #TABLE
        add r4, r11
        mov r5, #OUTPUT
        add r5, r11

next_set:
        ldr r0, [r4], #4        @ 7, 8, or 0 for the end
        cmp r0, #0
        beq finish
        mov r12, r0
        movs r0, #0
        str r0, [r10, #MPU_CTRL]
        dsb

        @ All regions off.
        ldr r1, [r10, #MPU_TYPE]
        ubfx r1, r1, #8, #8
1:      subs r1, #1
        str r1, [r10, #MPU_RNR]
        str r0, [r10, #MPU_RBAR]
        str r0, [r10, #MPU_RASR]
        bne 1b

        ldr r3, [r4], #4        @ MPU_CTRL
        push {r3}
        ldr r0, [r4], #4        @ MPU_MAIR0
        cmp r12, #8
        it eq
        streq r0, [r10, #MPU_MAIR0]

        ldr r1, [r4], #4        @ regions
        mov r2, r4
        mov r3, r1
1:      ldr r0, [r2], #4
        str r0, [r10, #MPU_RNR]
        ldr r0, [r2], #4
        str r0, [r10, #MPU_RBAR]
        ldr r0, [r2], #4
        str r0, [r10, #MPU_RASR]
        subs r3, #1
        bne 1b

        @ What the MPU made of them.
1:      ldr r0, [r4], #12
        str r0, [r10, #MPU_RNR]
        ldr r0, [r10, #MPU_RBAR]
        str r0, [r5], #4
        ldr r0, [r10, #MPU_RASR]
        str r0, [r5], #4
        subs r1, #1
        bne 1b

        pop {r3}
        ldr r12, [r4], #4       @ addresses
next_address:
        cmp r12, #0
        beq next_set
        ldr r6, [r4], #4
        bl try_all
        str r7, [r5], #4
        sub r12, #1
        b next_address

@ r3: MPU_CTRL. Keeps r3, r4, r5, r10, r11, r12.
try_all:
        push {r12, lr}
        bic r0, r6, #1
        ldrh r1, [r0]
        push {r0, r1}
        movw r1, #0x4770        @ bx lr
        strh r1, [r0]
        ldrb r2, [r6]
        push {r2, r3}
        movs r7, #0
        dsb
        isb
        str r3, [r10, #MPU_CTRL]
        dsb
        isb

        mov r9, #1
        adr r8, 1f
        ldrb r0, [r6]
        nop.w
1:      orr r7, r9

        mov r9, #1
        adr r8, 1f
        ldr r2, [sp]
        strb r2, [r6]
        nop.w
1:      orr r7, r7, r9, lsl #1

        mov r9, #1
        adr r8, 1f
        bic r0, r6, #1
        orr r0, #1
        blx r0
        nop.w
1:      orr r7, r7, r9, lsl #2

        mov r9, #1
        adr r8, 1f
        ldrbt r0, [r6]
        nop.w
1:      orr r7, r7, r9, lsl #3

        mov r9, #1
        adr r8, 1f
        ldr r2, [sp]
        strbt r2, [r6]
        nop.w
1:      orr r7, r7, r9, lsl #4

        mov r9, #1
        adr r8, 1f
        bic r0, r6, #1
        orr r0, #1
        movs r1, #1
        msr control, r1
        isb
        blx r0
        svc #0
        nop.w
1:      orr r7, r7, r9, lsl #5

        movs r0, #0
        str r0, [r10, #MPU_CTRL]
        dsb
        isb
        pop {r2, r3}
        pop {r0, r1}
        strh r1, [r0]
        dsb
        isb
        pop {r12, pc}

@ SVC gives privilege back. Anything else is a refusal: go on at r8, privileged.
        .thumb_func
        .align 2
handler:
        movs r1, #0
        msr control, r1
        isb
        mrs r0, ipsr
        cmp r0, #11
        beq 1f
        mov r9, #0
        bic r0, r8, #1
        str r0, [sp, #24]
        ldr r0, [r10, #0x28]
        str r0, [r10, #0x28]
        ldr r0, [r10, #0x2C]
        str r0, [r10, #0x2C]
1:      bx lr

finish:
        mov r0, #OUTPUT
        add r0, r11
        subs r5, r0
        push {r0, r5}
        adr r0, name
        movs r1, #4
        movs r2, #3
        push {r0, r1, r2}
        mov r1, sp
        movs r0, #0x01          @ SYS_OPEN
        bkpt #0xAB
        add sp, #12
        pop {r1, r2}
        push {r0, r1, r2}
        mov r1, sp
        movs r0, #0x05          @ SYS_WRITE
        bkpt #0xAB
        ldr r1, =0x20026
        movs r0, #0x18          @ SYS_EXIT
        bkpt #0xAB
        b .

        .align 2
name:   .asciz ":tt"
        .align 2
        .ltorg
