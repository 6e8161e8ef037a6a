/* The worker's stack: one kilobyte, and under it a guard that is larger than any exception frame. */
#include "worker_stack.h"

#include <stdint.h>

#include "cortex-m.h"

enum { GUARD_BYTES = 256, GUARD_LOG2 = 8, STACK_BYTES = 1024 };

static struct {
    uint8_t guard[GUARD_BYTES];
    uint64_t stack[STACK_BYTES / 8];
} __attribute__((aligned(GUARD_BYTES))) worker_memory;

void guard_worker_stack(void)
{
    MPU_RNR = 0;
    MPU_RBAR = (uint32_t)worker_memory.guard;
    MPU_RASR = MPU_RASR_XN | MPU_RASR_AP(AP_NONE) | MPU_RASR_C | MPU_RASR_B | MPU_RASR_SIZE(GUARD_LOG2) |
               MPU_RASR_ENABLE;
    MPU_CTRL = MPU_CTRL_PRIVDEFENA | MPU_CTRL_ENABLE;
    memory_barrier();
}

/* Naked: between the two changes of CONTROL.SPSEL no compiled code may use the stack it thinks it has. */
__attribute__((naked)) static void call_on_process_stack(void (*function)(void), void *stack_top)
{
    (void)function;
    (void)stack_top;
    __asm volatile("push {r4, lr}\n\t"
                   "msr psp, r1\n\t"
                   "mrs r4, control\n\t"
                   "orr r1, r4, #2\n\t"
                   "msr control, r1\n\t"
                   "isb\n\t"
                   "blx r0\n\t"
                   "msr control, r4\n\t"
                   "isb\n\t"
                   "pop {r4, pc}");
}

void run_on_worker_stack(void (*function)(void))
{
    call_on_process_stack(function, (uint8_t *)worker_memory.stack + sizeof worker_memory.stack);
}
