/* As Mbed OS boots: the console and the MPU are ready before the first constructor runs. */
#include "console.h"
#include "mbed_mpu_mgmt.h"
#include "startup.h"

void before_constructors(void)
{
    console_open();
    mbed_mpu_manager_init();
}
