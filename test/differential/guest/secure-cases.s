@ Asks the MPUs of both states, the SAU and TT of an Armv8-M: for each question it makes one access or one TT in the state and
@ privilege that the question names, and records CFSR of both states, SFSR and an address. Every question ends in HardFault of
@ Secure state, because no other fault is enabled; UDF ends those that nothing refuses. What must run lies in one page of Secure
@ memory and one of Non-secure memory that the questions leave open. Table and results: test/differential/secure-image.ts.
        .include "common.s"
        .cpu cortex-m33

        .equ HERE,      0x10000000      @ linked at 0, runs here
        .equ TABLE,     0x80800000
        .equ OUTPUT,    0x80C00000
        .equ STACK_TOP, HERE + 0x2000
        .equ THREAD_SP, HERE + 0x1E00
        .equ NS_PAGE,   0x80F00000
        .equ NS_SP,     NS_PAGE + 0xE00
        .equ NS_SCS,    0xE002ED00

        vectors STACK_TOP, _start + HERE, handler + HERE

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
        ldrb r6, [r0]
        b done
        .align 3
        strb r7, [r0]
        b done
        .align 3
        ldrh r6, [r0]
        b done
        .align 3
        strh r7, [r0]
        b done
        .align 3
        ldr r6, [r0]
        b done
        .align 3
        str r7, [r0]
        b done
        .align 3
        blx r0
        b done
        .align 3
        tt r7, r0
        b done
        .align 3
        ttt r7, r0
        b done
        .align 3
        tta r7, r0
        b done
        .align 3
        ttat r7, r0
        b done
        .align 3
done:
        cpsie f
        udf #0
        b .
        .align 3
accesses_end:

        .align 2
        .thumb_func
handler:
        ldr r0, =SCS
        ldr r12, =NS_SCS
        movs r1, #0
        str r1, [r0, #0x94]             @ MPU of Secure state off
        dsb
        isb
        ldr r1, [r0, #0x28]             @ CFSR of Secure state, written back to clear it
        str r1, [r0, #0x28]
        ldr r2, [r12, #0x28]            @ CFSR of Non-secure state
        str r2, [r12, #0x28]
        ldr r4, [r0, #0xe4]             @ SFSR
        str r4, [r0, #0xe4]
        ldr r3, [r0, #0x2c]             @ HFSR
        str r3, [r0, #0x2c]
        mov r3, r7                      @ the result of a TT, unless an address is valid
        tst r1, #0x8000
        it ne
        ldrne r3, [r0, #0x38]           @ BFAR
        tst r1, #0x80
        it ne
        ldrne r3, [r0, #0x34]           @ MMFAR
        tst r2, #0x80
        it ne
        ldrne r3, [r12, #0x34]
        tst r4, #0x40
        it ne
        ldrne r3, [r0, #0xe8]           @ SFAR
        orr r2, r2, r4, lsl #24
        cmp r8, #1                      @ r8: 1 once a question is under way
        it eq
        stmiaeq r10!, {r1, r2, r3}

@ r9 table, r10 output, r11 questions left in this set, r5 the set's MPU_CTRL of Secure state
        mov r8, #1
        cmp r11, #0
        bne question
        ldmia r9!, {r3, r4, r6, r11}    @ MPU_CTRL of both states, SAU_CTRL, number of questions
        mov r5, r3
        cmp r11, #0
        beq finish
        movs r1, #0
        str r1, [r12, #0x94]
        str r1, [r0, #0xd0]
        mov r7, r0
        bl regions
        mov r7, r12
        bl regions
        add r7, r0, #0x40               @ the SAU's registers stand as those of an MPU, 0x40 further
        bl regions
        str r4, [r12, #0x94]
        str r6, [r0, #0xd0]
        dsb
        isb

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
        tst r2, #0x800
        bne non_secure
        ldr r6, =accesses + HERE + 1
        add r6, r6, r3, lsl #3
        ubfx r4, r2, #9, #1             @ FAULTMASK
        ubfx r7, r2, #12, #1            @ nPRIV of the other state
        msr control_ns, r7
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
        ldr r7, =stub + HERE
        bic r7, #1
        str r7, [r2, #24]
        mov r7, #0x01000000
        str r7, [r2, #28]
        msr psp, r2
        movs r7, #2
        msr control, r7
        movs r7, #0
        isb
        ldr lr, =0xFFFFFFFD             @ Secure thread mode, PSP
        bx lr

non_secure:
        ldr r6, =NS_PAGE
        add r6, r6, r3, lsl #3
        ubfx r3, r2, #8, #1
        orr r3, r3, #2                  @ SPSEL: EXC_RETURN sets that of the state the exception was taken to
        msr control_ns, r3
        msr control, r3                 @ whose privilege looks for an SG in callable memory, is the same for both
        ldr r2, =NS_SP - 32
        str r1, [r2, #0]
        str r6, [r2, #24]
        mov r7, #0x01000000
        str r7, [r2, #28]
        msr psp_ns, r2
        movs r7, #0
        str r5, [r0, #0x94]
        dsb
        isb
        ldr lr, =0xFFFFFFBD             @ Non-secure thread mode, PSP
        bx lr

@ Eight pairs of base and limit from the table to the unit whose SCS is at r7; r1, r2, r3 are used
regions:
        movs r1, #0
1:      ldmia r9!, {r2, r3}
        str r1, [r7, #0x98]
        str r2, [r7, #0x9c]
        str r3, [r7, #0xa0]
        adds r1, #1
        cmp r1, #8
        bne 1b
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
        ldr r0, =accesses + HERE
        ldr r1, =NS_PAGE
        ldr r2, =accesses_end + HERE
1:      ldmia r0!, {r3}
        stmia r1!, {r3}
        cmp r0, r2
        blo 1b
        ldr r9, =TABLE
        ldr r10, =OUTPUT
        mov r11, #0
        mov r8, #0
        ldr r1, =THREAD_SP
        msr psp, r1
        movs r1, #2
        msr control, r1
        isb
        udf #0
        b .
        .ltorg
