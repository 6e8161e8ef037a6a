/* Text to numbers: strtol, strtoul and strtod with their rests, bases, limits and errors. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

static void show_long(const char *text, int base)
{
    char *rest;
    errno = 0;
    const long value = strtol(text, &rest, base);
    printf("strtol \"%s\" base %d: %ld, rest \"%s\", range error %d\n", text, base, value, rest, errno == ERANGE);
}

static void show_double(const char *text)
{
    char *rest;
    const double value = strtod(text, &rest);
    printf("strtod \"%s\": %.6g, rest \"%s\"\n", text, value, rest);
}

int main(void)
{
    show_long("42", 10);
    show_long("  -17xyz", 10);
    show_long("0x1F", 0);
    show_long("0755", 0);
    show_long("zz", 36);
    show_long("1012", 2);
    show_long("99999999999", 10);
    show_long("-99999999999", 10);
    printf("strtoul: %lu\n", strtoul("4294967295", NULL, 10));
    show_double("3.25");
    show_double("-1.5e3abc");
    show_double(".5");
    show_double("1e-10");
    show_double("123456789012345678");
    show_double("6.02214076e23 mol");
    show_double("nothing");
    printf("atoi: %d, atof: %.3f\n", atoi("1234"), atof("2.5"));
    return 0;
}
