/*
 * A write-only console on the board's first UART. Polled, so it works in fault handlers too.
 * Each board links one of console-*.c for the two functions that touch the hardware.
 */
#ifndef RINGFENCE_CONSOLE_H
#define RINGFENCE_CONSOLE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The board's part. */
void console_open(void);
void console_put(char character);

/* The common part. */
void console_text(const char *text);
void console_decimal(uint32_t value);
/** Eight upper-case digits, no prefix. */
void console_hex32(uint32_t value);
/** A line `key=0123ABCD`. */
void console_value(const char *key, uint32_t value);

#ifdef __cplusplus
}
#endif

#endif
