/* C11 atomics, which are LDREX and STREX here, with an interrupt that changes the same words. */
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>

#include "cortex-m.h"
#include "interrupts.h"

enum { MAIN_ROUNDS = 30000, INTERRUPTS = 40 };

static atomic_uint shared;
static atomic_uint flags;
static volatile unsigned interrupts;

static void on_tick(void)
{
    if (interrupts == INTERRUPTS) {
        return; /* one more was pending when the timer was switched off */
    }
    atomic_fetch_add(&shared, 1000);
    interrupts = interrupts + 1;
    if (interrupts == INTERRUPTS) {
        SYST_CSR = 0;
    }
}

int main(void)
{
    install_handler(EXCEPTION_SYSTICK, on_tick);
    SYST_RVR = 2999;
    SYST_CVR = 0;
    SYST_CSR = SYST_CSR_CLKSOURCE | SYST_CSR_TICKINT | SYST_CSR_ENABLE;
    for (int round = 0; round < MAIN_ROUNDS; round++) {
        atomic_fetch_add(&shared, 1);
    }
    while (interrupts < INTERRUPTS) {
    }
    printf("shared %u\n", atomic_load(&shared));

    atomic_store(&flags, 0xF0u);
    const unsigned before_or = atomic_fetch_or(&flags, 0x0Fu);
    const unsigned before_and = atomic_fetch_and(&flags, 0x3Cu);
    const unsigned before_xor = atomic_fetch_xor(&flags, 0xFFu);
    printf("flags %x %x %x %x\n", before_or, before_and, before_xor, atomic_load(&flags));

    unsigned expected = 1;
    const _Bool refused = atomic_compare_exchange_strong(&flags, &expected, 5u);
    const _Bool taken = atomic_compare_exchange_strong(&flags, &expected, 5u);
    printf("exchange %d %d, expected %x, flags %u\n", refused, taken, expected, atomic_exchange(&flags, 9u));

    static _Atomic uint8_t byte = 250;
    static _Atomic uint16_t half = 65530;
    for (int i = 0; i < 10; i++) {
        atomic_fetch_add(&byte, 1);
        atomic_fetch_add(&half, 1);
    }
    printf("byte %u half %u\n", (unsigned)byte, (unsigned)half);

    atomic_flag lock = ATOMIC_FLAG_INIT;
    const _Bool first = atomic_flag_test_and_set(&lock);
    const _Bool second = atomic_flag_test_and_set(&lock);
    printf("flag %d %d\n", first, second);
    return 0;
}
