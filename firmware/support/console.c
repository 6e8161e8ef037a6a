/* Text and numbers on top of a board's console_put. */
#include "console.h"

void console_text(const char *text)
{
    while (*text != '\0') {
        console_put(*text++);
    }
}

void console_decimal(uint32_t value)
{
    char digits[10]; /* 4294967295 */
    int count = 0;
    do {
        digits[count++] = (char)('0' + value % 10u);
        value /= 10u;
    } while (value != 0u);
    while (count > 0) {
        console_put(digits[--count]);
    }
}

void console_hex32(uint32_t value)
{
    for (int shift = 28; shift >= 0; shift -= 4) {
        console_put("0123456789ABCDEF"[(value >> shift) & 0xFu]);
    }
}

void console_value(const char *key, uint32_t value)
{
    console_text(key);
    console_put('=');
    console_hex32(value);
    console_put('\n');
}
