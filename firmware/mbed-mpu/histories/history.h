/*
 * What the lock histories share: after each step they print three lines,
 *     step: <what was done>
 *     locks xn=<count> wn=<count>
 *     mpu ctrl=<MPU_CTRL> xn=<0|1> wn=<0|1>
 * where the last two figures say whether the protection is really on (RASR.ENABLE of regions 1 and 0).
 */
#ifndef MBED_MPU_HISTORY_H
#define MBED_MPU_HISTORY_H

#ifdef __cplusplus
extern "C" {
#endif

/** Prints the state after a step. */
void history_step(const char *what);

#ifdef __cplusplus
}
#endif

#endif
