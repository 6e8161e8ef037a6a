/*
 * Demo for the Cortex-M0+: an unprivileged task writes past the end of its buffer, into a subregion that SRD takes out of the
 * task's region. A region of its own would need 256 bytes for each guard; a subregion is a guard for nothing.
 * Expected end: HardFault at the first byte of buffer_guard, which no region grants to unprivileged code.
 */
#include <stdint.h>

#include "console.h"
#include "guard.h"

typedef struct {
    uint32_t sequence;
    uint32_t temperature;
} Sample;

static TaskMemory logger_memory;

static Sample measure(uint32_t sequence)
{
    return (Sample){.sequence = sequence, .temperature = 200 + sequence % 7};
}

/* The bug: `count` is never compared with what the buffer holds. */
static void append(TaskMemory *memory, uint32_t count, const Sample *sample)
{
    Sample *const samples = (Sample *)memory->buffer;
    samples[count] = *sample;
}

/* Takes eight samples in each round; the buffer holds thirty-two. */
static void logger(TaskMemory *memory)
{
    for (uint32_t count = 0;;) {
        for (int i = 0; i < 8; i++) {
            const Sample sample = measure(count);
            append(memory, count, &sample);
            count++;
        }
        system_print("eight more samples");
    }
}

int main(void)
{
    console_open();
    guard_run(logger, &logger_memory);
}
