/* A task's memory behind the MPU of a Cortex-M0+: one region, whose first and last subregions are its guards. */
#ifndef SUBREGION_GUARD_GUARD_H
#define SUBREGION_GUARD_GUARD_H

#include <stdint.h>

enum {
    TASK_MEMORY_LOG2 = 10,
    SUBREGION_BYTES = (1 << TASK_MEMORY_LOG2) / 8,
    TASK_STACK_BYTES = 4 * SUBREGION_BYTES,
    TASK_BUFFER_BYTES = 2 * SUBREGION_BYTES,
};

/** Aligned to its size, as a region must be. The guards belong to no region while the task runs. */
typedef struct {
    uint8_t stack_guard[SUBREGION_BYTES];
    uint32_t stack[TASK_STACK_BYTES / 4];
    uint8_t buffer[TASK_BUFFER_BYTES];
    uint8_t buffer_guard[SUBREGION_BYTES];
} __attribute__((aligned(1 << TASK_MEMORY_LOG2))) TaskMemory;

_Static_assert(sizeof(TaskMemory) == 1 << TASK_MEMORY_LOG2, "a task's memory is one region");

typedef void TaskEntry(TaskMemory *memory);

/** Switches the MPU on, and runs a task unprivileged in ROM and its own memory. A task never returns. */
__attribute__((noreturn)) void guard_run(TaskEntry *entry, TaskMemory *memory);

/** A line on the console, by a system call. */
void system_print(const char *text);

#endif
