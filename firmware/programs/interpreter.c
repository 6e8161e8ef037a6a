/* A small stack machine: a compiler for arithmetic expressions, and an interpreter with jumps running loops. */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>

typedef enum { PUSH, ADD, SUBTRACT, MULTIPLY, DIVIDE, LOAD, STORE, JUMP_IF, PRINT, HALT } Operation;

typedef struct {
    uint8_t operation;
    int32_t operand;
} Instruction;

enum { CODE_LIMIT = 64, STACK_LIMIT = 16, VARIABLES = 4 };

/* --- Compiler: expression = term {(+|-) term}; term = factor {(*|/) factor}; factor = number | ( expression ) --- */

static Instruction code[CODE_LIMIT];
static int code_size;
static const char *input;

static void emit(Operation operation, int32_t operand)
{
    code[code_size++] = (Instruction){(uint8_t)operation, operand};
}

static void expression(void);

static void factor(void)
{
    if (*input == '(') {
        input++;
        expression();
        input++;
        return;
    }
    int32_t number = 0;
    while (isdigit((unsigned char)*input)) {
        number = number * 10 + (*input++ - '0');
    }
    emit(PUSH, number);
}

static void term(void)
{
    factor();
    while (*input == '*' || *input == '/') {
        const char symbol = *input++;
        factor();
        emit(symbol == '*' ? MULTIPLY : DIVIDE, 0);
    }
}

static void expression(void)
{
    term();
    while (*input == '+' || *input == '-') {
        const char symbol = *input++;
        term();
        emit(symbol == '+' ? ADD : SUBTRACT, 0);
    }
}

/* --- Interpreter --- */

static unsigned run(const Instruction *program)
{
    int32_t stack[STACK_LIMIT], variables[VARIABLES] = {0};
    int top = 0, at = 0;
    unsigned steps = 0;
    for (;; steps++) {
        const Instruction now = program[at++];
        switch ((Operation)now.operation) {
        case PUSH:
            stack[top++] = now.operand;
            break;
        case ADD:
            top--;
            stack[top - 1] += stack[top];
            break;
        case SUBTRACT:
            top--;
            stack[top - 1] -= stack[top];
            break;
        case MULTIPLY:
            top--;
            stack[top - 1] *= stack[top];
            break;
        case DIVIDE:
            top--;
            stack[top - 1] /= stack[top];
            break;
        case LOAD:
            stack[top++] = variables[now.operand];
            break;
        case STORE:
            variables[now.operand] = stack[--top];
            break;
        case JUMP_IF:
            if (stack[--top] != 0) {
                at = now.operand;
            }
            break;
        case PRINT:
            printf("%ld\n", (long)stack[--top]);
            break;
        case HALT:
            return steps;
        }
    }
}

static void evaluate(const char *text)
{
    input = text;
    code_size = 0;
    expression();
    emit(PRINT, 0);
    emit(HALT, 0);
    printf("%s = ", text);
    run(code);
}

/* factorial = 1; n = 10; do { factorial *= n; n -= 1 } while (n); print factorial */
static const Instruction factorial_program[] = {
    {PUSH, 1},  {STORE, 0}, {PUSH, 10}, {STORE, 1},    {LOAD, 0}, {LOAD, 1},    {MULTIPLY, 0}, {STORE, 0}, {LOAD, 1},
    {PUSH, 1}, {SUBTRACT, 0}, {STORE, 1}, {LOAD, 1}, {JUMP_IF, 4}, {LOAD, 0},   {PRINT, 0},   {HALT, 0},
};

/* sum = 0; n = 20000; do { sum += n; n -= 1 } while (n); print sum */
static const Instruction sum_program[] = {
    {PUSH, 0}, {STORE, 0}, {PUSH, 20000}, {STORE, 1}, {LOAD, 0}, {LOAD, 1},    {ADD, 0},  {STORE, 0}, {LOAD, 1},
    {PUSH, 1}, {SUBTRACT, 0}, {STORE, 1}, {LOAD, 1}, {JUMP_IF, 4}, {LOAD, 0}, {PRINT, 0}, {HALT, 0},
};

int main(void)
{
    evaluate("1+2*3");
    evaluate("(1+2)*3");
    evaluate("100/7-2*(3-8)");
    evaluate("((((9))))*((8-3)*(7+1))");
    printf("steps %u\n", run(factorial_program));
    printf("steps %u\n", run(sum_program));
    return 0;
}
