/*
 * Demo for the Cortex-M4 with FPU: a kernel gives the MPU to the next task and then computes a float. That instruction makes the
 * core store the floating-point registers of the last task, onto a stack that the MPU does not grant any more.
 * Expected end: MemManage with CFSR.MLSPERR at the first floating-point instruction of the kernel, in account().
 */
#include <stdbool.h>
#include <stdint.h>

#include "kernel.h"

static TaskStack filter_stack, watch_stack;
static Task filter_task, watch_task;

/* A resonator at a tenth of the sample rate, and a low pass behind it. */
static float filtered(float sample, float last)
{
    return last + 0.25f * (sample - last);
}

/* Lets the other task run whenever the signal begins a new period. */
static void filter(void)
{
    float sine = 0.0f, cosine = 1.0f, level = 0.0f;
    for (;;) {
        const float turned = 0.809017f * sine + 0.587785f * cosine;
        cosine = 0.809017f * cosine - 0.587785f * sine;
        sine = turned;
        const float next = filtered(sine, level);
        const bool begins = level < 0.0f && next >= 0.0f;
        level = next;
        if (begins) {
            yield();
        }
    }
}

/* Without a floating-point instruction, its frames are short ones. */
static void watch(void)
{
    for (uint32_t rounds = 0;; rounds++) {
        yield();
    }
}

int main(void)
{
    task_create(&filter_task, &filter_stack, filter, "filter");
    task_create(&watch_task, &watch_stack, watch, "watch");
    kernel_run(&filter_task, &watch_task);
}
