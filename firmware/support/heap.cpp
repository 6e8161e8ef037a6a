// A heap between .bss and the stack, for newlib's malloc and for new and delete.
#include <cerrno>
#include <cstddef>
#include <cstdlib>

extern "C" {

// Placed by sections.ld.
extern char __heap_start[];
extern char __heap_end[];

/** Grows the heap for malloc; newlib's contract is the old end, or -1 with ENOMEM. Called by libraries only: `used`. */
__attribute__((used)) void *_sbrk(std::ptrdiff_t increment)
{
    static char *end = __heap_start;
    if (increment > __heap_end - end) {
        errno = ENOMEM;
        return reinterpret_cast<void *>(-1);
    }
    char *const old_end = end;
    end += increment;
    return old_end;
}
}

// new without exceptions: running out of heap is a bug here, and it ends where it happens.
void *operator new(std::size_t bytes)
{
    void *const block = std::malloc(bytes);
    while (block == nullptr) {
    }
    return block;
}

void operator delete(void *block) noexcept
{
    std::free(block);
}

void operator delete(void *block, std::size_t) noexcept
{
    std::free(block);
}
