/* The Non-secure world: a vector table of its own, and a main function that Secure state calls. */
#include "normal.h"

#include "console.h"
#include "readings.h"

static void print_reading(const char *label, uint32_t millivolts)
{
    console_decimal(millivolts);
    console_text(" mV ");
    console_text(label);
    console_put('\n');
}

static void normal_main(void)
{
    console_open();
    console_decimal(READINGS_GATEWAY(print_reading));
    console_text(" readings\n");
}

static void normal_handler(void)
{
    for (;;) {
    }
}

extern uint32_t __normal_stack_top;

__attribute__((section(".normal_vectors"), used)) const VectorEntry normal_vectors[16] = {
    {.stack_top = &__normal_stack_top},
    {normal_main},
    [2 ... 15] = {normal_handler},
};
