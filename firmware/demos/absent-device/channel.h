/* One channel of the logger: a UART of Arm's CMSDK (DDI 0479, 4.3) somewhere on the bus. */
#ifndef RINGFENCE_CHANNEL_H
#define RINGFENCE_CHANNEL_H

#include <stdint.h>

typedef struct {
    const char *name;
    uint32_t base;
    uint32_t baud;
} Channel;

void channel_open(const Channel *channel);

#endif
