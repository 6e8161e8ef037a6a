// Code in RAM, called under a RAM execution lock.
#include "ram_routine.h"

#include "ScopedRamExecutionLock.h"
#include "cortex-m.h"

namespace {

constexpr std::uint16_t adds_r0_r0_r1 = 0x1840;
constexpr std::uint16_t bx_lr = 0x4770;
constexpr std::uintptr_t thumb_bit = 1;

} // namespace

RamRoutine::RamRoutine() : code_{adds_r0_r0_r1, bx_lr}
{
    memory_barrier(); // what was stored as data is about to be fetched as code
}

std::uint32_t RamRoutine::call(std::uint32_t left, std::uint32_t right) const
{
    using Function = std::uint32_t (*)(std::uint32_t, std::uint32_t);
    const auto function = reinterpret_cast<Function>(reinterpret_cast<std::uintptr_t>(code_) | thumb_bit);
    return function(left, right);
}

std::uint32_t RamRoutine::add(std::uint32_t left, std::uint32_t right) const
{
    mbed::ScopedRamExecutionLock lock;
    return call(left, right);
}

// The first bug of this demo: the early return forgets the lock, and from here on RAM stays executable.
// A mbed::ScopedRamExecutionLock would have released it.
int RamRoutine::self_test(int rounds) const
{
    mbed_mpu_manager_lock_ram_execution();
    if (rounds <= 0) {
        return -1;
    }
    int good = 0;
    for (int round = 0; round < rounds; round++) {
        const auto value = static_cast<std::uint32_t>(round);
        good += call(value, value) == 2 * value ? 1 : 0;
    }
    mbed_mpu_manager_unlock_ram_execution();
    return good;
}
