/* Interrupts off by PRIMASK, which MemManage and the other fault exceptions ignore only as escalated HardFaults. */
#include "critical_section.h"

#include <stdint.h>

static uint32_t depth;
static uint32_t outer_primask;

void core_util_critical_section_enter(void)
{
    uint32_t primask;
    __asm volatile("mrs %0, primask\n\tcpsid i" : "=r"(primask)::"memory");
    if (depth == 0) {
        outer_primask = primask;
    }
    depth++;
}

void core_util_critical_section_exit(void)
{
    depth--;
    if (depth == 0) {
        __asm volatile("msr primask, %0" ::"r"(outer_primask) : "memory");
    }
}
