/* Tasks, their MPU regions, and the system calls. switch.S holds what C cannot say. */
#include "kernel.h"

#include <stdbool.h>
#include <stddef.h>

#include "console.h"
#include "cortex-m.h"
#include "semihosting.h"

enum { TASK_LIMIT = 4 };

/* Regions for good, and regions that follow the running task. A higher number wins, so guards come last. */
enum {
    REGION_ROM = 0,
    REGION_TASK_MEMORY = 4,
    REGION_STACK_GUARD = 5,
    REGION_BUFFER_GUARD = 6,
};

enum { CALL_START, CALL_YIELD, CALL_PRINT, CALL_PRINT_NUMBER, CALL_EXIT };

typedef struct {
    const char *name;
    uint32_t *stack_pointer; /* of a task that waits: r4-r11, then what exception entry pushed */
    TaskMemory *memory;
} Task;

typedef struct {
    uint32_t r0, r1, r2, r3, r12, lr, pc, xpsr;
} ExceptionFrame;

static Task tasks[TASK_LIMIT];
static uint32_t task_count;
static uint32_t current_task;

#define XPSR_THUMB (1u << 24)
#define SAVED_REGISTERS 8 /* r4-r11 */

void kernel_add_task(const char *name, TaskEntry *entry, TaskMemory *memory)
{
    uint32_t *const stack_end = memory->stack + sizeof memory->stack / sizeof memory->stack[0];
    ExceptionFrame *const frame = (ExceptionFrame *)stack_end - 1;
    *frame = (ExceptionFrame){
        .r0 = (uint32_t)memory,
        .lr = (uint32_t)system_exit,
        .pc = (uint32_t)entry & ~1u,
        .xpsr = XPSR_THUMB,
    };
    tasks[task_count++] = (Task){name, (uint32_t *)frame - SAVED_REGISTERS, memory};
}

static void set_region(uint32_t number, const void *base, uint32_t attributes)
{
    MPU_RNR = number;
    MPU_RASR = 0; /* never enabled with one half of the old region and one of the new */
    MPU_RBAR = (uint32_t)base;
    MPU_RASR = attributes | MPU_RASR_ENABLE;
}

static void confine(const Task *task)
{
    const uint32_t ram = MPU_RASR_XN | MPU_RASR_C | MPU_RASR_B;
    TaskMemory *const memory = task->memory;
    set_region(REGION_TASK_MEMORY, memory, ram | MPU_RASR_AP(AP_RW) | MPU_RASR_SIZE(TASK_MEMORY_LOG2));
    set_region(REGION_STACK_GUARD, memory->stack_guard, ram | MPU_RASR_AP(AP_NONE) | MPU_RASR_SIZE(6));
    set_region(REGION_BUFFER_GUARD, memory->buffer_guard, ram | MPU_RASR_AP(AP_NONE) | MPU_RASR_SIZE(6));
    memory_barrier();
}

static void protect(void)
{
    /* The whole Code area: constants and instructions for everyone, stores for no one. */
    set_region(REGION_ROM, NULL, MPU_RASR_AP(AP_RO) | MPU_RASR_C | MPU_RASR_SIZE(29));
    MPU_CTRL = MPU_CTRL_PRIVDEFENA | MPU_CTRL_ENABLE;
    memory_barrier();
}

/** PendSV's C half: the stack pointer of the task to run. `saved` is the old task's, or NULL at the start. */
uint32_t *kernel_switch(uint32_t *saved)
{
    if (saved != NULL) {
        tasks[current_task].stack_pointer = saved;
        current_task = (current_task + 1u) % task_count;
    }
    confine(&tasks[current_task]);
    return tasks[current_task].stack_pointer;
}

static void print_line_start(void)
{
    console_text(tasks[current_task].name);
    console_text(": ");
}

/** SVC's C half. The call's number is the immediate of the SVC instruction before the return address. */
void kernel_call(const ExceptionFrame *frame)
{
    const uint8_t number = ((const uint8_t *)frame->pc)[-2];
    switch (number) {
    case CALL_START:
    case CALL_YIELD:
        SCB_ICSR = ICSR_PENDSVSET;
        break;
    case CALL_PRINT:
        print_line_start();
        console_text((const char *)frame->r0);
        console_put('\n');
        break;
    case CALL_PRINT_NUMBER:
        print_line_start();
        console_decimal(frame->r0);
        console_put('\n');
        break;
    case CALL_EXIT:
    default:
        semihosting_exit(number == CALL_EXIT);
    }
}

void kernel_start(void)
{
    /* PendSV waits until every other handler is done; SVCall is above it, faults are above both. */
    SCB_SHPR2 = 0x80u << 24;
    SCB_SHPR3 = 0xFFu << 16;
    protect();
    __asm volatile("svc %0" ::"i"(CALL_START) : "memory");
    for (;;) {
    }
}

void system_yield(void)
{
    __asm volatile("svc %0" ::"i"(CALL_YIELD) : "memory");
}

void system_print(const char *text)
{
    register const char *r0 __asm("r0") = text;
    __asm volatile("svc %0" ::"i"(CALL_PRINT), "r"(r0) : "memory");
}

void system_print_number(uint32_t number)
{
    register uint32_t r0 __asm("r0") = number;
    __asm volatile("svc %0" ::"i"(CALL_PRINT_NUMBER), "r"(r0) : "memory");
}

void system_exit(void)
{
    __asm volatile("svc %0" ::"i"(CALL_EXIT) : "memory");
    for (;;) {
    }
}
