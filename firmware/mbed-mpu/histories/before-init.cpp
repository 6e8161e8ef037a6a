// Calls before mbed_mpu_init are undefined: they change regions that init is about to set anew.
#include "console.h"
#include "history.h"
#include "mbed_mpu_mgmt.h"
#include "startup.h"

extern "C" void before_constructors()
{
    console_open();
}

int main()
{
    history_step("start");
    mbed_mpu_enable_ram_xn(true);
    history_step("protection asked for, MPU off");
    mbed_mpu_manager_lock_ram_execution();
    history_step("lock");
    mbed_mpu_manager_init();
    history_step("init: the lock is counted but has no effect");
    mbed_mpu_manager_unlock_ram_execution();
    history_step("unlock");
}
