#include "message.h"

#include "console.h"

enum { NAME_LENGTH = 1, NAME = 2 };

/* The bug: the value is where the name ends, which is a multiple of four for some names only. */
uint32_t message_value(const Message *message)
{
    const uint8_t *const field = &message->bytes[NAME + message->bytes[NAME_LENGTH]];
    return *(const uint32_t *)field;
}

void message_handle(const Message *message)
{
    for (int i = 0; i < message->bytes[NAME_LENGTH]; i++) {
        console_put((char)message->bytes[NAME + i]);
    }
    console_text(" is ");
    console_decimal(message_value(message));
    console_put('\n');
}
