/* Where a failed MBED_ASSERT ends. */
#include "mbed_assert.h"

#include "console.h"
#include "semihosting.h"

void mbed_assert_internal(const char *expression, const char *file, int line)
{
    console_text("assertion failed: ");
    console_text(expression);
    console_text(", ");
    console_text(file);
    console_put(':');
    console_decimal((uint32_t)line);
    console_put('\n');
    semihosting_exit(false);
}
