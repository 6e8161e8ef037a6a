#include "kernel.h"

#include <stddef.h>

#include "cortex-m.h"

enum { REGION_ROM, REGION_DATA, REGION_STACK, REGION_GUARD };

/* What the context switch leaves on a task's stack, below what the hardware has stacked. */
typedef struct {
    uint32_t r4_to_r11[8];
    uint32_t exc_return;
    uint32_t r0, r1, r2, r3, r12, lr, pc, xpsr;
} SwitchFrame;

#define EXC_RETURN_THREAD_PSP 0xFFFFFFFDu
#define XPSR_T (1u << 24)

/* Of the linker: RAM begins with what the tasks share. */
extern uint32_t __data_start;

static Task *current;
static Task *other;

static void set_region(uint32_t number, const void *base, uint32_t attributes)
{
    MPU_RNR = number;
    MPU_RASR = 0; /* never enabled with one half of the old region and one of the new */
    MPU_RBAR = (uint32_t)base;
    MPU_RASR = attributes | MPU_RASR_ENABLE;
}

/* The stack of the task that runs next, with its guard, takes the place of the last one's. */
static void grant_stack(const Task *task)
{
    set_region(REGION_STACK, task->stack, MPU_RASR_XN | MPU_RASR_C | MPU_RASR_AP(AP_RW) | MPU_RASR_SIZE(STACK_LOG2));
    set_region(REGION_GUARD, task->stack, MPU_RASR_XN | MPU_RASR_C | MPU_RASR_AP(AP_NONE) | MPU_RASR_SIZE(GUARD_LOG2));
    memory_barrier();
}

void task_create(Task *task, TaskStack *stack, TaskEntry *entry, const char *name)
{
    SwitchFrame *const frame = (SwitchFrame *)(stack->words + STACK_WORDS) - 1;
    *frame = (SwitchFrame){.exc_return = EXC_RETURN_THREAD_PSP, .pc = (uint32_t)entry, .xpsr = XPSR_T};
    *task = (Task){.sp = (uint32_t *)frame, .stack = stack, .name = name};
}

/*
 * The bug: this is the first floating-point instruction since the task was interrupted, so the core now stores the task's S0 to S15
 * into the frame that it made for them (lazy state preservation), as the task, whose stack is no longer granted.
 */
__attribute__((noinline)) static void account(Task *ran, Task *waited)
{
    ran->load = 0.875f * ran->load + 0.125f;
    waited->load = 0.875f * waited->load;
}

/* From the stack pointer of the task that has called to that of the task that goes on; SVC_Handler calls it (switch.S). */
uint32_t *switch_task(uint32_t *sp);

uint32_t *switch_task(uint32_t *sp)
{
    Task *const last = current;
    last->sp = sp;
    current = other;
    other = last;
    grant_stack(current);
    account(last, current);
    return current->sp;
}

void yield(void)
{
    __asm volatile("svc 0" ::: "memory");
}

void kernel_run(Task *first, Task *second)
{
    current = first;
    other = second;
    set_region(REGION_ROM, NULL, MPU_RASR_AP(AP_RO) | MPU_RASR_C | MPU_RASR_SIZE(22));
    set_region(REGION_DATA, &__data_start, MPU_RASR_XN | MPU_RASR_C | MPU_RASR_AP(AP_RW_UNPRIVILEGED_RO) | MPU_RASR_SIZE(22));
    grant_stack(first);
    MPU_CTRL = MPU_CTRL_PRIVDEFENA | MPU_CTRL_ENABLE;
    SCB_SHPR2 = 0xE0u << 24; /* SVCall below the faults, so that they are taken where they happen */
    memory_barrier();
    __asm volatile("ldr r0, [%0]\n\t"
                   "add r0, #36\n\t" /* what only a switch would load */
                   "ldr r1, [r0, #24]\n\t"
                   "add r0, #32\n\t"
                   "msr psp, r0\n\t"
                   "movs r2, #3\n\t" /* CONTROL: nPRIV and SPSEL */
                   "msr control, r2\n\t"
                   "isb\n\t"
                   "mov lr, #0\n\t" /* nobody called it */
                   "bx r1"
                   :
                   : "r"(&first->sp)
                   : "r0", "r1", "r2", "lr", "memory");
    __builtin_unreachable();
}
