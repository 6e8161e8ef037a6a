/* Loops and branches: nested, with early exits, switch, goto; variables that move between registers. */
#include <stdint.h>

#include "fixture.h"

static const uint8_t text[] = "loops, and 3 branches; 42!";

static int count_primes(int limit)
{
    int count = 0;
    for (int candidate = 2; candidate < limit; candidate++) {
        int divisor = 2;
        while (divisor * divisor <= candidate && candidate % divisor != 0) {
            divisor++;
        }
        if (divisor * divisor > candidate) {
            count++;
        }
    }
    checkpoint(1);
    return count;
}

static int classify(void)
{
    int letters = 0, digits = 0, others = 0;
    for (const uint8_t *character = text; *character != 0; character++) {
        switch (*character) {
        case '0' ... '9':
            digits++;
            break;
        case 'a' ... 'z':
            letters++;
            continue;
        case ' ':
        case ',':
            others++;
            break;
        default:
            others += 10;
        }
        checkpoint(2);
    }
    return letters * 100 + digits * 10 + others;
}

static int find_pair(int sum)
{
    int a, b;
    for (a = 1; a < 20; a++) {
        for (b = a; b < 20; b++) {
            if (a * b == sum) {
                goto found;
            }
        }
    }
    return -1;
found:
    checkpoint(3);
    return a * 32 + b;
}

static unsigned collatz(unsigned start)
{
    unsigned steps = 0;
    do {
        start = start % 2 != 0 ? 3 * start + 1 : start / 2;
        steps++;
    } while (start != 1);
    checkpoint(4);
    return steps;
}

int main(void)
{
    result += count_primes(60);
    result += classify();
    result += find_pair(91);
    result += (int)collatz(27);
    checkpoint(5);
    return 0;
}
