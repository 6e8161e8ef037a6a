/*
 * A kernel for as many tasks as fit a page: unprivileged, each confined by the MPU to ROM and its own memory.
 * Tasks reach the kernel by SVC only; switching is cooperative.
 */
#ifndef GUARDED_TASK_KERNEL_H
#define GUARDED_TASK_KERNEL_H

#include <stdint.h>

enum {
    TASK_STACK_GUARD_BYTES = 64,
    TASK_STACK_BYTES = 576,
    TASK_BUFFER_BYTES = 320,
    TASK_BUFFER_GUARD_BYTES = 64,
    TASK_MEMORY_LOG2 = 10,
};

/**
 * All that a task may write, with a guard at each end: below the stack, which grows down into it,
 * and behind the buffer, which an overrun runs into. Aligned to its size, as a region must be (PMSAv7).
 */
typedef struct {
    uint8_t stack_guard[TASK_STACK_GUARD_BYTES];
    uint32_t stack[TASK_STACK_BYTES / 4];
    uint8_t buffer[TASK_BUFFER_BYTES];
    uint8_t buffer_guard[TASK_BUFFER_GUARD_BYTES];
} __attribute__((aligned(1 << TASK_MEMORY_LOG2))) TaskMemory;

_Static_assert(sizeof(TaskMemory) == 1 << TASK_MEMORY_LOG2, "a task's memory is one region");

typedef void TaskEntry(TaskMemory *memory);

/** Adds a task; at most four. Privileged code only, before kernel_start. */
void kernel_add_task(const char *name, TaskEntry *entry, TaskMemory *memory);

/** Switches the MPU on and enters the first task. */
__attribute__((noreturn)) void kernel_start(void);

/* What tasks may ask for. */
void system_yield(void);
void system_print(const char *text);
void system_print_number(uint32_t number);
__attribute__((noreturn)) void system_exit(void);

#endif
