#include "filter.h"

#include <arm_acle.h>

/* Two samples in one word. An odd number of samples into the buffer it is no aligned one, which a Cortex-M4 takes. */
static inline int16x2_t pair(const int16_t *samples)
{
    int16x2_t both;
    __builtin_memcpy(&both, samples, sizeof both);
    return both;
}

int16_t filter_output(const int16_t *window, const int16_t *taps)
{
    int32_t sum = 0;
    for (int i = 0; i < FILTER_TAPS; i += 2) {
        sum = __smlad(pair(window + i), pair(taps + i), sum);
    }
    return (int16_t)__ssat(sum >> 15, 16);
}
