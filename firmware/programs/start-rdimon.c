/*
 * Reset for programs on newlib's semihosting start (rdimon-crt0): that start expects a loader, which would have
 * put .data in place; here it has to be copied from ROM first. The rest, .bss included, is its business.
 */
#include <stdint.h>

extern uint32_t __stack_top;
extern const uint32_t __data_load;
extern uint32_t __data_start, __data_end;

void _start(void);
void Reset_Handler(void);

typedef union {
    void (*handler)(void);
    uint32_t *stack_top;
} VectorEntry;

static void wait_here(void)
{
    for (;;) {
    }
}

__attribute__((section(".vectors"), used)) static const VectorEntry vectors[16] = {
    {.stack_top = &__stack_top},
    {Reset_Handler},
    [2 ... 15] = {wait_here},
};

__attribute__((used)) void Reset_Handler(void)
{
    const uint32_t *source = &__data_load;
    for (uint32_t *target = &__data_start; target < &__data_end;) {
        *target++ = *source++;
    }
    _start();
}
