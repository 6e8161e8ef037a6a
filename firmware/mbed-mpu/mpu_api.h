/*
 * The MPU interface of Mbed OS's hardware abstraction layer: two protections, each on or off.
 * While "write never" is on, writing to ROM faults; while "execute never" is on, executing from RAM faults.
 */
#ifndef MBED_MPU_API_H
#define MBED_MPU_API_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Programs all regions and switches both protections on. May be called again at any time. */
void mbed_mpu_init(void);

/** Switches the MPU off. Calling anything but mbed_mpu_init afterwards is undefined. */
void mbed_mpu_free(void);

/** true: writing to ROM faults. Undefined before mbed_mpu_init. */
void mbed_mpu_enable_rom_wn(bool enable);

/** true: executing from heap, stack, .data or .bss faults. Undefined before mbed_mpu_init. */
void mbed_mpu_enable_ram_xn(bool enable);

#ifdef __cplusplus
}
#endif

#endif
