@ As stream.s, for a core with Armv6-M alone, 16 KiB of RAM and no MPU: what blocks aim at is all that confines them. Results go out in pieces. Layout and record format: test/differential/stream-layout.ts.
        .include "common-v6.s"

        .equ WINDOW,    0x20000000      @ 1 KiB that blocks may read and write; a stray stack finds the 3 KiB behind it
        .equ WINDOW_AND_MORE, 0x1000
        .equ STATE,     0x20001000      @ 0 next record, 4 blocks left, 8 output, 12 mode, 16 running, 20 code, 24 console
        .equ RECORD,    0x20001100      @ 24 words
        .equ OUTPUT,    0x20001200
        .equ OUTPUT_END, 0x20002a00     @ with room for one more record and window
        .equ STACK_TOP, 0x20004000      @ the handler's
        .equ POOL,      0x00002000      @ words for R0-R12 and LR
        .equ TEMPLATE,  0x00003000      @ words for the window
        .equ HEADER,    0x00000400      @ first record, count, mode (0 hashes, 1 everything)
        .ifdef V8
        .equ FLASH_END, 0x00400000
        .else
        .equ FLASH_END, 0x00040000
        .endif
        .equ RETURN_SLOT, 0x100         @ word in the window that holds an address to return to

        vectors STACK_TOP, reset, handler

        .org 0x400
        .word 0, 0, 0, 0

        .org 0x800
        .thumb_func
        .global _start
