/* Messages from a radio: a kind, the length of a name, the name, and a value of four bytes behind it. */
#ifndef UNALIGNED_FIELD_MESSAGE_H
#define UNALIGNED_FIELD_MESSAGE_H

#include <stdint.h>

typedef struct {
    uint8_t bytes[16];
} __attribute__((aligned(4))) Message;

uint32_t message_value(const Message *message);

/** Prints name and value of a message that has come in. */
void message_handle(const Message *message);

#endif
