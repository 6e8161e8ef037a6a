/*
 * Demo: two unprivileged tasks, each in its own MPU regions; one of them writes past the end of its buffer.
 * Expected end: MemManage, CFSR.DACCVIOL, MMFAR at the first byte of the recorder's buffer_guard.
 */
#include <stdint.h>

#include "console.h"
#include "kernel.h"

typedef struct {
    uint32_t sequence;
    uint32_t temperature;
    uint32_t pressure;
    uint32_t checksum;
} Record;

static TaskMemory counter_memory;
static TaskMemory recorder_memory;

/* Behaves: touches its own stack and buffer only. */
static void counter(TaskMemory *memory)
{
    uint32_t *const total = (uint32_t *)memory->buffer;
    for (uint32_t round = 1;; round++) {
        *total += round;
        system_print_number(*total);
        system_yield();
    }
}

static Record measure(uint32_t sequence)
{
    Record record = {.sequence = sequence, .temperature = 200 + sequence % 7, .pressure = 1013 - sequence % 5};
    record.checksum = record.sequence ^ record.temperature ^ record.pressure;
    return record;
}

/* The bug: `count` is never compared with what the buffer holds. */
static void append(TaskMemory *memory, uint32_t count, const Record *record)
{
    Record *const records = (Record *)memory->buffer;
    records[count] = *record;
}

/* Records eight measurements in each round; the buffer holds twenty. */
static void recorder(TaskMemory *memory)
{
    uint32_t count = 0;
    for (;;) {
        for (int i = 0; i < 8; i++) {
            const Record record = measure(count);
            append(memory, count, &record);
            count++;
        }
        system_print("eight more records");
        system_yield();
    }
}

int main(void)
{
    console_open();
    kernel_add_task("counter", counter, &counter_memory);
    kernel_add_task("recorder", recorder, &recorder_memory);
    kernel_start();
}