_start:
reset:
        bl open_console
        ldr r1, =STATE
        str r0, [r1, #24]
        ldr r0, =HEADER
        ldmia r0!, {r2, r3, r4}
        ldr r5, =OUTPUT
        str r2, [r1, #0]
        str r3, [r1, #4]
        str r5, [r1, #8]
        str r4, [r1, #12]
        movs r2, #0
        str r2, [r1, #16]
        ldr r1, =WINDOW + 0x200
        msr psp, r1
        movs r1, #2
        msr control, r1
        isb
        .ifdef V8
        ldr r0, =SCS
        ldr r1, [r0, #0x14]             @ CCR: UNALIGN_TRP, which Armv8-M Baseline has for good
        movs r2, #8
        orrs r1, r2
        str r1, [r0, #0x14]
        .endif
        svc #0
        b .
        .ltorg

        .align 2
        .thumb_func
handler:
        ldr r0, =RECORD
        mov r1, lr
        str r1, [r0, #4]
        adds r0, #24
        stmia r0!, {r4-r7}
        mov r4, r8
        mov r5, r9
        mov r6, r10
        mov r7, r11
        stmia r0!, {r4-r7}
        ldr r1, =STATE
        ldr r2, [r1, #16]
        cmp r2, #0
        bne record_block
        movs r2, #1
        str r2, [r1, #16]
        bl next_block

record_block:
        ldr r0, =RECORD
        mrs r1, ipsr
        str r1, [r0, #0]
        movs r2, #0                     @ no status registers
        str r2, [r0, #8]
        str r2, [r0, #12]
        str r2, [r0, #16]
        str r2, [r0, #20]
        mov r5, r0
        adds r5, #60
        mrs r7, psp
        ldr r2, =WINDOW
        subs r3, r7, r2
        ldr r2, =WINDOW_AND_MORE - 32
        cmp r3, r2
        bhi no_frame
        mov r6, r7
        ldmia r6!, {r1-r4}
        stmia r5!, {r1-r4}
        ldmia r6!, {r1-r4}              @ R12, LR, PC, xPSR
        ldr r6, [r0]                    @ an SVC escalated to HardFault: its own address is recorded, whether
        cmp r6, #3                      @ the engine stacked that or, as QEMU does, the next one
        bne 1f
        ldr r6, =FLASH_END
        cmp r3, r6
        bhs 1f
        ldrb r6, [r3, #1]
        cmp r6, #0xdf
        beq 1f
        subs r3, #2
        ldrb r6, [r3, #1]
        cmp r6, #0xdf
        beq 1f
        adds r3, #2
1:      str r3, [r7, #24]
        stmia r5!, {r1-r4}
        mov r10, r3
        adds r7, #32
        lsrs r4, #10                    @ the frame was aligned by four more bytes
        bcc frame_done
        adds r7, #4
        b frame_done
no_frame:
        movs r1, #0
        movs r2, #0
        movs r3, #0
        movs r4, #0
        stmia r5!, {r1-r4}
        stmia r5!, {r1-r4}
        mov r10, r1
frame_done:
        str r7, [r0, #56]
        mrs r1, primask
        mrs r2, control
        lsls r2, #8
        orrs r1, r2
        str r1, [r5]
        movs r1, #0
        msr primask, r1

        ldr r7, =STATE
        ldr r1, [r7, #12]
        cmp r1, #0
        bne everything
        ldr r1, =0x811C9DC5             @ hash 1
        movs r2, #0                     @ hash 2
        ldr r0, =RECORD
        movs r4, #24
        bl hash
        ldr r0, =WINDOW
        movs r4, #255
        adds r4, #1
        bl hash
        ldr r7, =STATE
        mov r3, r10                     @ where in the block it ended
        ldr r4, [r7, #20]
        subs r3, r3, r4
        lsls r3, #8
        lsrs r3, #8
        ldr r0, =RECORD
        ldr r4, [r0]
        lsls r4, #24
        orrs r3, r4
        ldr r0, [r7, #8]
        stmia r0!, {r1-r3}
        str r0, [r7, #8]
        b flush

everything:
        ldr r0, =RECORD
        ldr r1, [r7, #8]
        movs r2, #24 / 4
        bl copy
        ldr r0, =WINDOW
        movs r2, #64
        bl copy
        str r1, [r7, #8]

flush:
        ldr r2, [r7, #8]
        ldr r1, =OUTPUT_END
        cmp r2, r1
        blo next_block
        bl write_out

next_block:
        ldr r7, =STATE
        ldr r1, [r7, #4]
        subs r1, #1
        bhs 1f
        bl write_out
        bl exit_guest
1:      str r1, [r7, #4]
        ldr r1, [r7, #0]
        ldmia r1!, {r3-r6}              @ code, return slot, SP, choices
        str r1, [r7, #0]
        str r3, [r7, #20]
        push {r3-r6}
        lsls r0, r6, #9
        lsrs r0, #21
        lsls r0, #2
        ldr r1, =TEMPLATE
        adds r0, r0, r1
        ldr r1, =WINDOW
        movs r2, #64
        bl copy
        pop {r3-r6}
        ldr r1, =WINDOW + RETURN_SLOT
        str r4, [r1]
        .ifdef V8
        movs r1, #2                     @ the last block may have dropped its privilege
        msr control, r1
        .endif
        lsrs r2, r6, #28                @ xPSR: N Z C V and T
        lsls r2, #28
        movs r1, #1
        lsls r1, #24
        orrs r2, r1
        lsrs r1, r5, #3
        bcc 1f
        subs r5, #4
        movs r1, #2
        lsls r1, #8
        orrs r2, r1
1:      subs r5, #32
        msr psp, r5
        str r3, [r5, #24]
        str r2, [r5, #28]
        lsls r0, r6, #20
        lsrs r0, #18
        ldr r1, =POOL
        adds r0, r0, r1
        ldmia r0!, {r1-r4}
        stmia r5!, {r1-r4}
        mov r1, r0                      @ R4 to R7 come last
        adds r0, #16
        ldmia r0!, {r4-r7}
        mov r8, r4
        mov r9, r5
        mov r10, r6
        mov r11, r7
        ldmia r0!, {r4, r5}
        mrs r0, psp
        str r4, [r0, #16]
        str r5, [r0, #20]
        ldmia r1!, {r4-r7}
        isb
        ldr r0, =0xFFFFFFFD
        bx r0

@ R7 is STATE.
        .thumb_func
write_out:
        push {r7, lr}
        ldr r1, =OUTPUT
        ldr r2, [r7, #8]
        str r1, [r7, #8]
        subs r2, r2, r1
        ldr r0, [r7, #24]
        bl write_console
        pop {r7, pc}

@ R1, R2: the two hashes; R0: words, R4: how many. As stream.s makes them.
        .align 2
        .thumb_func
hash:
        ldr r3, =0x9E3779B1
        movs r6, #27
1:      ldmia r0!, {r5}
        eors r1, r5
        muls r1, r3
        rors r2, r6
        adds r2, r1, r2
        subs r4, #1
        bne 1b
        bx lr

@ R0: from, R1: to, R2: how many times four words; R3 to R6 are used.
        .align 2
        .thumb_func
copy:
        ldmia r0!, {r3-r6}
        stmia r1!, {r3-r6}
        subs r2, #1
        bne copy
        bx lr

        .ltorg
        console_routines
