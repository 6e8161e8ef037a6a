@ What the guests have in common that run cells out of reset (exceptions.s, security.s): R7 is VARS, R8 SCS, R6 where entries grow.
@ Guests with the instructions of Armv6-M alone define V6, and take the first macros and the last ones.
        .ifdef V6
        .macro put register
        stmia r6!, {\register}
        .endm
        .macro make_odd register
        adds \register, #1
        .endm
        .else
        .macro put register
        str \register, [r6], #4
        .endm
        .macro make_odd register
        orr \register, \register, #1
        .endm
        .endif

        .macro open_console             @ once for all resets
        ldr r7, =VARS
        ldr r8, =SCS
        ldr r0, [r7, #4]
        cbnz r0, 1f
        adr r1, console_block
        movs r0, #1                     @ SYS_OPEN
        bkpt #0xab
        str r0, [r7, #4]
1:
        .endm

        .macro source name
        .align 2
        .thumb_func
\name:
        .endm
        .macro end
        b survived
        .endm

        .macro plain_sources            @ R0: DENIED, R1: NOTHING
        source load_denied
        ldr r4, [r0]
        end
        source store_denied
        str r4, [r0]
        end
        source fetch_denied
        make_odd r0
        bx r0
        source load_nothing
        ldr r4, [r1]
        end
        source store_nothing
        str r4, [r1]
        end
        source fetch_nothing
        make_odd r1
        bx r1
        source undefined
        udf #0
        end
        .endm

        .macro call_sources             @ R2: EXC_RETURN
        source supervisor
        svc #0
        end
        source breakpoint
        bkpt #0
        end
        source return
        bx r2
        .endm

        .macro frame_spots
spots:
        .word spot_good, spot_undefined, handler
        .align 2
        .thumb_func
spot_good:
        b survived
        .align 2
        .thumb_func
spot_undefined:
        udf #1
        b survived
        .endm

        .macro rare_sources             @ R3: 0, R5: an odd address
        source divide                   @ if CCR.DIV_0_TRP is 1
        udiv r4, r5, r3
        end
        source coprocessor
        mcr p7, 0, r4, c7, c5, 0
        end
        source float
        .short 0xeeb0, 0x0a60           @ vmov.f32 s0, s1
        end
        source limit                    @ if there is a limit
        sub sp, sp, #0x400
        end
        .endm

        .macro next_cell                @ the next one out of reset, or the end
next:
        ldr r0, [r7, #0]
        adds r0, #1
        str r0, [r7, #0]
        ldr r1, =HEADER
        ldr r1, [r1]
        cmp r0, r1
        bhs 1f
        ldr r0, =0x05FA0004             @ AIRCR.SYSRESETREQ
        str r0, [r8, #0x0c]
        dsb
        b .
1:      ldr r1, =0x20026                @ ADP_Stopped_ApplicationExit
        movs r0, #0x18                  @ SYS_EXIT
        bkpt #0xab
        b .
        .endm

        .macro entry_writer
write_entry:                            @ from ENTRY to R6, with the cell's number ahead
        ldr r1, =VARS + 32
        ldr r0, [r7, #4]
        str r0, [r1]
        ldr r0, =ENTRY - 4
        str r0, [r1, #4]
        sub r2, r6, r0
        str r2, [r1, #8]
        ldr r2, [r7, #0]
        orr r2, r2, #0xCA000000
        orr r2, r2, #0x005E0000
        str r2, [r0]
        movs r0, #5                     @ SYS_WRITE
        bkpt #0xab
        bx lr
        .endm

@ What guests for Armv6-M have in common; R5 is SCS.
        .macro barriers
        dsb
        isb
        .endm
        .macro put_word offset, scs=r5
        ldr r0, [\scs, #\offset]
        put r0
        .endm
        .macro put_special name
        mrs r0, \name
        put r0
        .endm

        .macro narrow_next
next:                                   @ the next cell out of reset, or the end
        ldr r0, [r7, #0]
        adds r0, #1
        str r0, [r7, #0]
        ldr r1, =HEADER
        ldr r1, [r1]
        cmp r0, r1
        blo 1f
        bl exit_guest
1:      ldr r0, =0x05FA0004             @ AIRCR.SYSRESETREQ
        str r0, [r5, #0x0c]
        dsb
        b .
        .endm

        .macro narrow_entry_writer
write_entry:                            @ from ENTRY to R6, with the cell's number ahead
        ldr r1, =VARS + 32
        ldr r0, [r7, #4]
        str r0, [r1]
        ldr r0, =ENTRY - 4
        str r0, [r1, #4]
        subs r2, r6, r0
        str r2, [r1, #8]
        ldr r2, [r7, #0]
        ldr r3, =0xCA5E0000
        orrs r2, r3
        str r2, [r0]
        movs r0, #5                     @ SYS_WRITE
        bkpt #0xab
        bx lr
        .endm
