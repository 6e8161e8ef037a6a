/* qsort and bsearch over numbers, records and strings. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT = 500 };

typedef struct {
    const char *name;
    int year;
} Language;

static int by_number(const void *left, const void *right)
{
    const int a = *(const int *)left, b = *(const int *)right;
    return (a > b) - (a < b);
}

static int by_name(const void *left, const void *right)
{
    return strcmp(((const Language *)left)->name, ((const Language *)right)->name);
}

static int by_year(const void *left, const void *right)
{
    return ((const Language *)left)->year - ((const Language *)right)->year;
}

int main(void)
{
    static int numbers[COUNT];
    uint32_t state = 1;
    for (int i = 0; i < COUNT; i++) {
        state = state * 1103515245u + 12345u;
        numbers[i] = (int)(state >> 16) % 10000 - 5000;
    }
    qsort(numbers, COUNT, sizeof numbers[0], by_number);
    int disorder = 0;
    for (int i = 1; i < COUNT; i++) {
        disorder += numbers[i - 1] > numbers[i];
    }
    printf("first %d, middle %d, last %d, disorder %d\n", numbers[0], numbers[COUNT / 2], numbers[COUNT - 1], disorder);

    int found = 0;
    for (int key = -5000; key < 5000; key++) {
        found += bsearch(&key, numbers, COUNT, sizeof numbers[0], by_number) != NULL;
    }
    printf("distinct values found: %d\n", found);

    Language languages[] = {{"Pascal", 1970}, {"C", 1972}, {"Ada", 1980}, {"Lisp", 1960}, {"Fortran", 1957}, {"Forth", 1971}};
    const size_t count = sizeof languages / sizeof languages[0];
    qsort(languages, count, sizeof languages[0], by_year);
    for (size_t i = 0; i < count; i++) {
        printf("%d %s\n", languages[i].year, languages[i].name);
    }
    qsort(languages, count, sizeof languages[0], by_name);
    const Language key = {"Forth", 0};
    const Language *const hit = bsearch(&key, languages, count, sizeof languages[0], by_name);
    printf("Forth: %d, position %d\n", hit->year, (int)(hit - languages));
    return 0;
}
