/* Prints the MPU's registers after every call of mpu_api.h, for tools that compare them with other implementations. */
#include "console.h"
#include "mpu-report.h"
#include "mpu_api.h"

static void step(const char *what)
{
    console_text("step: ");
    console_text(what);
    console_put('\n');
    mpu_report();
}

int main(void)
{
    console_open();
    step("reset");
    mbed_mpu_init();
    step("mbed_mpu_init()");
    mbed_mpu_enable_ram_xn(false);
    step("mbed_mpu_enable_ram_xn(false)");
    mbed_mpu_enable_rom_wn(false);
    step("mbed_mpu_enable_rom_wn(false)");
    mbed_mpu_enable_ram_xn(true);
    step("mbed_mpu_enable_ram_xn(true)");
    mbed_mpu_enable_rom_wn(true);
    step("mbed_mpu_enable_rom_wn(true)");
    mbed_mpu_free();
    step("mbed_mpu_free()");
    return 0;
}
