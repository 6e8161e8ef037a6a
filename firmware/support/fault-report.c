/*
 * Prints what the machine knows about a fault, one `key=value` a line, and ends the run as a failure.
 * Reads only; MPU_RNR is put back, so a debugger that stops later still sees the program's value.
 */
#include "console.h"
#include "cortex-m.h"
#include "semihosting.h"

/* What exception entry pushes (Armv7-M ARM, B1.5.6). */
typedef struct {
    uint32_t r0, r1, r2, r3, r12, lr, pc, xpsr;
} ExceptionFrame;

#define EXC_RETURN_PSP (1u << 2)

static void value(const char *key, uint32_t number)
{
    console_text(key);
    console_put('=');
    console_hex32(number);
    console_put('\n');
}

/* MPU_RBAR3=..., MPU_RASR3=... */
static void region_value(const char *key, uint32_t region, uint32_t number)
{
    console_text(key);
    console_decimal(region);
    value("", number);
}

static void print_frame(const ExceptionFrame *frame, uint32_t cfsr)
{
    if ((cfsr & (CFSR_MSTKERR | CFSR_STKERR)) != 0u) {
        /* The stack pointer has moved but the words below it were refused: nothing there is ours (B1.5.14). */
        console_text("FRAME=invalid\n");
        return;
    }
    value("FRAME", (uint32_t)frame);
    value("R0", frame->r0);
    value("R1", frame->r1);
    value("R2", frame->r2);
    value("R3", frame->r3);
    value("R12", frame->r12);
    value("LR", frame->lr);
    value("PC", frame->pc);
    value("xPSR", frame->xpsr);
}

static void print_mpu(void)
{
    const uint32_t selected = MPU_RNR;
    value("MPU_TYPE", MPU_TYPE);
    value("MPU_CTRL", MPU_CTRL);
    value("MPU_RNR", selected);
    for (uint32_t region = 0; region < mpu_region_count(); region++) {
        MPU_RNR = region;
        region_value("MPU_RBAR", region, MPU_RBAR);
        region_value("MPU_RASR", region, MPU_RASR);
    }
    MPU_RNR = selected;
}

/** Called by fault-entry.S with the stack pointers and EXC_RETURN as the exception left them. */
__attribute__((noreturn, used)) void fault_report(uint32_t msp, uint32_t psp, uint32_t exc_return)
{
    uint32_t ipsr;
    __asm volatile("mrs %0, ipsr" : "=r"(ipsr));
    const uint32_t cfsr = SCB_CFSR;

    console_text("fault begin\n");
    value("IPSR", ipsr);
    value("CFSR", cfsr);
    value("HFSR", SCB_HFSR);
    value("MMFAR", SCB_MMFAR);
    value("BFAR", SCB_BFAR);
    value("MSP", msp);
    value("PSP", psp);
    value("EXC_RETURN", exc_return);
    print_frame((const ExceptionFrame *)((exc_return & EXC_RETURN_PSP) != 0u ? psp : msp), cfsr);
    print_mpu();
    console_text("fault end\n");
    semihosting_exit(false);
}
