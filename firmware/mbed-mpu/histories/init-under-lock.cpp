// Initialising again while a lock is held switches the protection on, and no further lock switches it off:
// the count and the MPU disagree until the last holder leaves and a new one comes.
#include "ScopedRamExecutionLock.h"
#include "history.h"

int main()
{
    history_step("start");
    {
        mbed::ScopedRamExecutionLock lock;
        history_step("lock");
        mbed_mpu_manager_init();
        history_step("init under the lock");
        {
            mbed::ScopedRamExecutionLock another;
            history_step("lock again");
        }
        history_step("unlock");
    }
    history_step("last unlock");
    mbed::ScopedRamExecutionLock lock;
    history_step("lock, in step again");
}
