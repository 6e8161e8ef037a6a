/*
 * Demo for the Cortex-M1, a soft core: firmware for an FPGA image with two channels, on an image that has one. Nothing answers
 * where the second UART should be.
 * Expected end: HardFault in channel_open(). Armv6-M has no BusFault, no status and no address; the bus has refused the store.
 */
#include "channel.h"

#include "console.h"

static const Channel channels[] = {
    {"sensor", 0x40004000u, 115200},
    {"radio", 0x40005000u, 9600},
};

int main(void)
{
    console_open();
    for (unsigned i = 0; i < sizeof channels / sizeof channels[0]; i++) {
        channel_open(&channels[i]);
    }
    return 0;
}
