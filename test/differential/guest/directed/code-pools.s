@ More code than the pools of predecoded code hold: pages, IT slots; IT blocks over page ends; branches into IT blocks.
        .include "log.s"
        .equ PAGES, 0x21000000          @ stubs, one in each 16 KiB

        .thumb_func
svcall:                                 @ leaves a trace and every flag as it was
        mrs r0, psp
        adds r8, #1
        bx lr

        .thumb_func
main:
        push {lr}
        mark 0                          @ 256 pages, then an instruction that stands in the first and in one more
        ldr r4, =0x3FFE
        ldr r0, =0xF240                 @ movw r0, #0x11; bx lr
        ldr r1, =0x0011
        ldr r2, =0x4770
        strh r0, [r4]
        strh r1, [r4, #2]
        strh r2, [r4, #4]
        ldr r4, =0x7FFE
        ldr r1, =0x0022
        strh r0, [r4]
        strh r1, [r4, #2]
        strh r2, [r4, #4]
        ldr r4, =PAGES + 1
        ldr r5, =255
11:     strh r2, [r4, #-1]
        dsb
        isb
        blx r4
        add r4, #0x4000
        subs r5, #1
        bne 11b
        ldr r4, =0x3FFF
        blx r4
        log r0
        ldr r4, =0x7FFF
        blx r4
        log r0
        mark 1                          @ 300 pages, each with an instruction over its end into the next
        ldr r4, =PAGES + 0x3FFE
        ldr r5, =300
1:      ldr r0, =0xF240                 @ movw r0, #n
        mov r1, r5
        strh r0, [r4]
        uxtb r1, r1
        strh r1, [r4, #2]
        ldr r0, =0x4770                 @ bx lr
        strh r0, [r4, #4]
        add r4, #0x4000
        subs r5, #1
        bne 1b
        dsb
        isb
        movs r7, #3
2:      ldr r4, =PAGES + 0x3FFF
        ldr r5, =300
        movs r6, #0
3:      blx r4
        add r6, r0, r6, ror #27
        add r4, #0x4000
        subs r5, #1
        bne 3b
        log r6
        subs r7, #1
        bne 2b
        mark 2                          @ the first page's last instruction after the pool filled up, then the second page's
        movs r7, #4
4:      ldr r4, =PAGES + 0x3FFF
        blx r4
        log r0
        ldr r4, =PAGES + 0x7FFF
        blx r4
        log r0
        ldr r4, =PAGES + 0xBFFF
        ldr r5, =252
5:      blx r4
        add r4, #0x4000
        subs r5, #1
        bne 5b
        subs r7, #1
        bne 4b
        mark 3                          @ 20,000 IT blocks
        ldr r4, =ARENA
        ldr r5, =20000
        ldr r0, =0x3001BF08             @ it eq; addeq r0, #1
        ldr r1, =0x3003BF18             @ it ne; addne r0, #3
6:      tst r5, #1
        ite eq
        streq r0, [r4], #4
        strne r1, [r4], #4
        subs r5, #1
        bne 6b
        ldr r0, =0x4770
        strh r0, [r4]
        dsb
        isb
        ldr r4, =ARENA + 1
        movs r7, #3
7:      movs r0, #0
        cmp r7, #2
        blx r4                          @ the flags last: nothing in an IT block sets them
        log r0
        subs r7, #1
        bne 7b
        mark 4                          @ an IT block over a page's end
        ldr r0, =itblock
        ldr r1, =ARENA + 0x3FFA
        movs r2, #itblock_end - itblock
        bl copy
        ldr r4, =ARENA + 0x3FFB
        movs r0, #0
        movs r1, #1
        cmp r1, #1
        blx r4
        log r0
        movs r0, #0
        cmp r1, #0
        blx r4
        log r0
        mark 5                          @ into the middle of it, with and without an IT before
        ldr r4, =ARENA + 0x3FFF
        movs r0, #0
        cmp r1, #0
        blx r4
        log r0
        ldr r4, =ARENA + 0x4001
        movs r0, #0
        cmp r1, #0
        blx r4
        log r0
        ldr r4, =ARENA + 0x3FFB
        movs r0, #0
        cmp r1, #1
        blx r4
        log r0
        mark 6                          @ an exception at each place of an IT block, and the way back into it
        mov r8, #0
        movs r1, #1
        movs r2, #0
        cmp r1, #1
        itttt eq
        svceq #1
        addeq r2, #1
        svceq #2
        addeq r2, #2
        log r2
        log r8
        cmp r1, #1
        itete eq
        addeq r2, #16
        svcne #1
        svceq #1
        addne r2, #32
        log r2
        log r8
        cmp r1, #2
        itete eq
        addeq r2, #16
        svcne #1
        svceq #1
        addne r2, #32
        log r2
        log r8
        mark 7                          @ a fault inside an IT block: xPSR tells where
        resume_at 8f
        ldr r3, =0x60000000
        cmp r1, #1
        ittt eq
        addeq r2, #1
        ldreq r4, [r3]
        addeq r2, #100
8:      log r2
        resume_at 9f
        cmp r1, #1
        itte ne
        ldrne r4, [r3]
        ldrne r4, [r3]
        ldreq r4, [r3]
9:      log r2
        mark 8                          @ undefined and BKPT-free slots: an undefined instruction whose condition fails
        resume_at 10f
        cmp r1, #1
        itt ne
        udfne #0
        addne r2, #1
        cmp r1, #1
        it eq
        udfeq #0
10:     log r2
        pop {pc}
        .ltorg

        .align 2
        nop
itblock:                                @ at a page's end - 6
        nop
        itete eq
        addeq r0, #1
        addwne r0, r0, #0x20            @ over the page's end? no: behind it
        addeq r0, #4
        addwne r0, r0, #0x80
        bx lr
itblock_end:

        default svcall
        default pendsv
        default systick
        default irq
