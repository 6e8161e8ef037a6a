// A lock as a static object is held from before main to the end of time: 1/0.
#include "ScopedRamExecutionLock.h"
#include "history.h"

static mbed::ScopedRamExecutionLock held_for_ever;

int main()
{
    history_step("start");
    {
        mbed::ScopedRamExecutionLock lock;
        history_step("one more");
    }
    history_step("one less");
}
