// An unlock without a lock. With assertions it ends here; with NDEBUG the count wraps to 65535, the next lock
// brings it to 0 without switching the protection off, and only the one after that does.
#include "history.h"
#include "mbed_mpu_mgmt.h"

int main()
{
    history_step("start");
    mbed_mpu_manager_unlock_ram_execution();
    history_step("unlock too many");
    mbed_mpu_manager_lock_ram_execution();
    history_step("lock: held, and yet execute never is on");
    mbed_mpu_manager_lock_ram_execution();
    history_step("lock again");
    mbed_mpu_manager_unlock_ram_execution();
    history_step("unlock");
}
