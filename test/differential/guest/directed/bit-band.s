@ The bit-band alias of the peripherals: one word of the alias is one bit of a device's register.
        .include "log.s"
        .equ TIMER, 0x40000000
        .equ RELOAD, TIMER + 8
        .equ UART, 0x40004000
        .equ BAUDDIV, UART + 0x10
        .equ ALIASES, 0x42000000
        .equ REGION, 0x40000000

        .macro alias register, address, bit
        ldr \register, =ALIASES + (\address - REGION) * 32 + \bit * 4
        .endm
        .macro bits address             @ all 32 bits of a register by word, its lowest eight by byte and halfword as well
        alias r7, \address, 0
        movs r2, #0
77:     ldr r0, [r7]
        cmp r2, #8
        bhs 78f
        ldrb r1, [r7]
        add r0, r0, r1, lsl #4
        ldrh r1, [r7]
        add r0, r0, r1, lsl #8
78:     log r0
        adds r7, #4
        adds r2, #1
        cmp r2, #32
        bne 77b
        .endm
        .macro put address, bit, value, instruction
        alias r7, \address, \bit
        ldr r0, =\value
        \instruction r0, [r7]
        .endm

        .thumb_func
main:
        push {lr}
        mark 1                           @ what a register holds
        ldr r6, =RELOAD
        ldr r0, =0xA55A9669
        str r0, [r6]
        bits RELOAD
        mark 2                           @ only bit 0 of what is stored counts
        put RELOAD, 0, 0xFFFFFFFE, str
        put RELOAD, 1, 0xFF, str
        put RELOAD, 4, 0x10001, str
        put RELOAD, 30, 1, str
        put RELOAD, 31, 0, str
        ldr r0, [r6]
        log r0
        bits RELOAD
        mark 3                           @ a register that holds some bits only
        put BAUDDIV, 4, 1, str
        put BAUDDIV, 19, 1, str
        put BAUDDIV, 20, 1, str
        ldr r6, =BAUDDIV
        ldr r0, [r6]
        log r0
        put UART + 8, 0, 1, str          @ CTRL: transmit enable
        put UART + 8, 31, 1, str
        ldr r6, =UART + 8
        ldr r0, [r6]
        log r0
        put UART + 8, 0, 0, str
        ldr r0, [r6]
        log r0
        mark 4                           @ a read-only register
        put UART + 0xFD0, 0, 1, str
        bits UART + 0xFE0
        mark 5                           @ a device that stands there only by name reads as zero
        resume_at 1f
        alias r7, 0x400F0000, 3
        movs r0, #77
        ldr r0, [r7]
1:      log r0
        resume_at 2f
        alias r7, 0x400F0000, 3
        str r0, [r7]
2:      log r7
        mark 6                           @ the MPU checks the alias, not the register
        ldr r0, =SCS
        ldr r1, =0x00000010              @ 0: code, read-only; 1: RAM; 2: the device, read-write for both
        str r1, [r0, #0x9c]
        ldr r1, =0x06000027
        str r1, [r0, #0xa0]
        ldr r1, =0x20000011
        str r1, [r0, #0x9c]
        ldr r1, =0x1300002B
        str r1, [r0, #0xa0]
        ldr r1, =0x40000012
        str r1, [r0, #0x9c]
        ldr r1, =0x1301001F
        str r1, [r0, #0xa0]
        movs r1, #1                      @ without the default memory map
        str r1, [r0, #0x94]
        dsb
        isb
        ldr r6, =RELOAD
        ldr r0, [r6]
        log r0
        resume_at 3f
        alias r7, RELOAD, 0
        movs r0, #78
        ldr r0, [r7]
3:      log r0
        resume_at 4f
        alias r7, RELOAD, 0
        movs r0, #1
        str r0, [r7]
4:      ldr r0, [r6]
        log r0
        ldr r0, =SCS                     @ the other way round: the alias is open, the device is not
        ldr r1, =0x42000012
        str r1, [r0, #0x9c]
        ldr r1, =0x13010031
        str r1, [r0, #0xa0]
        dsb
        isb
        movs r0, #1
        msr control, r0
        isb
        resume_at 5f
        ldr r6, =RELOAD
        movs r0, #79
        ldr r0, [r6]
5:      log r0
        resume_at 6f
        put RELOAD, 0, 1, str
        ldr r0, [r7]
6:      log r0
        svc #0
        ldr r0, =SCS
        movs r1, #0
        str r1, [r0, #0x94]
        dsb
        isb
        ldr r6, =RELOAD
        ldr r0, [r6]
        log r0
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
