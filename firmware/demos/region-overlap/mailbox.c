#include "mailbox.h"

#include <stddef.h>

#include "armv8-m.h"

enum { REGION_ROM, REGION_STACK, REGION_INBOX, REGION_OUTBOX };

/* Normal memory, write-back, for AttrIndx 0. */
#define MAIR_WRITE_BACK 0xFFu

/*
 * The bug: LIMIT holds the region's last granule, and `base + bytes` is the first one behind it. Where nothing lies there,
 * nobody notices a region that is 32 bytes too long.
 */
static void set_region(uint32_t number, const void *base, uint32_t bytes, uint32_t access)
{
    MPU_RNR = number;
    MPU_RBAR = (uint32_t)base | MPU_RBAR_AP8(access) | (number == REGION_ROM ? 0 : MPU_RBAR_XN);
    MPU_RLAR = ((uint32_t)base + bytes) | MPU_RLAR_ENABLE;
}

static void protect(const Mailbox *mailbox)
{
    MPU_MAIR0 = MAIR_WRITE_BACK;
    set_region(REGION_ROM, NULL, 4u << 20, AP8_RO);
    set_region(REGION_STACK, mailbox->stack, TASK_STACK_BYTES - MPU_GRANULE, AP8_RW);
    set_region(REGION_INBOX, mailbox->inbox, INBOX_BYTES, AP8_RO);
    set_region(REGION_OUTBOX, mailbox->outbox, OUTBOX_BYTES, AP8_RW);
    MPU_CTRL = MPU_CTRL_PRIVDEFENA | MPU_CTRL_ENABLE;
    memory_barrier();
}

void mailbox_run(TaskEntry *entry, Mailbox *mailbox)
{
    protect(mailbox);
    register Mailbox *const argument __asm("r0") = mailbox;
    __asm volatile("msr psp, %1\n\t"
                   "movs r3, #3\n\t" /* CONTROL: nPRIV and SPSEL */
                   "msr control, r3\n\t"
                   "isb\n\t"
                   "movs r3, #0\n\t" /* nobody called it */
                   "mov lr, r3\n\t"
                   "bx %2\n"
                   :
                   : "r"(argument), "l"(mailbox->stack + TASK_STACK_BYTES / 4), "l"(entry)
                   : "r3", "lr", "memory", "cc");
    __builtin_unreachable();
}
