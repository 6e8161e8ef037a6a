// The little that C++ asks of any bare-metal program.
extern "C" {

// Firmware never exits, so destructors of static objects are never due (C++ ABI for Arm, 4.4.5).
void *__dso_handle = nullptr;
int __aeabi_atexit(void *, void (*)(void *), void *)
{
    return 0;
}

/** A call of a pure virtual function is a bug; stop where a debugger can see the caller. */
void __cxa_pure_virtual()
{
    for (;;) {
    }
}
}
