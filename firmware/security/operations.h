/* What the Secure image asks of the Non-secure one, through the pointer in entry 8 of its vector table. */
#ifndef RINGFENCE_SECURITY_OPERATIONS_H
#define RINGFENCE_SECURITY_OPERATIONS_H

#include <stdint.h>

#define NS_VECTORS 0x00200000u
#define NS_DISPATCH 8
/** Entry 9: a function whose last act is the call of a Secure entry function, which then returns to who called it. */
#define NS_TAIL_CALL 9
/** Entry 10: a function that uses the FPU at once. */
#define NS_FLOAT_FIRST 10
/** Result of an operation that ended in a Non-secure fault. */
#define ABANDONED 0xDEAD0000u

enum operation {
    NS_INITIALISE,
    NS_NOTHING,
    NS_LOAD,
    NS_STORE,
    NS_CALL,
    NS_SVC,
    NS_UNMASK,
    NS_TEST_TARGET,
    NS_TEST_TARGET_ALTERNATE,
    NS_GATEWAYS,
    NS_FLOATS,
    NS_RETURN_BY,
    NS_STACK,
    NS_BXNS,
    NS_BLXNS,
    NS_VLSTM,
    NS_SYSTEM_REGISTERS,
    NS_CALLBACK,
    NS_CHECK,
    NS_FLOAT_GATEWAY,
    NS_SPECIAL_REGISTERS,
    NS_HANDLER_CALLS,
    NS_TICK,
    NS_BX,
    NS_POP,
    NS_LOAD_BYTE,
    NS_STORE_BYTE,
    NS_EXCLUSIVE,
    NS_LOAD_UNPRIVILEGED,
    NS_ACQUIRE,
    NS_LOAD_FLOAT,
    NS_NEXT_RETURN,
};

/** Entries 8 and 9. */
typedef uint32_t (*Operation)(uint32_t operation, uint32_t a, uint32_t b);

#endif
