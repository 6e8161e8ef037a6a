/* Base types: floating point of both sizes, integers of all, characters, truth values, 64-bit register pairs. */
#include <stdbool.h>
#include <stdint.h>

#include "fixture.h"

static float single = 1.5f;
static double twice = -2.25;
static const double tiny = 1e-300;
static float infinity = __builtin_inff();
static double not_a_number = __builtin_nan("");
static int8_t i8 = -8;
static uint8_t u8 = 200;
static int16_t i16 = -1600;
static uint16_t u16 = 60000;
static int64_t i64 = -6400000000;
static uint64_t u64 = 0xFEDCBA9876543210u;
static bool yes = true;
static char letter = 'R';

__attribute__((noinline)) static double mix(float a, double b, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sum += a * b;
        b = -b / 2;
    }
    checkpoint(1);
    return sum;
}

__attribute__((noinline)) static int64_t wide(int64_t a, uint64_t b)
{
    const int64_t product = a * 3;
    const uint64_t shifted = b >> 12;
    checkpoint(2);
    return product + (int64_t)(shifted & 0xFFFF);
}

__attribute__((noinline)) static int many(int a, int b, int c, int d, int e, double f, char g)
{
    const int total = a + b + c + d + e + (int)f + g;
    checkpoint(3);
    return total;
}

int main(void)
{
    result += (int)(mix(single, twice, 3) * 100);
    result += (int)wide(i64, u64);
    result += many(1, 2, 3, 4, 5, twice, letter);
    result += i8 + u8 + i16 + u16 + yes;
    result += (tiny > 0) + (infinity > single) + (not_a_number != not_a_number);
    checkpoint(4);
    return 0;
}
