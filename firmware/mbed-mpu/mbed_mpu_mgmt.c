/* The lock manager: two counters, and a protection that follows the step between none and one. */
#include "mbed_mpu_mgmt.h"

#include <stdint.h>

#include "critical_section.h"
#include "mbed_assert.h"

static uint16_t mem_xn_lock;
static uint16_t mem_wn_lock;

void mbed_mpu_manager_lock_ram_execution(void)
{
    core_util_critical_section_enter();
    MBED_ASSERT(mem_xn_lock != UINT16_MAX);
    if (mem_xn_lock == 0) {
        mbed_mpu_enable_ram_xn(false);
    }
    mem_xn_lock++;
    core_util_critical_section_exit();
}

void mbed_mpu_manager_unlock_ram_execution(void)
{
    core_util_critical_section_enter();
    MBED_ASSERT(mem_xn_lock != 0);
    mem_xn_lock--;
    if (mem_xn_lock == 0) {
        mbed_mpu_enable_ram_xn(true);
    }
    core_util_critical_section_exit();
}

void mbed_mpu_manager_lock_rom_write(void)
{
    core_util_critical_section_enter();
    MBED_ASSERT(mem_wn_lock != UINT16_MAX);
    if (mem_wn_lock == 0) {
        mbed_mpu_enable_rom_wn(false);
    }
    mem_wn_lock++;
    core_util_critical_section_exit();
}

void mbed_mpu_manager_unlock_rom_write(void)
{
    core_util_critical_section_enter();
    MBED_ASSERT(mem_wn_lock != 0);
    mem_wn_lock--;
    if (mem_wn_lock == 0) {
        mbed_mpu_enable_rom_wn(true);
    }
    core_util_critical_section_exit();
}

#ifdef MBED_MPU_MGMT_REPORT
#include "console.h"

void mbed_mpu_manager_report(void)
{
    console_text("locks xn=");
    console_decimal(mem_xn_lock);
    console_text(" wn=");
    console_decimal(mem_wn_lock);
    console_put('\n');
}
#endif
