/* Types around functions and qualifiers: pointers, tables, callbacks, typedef chains, const and volatile. */
#include <stdbool.h>

#include "fixture.h"

typedef int Number;
typedef Number Distance;
typedef Distance BinaryOperation(Distance, Distance);
typedef bool (*Predicate)(const Number *, void *context);

typedef struct {
    const char *name;
    BinaryOperation *operation;
    const volatile Number *watched;
} Entry;

static Distance add(Distance a, Distance b)
{
    checkpoint(1);
    return a + b;
}

static Distance multiply(Distance a, Distance b)
{
    checkpoint(2);
    return a * b;
}

static volatile Number hardware = 3;
static const Entry entries[] = {{"add", add, 0}, {"multiply", multiply, &hardware}};

static bool above(const Number *value, void *context)
{
    const Number *const limit = context;
    checkpoint(3);
    return *value > *limit;
}

static int count_if(const Number *values, unsigned count, Predicate predicate, void *context)
{
    int hits = 0;
    for (unsigned i = 0; i < count; i++) {
        hits += predicate(&values[i], context);
    }
    return hits;
}

static BinaryOperation *choose(bool larger)
{
    return larger ? multiply : add;
}

int main(void)
{
    const Number values[4] = {4, 8, 15, 16};
    Number limit = 7;
    Number *const restrict pointer = &limit;
    for (unsigned i = 0; i < 2; i++) {
        const Entry *const entry = &entries[i];
        result += entry->operation(values[i], *pointer);
        result += entry->watched != 0 ? *entry->watched : 0;
    }
    result += count_if(values, 4, above, pointer);
    result += choose(true)(6, 7) + choose(false)(6, 7);
    checkpoint(4);
    return 0;
}
