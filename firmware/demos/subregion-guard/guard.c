#include "guard.h"

#include <stddef.h>

#include "console.h"
#include "cortex-m.h"

enum { REGION_ROM, REGION_TASK };

/* SRD: the guards at both ends. The smallest region of a Cortex-M0+ is 256 bytes, its subregions may be smaller. */
#define GUARD_SUBREGIONS 0x81u

static void set_region(uint32_t number, const void *base, uint32_t attributes)
{
    MPU_RNR = number;
    MPU_RASR = 0; /* never enabled with one half of the old region and one of the new */
    MPU_RBAR = (uint32_t)base;
    MPU_RASR = attributes | MPU_RASR_ENABLE;
}

static void protect(const TaskMemory *memory)
{
    set_region(REGION_ROM, NULL, MPU_RASR_AP(AP_RO) | MPU_RASR_C | MPU_RASR_SIZE(29));
    set_region(REGION_TASK, memory,
               MPU_RASR_XN | MPU_RASR_C | MPU_RASR_B | MPU_RASR_AP(AP_RW) | MPU_RASR_SRD(GUARD_SUBREGIONS) |
                   MPU_RASR_SIZE(TASK_MEMORY_LOG2));
    MPU_CTRL = MPU_CTRL_PRIVDEFENA | MPU_CTRL_ENABLE;
    memory_barrier();
}

void guard_run(TaskEntry *entry, TaskMemory *memory)
{
    protect(memory);
    register TaskMemory *const argument __asm("r0") = memory;
    __asm volatile("msr psp, %1\n\t"
                   "movs r3, #3\n\t" /* CONTROL: nPRIV and SPSEL */
                   "msr control, r3\n\t"
                   "isb\n\t"
                   "movs r3, #0\n\t" /* nobody called it */
                   "mov lr, r3\n\t"
                   "bx %2\n"
                   :
                   : "r"(argument), "l"(memory->stack + TASK_STACK_BYTES / 4), "l"(entry)
                   : "r3", "lr", "memory", "cc");
    __builtin_unreachable();
}

typedef struct {
    uint32_t r0, r1, r2, r3, r12, lr, pc, xpsr;
} ExceptionFrame;

__attribute__((used)) void print_call(const ExceptionFrame *frame)
{
    console_text((const char *)frame->r0);
    console_put('\n');
}

/* Calls come from tasks only, so the frame is on the process stack. */
__attribute__((naked)) void SVC_Handler(void)
{
    __asm volatile("mrs r0, psp\n\t"
                   "ldr r1, =print_call\n\t"
                   "bx r1\n\t"
                   ".ltorg");
}

void system_print(const char *text)
{
    register const char *r0 __asm("r0") = text;
    __asm volatile("svc 0" ::"r"(r0) : "memory");
}
