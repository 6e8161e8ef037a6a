/* A control loop with a proportional and an integral part, in double precision. */
#ifndef CONTROL_LOOP_LOOP_H
#define CONTROL_LOOP_LOOP_H

#include <stdint.h>

typedef struct {
    double proportional, integral, seconds;
    /** From the table of gains, for the next step. */
    double gain;
    /** The sum of all errors: nothing limits it. */
    double sum;
    double error;
    uint32_t steps;
} Loop;

/** The next command for the valve, to come from `position` to `wanted`. */
double loop_step(Loop *loop, double wanted, double position);

#endif
