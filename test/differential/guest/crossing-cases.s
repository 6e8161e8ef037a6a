@ The cases of crossings-v8-base.s; their labels are their names.

@ Calls of Secure code.
        case call_through_gateway
        in_ns
        call gate_leaf
        done
        case call_through_gateway_unprivileged
        set_controls 0, 1
        in_ns
        call gate_leaf
        done
        case call_through_gateway_on_process_stacks
        set_controls 2, 2
        in_ns
        call gate_leaf
        done
        case call_through_gateway_to_unprivileged
        set_controls 1, 0
        in_ns
        ldr r0, =gate_leaf + 1
        blx r0
        svc #0
        case call_through_gateway_in_handler
        in_svcall_ns
        in_ns
        call gate_leaf
        done
        case sg_in_secure_code
        in_s
        sg
        mov r1, lr
        done
        case sg_in_non_secure_code
        in_ns
        sg
        mov r1, lr
        done
        case callable_without_sg
        in_ns
        jump no_gate
        case callable_without_sg_unprivileged
        set_controls 0, 1
        in_ns
        jump no_gate
        case callable_without_sg_in_handler
        in_svcall_ns
        in_ns
        jump no_gate
        case callable_behind_sg
        in_ns
        jump gate_leaf + 4
        case secure_with_sg_not_callable
        in_ns
        jump closed_gate
        case secure_not_callable
        in_ns
        jump plain_leaf
        case secure_not_callable_unprivileged
        set_controls 0, 3
        in_ns
        jump plain_leaf
        case secure_not_callable_in_handler
        in_svcall_ns
        in_ns
        jump plain_leaf

@ Calls of Non-secure code.
        case call_non_secure
        in_s
        call_ns plain_leaf
        done
        case call_non_secure_that_pops
        in_s
        call_ns popping_leaf
        done
        case call_non_secure_on_process_stacks
        set_controls 2, 2
        in_s
        call_ns plain_leaf
        done
        case call_non_secure_unprivileged
        set_controls 1, 1
        in_s
        call_ns plain_leaf
        done
        case call_non_secure_in_handler
        in_svcall
        in_s
        call_ns plain_leaf
        done
        case call_non_secure_in_handler_of_non_secure
        in_pendsv_ns
        in_s
        call_ns plain_leaf
        done
        case call_non_secure_beyond_limit
        in_s
        mov r0, sp
        msr msplim, r0
        call_ns plain_leaf
        done
        case blxns_to_secure
        in_s
        ldr r0, =plain_leaf + 1
        blxns r0
        done
        case bxns_to_secure
        in_s
        adr r0, 1f
        adds r0, #1
        bxns r0
        .align 2
1:      mov r1, lr
        done
        case bxns_in_non_secure_code
        in_ns
        bxns lr
        case function_return
        call_frame 1f + 1, 0
        in_ns
        bx lr
        .align 2
