/* Printing through BKPT 0xAB (SYS_WRITE0), which works in every mode, state and priority. */
#include "text.h"

#include <stdarg.h>

#define SYS_WRITE0 0x04u
#define SYS_EXIT 0x18u
#define ADP_STOPPED_APPLICATION_EXIT 0x20026u

static char line[512];
static uint32_t used;

static void semihosting(uint32_t operation, uint32_t argument)
{
    register uint32_t r0 __asm("r0") = operation;
    register uint32_t r1 __asm("r1") = argument;
    /* What is in r0 afterwards is not said, and would stand in frames. */
    __asm volatile("bkpt 0xAB\n\tmovs r0, #0" : "+r"(r0) : "r"(r1) : "memory", "cc");
}

static void flush(void)
{
    line[used] = 0;
    used = 0;
    semihosting(SYS_WRITE0, (uint32_t)line);
}

static void put(char character)
{
    line[used++] = character;
    if (character == '\n' || used == sizeof line - 1) {
        flush();
    }
}

static void put_hex(uint32_t value)
{
    for (int shift = 28; shift >= 0; shift -= 4) {
        put("0123456789abcdef"[(value >> shift) & 0xF]);
    }
}

static void put_decimal(uint32_t value)
{
    if (value >= 10) {
        put_decimal(value / 10);
    }
    put((char)('0' + value % 10));
}

void say(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    for (; *format; format++) {
        if (*format != '%') {
            put(*format);
            continue;
        }
        switch (*++format) {
        case 'x':
            put_hex(va_arg(arguments, uint32_t));
            break;
        case 'd':
            put_decimal(va_arg(arguments, uint32_t));
            break;
        default:
            for (const char *text = va_arg(arguments, const char *); *text; text++) {
                put(*text);
            }
        }
    }
    va_end(arguments);
}

void say_words(const char *name, const volatile uint32_t *words, uint32_t count)
{
    say(" %s=", name);
    for (uint32_t n = 0; n < count; n++) {
        say(n == 0 ? "%x" : ",%x", words[n]);
    }
}

void leave(void)
{
    semihosting(SYS_EXIT, ADP_STOPPED_APPLICATION_EXIT);
    for (;;) {
    }
}
