/* The log's report of an exception: registers, both banks, fault status, and the frame where this state may read it. */
#include "snapshot.h"

#include "registers.h"
#include "text.h"

#if __ARM_FEATURE_CMSE == 3
#define STATE "S"
#define SECURE 1
#else
#define STATE "NS"
#define SECURE 0
#endif

struct Snapshot snapshot;

static const char *const names[16] = {
    "Thread", "Reset", "NMI",    "HardFault", "MemManage", "BusFault", "UsageFault", "SecureFault",
    "8",      "9",     "10",     "SVCall",    "DebugMonitor", "13",   "PendSV",     "SysTick",
};

void pattern(struct Registers *registers, uint32_t seed)
{
    for (uint32_t n = 0; n < 13; n++) {
        registers->r[n] = seed * 0x01000000u + n * 0x00010101u;
    }
    registers->apsr = 0;
}

void say_registers(const struct Registers *registers)
{
    say(" ");
    say_words("r0-r12", registers->r, 13);
    say(" apsr=%x\n", registers->apsr);
}

static void say_bank(const char *name, const struct Bank *bank)
{
    say("  %s msp=%x psp=%x msplim=%x psplim=%x control=%x primask=%x basepri=%x faultmask=%x\n", name, bank->msp,
        bank->psp, bank->msplim, bank->psplim, bank->control, bank->primask, bank->basepri, bank->faultmask);
}

static void say_frame(void)
{
    uint32_t exc_return = snapshot.exc_return;
    uint32_t of_secure = (exc_return >> 6) & 1;
    if (of_secure != SECURE && !SECURE) {
        return;
    }
    const struct Bank *bank = of_secure == SECURE ? &snapshot.own : &snapshot.other;
    uint32_t spsel = of_secure == SECURE ? (exc_return >> 2) & 1 : (bank->control >> 1) & 1;
    uint32_t sp = (exc_return & 8) != 0 && spsel ? bank->psp : bank->msp;
    const volatile uint32_t *frame = (const volatile uint32_t *)sp;
    say("  frame=%x", sp);
    if (of_secure && (exc_return & 0x20) == 0) {
        say_words("signature", frame, 1);
        say_words("r4-r11", frame + 2, 8);
        frame += 10;
    }
    say_words("r0-r3,r12,lr,pc,xpsr", frame, 8);
    say("\n");
    if ((exc_return & 0x10) == 0) {
        say(" ");
        say_words("s0-s15", frame + 8, 16);
        say_words("fpscr", frame + 24, 1);
        if (of_secure && (FPCCR & FPCCR_TS) != 0) {
            say("\n ");
            say_words("s16-s31", frame + 26, 16);
        }
        say("\n");
    }
}

void report(void)
{
    uint32_t exception = snapshot.xpsr & 0x1FF;
    if (exception < 16) {
        say("  -> " STATE " %s", names[exception]);
    } else {
        say("  -> " STATE " IRQ%d", exception - 16);
    }
    say(" exc_return=%x xpsr=%x\n  ", snapshot.exc_return, snapshot.xpsr);
    say_words("r0-r3", snapshot.r, 4);
    say_words("r4-r11", snapshot.r + 4, 8);
    say("\n");
    say_bank(STATE, &snapshot.own);
    uint32_t hfsr = HFSR;
    say("  CFSR=%x HFSR=%x MMFAR=%x BFAR=%x SHCSR=%x ICSR=%x FPCCR=%x FPCAR=%x\n", CFSR, hfsr & (hfsr & 2 ? 2 : ~0u), MMFAR, BFAR, SHCSR, ICSR & (SECURE ? ICSR_COMPARED : ICSR_NS_COMPARED),
        FPCCR, FPCAR);
#if SECURE
    say_bank("NS", &snapshot.other);
    say("  SFSR=%x CFSR_NS=%x MMFAR_NS=%x SHCSR_NS=%x ICSR_NS=%x FPCCR_NS=%x FPCAR_NS=%x\n", SFSR & ~SFSR_SFARVALID, OF_NS(CFSR), OF_NS(MMFAR), OF_NS(SHCSR), OF_NS(ICSR) & ICSR_NS_COMPARED, OF_NS(FPCCR), OF_NS(FPCAR));
#endif
    say_frame();
#if SECURE
    say("* HFSR=%x ICSR=%x ICSR_NS=%x", hfsr, ICSR, OF_NS(ICSR));
    if ((SFSR & SFSR_SFARVALID) != 0) {
        say(" SFSR=%x SFAR=%x", SFSR, SFAR);
    }
    say("\n");
#endif
}
