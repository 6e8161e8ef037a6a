/* Running one case of the log, whatever becomes of it. */
#ifndef RINGFENCE_SECURITY_ATTEMPT_H
#define RINGFENCE_SECURITY_ATTEMPT_H

#include <stdint.h>

#include "../operations.h"
#include "../snapshot.h"

/** Runs a case; true if it came back by itself, and not by a fault. */
uint32_t attempt(void (*function)(void));

/** Asks the Non-secure image for an operation and prints its result. */
uint32_t ns(enum operation operation, uint32_t a, uint32_t b);

/** Calls the Non-secure function that ends in a Secure one. */
void tail_call(void);

/** What the next handler of this state does after its report, once. */
extern void (*volatile in_handler)(void);
/** What the next handler returns by instead of its EXC_RETURN, if not 0, once. */
extern volatile uint32_t return_by;
/** Ticks of SysTick that are not reported. */
extern volatile uint32_t ticks;

/** What the next Non-secure handler returns by instead of its EXC_RETURN, once. */
void ns_returns_by(uint32_t value);

#define SAU_NON_SECURE 1u
#define SAU_CALLABLE 3u
/** Flags: a name above, or 0 for no region. */
void sau_region(uint32_t number, uint32_t base, uint32_t limit, uint32_t flags);

/** Runs a probe of the Secure state with a pattern in its registers. */
uint32_t probed(void (*probe)(struct Registers *, uint32_t, uint32_t), uint32_t a, uint32_t b);

/** The cases, one function a group. */
void legal_cases(void);
void float_cases(void);
void illegal_cases(void);
void forged_cases(void);
void attribution_cases(void);
/** Those of them that end in a HardFault. */
void illegal_escalations(void);
void forged_escalations(void);
void attribution_escalations(void);

void run_case(const char *name, void (*function)(void));

#endif
