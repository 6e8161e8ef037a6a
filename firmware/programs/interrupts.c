/* Every exception without a handler of its own waits in place. */
#include "interrupts.h"

#include "cortex-m.h"

static void (*ram_vectors[VECTOR_COUNT])(void) __attribute__((aligned(256)));

static void wait_here(void)
{
    for (;;) {
    }
}

void install_handler(int exception, void (*handler)(void))
{
    if (SCB_VTOR != (uint32_t)ram_vectors) {
        for (int i = 0; i < VECTOR_COUNT; i++) {
            ram_vectors[i] = wait_here;
        }
        SCB_VTOR = (uint32_t)ram_vectors;
    }
    ram_vectors[exception] = handler;
    memory_barrier();
}
