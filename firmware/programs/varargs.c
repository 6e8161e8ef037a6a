/* Variable arguments: of several types, of 8-byte alignment, copied, and passed on. */
#include <stdarg.h>
#include <stdio.h>

static int sum(int count, ...)
{
    va_list arguments;
    va_start(arguments, count);
    int total = 0;
    for (int i = 0; i < count; i++) {
        total += va_arg(arguments, int);
    }
    va_end(arguments);
    return total;
}

/* i: int, d: double, l: long long (as its high and low half), s: string */
static void describe(const char *types, ...)
{
    va_list arguments;
    va_start(arguments, types);
    for (; *types != '\0'; types++) {
        switch (*types) {
        case 'i':
            printf(" int %d", va_arg(arguments, int));
            break;
        case 'd':
            printf(" double %.3f", va_arg(arguments, double));
            break;
        case 'l': {
            const long long value = va_arg(arguments, long long);
            printf(" long %lx:%lx", (unsigned long)(value >> 32), (unsigned long)value);
            break;
        }
        default:
            printf(" string %s", va_arg(arguments, const char *));
        }
    }
    printf("\n");
    va_end(arguments);
}

__attribute__((format(printf, 1, 2))) static int print_twice(const char *format, ...)
{
    va_list first, second;
    va_start(first, format);
    va_copy(second, first);
    const int once = vprintf(format, first);
    const int twice = vprintf(format, second);
    va_end(second);
    va_end(first);
    return once + twice;
}

int main(void)
{
    printf("%d %d %d\n", sum(0), sum(3, 1, 2, 3), sum(10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    describe("idils", 1, 2.5, 3, 0x123456789ALL, "end");
    describe("dddd", 1.0, 2.0, 3.0, 4.0);
    describe("slid", "start", -1LL, 7, -0.125);
    const int printed = print_twice("<%s %d>", "x", 5);
    printf("\n%d characters\n", printed);
    return 0;
}
