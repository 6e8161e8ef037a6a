/*
 * Counted locks on the two protections of mpu_api.h. While at least one lock is held, the protection is off:
 * a "RAM execution lock" allows execution from RAM, a "ROM write lock" allows writing to ROM.
 */
#ifndef MBED_MPU_MGMT_H
#define MBED_MPU_MGMT_H

#include "mpu_api.h"

#ifdef __cplusplus
extern "C" {
#endif

#define mbed_mpu_manager_init() mbed_mpu_init()
#define mbed_mpu_manager_deinit() mbed_mpu_free()

/* Safe in interrupt handlers. A lock needs exactly one unlock; at most 65535 may be held. */
void mbed_mpu_manager_lock_ram_execution(void);
void mbed_mpu_manager_unlock_ram_execution(void);
void mbed_mpu_manager_lock_rom_write(void);
void mbed_mpu_manager_unlock_rom_write(void);

#ifdef MBED_MPU_MGMT_REPORT
/** Ours, for the lock histories: prints the line `locks xn=<count> wn=<count>`. */
void mbed_mpu_manager_report(void);
#endif

#ifdef __cplusplus
}
#endif

#endif
