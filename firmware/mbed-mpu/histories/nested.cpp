// Locks inside locks, all given back: peak 3/2, end 0/0.
#include "ScopedRamExecutionLock.h"
#include "ScopedRomWriteLock.h"
#include "history.h"

static void write_a_page()
{
    mbed::ScopedRamExecutionLock ram;
    mbed::ScopedRomWriteLock rom;
    history_step("page");
}

static void erase_and_write()
{
    mbed::ScopedRamExecutionLock ram;
    mbed::ScopedRomWriteLock rom;
    history_step("sector");
    write_a_page();
    history_step("page done");
}

static void update()
{
    mbed::ScopedRamExecutionLock ram;
    history_step("update");
    erase_and_write();
    history_step("sector done");
}

int main()
{
    history_step("start");
    update();
    history_step("update done");
}
