/* Reads every region through MPU_RNR, and puts the program's MPU_RNR back. */
#include "mpu-report.h"

#include "console.h"
#include "cortex-m.h"

static void region_value(const char *key, uint32_t region, uint32_t number)
{
    console_text(key);
    console_decimal(region);
    console_value("", number);
}

void mpu_report(void)
{
    const uint32_t selected = MPU_RNR;
    console_value("MPU_TYPE", MPU_TYPE);
    console_value("MPU_CTRL", MPU_CTRL);
    console_value("MPU_RNR", selected);
    for (uint32_t region = 0; region < mpu_region_count(); region++) {
        MPU_RNR = region;
        region_value("MPU_RBAR", region, MPU_RBAR);
        region_value("MPU_RASR", region, MPU_RASR);
    }
    MPU_RNR = selected;
}