1:      done
        case function_return_even
        call_frame 1f + 1, 0
        ldr r0, =FNC_RETURN - 1
        str r0, [r7, #EXC]
        in_ns
        bx lr
        .align 2
1:      done
        case function_return_of_secure_code
        call_frame 1f + 1, 0
        in_s
        bx lr
        .align 2
1:      done
        case function_return_with_exception
        call_frame plain_leaf + 1, 11
        in_ns
        bx lr
        case function_return_to_even_address
        call_frame 1f, 0
        in_ns
        bx lr
        .align 2
1:      done
        case function_return_to_non_secure
        call_frame plain_leaf + NS_BASE + 1, 0
        in_ns
        bx lr
        case function_return_in_handler_without_call
        in_svcall_ns
        call_frame plain_leaf + 1, 11
        in_ns
        bx lr
        case function_return_in_secure_handler_without_call
        in_svcall
        call_frame plain_leaf + 1, 11
        in_ns
        bx lr

@ Loads, stores and fetches of the other state's memory.
        case non_secure_loads_secure
        in_ns
        ldr r0, =DATA
        ldr r1, [r0]
        done
        case non_secure_loads_secure_byte_unprivileged
        set_controls 0, 3
        in_ns
        ldr r0, =DATA
        ldrb r1, [r0]
        done
        case non_secure_loads_secure_in_handler
        in_svcall_ns
        in_ns
        ldr r0, =DATA
        ldmia r0!, {r1, r2}
        done
        case non_secure_stores_secure
        in_ns
        ldr r0, =DATA
        str r1, [r0]
        done
        case non_secure_stores_secure_in_handler
        in_svcall_ns
        in_ns
        ldr r0, =DATA
        stmia r0!, {r1, r2}
        done
        case non_secure_loads_callable
        in_ns
        ldr r0, =gates
        ldr r1, [r0]
        done
        case non_secure_loads_secure_exclusive
        in_ns
        ldr r0, =DATA
        ldrex r1, [r0]
        done
        case non_secure_releases_to_secure
        in_ns
        ldr r0, =DATA
        stl r1, [r0]
        done
        case non_secure_stack_in_secure
        set_special msp_ns, DATA + 0x100
        in_ns
        svc #0
        done
        case secure_loads_and_stores_non_secure
        in_s
        ldr r0, =DATA + NS
        str r2, [r0]
        ldr r1, [r0]
        done
        case secure_stack_in_non_secure
        set_special msp, DATA + NS + 0x100
        in_s
        svc #0
        done
        case secure_fetches_non_secure
        in_s
        jump plain_leaf + NS_BASE
        case secure_fetches_non_secure_unprivileged
        set_controls 3, 0
        in_s
        jump plain_leaf + NS_BASE
        case secure_fetches_non_secure_in_handler
        in_svcall
        in_s
        jump plain_leaf + NS_BASE
        case secure_returns_to_non_secure_memory
        in_svcall
        ldr r0, =plain_leaf + NS_BASE
        lsrs r0, #1
        lsls r0, #1
        str r0, [sp, #24]
        in_s
        bx lr

@ Non-secure exceptions of Secure code, and Secure ones of Non-secure code.
        .macro interrupted address, value @ Secure code is, and goes on
        returns 1
        in_s
        set_word \address, \value
        barriers
        done
        .endm
        .macro let_come                 @ what Secure code has made pending, Non-secure code lets come
        in_ns
        cpsie i
        isb
        done
        .endm
        case pendsv_ns_in_secure_code
        interrupted ICSR + FAR, PENDSV
        case systick_ns_in_secure_code
        interrupted ICSR + FAR, PENDST
        case svcall_ns_in_secure_code
        interrupted SHCSR + FAR, 0x8000
        case interrupt_ns_in_secure_code
        set_word NVIC_ITNS, 1
        set_word NVIC_IPR + FAR, 0x80
        interrupted NVIC_ISPR, 1
        case interrupt_in_secure_code
        interrupted NVIC_ISPR, 1
        case pendsv_ns_in_secure_code_on_process_stack
        set_controls 2, 0
        interrupted ICSR + FAR, PENDSV
        case interrupt_ns_in_secure_code_unprivileged
        set_word NVIC_ITNS, 1
        set_word NVIC_IPR + FAR, 0x80
        set_controls 3, 3
        in_svcall
        returns 1
        set_word NVIC_ISPR, 1
        in_s
        bx lr
        case pendsv_ns_in_secure_handler
        set_word SHPR3 + FAR, 0x00400000
        in_svcall
        interrupted ICSR + FAR, PENDSV
        case svcall_in_non_secure_code
        returns 1
        in_ns
        svc #0
        done
        case svcall_in_non_secure_code_unprivileged
        returns 1
        set_controls 0, 3
        in_ns
        svc #0
        done
        case pendsv_in_non_secure_code
        set_special primask_ns, 1
        set_word ICSR, PENDSV
        returns 1
        let_come
        case interrupt_in_non_secure_code_on_process_stack
        set_special primask_ns, 1
        set_word NVIC_ISPR, 1
        returns 1
        set_controls 2, 2
        let_come
        case pendsv_in_non_secure_handler
        set_word SHPR3, 0x00400000
        in_svcall_ns
        set_special primask_ns, 1
        set_word ICSR, PENDSV
        returns 1
        let_come
        case pendsv_in_handler_of_secure_code
        set_word SHPR3, 0x00400000
        in_pendsv_ns
        set_special primask_ns, 1
        set_word ICSR, PENDSV
        returns 2
        let_come
        case both_in_secure_code
        returns 2
        cpsid i
        set_word ICSR, PENDSV
        set_word ICSR + FAR, PENDSV
        in_s
        cpsie i
        isb
        done
        case both_in_non_secure_code
        returns 2
        set_special primask_ns, 1
        set_word ICSR, PENDSV
        set_word ICSR + FAR, PENDSV
        let_come
        case non_secure_first_in_secure_code
        returns 2
        set_word SHPR3 + FAR, 0x00400000
        cpsid i
        set_word ICSR, PENDSV
        set_word ICSR + FAR, PENDSV
        in_s
        cpsie i
        isb
        done
        case non_secure_masks_in_secure_handler
        in_svcall
        set_special primask_ns, 1
        set_word SHPR3 + FAR, 0x00000000
        in_s
        set_word ICSR + FAR, PENDSV
        barriers
        done
        case secure_mask_holds_non_secure
        cpsid i
        in_ns
        set_word ICSR, PENDSV
        barriers
        svc #0
        done
        case nmi_in_secure_code
        set_special primask_ns, 1
        interrupted ICSR, PENDNMI
        case nmi_ns_in_secure_code
        set_word AIRCR, VECTKEY + BFHFNMINS
        interrupted ICSR, PENDNMI

@ Returns.
        case return_to_non_secure
        in_svcall_ns
        in_ns
        bx lr
        case return_to_secure
        in_pendsv_ns
        in_ns
        bx lr
        case return_to_secure_by_secure_code
        in_pendsv_ns
        in_s
        bx lr
        .macro wrong_return name, bits
        case \name\()_to_secure
        in_pendsv_ns
        flip \bits
        in_ns
        bx lr
        case \name\()_to_non_secure
        in_pendsv_ns_of_ns
        flip \bits
        in_ns
        bx lr
        case \name\()_of_secure
        in_svcall
        flip \bits
        in_s
        bx lr
        .endm
        wrong_return return_with_es_wrong, 1
        wrong_return return_with_dcrs_wrong, 0x20
        wrong_return return_with_s_wrong, 0x40
        wrong_return return_with_s_and_es_wrong, 0x41
        wrong_return return_with_mode_wrong, 8
        wrong_return return_with_reserved_bit, 2
        case return_with_wrong_signature
        in_pendsv_ns
        movs r0, #1
        str r0, [sp]
        in_ns
        bx lr
        case return_with_wrong_signature_of_secure_handler
        set_word SHPR3 + FAR, 0x00400000
        in_svcall
        in_pendsv_ns
        movs r0, #1
        str r0, [sp]
        in_ns
        bx lr
        case return_to_secure_with_ipsr
        in_pendsv_ns
        ldr r0, [sp, #68]
        adds r0, #11
        str r0, [sp, #68]
        in_ns
        bx lr
        case return_in_non_secure_thread_mode
        in_ns
        ldr r0, =0xFFFFFFFD
        bx r0
        case return_through_changed_frame
        in_svcall_ns
        set_word STACK_TOP + NS - 8, plain_leaf
        in_ns
        bx lr
        case return_to_gate
        in_svcall_ns
        set_word STACK_TOP + NS - 8, gates + 8
        in_ns
        bx lr

@ Where HardFault goes.
        case undefined_non_secure
        in_ns
        udf #0
        case undefined_secure
        in_s
        udf #0
        case undefined_non_secure_hardfault_ns
        set_word AIRCR, VECTKEY + BFHFNMINS
        in_ns
        udf #0
        case undefined_non_secure_hardfault_ns_in_handler
        set_word AIRCR, VECTKEY + BFHFNMINS
        in_svcall_ns
        in_ns
        udf #0
        case undefined_secure_hardfault_ns
        set_word AIRCR, VECTKEY + BFHFNMINS
        in_s
        udf #0
        case unaligned_hardfault_ns_unprivileged
        set_word AIRCR, VECTKEY + BFHFNMINS
        set_controls 0, 3
        in_ns
        ldr r0, =DATA + NS + 1
        ldr r1, [r0]
        done
        case svc_masked_hardfault_ns
        set_word AIRCR, VECTKEY + BFHFNMINS
        set_special primask_ns, 1
        in_ns
        svc #0
        done
        case non_secure_loads_secure_hardfault_ns
        set_word AIRCR, VECTKEY + BFHFNMINS
        in_ns
        ldr r0, =DATA
        ldr r1, [r0]
        done
        case secure_not_callable_hardfault_ns
        set_word AIRCR, VECTKEY + BFHFNMINS
        in_ns
        jump plain_leaf
        case secure_fetches_non_secure_hardfault_ns
        set_word AIRCR, VECTKEY + BFHFNMINS
        in_s
        jump plain_leaf + NS_BASE
        case nothing_hardfault_ns
        set_word AIRCR, VECTKEY + BFHFNMINS
        in_ns
        ldr r0, =NS_NOTHING
        ldr r1, [r0]
        done
        case secure_loads_nothing_hardfault_ns
        set_word AIRCR, VECTKEY + BFHFNMINS
        in_s
        ldr r0, =NS_NOTHING
        ldr r1, [r0]
        done
        case secure_fetches_nothing_hardfault_ns
        set_word AIRCR, VECTKEY + BFHFNMINS
        in_s
        jump NOTHING
        case secure_fetches_never_executed_hardfault_ns
        set_word AIRCR, VECTKEY + BFHFNMINS
        in_s
        jump NEVER
        case secure_loads_nothing
        in_s
        ldr r0, =NS_NOTHING
        ldr r1, [r0]
        done
        case nothing
        in_ns
        ldr r0, =NS_NOTHING
        str r1, [r0]
        done
        case secure_bkpt_in_handler
        in_svcall
        in_s
        bkpt #0
        case hardfault_in_hardfault_ns
        set_word AIRCR, VECTKEY + BFHFNMINS
        ldr r0, =1f + 1
        str r0, [r7, #NEXT]
        in_ns
        udf #0
        .align 2
1:      in_ns
        ldr r0, =DATA
        ldr r1, [r0]
        done
        case function_return_hardfault_ns
        set_word AIRCR, VECTKEY + BFHFNMINS
        call_frame plain_leaf + 1, 11
        in_ns
        bx lr
        case return_wrong_hardfault_ns
        set_word AIRCR, VECTKEY + BFHFNMINS
        in_pendsv_ns
        flip 1
        in_ns
        bx lr
        case even_target_hardfault_ns
        set_word AIRCR, VECTKEY + BFHFNMINS
        in_ns
        ldr r0, =gates
        bx r0
        case bkpt_non_secure_hardfault_ns
        set_word AIRCR, VECTKEY + BFHFNMINS
        in_ns
        bkpt #0

@ Priorities.
        .macro non_secure_against_secure name, aircr
        case \name\()_pendsv_ns_in_secure_handler
        set_word AIRCR, VECTKEY + \aircr
        set_word SHPR2, 0xC0000000
        set_word SHPR3 + FAR, 0x00800000
        in_svcall
        interrupted ICSR + FAR, PENDSV
        case \name\()_high_pendsv_ns_in_high_secure_handler
        set_word AIRCR, VECTKEY + \aircr
        set_word SHPR2, 0x40000000
        set_word SHPR3 + FAR, 0
        in_svcall
        returns 2
        in_s
        set_word ICSR + FAR, PENDSV
        barriers
        bx lr
        case \name\()_primask_ns_and_pendsv
        set_word AIRCR, VECTKEY + \aircr
        set_word SHPR3, 0x00400000
        returns 1
        set_special primask_ns, 1
        in_s
        set_word ICSR, PENDSV
        barriers
        done
        case \name\()_both_pending
        set_word AIRCR, VECTKEY + \aircr
        set_word SHPR3, 0x00400000
        set_word SHPR3 + FAR, 0
        cpsid i
        set_word ICSR, PENDSV
        set_word ICSR + FAR, PENDSV
        returns 2
        in_s
        cpsie i
        isb
        done
        case \name\()_svc_in_non_secure_handler
        set_word AIRCR, VECTKEY + \aircr
        set_word SHPR2 + FAR, 0
        set_word SHPR3 + FAR, 0x00400000
        in_pendsv_ns
        returns 1
        in_ns
        svc #0
        done
        .endm
        non_secure_against_secure pris_off, 0
        non_secure_against_secure pris_on, PRIS
        case svc_at_priority_of_non_secure_handler
        in_pendsv_ns
        in_ns
        svc #0
        done
        case svc_in_non_secure_called_by_svcall
        in_svcall
        in_s
        call_ns 1f
        done
        .align 2
1:      svc #0
        b .
        case svc_in_non_secure_called_by_lower_svcall
        set_word SHPR2 + FAR, 0x40000000
        returns 1
        in_svcall
        returns 1
        in_s
        call_ns 1f
        done
        .align 2
1:      svc #0
        bx lr
        case svc_in_secure_called_by_svcall_ns
        set_word SHPR2, 0x40000000
        in_svcall_ns
        returns 1
        in_s
        svc #0
        done
        case secure_svc_masked
        cpsid i
        in_s
        svc #0
        done
        case systick_and_pendsv_of_both_states
        set_word SHPR3, 0xC0800000
        set_word SHPR3 + FAR, 0x80C00000
        cpsid i
        set_word ICSR, PENDSV + PENDST
        set_word ICSR + FAR, PENDSV + PENDST
        returns 4
        in_s
        cpsie i
        isb
        done

@ Limits of the Secure stacks.
        case limit_for_callee_registers
        ldr r0, =STACK_TOP - 0x28
        msr msplim, r0
        interrupted ICSR + FAR, PENDSV
        case limit_for_whole_frame
        ldr r0, =STACK_TOP - 0x48
        msr msplim, r0
        interrupted ICSR + FAR, PENDSV
        case limit_for_basic_frame
        ldr r0, =STACK_TOP - 0x18
        msr msplim, r0
        interrupted ICSR + FAR, PENDSV
        case limit_of_process_stack
        ldr r0, =PSP_TOP - 0x28
        msr psplim, r0
        set_controls 2, 0
        interrupted ICSR + FAR, PENDSV
        case limit_of_process_stack_unprivileged
        ldr r0, =PSP_TOP - 0x18
        msr psplim, r0
        set_controls 3, 0
        in_s
        svc #0
        case limit_in_non_secure_code
        ldr r0, =STACK_TOP
        msr msplim, r0
        returns 1
        in_ns
        svc #0
        done

@ Vectors of the other state.
        case vector_ns_is_secure
        set_word TABLE + NS + 44, plain_leaf + 1
        in_ns
        svc #0
        case vector_ns_is_callable
        set_word TABLE + NS + 44, no_gate + 1
        in_ns
        svc #0
        case vector_ns_is_gate
        set_word TABLE + NS + 44, gate_vector + 1
        in_ns
        svc #0
        case vector_ns_is_secure_in_secure_code
        set_word TABLE + NS + 56, plain_leaf + 1
        interrupted ICSR + FAR, PENDSV
        case vector_is_non_secure
        set_word TABLE + 44, plain_leaf + NS_BASE + 1
        in_s
        svc #0
        case vector_is_even
        set_word TABLE + NS + 44, NS_BASE
        in_ns
        svc #0
        case table_ns_is_secure
        set_word VTOR + FAR, TABLE
        in_ns
        svc #0

        case table_ns_in_nothing
        set_word VTOR + FAR, NS_NOTHING
        in_ns
        svc #0
        case table_ns_in_nothing_in_secure_code
        set_word VTOR + FAR, NS_NOTHING
        interrupted ICSR + FAR, PENDSV

@ Test Target: RAM and code of both states, what is callable, what is neither's, the Private Peripheral Bus.
        .macro test_all instruction, ppb=0xE000ED00
        ldr r0, =DATA
        ldr r1, =DATA + NS
        ldr r2, =handler
        ldr r3, =ns_handler + NS_BASE
        ldr r4, =gates
        ldr r5, =NS_NOTHING + 0x1000
        ldr r6, =\ppb
        \instruction r0, r0
        \instruction r1, r1
        \instruction r2, r2
        \instruction r3, r3
        \instruction r4, r4
        \instruction r5, r5
        \instruction r6, r6
        done
        .endm
        case tt_secure
        bl regions
        in_s
        test_all tt
        case ttt_secure
        bl regions
        in_s
        test_all ttt
        case tta_secure
        bl regions
        in_s
        test_all tta, DATA
        case ttat_secure
        bl regions
        in_s
        test_all ttat, DATA
        case tta_secure_with_non_secure_unprivileged
        bl regions
        set_controls 0, 1
        in_s
        test_all tta, DATA
        case tt_non_secure
        bl regions
        in_ns
        test_all tt
        case ttt_non_secure
        bl regions
        in_ns
        test_all ttt
        case tt_non_secure_unprivileged
        set_controls 0, 3
        in_ns
        test_all tt
        case tta_non_secure
        in_ns
        tta r0, r1
        done
        case ttat_non_secure
        in_ns
        ttat r0, r1
        done

@ Special registers.
        .macro special_registers
        mrs r0, msp_ns
        mrs r1, psp_ns
        mrs r2, primask_ns
        mrs r3, control_ns
        mrs r4, sp_ns
        mrs r5, control
        mrs r6, psp
        .endm
        .macro change_special_registers
        set_special msp_ns, STACK_TOP + NS - 0x40
        set_special psp_ns, PSP_TOP + NS - 0x40
        set_special primask_ns, 1
        set_special control_ns, 3
        isb
        .endm
        case special_registers_of_both_states
        in_s
        change_special_registers
        special_registers
        done
        case special_registers_of_process_stack
        set_controls 2, 2
        in_s
        set_special sp_ns, PSP_TOP + NS - 0x80
        special_registers
        done
        case special_registers_in_non_secure_code
        in_ns
        change_special_registers
        special_registers
        done
        case special_registers_in_secure_handler
        in_svcall
        in_s
        change_special_registers
        special_registers
        done
        case special_registers_unprivileged
        set_controls 1, 0
        in_s
        change_special_registers
        special_registers
        done
        .macro change_limits suffix
        set_special msplim\suffix, STACKS + NS
        set_special psplim\suffix, STACKS + NS
        mrs r1, msplim\suffix
        mrs r2, psplim\suffix
        .endm
        case limits_in_non_secure_code
        in_ns
        change_limits
        done
        case limits_of_non_secure_state
        in_s
        change_limits _ns
        done
        case own_limits_in_secure_code
        in_s
        set_special msplim, STACKS
        set_special psplim, STACKS + 8
        mrs r1, msplim
        mrs r2, psplim
        done
        case own_control_in_non_secure_code
        in_ns
        set_special psp, PSP_TOP + NS - 0x20
        set_special primask, 1
        set_special control, 3
        isb
        set_special primask, 0
        set_special control, 0
        isb
        done
        case own_control_in_secure_code
        in_s
        set_special psp, PSP_TOP - 0x20
        set_special primask, 1
        set_special control, 3
        isb
        set_special primask, 0
        set_special control, 0
        isb
        done
        case own_primask_in_non_secure_code
        in_ns
        cpsid i
        done

@ System registers that Non-secure code sees.
        case sau_in_non_secure_code
        in_ns
        ldr r7, =SAU_CTRL
        movs r0, #0
        str r0, [r7]
        ldr r0, [r7]
        ldr r1, [r7, #4]
        ldr r2, [r7, #8]
        ldr r3, [r7, #12]
        ldr r4, [r7, #16]
        ldr r5, [r7, #20]
        ldr r6, [r7, #24]
        done
        case aircr_in_non_secure_code
        set_word AIRCR, VECTKEY + PRIS
        in_ns
        set_word AIRCR, VECTKEY + BFHFNMINS
        ldr r0, =AIRCR
        ldr r1, [r0]
        ldr r2, =VTOR
        ldr r2, [r2]
        ldr r3, =SHPR2
        ldr r3, [r3]
        udf #0
        case alias_in_non_secure_code
        in_ns
        ldr r0, =NS_SCS
        movs r1, #0
        str r1, [r0, #8]
        ldr r1, [r0, #8]
        ldr r2, [r0]
        done
        case alias_in_non_secure_code_unprivileged
        set_controls 0, 3
        in_ns
        ldr r0, =NS_SCS
        ldr r1, [r0, #8]
        done
        case system_registers_in_non_secure_code_unprivileged
        set_controls 0, 3
        in_ns
        ldr r0, =VTOR
        ldr r1, [r0]
        done
        case system_registers_in_secure_code_unprivileged
        set_controls 3, 0
        in_s
        ldr r0, =VTOR
        ldr r1, [r0]
        done
        case nvic_in_non_secure_code
        cpsid i
        set_word NVIC_ISPR, 1
        in_ns
        set_word NVIC_ITNS, 0xFFFFFFFF
        set_word NVIC_IPR, 0
        set_word NVIC_ISPR, 1
        ldr r7, =NVIC_ISER
        ldr r0, [r7]
        ldr r1, =NVIC_ISPR
        ldr r1, [r1]
        ldr r2, =NVIC_ITNS
        ldr r2, [r2]
        ldr r3, =NVIC_IPR
        ldr r3, [r3]
        done
        case nvic_of_non_secure
        cpsid i
        set_word NVIC_ITNS, 1
        set_word NVIC_IPR, 0x40
        set_word NVIC_ISPR, 1
        in_ns
        ldr r7, =NVIC_ISER
        ldr r0, [r7]
        ldr r1, =NVIC_ISPR
        ldr r1, [r1]
        ldr r3, =NVIC_IPR
        ldr r3, [r3]
        done
        case nmi_of_non_secure_code
        in_ns
        set_word ICSR, PENDNMI
        barriers
        done
        case nmi_ns_of_non_secure_code
        set_word AIRCR, VECTKEY + BFHFNMINS
        returns 1
        in_ns
        set_word ICSR, PENDNMI
        barriers
        done
        case svcall_pended_in_non_secure_code
        returns 1
        in_ns
        set_word SHCSR, 0x8000
        barriers
        done
        case own_system_registers_in_non_secure_code
        in_ns
        set_word VTOR, TABLE + NS + 0x200
        set_word SHPR3, 0x40400000
        ldr r0, =SCS
        ldr r1, [r0, #8]
        ldr r2, [r0, #0x20]
        ldr r3, [r0, #0x14]
        ldr r4, [r0, #0x24]
        done
        .macro fault_registers
        ldr r6, =SCS
        ldr r0, [r6, #0x28]
        ldr r1, [r6, #0x2c]
        ldr r2, [r6, #0x34]
        ldr r3, [r6, #0x38]
        adds r6, #0xe0
        ldr r4, [r6, #4]
        ldr r5, [r6, #8]
        done
        .endm
        case fault_registers_in_non_secure_code
        in_ns
        fault_registers
        case fault_registers_in_secure_code
        in_s
        fault_registers
