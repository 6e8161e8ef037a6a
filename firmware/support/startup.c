/*
 * From reset to main: vector table, .data and .bss, fault enables, C++ constructors.
 * Every handler is weak and waits in place, so a program defines only those it means to have.
 */
#include "startup.h"

#include "cortex-m.h"
#include "semihosting.h"

/* Placed by sections.ld. */
extern uint32_t __stack_top;
extern const uint32_t __data_load;
extern uint32_t __data_start, __data_end, __bss_start, __bss_end;
extern void (*const __preinit_array_start[])(void), (*const __preinit_array_end[])(void);
extern void (*const __init_array_start[])(void), (*const __init_array_end[])(void);

int main(void);

/* Branch to self: a debugger that stops here finds the machine as the exception left it. */
__attribute__((naked)) void Default_Handler(void)
{
    __asm volatile("b .");
}

#define WEAK_DEFAULT __attribute__((weak, alias("Default_Handler")))
WEAK_DEFAULT void NMI_Handler(void);
WEAK_DEFAULT void HardFault_Handler(void);
WEAK_DEFAULT void MemManage_Handler(void);
WEAK_DEFAULT void BusFault_Handler(void);
WEAK_DEFAULT void UsageFault_Handler(void);
WEAK_DEFAULT void SVC_Handler(void);
WEAK_DEFAULT void DebugMon_Handler(void);
WEAK_DEFAULT void PendSV_Handler(void);
WEAK_DEFAULT void SysTick_Handler(void);

/* The initial stack pointer, the system exceptions, and 32 external interrupts (Armv7-M ARM, B1.5.3). */
__attribute__((section(".vectors"), used)) const VectorEntry vector_table[VECTOR_COUNT] = {
    {.stack_top = &__stack_top},
    {Reset_Handler},
    {NMI_Handler},
    {HardFault_Handler},
    {MemManage_Handler},
    {BusFault_Handler},
    {UsageFault_Handler},
    [11] = {SVC_Handler},
    [12] = {DebugMon_Handler},
    [14] = {PendSV_Handler},
    [15] = {SysTick_Handler},
    [16 ... VECTOR_COUNT - 1] = {Default_Handler},
};

/* Nothing to do before the constructors unless the program says so. */
__attribute__((weak)) void before_constructors(void)
{
}

static void call_all(void (*const *first)(void), void (*const *end)(void))
{
    for (; first < end; first++) {
        (*first)();
    }
}

void Reset_Handler(void)
{
    const uint32_t *source = &__data_load;
    for (uint32_t *target = &__data_start; target < &__data_end;) {
        *target++ = *source++;
    }
    for (uint32_t *target = &__bss_start; target < &__bss_end;) {
        *target++ = 0;
    }

    /* Without these bits every fault would arrive as a HardFault and hide its kind. */
    SCB_SHCSR |= SHCSR_MEMFAULTENA | SHCSR_BUSFAULTENA | SHCSR_USGFAULTENA;

    before_constructors();
    call_all(__preinit_array_start, __preinit_array_end);
    call_all(__init_array_start, __init_array_end);

    program_ended(main() == 0);
}

__attribute__((weak)) void program_ended(bool success)
{
    semihosting_exit(success);
}
