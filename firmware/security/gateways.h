/* The Secure image's entry functions, as Non-secure code calls them. */
#ifndef RINGFENCE_SECURITY_GATEWAYS_H
#define RINGFENCE_SECURITY_GATEWAYS_H

#include <stdint.h>

#if __ARM_FEATURE_CMSE == 3
#define GATEWAY __attribute__((cmse_nonsecure_entry))
#else
#define GATEWAY
#endif

uint32_t GATEWAY gate_sum(uint32_t a, uint32_t b, uint32_t c, uint32_t d);
/** Calls back with `value`, if `callback` is a Non-secure function. */
uint32_t GATEWAY gate_callback(uint32_t (*callback)(uint32_t value), uint32_t value);
/** Whether Non-secure code of the caller's privilege may read (bit 0) and write (bit 1) that memory. */
uint32_t GATEWAY gate_check(void *memory, uint32_t size);
float GATEWAY gate_float(float a, float b);
/** Gives up what Secure code does, from a Non-secure handler that preempted it. */
void GATEWAY gate_abandon(void);

#endif
