@ Loads and stores of several bytes or words over the edge of what may be accessed; bit-band aliases; mirrors; traps.
        .include "log.s"
        .equ EDGE, ARENA + 0x400         @ from here on nothing may be written, and nothing read above EDGE + 0x400

        .macro region number, base, attributes
        ldr r0, =SCS
        ldr r1, =\base + 0x10 + \number
        str r1, [r0, #0x9c]
        ldr r1, =\attributes
        str r1, [r0, #0xa0]
        .endm
        .macro try register, address, instruction:vararg
        ldr \register, =\address
        resume_at 77f
        \instruction
77:     log \register
        .endm
        .macro dump                      @ the words around the edges
        ldr r0, =EDGE - 16
        ldmia r0, {r1-r8}
        stmia r10!, {r1-r8}
        .endm
        .macro fill
        ldr r0, =EDGE - 64
        ldr r1, =0x10203040
        movs r2, #32
78:     str r1, [r0], #4
        add r1, r1, #0x01000000
        add r1, r1, #1
        subs r2, #1
        bne 78b
        ldr r1, =0xA1A1A1A1
        ldr r2, =0xA2A2A2A2
        ldr r3, =0xA3A3A3A3
        ldr r4, =0xA4A4A4A4
        ldr r5, =0xA5A5A5A5
        .endm

        .thumb_func
main:
        push {lr}
        fill
        region 0, 0, 0x06000027
        region 1, 0x20000000, 0x1300002B @ RAM: 4 MiB
        region 2, EDGE, 0x16000013       @ read-only
        region 3, EDGE + 0x400, 0x10000013 @ nothing at all
        movs r1, #5
        ldr r0, =SCS
        str r1, [r0, #0x94]
        dsb
        isb
        mark 1                           @ STM and its kin over the edge: what was stored stays, the base does not move
        try r6, EDGE - 8, stmia r6!, {r1-r4}
        dump
        try r6, EDGE - 4, stmia r6, {r1-r2}
        try r6, EDGE + 8, stmdb r6!, {r1-r4}
        try r6, EDGE - 4, strd r1, r2, [r6], #8
        try r6, EDGE - 12, strd r1, r2, [r6, #8]!
        dump
        mark 2                           @ LDM and its kin: the base does not move
        try r6, EDGE + 0x400 - 8, ldmia r6!, {r1-r4}
        try r6, EDGE + 0x400 + 8, ldmdb r6!, {r1-r4}
        try r6, EDGE + 0x400 - 4, ldrd r1, r2, [r6], #8
        try r6, EDGE + 0x400, ldr r1, [r6, #4]!
        try r6, EDGE + 0x400, ldr r1, [r6], #-8
        ldr r1, =0xB1B1B1B1              @ what a refused LDM has loaded is UNKNOWN
        ldr r2, =0xB2B2B2B2
        ldr r3, =0xB3B3B3B3
        ldr r4, =0xB4B4B4B4
        mark 3                           @ unaligned, over both edges
        try r6, EDGE - 2, ldr r1, [r6]
        log r1
        try r6, EDGE - 4, ldr r1, [r6, #-1]!
        log r1
        try r6, EDGE - 9, ldrh r1, [r6]
        log r1
        try r6, ARENA + 0x3FFF - 2, ldr r1, [r6]
        try r6, ARENA + 0x3FFF, strh r2, [r6]
        try r6, ARENA + 0x3FFF, ldrsh r1, [r6]
        log r1
        try r6, ARENA + 0x3FFE, str r3, [r6]
        try r6, ARENA + 0x3FFE, ldr r1, [r6]
        log r1
        mark 4                           @ lists at every alignment, over a page's end
        ldr r6, =ARENA + 0x3FF0
        stmia r6!, {r1-r5, r7-r9}
        log r6
        ldmdb r6, {r0-r5}
        stmia r10!, {r0-r5}
        resume_at 1f
        ldr r6, =ARENA + 0x3FF2
        ldmia r6, {r0-r5}
1:      log r6
        resume_at 2f
        ldr r6, =ARENA + 0x3FF1
        strd r0, r1, [r6]
2:      log r6
        resume_at 3f
        ldrexh r0, [r6]
3:      log r6
        mark 5                           @ bit-band
        ldr r6, =ARENA + 0x100
        ldr r0, =0xA55A9669
        str r0, [r6]
        ldr r7, =0x22000000 + 0x20100 * 32
        movs r2, #32
4:      ldr r0, [r7]
        ldrb r1, [r7]
        add r0, r0, r1, lsl #4
        ldrh r1, [r7]
        add r0, r0, r1, lsl #8
        log r0
        adds r7, #4
        subs r2, #1
        bne 4b
        ldr r7, =0x22000000 + 0x20100 * 32
        ldr r0, =0xFFFFFFFE              @ only bit 0 counts
        str r0, [r7]
        movs r0, #0xFF
        strb r0, [r7, #4]
        strh r0, [r7, #8]
        str r0, [r7, #124]
        ldr r0, [r6]
        log r0
        ldr r7, =0x22000000 + 0x20440 * 32 @ its byte is read-only for the MPU, the alias is not
        resume_at 5f
        movs r0, #1
        str r0, [r7]
5:      log r0
        mark 6                           @ mirrors: the rights are those of the address
        try r6, EDGE + 0x400000, str r1, [r6]
        log r1
        mark 7                           @ traps
        ldr r0, =SCS
        movs r1, #0x218                  @ STKALIGN, DIV_0_TRP, UNALIGN_TRP
        movw r1, #0x218
        str r1, [r0, #0x14]
        dsb
        isb
        try r6, ARENA + 1, ldr r1, [r6]
        try r6, ARENA + 1, ldrh r1, [r6]
        try r6, ARENA + 2, ldrh r1, [r6]
        try r6, ARENA + 3, strb r1, [r6]
        movs r1, #0
        isb
        try r6, 77, udiv r6, r6, r1
        isb
        try r6, 78, sdiv r6, r6, r1
        ldr r0, =SCS
        movw r1, #0x200
        str r1, [r0, #0x14]
        dsb
        isb
        movs r1, #0
        try r6, 79, udiv r6, r6, r1
        mark 8                           @ nothing answers, and the PPB unprivileged
        try r6, 0x60000000, ldr r1, [r6]
        try r6, 0x60000010, str r1, [r6]
        try r6, 0x60000008, ldmia r6!, {r1, r2}
        movs r0, #1
        msr control, r0
        isb
        try r6, 0xE000ED00, ldr r1, [r6]
        try r6, 0xE000ED04, str r1, [r6]
        try r6, ARENA, ldr r1, [r6]
        svc #0
        ldr r0, =SCS
        movs r1, #0
        str r1, [r0, #0x94]
        pop {pc}
        .ltorg

        .thumb_func
svcall:
        movs r0, #0
        msr control, r0
        bx lr

        default svcall
        default pendsv
        default systick
        default irq
