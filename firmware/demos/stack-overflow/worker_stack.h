/* A process stack with an MPU guard below it. */
#ifndef STACK_OVERFLOW_WORKER_STACK_H
#define STACK_OVERFLOW_WORKER_STACK_H

/** Sets up the MPU: everything as by default, but nobody reads or writes the guard. */
void guard_worker_stack(void);

/** Calls `function` in thread mode on the process stack, and comes back on the main stack. */
void run_on_worker_stack(void (*function)(void));

#endif
