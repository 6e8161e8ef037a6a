/*
 * Demo for the Cortex-M33 with Security Extension: a Secure service hands out a pointer into Secure memory, and Non-secure
 * code reads through it.
 * Expected end: SecureFault (AUVIOL) in console_text, at the first character of supply_label.
 */
#include <arm_cmse.h>

#include "armv8-m.h"
#include "normal.h"
#include "semihosting.h"

typedef void __attribute__((cmse_nonsecure_call)) NormalEntry(void);

/* Placed by mps2-an505.ld. */
extern uint32_t __stack_top;
extern const uint32_t __data_load;
extern uint32_t __data_start, __data_end, __bss_start, __bss_end;

/* Of the IoT Kit's security controller: whether Secure memory of the Code area may be callable. */
#define NSCCFG REGISTER(0x50080014)
#define NSCCFG_CODENSC (1u << 0)

typedef struct {
    uint32_t base, limit, flags;
} Attribution;

/* Code and data of the Non-secure world, its devices, and the gateways into this one. */
static const Attribution attributions[] = {
    {0x00200000, 0x003FFFFF, 0},
    {0x28200000, 0x283FFFFF, 0},
    {0x40000000, 0x4FFFFFFF, 0},
    {0x101F0000, 0x101FFFFF, SAU_RLAR_NSC},
};

static void attribute_memory(void)
{
    for (uint32_t i = 0; i < sizeof attributions / sizeof attributions[0]; i++) {
        SAU_RNR = i;
        SAU_RBAR = attributions[i].base;
        SAU_RLAR = (attributions[i].limit & ~(SAU_GRANULE - 1u)) | attributions[i].flags | SAU_RLAR_ENABLE;
    }
    SAU_CTRL = SAU_CTRL_ENABLE;
    NSCCFG = NSCCFG_CODENSC;
    memory_barrier();
}

static void start_normal_world(void)
{
    SCB_VTOR_NS = (uint32_t)normal_vectors;
    __asm volatile("msr msp_ns, %0" ::"r"(normal_vectors[0].stack_top));
    NormalEntry *const entry = (NormalEntry *)cmse_nsfptr_create(normal_vectors[1].handler);
    entry();
}

int main(void)
{
    attribute_memory();
    start_normal_world();
    return 0;
}

__attribute__((naked)) void Default_Handler(void)
{
    __asm volatile("b .");
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
    SCB_SHCSR |= SHCSR_MEMFAULTENA | SHCSR_BUSFAULTENA | SHCSR_USGFAULTENA | SHCSR_SECUREFAULTENA;
    semihosting_exit(main() == 0);
}

__attribute__((section(".vectors"), used)) const VectorEntry vector_table[16] = {
    {.stack_top = &__stack_top},
    {Reset_Handler},
    [2 ... 15] = {Default_Handler},
};
