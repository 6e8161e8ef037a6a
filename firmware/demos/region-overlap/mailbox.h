/* Two buffers of an unprivileged task side by side, each behind a region of its own: PMSAv8 on a Cortex-M23. */
#ifndef REGION_OVERLAP_MAILBOX_H
#define REGION_OVERLAP_MAILBOX_H

#include <stdint.h>

enum { INBOX_BYTES = 256, OUTBOX_BYTES = 128, TASK_STACK_BYTES = 512 };

typedef struct {
    uint32_t stack[TASK_STACK_BYTES / 4];
    /** What others wrote for the task: it may read, and no more. */
    uint8_t inbox[INBOX_BYTES];
    /** What it writes for others. */
    uint8_t outbox[OUTBOX_BYTES];
} __attribute__((aligned(32))) Mailbox;

typedef void TaskEntry(Mailbox *mailbox);

/** Switches the MPU on, and runs a task unprivileged in ROM and its own memory. A task never returns. */
__attribute__((noreturn)) void mailbox_run(TaskEntry *entry, Mailbox *mailbox);

#endif
