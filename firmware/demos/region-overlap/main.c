/*
 * Demo for the Cortex-M23: two regions by base and limit that share one granule of 32 bytes. No region of PMSAv8 wins over
 * another: where two overlap, nobody may do anything.
 * Expected end: HardFault at the first byte of `outbox`, which the task may write, by its region alone.
 */
#include <stdint.h>

#include "console.h"
#include "mailbox.h"

static Mailbox relay_mailbox;

static uint32_t checksum(const uint8_t *bytes, uint32_t count)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum = (sum << 1 | sum >> 31) ^ bytes[i];
    }
    return sum;
}

/* From the end backwards, so that what is written first is far away from the inbox. */
static void answer(Mailbox *mailbox, uint32_t sum)
{
    uint32_t *const words = (uint32_t *)mailbox->outbox;
    for (int i = OUTBOX_BYTES / 4 - 1; i >= 0; i--) {
        words[i] = sum + (uint32_t)i;
    }
}

static void relay(Mailbox *mailbox)
{
    for (;;) {
        const uint32_t sum = checksum(mailbox->inbox, INBOX_BYTES);
        answer(mailbox, sum);
    }
}

int main(void)
{
    console_open();
    console_text("relay starts\n");
    for (int i = 0; i < INBOX_BYTES; i++) {
        relay_mailbox.inbox[i] = (uint8_t)i;
    }
    mailbox_run(relay, &relay_mailbox);
}
