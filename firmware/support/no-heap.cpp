// Virtual destructors name the deallocation functions even in programs that never allocate.
#include <cstddef>

void operator delete(void *) noexcept
{
}

void operator delete(void *, std::size_t) noexcept
{
}
