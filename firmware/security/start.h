/* Memory before anything else runs, and the vector tables' type. */
#ifndef RINGFENCE_SECURITY_START_H
#define RINGFENCE_SECURITY_START_H

#include <stdint.h>

typedef union {
    uint32_t *stack_top;
    void (*handler)(void);
    uint32_t (*dispatch)(uint32_t operation, uint32_t a, uint32_t b);
} Vector;

enum { VECTOR_COUNT = 140 };

extern uint32_t __stack_top;

/** Of what a fault handler runs: the FPU may be what faulted. */
#define RECOVERY __attribute__((target("general-regs-only")))

void initialise_memory(void);
void Fault_Handler(void);
void Event_Handler(void);

#endif
