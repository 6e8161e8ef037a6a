/* Gives all code access to the floating-point extension before anything computes (Armv7-M ARM, B3.2.20). */
#include "cortex-m.h"
#include "startup.h"

#define SCB_CPACR REGISTER(0xE000ED88)
#define CPACR_CP10_CP11 (0xFu << 20)

void before_constructors(void)
{
    SCB_CPACR |= CPACR_CP10_CP11;
    memory_barrier();
}
