/* Semihosting by BKPT 0xAB, as the M profile does it. */
#include "semihosting.h"

#define SYS_EXIT 0x18u

/* Reasons for stopping; on 32-bit cores SYS_EXIT takes the reason itself as its argument. */
#define ADP_STOPPED_RUN_TIME_ERROR_UNKNOWN 0x20023u
#define ADP_STOPPED_APPLICATION_EXIT 0x20026u

static void semihosting_call(uint32_t operation, uint32_t argument)
{
    register uint32_t r0 __asm("r0") = operation;
    register uint32_t r1 __asm("r1") = argument;
    __asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
}

void semihosting_exit(bool success)
{
    semihosting_call(SYS_EXIT, success ? ADP_STOPPED_APPLICATION_EXIT : ADP_STOPPED_RUN_TIME_ERROR_UNKNOWN);
    for (;;) {
        /* A host that ignores SYS_EXIT must not make us run into whatever follows. */
    }
}
