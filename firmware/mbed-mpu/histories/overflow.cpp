// One lock more than the counter holds. With assertions it ends there; with NDEBUG 65535 becomes 0,
// and one balanced lock and unlock later the protection is on under 65536 holders.
#include "history.h"
#include "mbed_mpu_mgmt.h"

int main()
{
    history_step("start");
    for (unsigned count = 0; count < 65535; count++) {
        mbed_mpu_manager_lock_ram_execution();
    }
    history_step("65535 locks");
    mbed_mpu_manager_lock_ram_execution();
    history_step("65536 locks");
    mbed_mpu_manager_lock_ram_execution();
    history_step("one more lock");
    mbed_mpu_manager_unlock_ram_execution();
    history_step("its unlock: execute never is on");
}
