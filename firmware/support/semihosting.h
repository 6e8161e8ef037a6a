/*
 * Leaving a program that runs under a debugger or an emulator, by the semihosting interface:
 * BKPT 0xAB with the operation in r0 and its argument in r1.
 */
#ifndef RINGFENCE_SEMIHOSTING_H
#define RINGFENCE_SEMIHOSTING_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** SYS_EXIT: the host sees status 0 on success and 1 otherwise. */
__attribute__((noreturn)) void semihosting_exit(bool success);

#ifdef __cplusplus
}
#endif

#endif
