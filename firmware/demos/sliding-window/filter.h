/* A filter over 16-bit samples that takes two at a time. */
#ifndef RINGFENCE_FILTER_H
#define RINGFENCE_FILTER_H

#include <stdint.h>

enum { FILTER_TAPS = 8 };

/** One output, in Q15, from `FILTER_TAPS` samples. */
int16_t filter_output(const int16_t *window, const int16_t *taps);

#endif
