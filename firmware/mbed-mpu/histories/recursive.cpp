// A lock at every level of a recursion: peak 41/41, end 0/0.
#include "ScopedRamExecutionLock.h"
#include "ScopedRomWriteLock.h"
#include "history.h"

__attribute__((noinline)) static void descend(int levels)
{
    mbed::ScopedRamExecutionLock ram;
    mbed::ScopedRomWriteLock rom;
    history_step("down");
    if (levels > 0) {
        descend(levels - 1);
    }
    history_step("up");
}

int main()
{
    history_step("start");
    descend(40);
    history_step("end");
}
