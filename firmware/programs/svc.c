/* Supervisor calls: numbers, arguments and results through the exception frame, from thread and unprivileged mode. */
#include <stdint.h>
#include <stdio.h>

#include "cortex-m.h"
#include "interrupts.h"

typedef struct {
    uint32_t r0, r1, r2, r3, r12, lr, pc, xpsr;
} ExceptionFrame;

enum { CALL_ADD = 1, CALL_COUNT = 2, CALL_PRIVILEGED = 200 };

static unsigned calls;

__attribute__((used)) static void serve(ExceptionFrame *frame)
{
    calls++;
    switch (((const uint8_t *)frame->pc)[-2]) {
    case CALL_ADD:
        frame->r0 += frame->r1;
        break;
    case CALL_COUNT:
        frame->r0 = calls;
        break;
    case CALL_PRIVILEGED:
        __asm volatile("msr control, %0\n\tisb" ::"r"(0));
        break;
    default:
        frame->r0 = UINT32_MAX;
    }
}

__attribute__((naked)) static void on_svc(void)
{
    __asm volatile("tst lr, #4\n\t"
                   "ite eq\n\t"
                   "mrseq r0, msp\n\t"
                   "mrsne r0, psp\n\t"
                   "b serve");
}

#define SUPERVISOR_CALL(number, first, second)                                              \
    ({                                                                                      \
        register uint32_t r0 __asm("r0") = (first);                                         \
        register uint32_t r1 __asm("r1") = (second);                                        \
        __asm volatile("svc %[n]" : "+r"(r0) : [n] "i"(number), "r"(r1) : "memory");        \
        r0;                                                                                 \
    })

static uint32_t control(void)
{
    uint32_t value;
    __asm volatile("mrs %0, control" : "=r"(value));
    return value;
}

int main(void)
{
    install_handler(EXCEPTION_SVCALL, on_svc);
    printf("add: %lu\n", (unsigned long)SUPERVISOR_CALL(CALL_ADD, 40, 2));
    printf("unknown: %lx\n", (unsigned long)SUPERVISOR_CALL(77, 0, 0));
    printf("count: %lu\n", (unsigned long)SUPERVISOR_CALL(CALL_COUNT, 0, 0));

    __asm volatile("msr control, %0\n\tisb" ::"r"(1) : "memory");
    const uint32_t unprivileged = control();
    __asm volatile("msr control, %0\n\tisb" ::"r"(0) : "memory"); /* ignored without privilege */
    const uint32_t still = control();
    const uint32_t sum = SUPERVISOR_CALL(CALL_ADD, 1000, 24);
    SUPERVISOR_CALL(CALL_PRIVILEGED, 0, 0);
    printf("control: %lu, %lu, %lu\n", (unsigned long)unprivileged, (unsigned long)still, (unsigned long)control());
    printf("add unprivileged: %lu\n", (unsigned long)sum);
    return 0;
}
