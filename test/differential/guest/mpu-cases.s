@ Asks the MPU: for each question it sets the regions, makes one access with the MPU on, and records the exception
@ that ended it (SVC if nothing was refused) with CFSR and the fault address. Everything that must run with the MPU on
@ lies in one page that the questions leave open. Table and results: test/differential/mpu-image.ts.
        .include "common.s"

        .equ TABLE,     0x21800000
        .equ OUTPUT,    0x21E00000
        .equ STACK_TOP, 0x00002000
        .equ THREAD_SP, 0x00001E00

        vectors STACK_TOP, _start, handler

        .org 0x1000
@ r0 address, r1 &MPU_CTRL, r2 its value, r3 CONTROL, r4 FAULTMASK wanted, r6 which access
        .thumb_func
stub:
        str r2, [r1]
        dsb
        isb
        cbz r4, 1f
        cpsid f
1:      msr control, r3
        isb
        bx r6

        .align 3
accesses:
        ldrb r7, [r0]
        b done
        .align 3
        strb r7, [r0]
        b done
        .align 3
        ldrh r7, [r0]
        b done
        .align 3
        strh r7, [r0]
        b done
        .align 3
        ldr r7, [r0]
        b done
        .align 3
        str r7, [r0]
        b done
        .align 3
        blx r0
        b done
        .align 3
done:
        cpsie f
        svc #0
        b .

        .align 2
        .thumb_func
handler:
        ldr r0, =SCS
        movs r1, #0
        str r1, [r0, #0x94]             @ MPU off
        dsb
        isb
        cmp r8, #1                      @ r8: 1 once a question is under way
        bne next
        mrs r1, ipsr
        ldr r2, [r0, #0x28]             @ CFSR, written back to clear it
        str r2, [r0, #0x28]
        orr r1, r1, r2, lsl #8
        movs r3, #0
        tst r2, #0x80
        it ne
        ldrne r3, [r0, #0x34]
        tst r2, #0x8000
        it ne
        ldrne r3, [r0, #0x38]
        stmia r10!, {r1, r3}

@ r9 table, r10 output, r11 questions left in this set, r5 the set's MPU_CTRL
next:
        mov r8, #1
        cmp r11, #0
        bne question
        ldmia r9!, {r5, r11}            @ MPU_CTRL, number of questions
        cmp r11, #0
        beq finish
        movs r4, #0
1:      ldmia r9!, {r2, r3}
        str r4, [r0, #0x98]
        str r2, [r0, #0x9c]
        str r3, [r0, #0xa0]
        adds r4, #1
        cmp r4, #8
        bne 1b

question:
        sub r11, #1
        ldmia r9!, {r1, r2}             @ address, what
        tst r2, #0x400                  @ memory is there: put BX LR into it
        itt ne
        movwne r3, #0x4770
        strhne r3, [r1]
        dsb
        isb
        and r3, r2, #0xff
        cmp r3, #6
        it eq
        orreq r1, #1
        ldr r6, =accesses + 1
        add r6, r6, r3, lsl #3
        ubfx r4, r2, #9, #1             @ FAULTMASK
        movs r3, #2
        tst r2, #0x100                  @ unprivileged
        it ne
        movne r3, #3
        ldr r2, =THREAD_SP - 32
        str r1, [r2, #0]
        add r7, r0, #0x94
        str r7, [r2, #4]
        str r5, [r2, #8]
        str r3, [r2, #12]
        ldr r7, =stub
        bic r7, #1
        str r7, [r2, #24]
        mov r7, #0x01000000
        str r7, [r2, #28]
        msr psp, r2
        movs r7, #2
        msr control, r7
        movs r7, #0x5a
        isb
        ldr lr, =0xFFFFFFFD
        bx lr

finish:
        ldr r4, =OUTPUT
        sub r5, r10, r4
        write_and_exit
        .align 2
        .ltorg

        .org 0x3000
        .thumb_func
        .global _start
_start:
        ldr r0, =SCS
        enable_faults
        ldr r9, =TABLE
        ldr r10, =OUTPUT
        mov r11, #0
        mov r8, #0
        ldr r1, =THREAD_SP
        msr psp, r1
        movs r1, #2
        msr control, r1
        isb
        svc #0
        b .
        .ltorg
