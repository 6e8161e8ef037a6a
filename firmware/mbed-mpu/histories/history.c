/* Printing of lock counts beside what the MPU's registers say. */
#include "history.h"

#include "console.h"
#include "cortex-m.h"
#include "mbed_mpu_mgmt.h"

static uint32_t region_enabled(uint32_t region)
{
    const uint32_t selected = MPU_RNR;
    MPU_RNR = region;
    const uint32_t enabled = MPU_RASR & MPU_RASR_ENABLE;
    MPU_RNR = selected;
    return enabled;
}

void history_step(const char *what)
{
    console_text("step: ");
    console_text(what);
    console_put('\n');
    mbed_mpu_manager_report();
    console_text("mpu ctrl=");
    console_decimal(MPU_CTRL);
    console_text(" xn=");
    console_decimal(region_enabled(1));
    console_text(" wn=");
    console_decimal(region_enabled(0));
    console_put('\n');
}
