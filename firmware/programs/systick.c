/* SysTick interrupts: counts exactly as many as it asked for, and reads the down-counter's limits. */
#include <stdio.h>

#include "cortex-m.h"
#include "interrupts.h"

enum { WANTED_TICKS = 25, RELOAD = 4999 };

static volatile unsigned ticks;
static volatile unsigned wrong_exception;

static void on_tick(void)
{
    unsigned ipsr;
    __asm volatile("mrs %0, ipsr" : "=r"(ipsr));
    if (ticks == WANTED_TICKS) {
        return; /* one more was pending when the timer was switched off */
    }
    wrong_exception += ipsr != EXCEPTION_SYSTICK;
    ticks = ticks + 1;
    if (ticks == WANTED_TICKS) {
        SYST_CSR = 0;
    }
}

int main(void)
{
    install_handler(EXCEPTION_SYSTICK, on_tick);
    SYST_RVR = RELOAD;
    SYST_CVR = 0;
    SYST_CSR = SYST_CSR_CLKSOURCE | SYST_CSR_TICKINT | SYST_CSR_ENABLE;
    unsigned above_reload = 0;
    while (ticks < WANTED_TICKS) {
        above_reload += SYST_CVR > RELOAD;
    }
    printf("ticks %u, wrong exception %u, counter above reload %u\n", ticks, wrong_exception, above_reload);
    printf("reload %lu\n", (unsigned long)SYST_RVR);
    return 0;
}
