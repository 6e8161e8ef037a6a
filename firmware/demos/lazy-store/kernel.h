/* A kernel of two tasks, each unprivileged on a stack of its own: the MPU grants the stack of the task that runs, and no other. */
#ifndef LAZY_STORE_KERNEL_H
#define LAZY_STORE_KERNEL_H

#include <stdint.h>

enum { STACK_LOG2 = 9, STACK_WORDS = (1 << STACK_LOG2) / 4, GUARD_LOG2 = 5 };

/** Aligned to its size, as a region must be; its lowest 32 bytes are a guard. */
typedef struct {
    uint32_t words[STACK_WORDS];
} __attribute__((aligned(1 << STACK_LOG2))) TaskStack;

typedef struct {
    uint32_t *sp;
    TaskStack *stack;
    /** Of the core's time, in slices of the last seconds: a running mean. */
    float load;
    const char *name;
} Task;

typedef void TaskEntry(void);

void task_create(Task *task, TaskStack *stack, TaskEntry *entry, const char *name);

/** Switches the MPU on and runs `first`; never returns. */
__attribute__((noreturn)) void kernel_run(Task *first, Task *second);

/** Lets the other task run, by a system call. */
void yield(void);

#endif
