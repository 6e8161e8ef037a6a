// Early returns that forget the unlock: end 6/1.
#include "ScopedRamExecutionLock.h"
#include "history.h"

/** Runs a routine from RAM; gives up when the device is busy, and forgets the lock. */
static bool transfer(int block)
{
    mbed_mpu_manager_lock_ram_execution();
    const bool device_busy = block % 2 == 1;
    if (device_busy) {
        return false;
    }
    mbed_mpu_manager_unlock_ram_execution();
    return true;
}

int main()
{
    history_step("start");
    for (int block = 0; block < 12; block++) {
        history_step(transfer(block) ? "transferred" : "busy");
    }
    mbed_mpu_manager_lock_rom_write();
    history_step("ROM opened and never closed");
}
