#include "channel.h"

#include "console.h"
#include "cortex-m.h"

enum { CTRL = 0x8, BAUDDIV = 0x10, CTRL_TX_ENABLE = 1 };

#define CLOCK_HZ 50000000u

void channel_open(const Channel *channel)
{
    REGISTER(channel->base + BAUDDIV) = CLOCK_HZ / channel->baud;
    REGISTER(channel->base + CTRL) = CTRL_TX_ENABLE;
    console_text(channel->name);
    console_text(" is open\n");
}
