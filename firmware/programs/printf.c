/* printf: integers, widths, flags, strings, characters and floating point. */
#include <limits.h>
#include <stdio.h>

int main(void)
{
    printf("[%d] [%5d] [%-5d] [%05d] [%+d]\n", 42, 42, 42, 42, 42);
    printf("[%u] [%x] [%X] [%#x] [%o]\n", 3000000000u, 48879u, 48879u, 48879u, 8u);
    printf("[%ld] [%ld]\n", LONG_MAX, LONG_MIN);
    printf("[%s] [%8s] [%-8s] [%.2s] [%c]\n", "text", "text", "text", "text", 'c');
    printf("[%f] [%.2f] [%8.3f] [%-8.1f] [%+.1f]\n", 3.14159265, 2.71828, -1.5, 1.25, 7.0);
    printf("[%e] [%.3e] [%g] [%g] [%g]\n", 12345.678, 0.00012345, 100000.0, 1e-5, 0.5);
    printf("[%.0f] [%.0f] [%.0f]\n", 2.4, 2.6, 1e9);
    printf("[%*d] [%.*f]\n", 7, 7, 3, 1.0 / 3.0);

    char buffer[16];
    const char *volatile text = "longer than sixteen characters";
    const int length = snprintf(buffer, sizeof buffer, "%s", text);
    printf("%d [%s]\n", length, buffer);
    return 0;
}
