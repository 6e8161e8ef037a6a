/* Calls through pointers: dispatch tables, callbacks with context, composition, and a state machine. */
#include <stddef.h>
#include <stdio.h>

typedef int BinaryFunction(int, int);

static int add(int a, int b) { return a + b; }
static int subtract(int a, int b) { return a - b; }
static int multiply(int a, int b) { return a * b; }
static int larger(int a, int b) { return a > b ? a : b; }

static const struct {
    const char *name;
    BinaryFunction *function;
} operations[] = {{"add", add}, {"subtract", subtract}, {"multiply", multiply}, {"larger", larger}};

static int fold(BinaryFunction *function, int start, const int *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        start = function(start, values[i]);
    }
    return start;
}

static void for_each(const int *values, size_t count, void (*visit)(int value, void *context), void *context)
{
    for (size_t i = 0; i < count; i++) {
        visit(values[i], context);
    }
}

static void count_odd(int value, void *context)
{
    *(int *)context += value & 1;
}

/* Each state returns the next. */
typedef struct State {
    const struct State *(*step)(char input);
    const char *name;
} State;

static const State outside, inside;
static const State *step_outside(char input) { return input == '(' ? &inside : &outside; }
static const State *step_inside(char input) { return input == ')' ? &outside : &inside; }
static const State outside = {step_outside, "outside"};
static const State inside = {step_inside, "inside"};

int main(void)
{
    static const int values[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5};
    const size_t count = sizeof values / sizeof values[0];
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++) {
        printf("%s: %d\n", operations[i].name, fold(operations[i].function, 1, values, count));
    }
    int odd = 0;
    for_each(values, count, count_odd, &odd);
    printf("odd: %d\n", odd);

    const State *state = &outside;
    for (const char *text = "a(b)c(d"; *text != '\0'; text++) {
        state = state->step(*text);
        printf("%c %s\n", *text, state->name);
    }
    return 0;
}
