/*
 * Prints what the machine knows about a fault, one `key=value` a line, and ends the run as a failure.
 * Reads only: a debugger that stops later sees the registers as the fault left them.
 */
#include "console.h"
#include "cortex-m.h"
#include "mpu-report.h"
#include "semihosting.h"

/* What exception entry pushes (Armv7-M ARM, B1.5.6). */
typedef struct {
    uint32_t r0, r1, r2, r3, r12, lr, pc, xpsr;
} ExceptionFrame;

#define EXC_RETURN_PSP (1u << 2)

static void print_frame(const ExceptionFrame *frame, uint32_t cfsr)
{
    if ((cfsr & (CFSR_MSTKERR | CFSR_STKERR)) != 0u) {
        /* The stack pointer has moved but the words below it were refused: nothing there is ours (B1.5.14). */
        console_text("FRAME=invalid\n");
        return;
    }
    console_value("FRAME", (uint32_t)frame);
    console_value("R0", frame->r0);
    console_value("R1", frame->r1);
    console_value("R2", frame->r2);
    console_value("R3", frame->r3);
    console_value("R12", frame->r12);
    console_value("LR", frame->lr);
    console_value("PC", frame->pc);
    console_value("xPSR", frame->xpsr);
}

/** Called by fault-entry.S with the stack pointers and EXC_RETURN as the exception left them. */
__attribute__((noreturn, used)) void fault_report(uint32_t msp, uint32_t psp, uint32_t exc_return)
{
    uint32_t ipsr;
    __asm volatile("mrs %0, ipsr" : "=r"(ipsr));
    const uint32_t cfsr = SCB_CFSR;

    console_text("fault begin\n");
    console_value("IPSR", ipsr);
    console_value("CFSR", cfsr);
    console_value("HFSR", SCB_HFSR);
    console_value("MMFAR", SCB_MMFAR);
    console_value("BFAR", SCB_BFAR);
    console_value("MSP", msp);
    console_value("PSP", psp);
    console_value("EXC_RETURN", exc_return);
    print_frame((const ExceptionFrame *)((exc_return & EXC_RETURN_PSP) != 0u ? psp : msp), cfsr);
    mpu_report();
    console_text("fault end\n");
    semihosting_exit(false);
}
