/*
 * Demo for the Cortex-M7 with double precision: a control loop with an integrator that nobody limits. The valve is stuck, so the
 * error never ends, and the command that the loop computes grows until it is no index of the gain table any more.
 * Expected end: MemManage with CFSR.DACCVIOL, in gain_at(), at the first double behind the table.
 */
#include <stdint.h>

#include "cortex-m.h"
#include "loop.h"

enum { REGION_ROM, REGION_STATE, REGION_GAINS };
enum { GAINS = 16, GAINS_LOG2 = 7, STATE_LOG2 = 10 };

/* For the loop to read, in a region of just its size. */
static double gains[GAINS] __attribute__((aligned(1 << GAINS_LOG2)));

/* What the loop may write: its state and its stack. */
static struct {
    Loop loop;
    uint32_t stack[160] __attribute__((aligned(8)));
} state __attribute__((aligned(1 << STATE_LOG2)));

/* Where the valve is, whatever it is told: a tenth open. */
static double valve_position(void)
{
    return 0.1;
}

/* The bug: the command is a number of any size, the table has sixteen places. */
__attribute__((noinline)) static double gain_at(double command)
{
    return gains[(uint32_t)command];
}

static void control(void)
{
    Loop *const loop = &state.loop;
    for (;;) {
        const double command = loop_step(loop, 0.9, valve_position());
        loop->gain = gain_at(command);
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
    set_region(REGION_STATE, &state, MPU_RASR_XN | MPU_RASR_C | MPU_RASR_AP(AP_RW) | MPU_RASR_SIZE(STATE_LOG2));
    set_region(REGION_GAINS, gains,
               MPU_RASR_XN | MPU_RASR_C | MPU_RASR_AP(AP_RW_UNPRIVILEGED_RO) | MPU_RASR_SIZE(GAINS_LOG2));
    MPU_CTRL = MPU_CTRL_PRIVDEFENA | MPU_CTRL_ENABLE;
}

/* Runs the loop unprivileged, on the stack in its state. */
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
                   : "r"(state.stack + sizeof state.stack / sizeof state.stack[0]), "r"(control)
                   : "r3", "lr", "memory");
    __builtin_unreachable();
}

int main(void)
{
    for (int i = 0; i < GAINS; i++) {
        gains[i] = 1.0 + 0.001 * i * i;
    }
    state.loop = (Loop){.proportional = 2.0, .integral = 0.5, .seconds = 0.125, .gain = 1.0};
    protect();
    run();
}
