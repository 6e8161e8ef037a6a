// Execution from RAM is allowed for as long as an object of this class lives.
#ifndef MBED_SCOPED_RAM_EXECUTION_LOCK_H
#define MBED_SCOPED_RAM_EXECUTION_LOCK_H

#include "mbed_mpu_mgmt.h"

namespace mbed {

class ScopedRamExecutionLock {
public:
    ScopedRamExecutionLock() { mbed_mpu_manager_lock_ram_execution(); }
    ~ScopedRamExecutionLock() { mbed_mpu_manager_unlock_ram_execution(); }

    ScopedRamExecutionLock(const ScopedRamExecutionLock &) = delete;
    ScopedRamExecutionLock &operator=(const ScopedRamExecutionLock &) = delete;
};

} // namespace mbed

#endif
