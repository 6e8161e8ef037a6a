/* The Secure service, as Non-secure code sees it. */
#ifndef SECURE_POINTER_READINGS_H
#define SECURE_POINTER_READINGS_H

#include <stdint.h>

/** Takes one reading: what was measured, and its value. */
typedef void ReadingCallback(const char *label, uint32_t millivolts);

/** Calls a Non-secure function for each reading that Secure state keeps. The result is how many there are. */
uint32_t for_each_reading(ReadingCallback *callback);

/*
 * The way in for Non-secure code. Firmware links its Non-secure half against an import library; both halves are one file here,
 * where the linker would lead a call by name past the gateway.
 */
extern const uint8_t __gateways[];
#define READINGS_GATEWAY(callback) (((uint32_t(*)(ReadingCallback *))(__gateways + 1))(callback))

#endif
