/* Two tasks on stacks of their own that PendSV switches, with callee-saved registers that must survive. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "cortex-m.h"
#include "interrupts.h"

enum { TASKS = 2, STACK_WORDS = 1024, STEPS = 5 };

typedef struct {
    uint32_t r4_to_r11[8];
    uint32_t r0, r1, r2, r3, r12, lr, pc, xpsr;
} StartFrame;

static uint32_t stacks[TASKS][STACK_WORDS] __attribute__((aligned(8)));
static uint32_t *stack_pointers[TASKS];
static bool done[TASKS];
static int current = -1; /* -1: main */
static unsigned switches;

/** Given where the old task's registers were saved (NULL for main), says where the next one's are. */
__attribute__((used)) static uint32_t *choose_next(uint32_t *saved)
{
    if (current >= 0) {
        stack_pointers[current] = saved;
    }
    switches++;
    for (int step = 1; step <= TASKS; step++) {
        const int candidate = (current + step + TASKS) % TASKS;
        if (!done[candidate]) {
            current = candidate;
            return stack_pointers[candidate];
        }
    }
    current = -1;
    return NULL;
}

/* main keeps its registers on the main stack, where nothing else is left when it is its turn again. */
__attribute__((naked)) static void on_pendsv(void)
{
    __asm volatile("tst lr, #4\n\t"
                   "beq 1f\n\t"
                   "mrs r0, psp\n\t"
                   "stmdb r0!, {r4-r11}\n\t"
                   "b 2f\n"
                   "1:\tpush {r4-r11}\n\t"
                   "movs r0, #0\n"
                   "2:\tbl choose_next\n\t"
                   "cbz r0, 3f\n\t"
                   "ldmia r0!, {r4-r11}\n\t"
                   "msr psp, r0\n\t"
                   "mvn lr, #2\n\t" /* 0xFFFFFFFD: thread mode, process stack */
                   "bx lr\n"
                   "3:\tpop {r4-r11}\n\t"
                   "mvn lr, #6\n\t" /* 0xFFFFFFF9: thread mode, main stack */
                   "bx lr");
}

static void yield(void)
{
    SCB_ICSR = ICSR_PENDSVSET;
    memory_barrier();
}

static void finish(void)
{
    done[current] = true;
    yield();
    for (;;) {
    }
}

static void task(uint32_t number, uint32_t factor)
{
    uint32_t a = factor, b = factor * 3, c = factor * 5, d = factor * 7;
    for (int step = 0; step < STEPS; step++) {
        printf("task %lu step %d: %lu\n", (unsigned long)number, step, (unsigned long)(a + b + c + d));
        yield();
        a += 1;
        b += a;
        c += b;
        d += c;
    }
}

static void start(int number, uint32_t factor)
{
    StartFrame *const frame = (StartFrame *)(stacks[number] + STACK_WORDS) - 1;
    *frame = (StartFrame){.r0 = (uint32_t)number, .r1 = factor, .lr = (uint32_t)finish, .xpsr = 1u << 24};
    frame->pc = (uint32_t)task & ~1u;
    stack_pointers[number] = (uint32_t *)frame;
}

int main(void)
{
    install_handler(EXCEPTION_PENDSV, on_pendsv);
    start(0, 1);
    start(1, 100);
    printf("main starts\n");
    yield();
    printf("main ends after %u switches\n", switches);
    return 0;
}
