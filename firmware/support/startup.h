/* What startup.c offers to programs, and the two hooks they may define themselves. */
#ifndef RINGFENCE_STARTUP_H
#define RINGFENCE_STARTUP_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One word of a vector table. */
typedef union {
    void (*handler)(void);
    uint32_t *stack_top;
} VectorEntry;

/** The table in ROM that the machine starts with. */
extern const VectorEntry vector_table[];

void Reset_Handler(void);
void Default_Handler(void);

/** Hook: runs with .data and .bss in place, before any C++ constructor. Does nothing unless defined. */
void before_constructors(void);

/** Hook: runs when main has returned (0 is success). Ends the run by semihosting unless defined. */
__attribute__((noreturn)) void program_ended(bool success);

#ifdef __cplusplus
}
#endif

#endif
