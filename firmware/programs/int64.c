/* 64-bit arithmetic on a 32-bit machine: products, quotients, shifts, comparisons; and 32-bit division's corners. */
#include <stdint.h>
#include <stdio.h>

/* Printed as two halves, because small C libraries have no %lld. */
static void show(const char *what, uint64_t value)
{
    printf("%s: %08lx%08lx\n", what, (unsigned long)(value >> 32), (unsigned long)value);
}

int main(void)
{
    volatile uint64_t big = 0x123456789ABCDEF0u;
    volatile uint64_t small = 0x0000000013579BDFu;
    volatile int64_t negative = -1234567890123456789;
    volatile int64_t seven = 7;
    volatile unsigned shift = 37;

    show("sum", big + small);
    show("difference", small - big);
    show("product", big * small);
    show("quotient", big / small);
    show("remainder", big % small);
    show("signed quotient", (uint64_t)(negative / seven));
    show("signed remainder", (uint64_t)(negative % seven));
    show("shift left", big << shift);
    show("shift right", big >> shift);
    show("arithmetic shift", (uint64_t)(negative >> shift));
    show("negated", (uint64_t)-negative);
    printf("compare: %d %d %d\n", big > small, negative < seven, negative == -seven);

    volatile int32_t minimum = INT32_MIN;
    volatile uint32_t maximum = UINT32_MAX;
    volatile int32_t minus_three = -3;
    printf("divide: %ld %ld %lu %lu\n", (long)(minimum / minus_three), (long)(minimum % minus_three),
           (unsigned long)(maximum / 10u), (unsigned long)(maximum % 10u));
    show("widening product", (uint64_t)maximum * maximum);
    show("signed widening", (uint64_t)((int64_t)minimum * minus_three));

    /* Fibonacci numbers up to the last that fits. */
    uint64_t a = 0, b = 1;
    for (int i = 1; i < 93; i++) {
        const uint64_t next = a + b;
        a = b;
        b = next;
    }
    show("fibonacci 93", b);
    return 0;
}
