/* Text for the log, by semihosting: both images print with it. */
#ifndef RINGFENCE_SECURITY_TEXT_H
#define RINGFENCE_SECURITY_TEXT_H

#include <stdint.h>

/** Adds text to the log: %x is a word as eight hexadecimal digits, %d a count in decimal, %s a string. */
void say(const char *format, ...);

/** Words with a name before them: " name=00000000,00000000". */
void say_words(const char *name, const volatile uint32_t *words, uint32_t count);

/** SYS_EXIT. */
__attribute__((noreturn)) void leave(void);

#endif
