/* Inlined functions, three deep and twice in a caller, with variables of their own and blocks in blocks. */
#include "fixture.h"

static volatile int sensor = 12;

__attribute__((always_inline)) static inline int clamp(int value, int low, int high)
{
    if (value < low) {
        return low;
    }
    return value > high ? high : value;
}

__attribute__((always_inline)) static inline int scale(int value)
{
    const int doubled = value * 2;
    const int clamped = clamp(doubled, 0, 50);
    checkpoint(1);
    return clamped;
}

__attribute__((always_inline)) static inline int measure(int channel)
{
    int total = 0;
    for (int i = 0; i < 3; i++) {
        const int raw = sensor + channel * i;
        total += scale(raw);
    }
    return total;
}

static inline int maybe_inlined(int a, int b)
{
    const int product = a * b;
    checkpoint(2);
    return product + sensor;
}

__attribute__((noinline)) static int report(int channel)
{
    int outer = measure(channel);
    {
        int inner = measure(channel + 1);
        {
            const int inner_most = inner - outer;
            checkpoint(3);
            outer += inner_most;
        }
        outer += inner;
    }
    return outer;
}

int main(void)
{
    result += report(2);
    result += maybe_inlined(3, sensor) + maybe_inlined(sensor, 4);
    checkpoint(4);
    return 0;
}
