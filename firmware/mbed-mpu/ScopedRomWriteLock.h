// Writing to ROM is allowed for as long as an object of this class lives.
#ifndef MBED_SCOPED_ROM_WRITE_LOCK_H
#define MBED_SCOPED_ROM_WRITE_LOCK_H

#include "mbed_mpu_mgmt.h"

namespace mbed {

class ScopedRomWriteLock {
public:
    ScopedRomWriteLock() { mbed_mpu_manager_lock_rom_write(); }
    ~ScopedRomWriteLock() { mbed_mpu_manager_unlock_rom_write(); }

    ScopedRomWriteLock(const ScopedRomWriteLock &) = delete;
    ScopedRomWriteLock &operator=(const ScopedRomWriteLock &) = delete;
};

} // namespace mbed

#endif
