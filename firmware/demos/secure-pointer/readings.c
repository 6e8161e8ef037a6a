/* A Secure service: built with -mcmse, entered through a gateway, and calling back into Non-secure state. */
#include "readings.h"

#include <arm_cmse.h>

typedef struct {
    const char *label;
    uint32_t millivolts;
} Reading;

typedef void __attribute__((cmse_nonsecure_call)) NonSecureCallback(const char *label, uint32_t millivolts);

static const char supply_label[] = "supply";
static const char sensor_label[] = "sensor";

static const Reading readings[] = {{supply_label, 3300}, {sensor_label, 1240}};

/* The bug: `label` leads to Secure memory, where the callback may not look. A copy for the caller would do. */
__attribute__((cmse_nonsecure_entry)) uint32_t for_each_reading(ReadingCallback *callback)
{
    NonSecureCallback *const call = (NonSecureCallback *)cmse_nsfptr_create(callback);
    const uint32_t count = sizeof readings / sizeof readings[0];
    for (uint32_t i = 0; i < count; i++) {
        call(readings[i].label, readings[i].millivolts);
    }
    return count;
}
