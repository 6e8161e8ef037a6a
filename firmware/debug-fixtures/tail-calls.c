/* Calls in tail position, which optimisation turns into jumps: direct, through a pointer, and in a chain. */
#include "fixture.h"

typedef int Step(int value);

__attribute__((noinline)) static int last(int value)
{
    checkpoint(1);
    return value + 1;
}

__attribute__((noinline)) static int third(int value)
{
    const int scaled = value * 3;
    return last(scaled);
}

__attribute__((noinline)) static int second(int value)
{
    return value > 100 ? last(value) : third(value + 2);
}

__attribute__((noinline)) static int first(int value)
{
    return second(value * 2);
}

static Step *volatile chosen = last;

__attribute__((noinline)) static int through_pointer(int value)
{
    return chosen(value - 1);
}

__attribute__((noinline)) static int greatest_common_divisor(int a, int b)
{
    return b == 0 ? last(a) : greatest_common_divisor(b, a % b);
}

int main(void)
{
    result += first(5);
    result += first(80);
    result += through_pointer(10);
    result += greatest_common_divisor(84, 36);
    checkpoint(2);
    return 0;
}
