// Uses RAM execution locks alone and prints no counts, so the linker drops the other counter from the program.
#include "ScopedRamExecutionLock.h"
#include "console.h"

int main()
{
    console_text("start\n");
    {
        mbed::ScopedRamExecutionLock lock;
        console_text("held\n");
    }
    console_text("end\n");
}
