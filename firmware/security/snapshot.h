/* What a handler finds at its first instruction, and its report in the log. */
#ifndef RINGFENCE_SECURITY_SNAPSHOT_H
#define RINGFENCE_SECURITY_SNAPSHOT_H

#include <stdint.h>

struct Bank {
    uint32_t msp, psp, msplim, psplim, control, primask, basepri, faultmask;
};

/** In the order in which handlers.S stores it; r12 is its pointer and lost. */
struct Snapshot {
    uint32_t r[12];
    uint32_t exc_return;
    uint32_t xpsr;
    struct Bank own;
    /** The Non-secure bank, of the Secure image alone. */
    struct Bank other;
};

extern struct Snapshot snapshot;

/** Prints all of it with the frame and the fault status, and clears the status. */
void report(void);

/** Registers r0 to r12 and APSR before and after an instruction. */
struct Registers {
    uint32_t r[13];
    uint32_t apsr;
};

/** Fills in a pattern. */
void pattern(struct Registers *registers, uint32_t seed);

/** Runs `str value, [address]` and barriers with these registers: r0 is the address, r1 the value. */
void probe_store(struct Registers *registers, uint32_t address, uint32_t value);
/** Runs `ldr r1, [address]`. */
void probe_load(struct Registers *registers, uint32_t address, uint32_t value);
/** Runs `bx address` or `blx address` (r0). */
void probe_call(struct Registers *registers, uint32_t address, uint32_t value);
/** Runs `svc 0`. */
void probe_svc(struct Registers *registers, uint32_t r0, uint32_t r1);
/** Runs `cpsie i; msr basepri, r1; isb`. */
void probe_unmask(struct Registers *registers, uint32_t r0, uint32_t basepri);

void say_registers(const struct Registers *registers);

#endif
