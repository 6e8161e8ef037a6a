@ Execution and the MPU: regions whose XN and privilege change under running code, and code over their edges.
        .include "log.s"
        .equ RBAR, 0x9c
        .equ RASR, 0xa0
        .equ RW_XN, 0x13000013 + 0       @ 1 KiB, read and write for all
        .equ RW_X,  0x03000013
        .equ PRIV_X, 0x01000013          @ privileged only
        .equ RO_X, 0x06000013

        .macro region number, base, attributes
        ldr r0, =SCS
        ldr r1, =\base + 0x10 + \number
        str r1, [r0, #RBAR]
        ldr r1, =\attributes
        str r1, [r0, #RASR]
        dsb
        isb
        .endm
        .macro try address               @ calls it; a fault goes on behind
        resume_at 77f
        ldr r4, =\address + 1
        movs r0, #0
        blx r4
77:     log r0
        .endm
        .macro unprivileged
        movs r0, #1
        msr control, r0
        isb
        .endm

        .thumb_func
svcall:                                 @ privileged again
        movs r0, #0
        msr control, r0
        bx lr

        .thumb_func
main:
        push {lr}
        ldr r0, =code
        ldr r1, =ARENA
        movs r2, #code_end - code
        bl copy
        ldr r0, =code
        ldr r1, =ARENA + 0x400
        movs r2, #code_end - code
        bl copy
        ldr r0, =edge
        ldr r1, =ARENA + 0x3FE
        movs r2, #edge_end - edge
        bl copy
        ldr r0, =code
        ldr r1, =ARENA + 0x404
        movs r2, #code_end - code
        bl copy
        region 0, 0, 0x06000027          @ the guest itself: 1 MiB, read-only
        region 1, 0x20000000, 0x13000027 @ RAM: 1 MiB, never executed
        region 2, 0x20300000, 0x13000027 @ the log
        region 3, ARENA, RW_X
        region 4, ARENA + 0x400, RW_XN
        movs r1, #5                      @ ENABLE, PRIVDEFENA
        ldr r0, =SCS
        str r1, [r0, #0x94]
        dsb
        isb
        mark 1                           @ execute never, on and off
        try ARENA
        try ARENA + 0x404
        region 3, ARENA, RW_XN
        try ARENA
        region 3, ARENA, RW_X
        try ARENA
        mark 2                           @ privileged only
        region 3, ARENA, PRIV_X
        try ARENA
        unprivileged
        try ARENA
        svc #0
        try ARENA
        region 3, ARENA, RO_X
        unprivileged
        try ARENA
        svc #0
        mark 3                           @ a 32-bit instruction whose second half may not be executed
        region 3, ARENA, RW_X
        try ARENA + 0x3FE
        region 4, ARENA + 0x400, RW_X
        try ARENA + 0x3FE
        region 3, ARENA, RW_XN
        try ARENA + 0x3FE
        try ARENA + 0x404
        region 3, ARENA, RW_X
        region 4, ARENA + 0x400, PRIV_X
        try ARENA + 0x3FE
        unprivileged
        try ARENA + 0x3FE
        svc #0
        try ARENA + 0x3FE
        mark 4                           @ running code takes its own right away
        region 4, ARENA + 0x400, RW_X
        ldr r0, =own
        ldr r1, =ARENA + 0x100
        movs r2, #own_end - own
        bl copy
        resume_at 1f
        ldr r4, =ARENA + 0x101
        ldr r0, =SCS
        ldr r1, =ARENA + 0x13
        ldr r2, =RW_XN
        movs r3, #0
        blx r4
1:      log r3
        mark 5                           @ the MPU off and on again
        region 3, ARENA, RW_XN
        ldr r0, =SCS
        movs r1, #0
        str r1, [r0, #0x94]
        dsb
        isb
        try ARENA
        ldr r0, =SCS
        movs r1, #5
        str r1, [r0, #0x94]
        dsb
        isb
        try ARENA
        mark 6                           @ branches to where nothing may be executed
        try 0x40000000
        try 0x60000000
        try 0xE0000000
        try 0xA0000000
        try 0xF0000000
        ldr r0, =SCS
        movs r1, #0
        str r1, [r0, #0x94]
        pop {pc}
        .ltorg

        .align 2
code:
        movs r0, #0x11
        bx lr
code_end:
        .align 2
edge:
        movw r0, #0x2222
        bx lr
edge_end:
        .align 2
own:
        adds r3, #1
        str r1, [r0, #RBAR]
        adds r3, #2
        str r2, [r0, #RASR]
        isb
        adds r3, #4
        bx lr
own_end:

        default svcall
        default pendsv
        default systick
        default irq
