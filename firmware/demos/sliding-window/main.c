/*
 * Demo for the Cortex-M4 with its DSP instructions and without FPU: a filter slides over a buffer of samples, one position too
 * far. Its last load takes two samples at once, of which the second lies behind the region: the first half of the access is
 * granted, the other is not.
 * Expected end: MemManage with CFSR.DACCVIOL in filter_output(), at the first byte behind the samples.
 */
#include <stdint.h>

#include "cortex-m.h"
#include "filter.h"

enum { REGION_ROM, REGION_SAMPLES, REGION_STATE };
enum { SAMPLES = 64, SAMPLES_LOG2 = 7, STATE_LOG2 = 10 };

/* For the filter to read, in a region of just its size. */
static int16_t samples[SAMPLES] __attribute__((aligned(1 << SAMPLES_LOG2)));

/* What the filter may write: its output and its stack. */
static struct {
    int16_t output[SAMPLES];
    uint32_t stack[192] __attribute__((aligned(8)));
} state __attribute__((aligned(1 << STATE_LOG2)));

/* A low pass, in Q15. */
static const int16_t taps[FILTER_TAPS] = {1024, 3072, 5120, 7168, 7168, 5120, 3072, 1024};

/* The bug: the last window begins FILTER_TAPS before the end, not FILTER_TAPS - 1. */
static void run_filter(void)
{
    for (int first = 0; first <= SAMPLES - (FILTER_TAPS - 1); first++) {
        state.output[first] = filter_output(&samples[first], taps);
    }
    for (;;) {
    }
}

static void set_region(uint32_t number, const void *base, uint32_t attributes)
{
    MPU_RNR = number;
    MPU_RASR = 0; /* never enabled with one half of the old region and one of the new */
    MPU_RBAR = (uint32_t)base;
    MPU_RASR = attributes | MPU_RASR_ENABLE;
}

static void protect(void)
{
    set_region(REGION_ROM, 0, MPU_RASR_AP(AP_RO) | MPU_RASR_C | MPU_RASR_SIZE(22));
    set_region(REGION_SAMPLES, samples,
               MPU_RASR_XN | MPU_RASR_C | MPU_RASR_AP(AP_RW_UNPRIVILEGED_RO) | MPU_RASR_SIZE(SAMPLES_LOG2));
    set_region(REGION_STATE, &state, MPU_RASR_XN | MPU_RASR_C | MPU_RASR_AP(AP_RW) | MPU_RASR_SIZE(STATE_LOG2));
    MPU_CTRL = MPU_CTRL_PRIVDEFENA | MPU_CTRL_ENABLE;
}

/* Runs the filter unprivileged, on the stack in its state. */
__attribute__((noreturn)) static void run(void)
{
    __asm volatile("dsb\n\t" /* behind it the MPU counts */
                   "isb\n\t"
                   "msr psp, %0\n\t"
                   "movs r3, #3\n\t" /* CONTROL: nPRIV and SPSEL */
                   "msr control, r3\n\t"
                   "isb\n\t"
                   "mov lr, #0\n\t" /* nobody called it */
                   "bx %1"
                   :
                   : "r"(state.stack + sizeof state.stack / sizeof state.stack[0]), "r"(run_filter)
                   : "r3", "lr", "memory");
    __builtin_unreachable();
}

int main(void)
{
    for (int i = 0; i < SAMPLES; i++) {
        samples[i] = (int16_t)((i & 8) != 0 ? 12000 : -12000);
    }
    protect();
    run();
}
