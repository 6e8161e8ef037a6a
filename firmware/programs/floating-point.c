/* Floating point in software: arithmetic, comparison, conversion, rounding, infinities, and functions of math.h. */
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void show_bits(const char *what, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    printf("%s: %08lx%08lx\n", what, (unsigned long)(bits >> 32), (unsigned long)bits);
}

int main(void)
{
    volatile double tenth = 0.1, third = 1.0 / 3.0, large = 1e300, zero = 0.0;
    volatile float f = 16777216.0f, one = 1.0f;
    show_bits("sum", tenth + third);
    show_bits("product", tenth * third);
    show_bits("quotient", tenth / third);
    show_bits("overflow", large * large);
    show_bits("negative zero", -zero);
    show_bits("denormal", DBL_MIN / 1024.0 * tenth);
    printf("float: %.1f %.1f\n", (double)(f + one), (double)(f + one + one));
    volatile double nothing = zero / zero;
    printf("compare: %d %d %d %d %d\n", tenth < third, tenth == 0.1, nothing == nothing, large > tenth, isnan(nothing) != 0);
    volatile double value = -2.75;
    printf("convert: %d %u %d\n", (int)value, (unsigned)(-value), (int)(float)value);
    printf("round: %.1f %.1f %.1f %.1f\n", floor(value), ceil(value), trunc(value), round(value));
    show_bits("sqrt 2", sqrt(2.0 + zero));
    printf("functions: %.9f %.9f %.9f %.9f\n", sin(1.0 + zero), exp(1.0 + zero), log(10.0 + zero), pow(2.0, 0.5 + zero));
    int exponent;
    const double mantissa = frexp(40.0 + zero, &exponent);
    printf("frexp: %.4f %d, ldexp: %.1f, fmod: %.2f\n", mantissa, exponent, ldexp(0.75, 4), fmod(10.5 + zero, 3.0));

    double sum = 0.0;
    for (int i = 1; i <= 2000; i++) {
        sum += 1.0 / ((double)i * i);
    }
    printf("series: %.10f\n", sum);
    return 0;
}
