/*
 * Demo for the Cortex-M0: a field of four bytes that is read where it lies, in an interrupt handler. A Cortex-M0 has no
 * unaligned accesses, so what a Cortex-M3 does quietly ends here with the first name of another length.
 * Expected end: HardFault in message_value, called by PendSV_Handler on top of main. No register tells more.
 */
#include <stdint.h>

#include "console.h"
#include "cortex-m.h"
#include "message.h"

static const Message inbox[] = {
    {{1, 2, 'u', 'p', 17, 0, 0, 0}},
    {{1, 2, 'v', 'b', 0xB8, 0x0B, 0, 0}},
    {{1, 4, 'r', 's', 's', 'i', 61, 0, 0, 0}},
};

static volatile uint32_t received;

/* Work that an interrupt has left for later. */
void PendSV_Handler(void)
{
    message_handle(&inbox[received]);
    received = received + 1;
}

/* Stands for the radio: a message is there. */
static void receive(void)
{
    SCB_ICSR = ICSR_PENDSVSET;
    memory_barrier();
}

int main(void)
{
    console_open();
    while (received < sizeof inbox / sizeof inbox[0]) {
        receive();
    }
    console_text("all read\n");
    return 0;
}
