@ Stores into code, each with the barriers that the manual asks for (A3.8.3): the instruction ahead, in IT blocks, across pages, through mirrors and bit-band aliases.
        .include "log.s"

        .macro place name, address      @ copies a case's code and calls it
        ldr r0, =\name
        ldr r1, =\address
        movs r2, #\name\()_end - \name
        bl copy
        ldr r4, =\address + 1
        .endm
        .macro call_logged
        movs r0, #0
        movs r6, #0
        blx r4
        log r0
        log r6
        .endm

        .thumb_func
main:
        push {lr}
        mark 1                          @ the next instruction
        place ahead, ARENA
        ldr r5, =0x2007                 @ movs r0, #7
        call_logged
        call_logged
        mark 2                          @ an instruction later in the same IT block
        place in_it, ARENA + 0x100
        ldr r5, =0x2009
        call_logged
        call_logged
        mark 3                          @ the same function, changed from outside between calls
        ldr r1, =ARENA
        ldr r0, =0x2063
        strh r0, [r1, #16]
        dsb
        isb
        call_logged
        ldr r4, =ARENA + 1
        call_logged
        mark 4                          @ a 32-bit instruction over a page's end: its second half, then its first
        place wide, ARENA + 0x3FFA
        call_logged
        ldr r1, =ARENA + 0x4000
        ldr r0, =0x0033                 @ movw r0, #0x1033
        strb r0, [r1]
        dsb
        isb
        call_logged
        ldr r1, =ARENA + 0x3FFE
        ldr r0, =0xF243                 @ movw r0, #0x3...
        strh r0, [r1]
        dsb
        isb
        call_logged
        mark 5                          @ through a mirror, and executed through it
        place plain, ARENA + 0x200
        call_logged
        ldr r1, =ARENA + 0x400000 + 0x200
        movs r0, #0x44
        strb r0, [r1]
        dsb
        isb
        call_logged
        ldr r4, =ARENA + 0x400000 + 0x201
        call_logged
        ldr r1, =ARENA + 0x200
        movs r0, #0x45
        strb r0, [r1]
        dsb
        isb
        call_logged
        ldr r4, =ARENA + 0x201
        call_logged
        mark 6                          @ through the bit-band alias: bit 1 of the immediate
        ldr r1, =0x22000000 + 0x20200 * 32 + 4
        movs r0, #1
        str r0, [r1]
        dsb
        isb
        call_logged
        movs r0, #0
        strb r0, [r1]
        dsb
        isb
        call_logged
        mark 7                          @ STM, STRD, an unaligned store, STREX
        place four, ARENA + 0x300
        call_logged
        ldr r1, =ARENA + 0x300
        ldr r2, =0x30013001             @ adds r0, #1
        ldr r3, =0x30023001
        stmia r1, {r2, r3}
        dsb
        isb
        call_logged
        ldr r2, =0x30103010
        strd r2, r2, [r1]
        dsb
        isb
        call_logged
        ldr r2, =0x20302030
        str r2, [r1, #1]
        dsb
        isb
        call_logged
        ldrex r3, [r1]
        ldr r2, =0x30043004
        strex r0, r2, [r1]
        log r0
        dsb
        isb
        call_logged
        mark 8                          @ a loop that changes itself a hundred times
        place counting, ARENA + 0x400
        call_logged
        mark 9                          @ LR-relative stub: a branch becomes another
        place branching, ARENA + 0x500
        call_logged
        ldr r1, =ARENA + 0x502
        ldr r0, =0xBF00
        strh r0, [r1]
        dsb
        isb
        call_logged
        mark 10                         @ the fetch of a store under way: PUSH over the code that it stands in
        place pushing, ARENA + 0x600
        mov r7, sp
        call_logged
        mov sp, r7
        pop {pc}
        .ltorg

        .align 2
ahead:
        mov r1, pc                      @ +4
        nop
        strh r5, [r1, #12]
        dsb
        isb
        nop
        movs r0, #1                     @ +16
        adds r6, #1
        bx lr
ahead_end:

        .align 2
in_it:
        mov r1, pc                      @ +4
        cmp r1, r1
        itttt eq
        strheq r5, [r1, #14]
        dsbeq
        isbeq
        moveq r0, #2                    @ +18, in IT a MOV without flags
        adds r6, #1
        bx lr
in_it_end:

        .align 2
        nop
wide:
        adds r6, #1
        adds r6, #2
        movw r0, #0x1022                @ over the page's end
        bx lr
wide_end:

        .align 2
plain:
        movs r0, #0x41
        adds r6, #1
        bx lr
        nop
plain_end:

        .align 2
four:
        adds r0, #3
        adds r0, #3
        adds r0, #3
        adds r0, #3
        adds r6, #1
        bx lr
four_end:

        .align 2
counting:
        mov r1, pc                      @ +4
        movs r2, #100
1:      adds r0, #0                     @ its immediate grows
        ldrb r3, [r1]
        adds r3, #1
        strb r3, [r1]
        dsb
        isb
        adds r6, #1
        subs r2, #1
        bne 1b
        bx lr
counting_end:

        .align 2
branching:
        adds r0, #1
        b 1f
        adds r0, #2
        adds r0, #4
1:      adds r0, #8
        adds r6, #1
        bx lr
branching_end:

        .align 2
pushing:
        ldr r1, =0x30053006             @ adds r0, #6; adds r0, #5
        mov r2, pc
        adds r2, #20
        mov sp, r2
        push {r1}                       @ over what stands at +20
        dsb
        isb
        nop
        adds r0, #1
        adds r0, #1
        adds r0, #1
        adds r0, #1
        adds r6, #1
        bx lr
        .align 2
        .ltorg
pushing_end:

        default svcall
        default pendsv
        default systick
        default irq
