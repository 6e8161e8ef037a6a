@ Runs floating-point instructions over tables of operands and leaves a hash for each instruction and value of FPSCR, or each
@ result. The host reads the `stub` lines below: the part of the instruction set, the operation with its operands, and the
@ instruction. Tables and results: test/differential/float-image.ts.
        .include "common.s"
        .cpu cortex-m7
        .fpu fpv5-d16

        .equ HEADER,    0x00000400      @ groups, their number, FPSCR values, their number, mode (0 hashes, 1 everything)
        .equ STACK_TOP, 0x20001000
        .equ OUTPUT,    0x20010000
        .equ CPACR,     0xE000ED88
        .equ STUB_BYTES, 8

        .macro stub part, operation, instruction @ one instruction on D0 to D2, or S0, S2 and S4, its result in D0 or S0
        .p2align 3
        \instruction
        bx lr
        .endm

        vectors STACK_TOP, reset, unexpected

        .org 0x400
        .word 0, 0, 0, 0, 0, stubs

        .org 0x800
        .thumb_func
unexpected:
        udf #0                          @ locks up, which ends the run

        .thumb_func
        .global _start
_start:
reset:
        ldr r0, =CPACR
        mov r1, #0x00F00000             @ CP10 and CP11: full access
        str r1, [r0]
        dsb
        isb
        ldr r0, =HEADER
        ldmia r0, {r4, r5, r6, r7}
        ldr r8, [r0, #16]
        ldr r9, =OUTPUT
        @ r4 group, r5 groups left, r6 FPSCR values, r7 their number, r8 mode, r9 output
each_group:
        movs r12, #0                    @ index of the FPSCR value
each_value:
        ldr r0, =0x811C9DC5             @ hash 1
        movs r1, #0                     @ hash 2
        ldmia r4, {r2, r10, r11}        @ stub, operands, how many
each_case:
        vldmia r10!, {d0-d2}
        ldr r3, [r6, r12, lsl #2]
        vmsr fpscr, r3
        vmrs apsr_nzcv, fpscr           @ what VSEL looks at
        blx r2
        push {r2}
        vmrs r2, fpscr
        cmp r8, #0
        bne everything
        ldr r3, =0x9E3779B1
        vmov lr, s0
        eor r0, r0, lr
        mul r0, r3, r0
        add r1, r0, r1, ror #27
        vmov lr, s1
        eor r0, r0, lr
        mul r0, r3, r0
        add r1, r0, r1, ror #27
        eor r0, r0, r2
        mul r0, r3, r0
        add r1, r0, r1, ror #27
        b next_case
everything:
        vstmia r9!, {d0}
        str r2, [r9], #4
next_case:
        pop {r2}
        subs r11, #1
        bne each_case
        cmp r8, #0
        it eq
        stmiaeq r9!, {r0, r1}
        add r12, #1
        cmp r12, r7
        blo each_value
        add r4, #12
        subs r5, #1
        bne each_group
        ldr r4, =OUTPUT
        subs r5, r9, r4
        write_and_exit

        .ltorg

        .p2align 3
        .global stubs
stubs:
        stub fp,      "add32 n m", "vadd.f32 s0, s2, s4"
        stub fp,      "sub32 n m", "vsub.f32 s0, s2, s4"
        stub fp,      "mul32 n m", "vmul.f32 s0, s2, s4"
        stub fp,      "div32 n m", "vdiv.f32 s0, s2, s4"
        stub fp,      "sqrt32 m", "vsqrt.f32 s0, s4"
        stub fp,      "fma32 d n m", "vfma.f32 s0, s2, s4"
        stub fp,      "-", "vfms.f32 s0, s2, s4"
        stub fp,      "-", "vfnma.f32 s0, s2, s4"
        stub fp,      "-", "vfnms.f32 s0, s2, s4"
        stub fp,      "-", "vmla.f32 s0, s2, s4"
        stub fp,      "-", "vmls.f32 s0, s2, s4"
        stub fp,      "-", "vnmla.f32 s0, s2, s4"
        stub fp,      "-", "vnmls.f32 s0, s2, s4"
        stub fp,      "-", "vnmul.f32 s0, s2, s4"
        stub fp,      "-", "vabs.f32 s0, s4"
        stub fp,      "-", "vneg.f32 s0, s4"
        stub fp,      "-", "vmov.f32 s0, s4"
        stub fp,      "compare32 n m", "vcmp.f32 s2, s4"
        stub fp,      "compareSignal32 n m", "vcmpe.f32 s2, s4"
        stub fp,      "compare32 m z", "vcmp.f32 s4, #0.0"
        stub fp,      "compareSignal32 m z", "vcmpe.f32 s4, #0.0"
        stub fp,      "toIntS32 m", "vcvt.s32.f32 s0, s4"
        stub fp,      "toIntModeS32 m", "vcvtr.s32.f32 s0, s4"
        stub fp,      "fromIntS32 m", "vcvt.f32.s32 s0, s4"
        stub fp,      "toFixedS16_32 d 1", "vcvt.s16.f32 s0, s0, #1"
        stub fp,      "fromFixedS16_32 d 1", "vcvt.f32.s16 s0, s0, #1"
        stub fp,      "toFixedS16_32 d 8", "vcvt.s16.f32 s0, s0, #8"
        stub fp,      "fromFixedS16_32 d 8", "vcvt.f32.s16 s0, s0, #8"
        stub fp,      "toFixedS16_32 d 16", "vcvt.s16.f32 s0, s0, #16"
        stub fp,      "fromFixedS16_32 d 16", "vcvt.f32.s16 s0, s0, #16"
        stub fp,      "toFixedS32_32 d 1", "vcvt.s32.f32 s0, s0, #1"
        stub fp,      "fromFixedS32_32 d 1", "vcvt.f32.s32 s0, s0, #1"
        stub fp,      "toFixedS32_32 d 15", "vcvt.s32.f32 s0, s0, #15"
        stub fp,      "fromFixedS32_32 d 15", "vcvt.f32.s32 s0, s0, #15"
        stub fp,      "toFixedS32_32 d 32", "vcvt.s32.f32 s0, s0, #32"
        stub fp,      "fromFixedS32_32 d 32", "vcvt.f32.s32 s0, s0, #32"
        stub fp5,     "toIntAwayS32 m", "vcvta.s32.f32 s0, s4"
        stub fp5,     "toIntNearestS32 m", "vcvtn.s32.f32 s0, s4"
        stub fp5,     "toIntUpS32 m", "vcvtp.s32.f32 s0, s4"
        stub fp5,     "toIntDownS32 m", "vcvtm.s32.f32 s0, s4"
        stub fp,      "toIntU32 m", "vcvt.u32.f32 s0, s4"
        stub fp,      "toIntModeU32 m", "vcvtr.u32.f32 s0, s4"
        stub fp,      "fromIntU32 m", "vcvt.f32.u32 s0, s4"
        stub fp,      "toFixedU16_32 d 1", "vcvt.u16.f32 s0, s0, #1"
        stub fp,      "fromFixedU16_32 d 1", "vcvt.f32.u16 s0, s0, #1"
        stub fp,      "toFixedU16_32 d 8", "vcvt.u16.f32 s0, s0, #8"
        stub fp,      "fromFixedU16_32 d 8", "vcvt.f32.u16 s0, s0, #8"
        stub fp,      "toFixedU16_32 d 16", "vcvt.u16.f32 s0, s0, #16"
        stub fp,      "fromFixedU16_32 d 16", "vcvt.f32.u16 s0, s0, #16"
        stub fp,      "toFixedU32_32 d 1", "vcvt.u32.f32 s0, s0, #1"
        stub fp,      "fromFixedU32_32 d 1", "vcvt.f32.u32 s0, s0, #1"
        stub fp,      "toFixedU32_32 d 15", "vcvt.u32.f32 s0, s0, #15"
        stub fp,      "fromFixedU32_32 d 15", "vcvt.f32.u32 s0, s0, #15"
        stub fp,      "toFixedU32_32 d 32", "vcvt.u32.f32 s0, s0, #32"
        stub fp,      "fromFixedU32_32 d 32", "vcvt.f32.u32 s0, s0, #32"
        stub fp5,     "toIntAwayU32 m", "vcvta.u32.f32 s0, s4"
        stub fp5,     "toIntNearestU32 m", "vcvtn.u32.f32 s0, s4"
        stub fp5,     "toIntUpU32 m", "vcvtp.u32.f32 s0, s4"
        stub fp5,     "toIntDownU32 m", "vcvtm.u32.f32 s0, s4"
        stub fp,      "fromHalf32 m", "vcvtb.f32.f16 s0, s4"
        stub fp,      "-", "vcvtt.f32.f16 s0, s4"
        stub fp,      "-", "vcvtb.f16.f32 s0, s4"
        stub fp,      "-", "vcvtt.f16.f32 s0, s4"
        stub fp5,     "maxNum32 n m", "vmaxnm.f32 s0, s2, s4"
        stub fp5,     "minNum32 n m", "vminnm.f32 s0, s2, s4"
        stub fp5,     "rint32 m", "vrintr.f32 s0, s4"
        stub fp5,     "rintExact32 m", "vrintx.f32 s0, s4"
        stub fp5,     "rintZero32 m", "vrintz.f32 s0, s4"
        stub fp5,     "rintAway32 m", "vrinta.f32 s0, s4"
        stub fp5,     "rintNearest32 m", "vrintn.f32 s0, s4"
        stub fp5,     "rintUp32 m", "vrintp.f32 s0, s4"
        stub fp5,     "rintDown32 m", "vrintm.f32 s0, s4"
        stub fp5,     "-", "vseleq.f32 s0, s2, s4"
        stub fp5,     "-", "vselge.f32 s0, s2, s4"
        stub fp5,     "-", "vselgt.f32 s0, s2, s4"
        stub fp5,     "-", "vselvs.f32 s0, s2, s4"
        stub fpDouble, "add64 n m", "vadd.f64 d0, d1, d2"
        stub fpDouble, "sub64 n m", "vsub.f64 d0, d1, d2"
        stub fpDouble, "mul64 n m", "vmul.f64 d0, d1, d2"
        stub fpDouble, "div64 n m", "vdiv.f64 d0, d1, d2"
        stub fpDouble, "sqrt64 m", "vsqrt.f64 d0, d2"
        stub fpDouble, "fma64 d n m", "vfma.f64 d0, d1, d2"
        stub fpDouble, "-", "vfms.f64 d0, d1, d2"
        stub fpDouble, "-", "vfnma.f64 d0, d1, d2"
        stub fpDouble, "-", "vfnms.f64 d0, d1, d2"
        stub fpDouble, "-", "vmla.f64 d0, d1, d2"
        stub fpDouble, "-", "vmls.f64 d0, d1, d2"
        stub fpDouble, "-", "vnmla.f64 d0, d1, d2"
        stub fpDouble, "-", "vnmls.f64 d0, d1, d2"
        stub fpDouble, "-", "vnmul.f64 d0, d1, d2"
        stub fpDouble, "-", "vabs.f64 d0, d2"
        stub fpDouble, "-", "vneg.f64 d0, d2"
        stub fpDouble, "-", "vmov.f64 d0, d2"
        stub fpDouble, "compare64 n m", "vcmp.f64 d1, d2"
        stub fpDouble, "compareSignal64 n m", "vcmpe.f64 d1, d2"
        stub fpDouble, "compare64 m z", "vcmp.f64 d2, #0.0"
        stub fpDouble, "compareSignal64 m z", "vcmpe.f64 d2, #0.0"
        stub fpDouble, "toIntS64 m", "vcvt.s32.f64 s0, d2"
        stub fpDouble, "toIntModeS64 m", "vcvtr.s32.f64 s0, d2"
        stub fpDouble, "fromIntS64 m", "vcvt.f64.s32 d0, s4"
        stub fpDouble, "toFixedS16_64 d 1", "vcvt.s16.f64 d0, d0, #1"
        stub fpDouble, "fromFixedS16_64 d 1", "vcvt.f64.s16 d0, d0, #1"
        stub fpDouble, "toFixedS16_64 d 8", "vcvt.s16.f64 d0, d0, #8"
        stub fpDouble, "fromFixedS16_64 d 8", "vcvt.f64.s16 d0, d0, #8"
        stub fpDouble, "toFixedS16_64 d 16", "vcvt.s16.f64 d0, d0, #16"
        stub fpDouble, "fromFixedS16_64 d 16", "vcvt.f64.s16 d0, d0, #16"
        stub fpDouble, "toFixedS32_64 d 1", "vcvt.s32.f64 d0, d0, #1"
        stub fpDouble, "fromFixedS32_64 d 1", "vcvt.f64.s32 d0, d0, #1"
        stub fpDouble, "toFixedS32_64 d 15", "vcvt.s32.f64 d0, d0, #15"
        stub fpDouble, "fromFixedS32_64 d 15", "vcvt.f64.s32 d0, d0, #15"
        stub fpDouble, "toFixedS32_64 d 32", "vcvt.s32.f64 d0, d0, #32"
        stub fpDouble, "fromFixedS32_64 d 32", "vcvt.f64.s32 d0, d0, #32"
        stub fpDouble, "toIntAwayS64 m", "vcvta.s32.f64 s0, d2"
        stub fpDouble, "toIntNearestS64 m", "vcvtn.s32.f64 s0, d2"
        stub fpDouble, "toIntUpS64 m", "vcvtp.s32.f64 s0, d2"
        stub fpDouble, "toIntDownS64 m", "vcvtm.s32.f64 s0, d2"
        stub fpDouble, "toIntU64 m", "vcvt.u32.f64 s0, d2"
        stub fpDouble, "toIntModeU64 m", "vcvtr.u32.f64 s0, d2"
        stub fpDouble, "fromIntU64 m", "vcvt.f64.u32 d0, s4"
        stub fpDouble, "toFixedU16_64 d 1", "vcvt.u16.f64 d0, d0, #1"
        stub fpDouble, "fromFixedU16_64 d 1", "vcvt.f64.u16 d0, d0, #1"
        stub fpDouble, "toFixedU16_64 d 8", "vcvt.u16.f64 d0, d0, #8"
        stub fpDouble, "fromFixedU16_64 d 8", "vcvt.f64.u16 d0, d0, #8"
        stub fpDouble, "toFixedU16_64 d 16", "vcvt.u16.f64 d0, d0, #16"
        stub fpDouble, "fromFixedU16_64 d 16", "vcvt.f64.u16 d0, d0, #16"
        stub fpDouble, "toFixedU32_64 d 1", "vcvt.u32.f64 d0, d0, #1"
        stub fpDouble, "fromFixedU32_64 d 1", "vcvt.f64.u32 d0, d0, #1"
        stub fpDouble, "toFixedU32_64 d 15", "vcvt.u32.f64 d0, d0, #15"
        stub fpDouble, "fromFixedU32_64 d 15", "vcvt.f64.u32 d0, d0, #15"
        stub fpDouble, "toFixedU32_64 d 32", "vcvt.u32.f64 d0, d0, #32"
        stub fpDouble, "fromFixedU32_64 d 32", "vcvt.f64.u32 d0, d0, #32"
        stub fpDouble, "toIntAwayU64 m", "vcvta.u32.f64 s0, d2"
        stub fpDouble, "toIntNearestU64 m", "vcvtn.u32.f64 s0, d2"
        stub fpDouble, "toIntUpU64 m", "vcvtp.u32.f64 s0, d2"
        stub fpDouble, "toIntDownU64 m", "vcvtm.u32.f64 s0, d2"
        stub fpDouble, "fromHalf64 m", "vcvtb.f64.f16 d0, s4"
        stub fpDouble, "-", "vcvtt.f64.f16 d0, s4"
        stub fpDouble, "-", "vcvtb.f16.f64 s0, d2"
        stub fpDouble, "-", "vcvtt.f16.f64 s0, d2"
        stub fpDouble, "maxNum64 n m", "vmaxnm.f64 d0, d1, d2"
        stub fpDouble, "minNum64 n m", "vminnm.f64 d0, d1, d2"
        stub fpDouble, "rint64 m", "vrintr.f64 d0, d2"
        stub fpDouble, "rintExact64 m", "vrintx.f64 d0, d2"
        stub fpDouble, "rintZero64 m", "vrintz.f64 d0, d2"
        stub fpDouble, "rintAway64 m", "vrinta.f64 d0, d2"
        stub fpDouble, "rintNearest64 m", "vrintn.f64 d0, d2"
        stub fpDouble, "rintUp64 m", "vrintp.f64 d0, d2"
        stub fpDouble, "rintDown64 m", "vrintm.f64 d0, d2"
        stub fpDouble, "-", "vseleq.f64 d0, d1, d2"
        stub fpDouble, "-", "vselge.f64 d0, d1, d2"
        stub fpDouble, "-", "vselgt.f64 d0, d1, d2"
        stub fpDouble, "-", "vselvs.f64 d0, d1, d2"
        stub fpDouble, "toDouble m", "vcvt.f64.f32 d0, s4"
        stub fpDouble, "toSingle m", "vcvt.f32.f64 s0, d2"
