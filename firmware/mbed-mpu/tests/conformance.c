/*
 * Does the MPU behind mpu_api.h do what the API promises? A program for the board or an emulator;
 * prints TAP and ends through semihosting, as a failure if any case failed.
 *
 * The trick: a halfword in RAM, 0x4770, is `bx lr`. Calling it faults while RAM is execute-never. The fault handler
 * counts, switches the protection off and returns, so the same instruction is fetched again under the new permissions.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "console.h"
#include "cortex-m.h"
#include "mpu_api.h"
#include "startup.h"

#define BX_LR 0x4770u
#define THUMB_BIT 1u

static volatile uint16_t data_function = BX_LR;
static volatile uint16_t bss_function;
static const uint32_t rom_word = 0x600DF00Du;

static VectorEntry ram_vectors[VECTOR_COUNT] __attribute__((aligned(256)));
static volatile unsigned fault_count;

static unsigned case_number;
static bool all_good = true;

/* Counts, takes away the reason, and returns to the instruction that faulted. */
static void count_fault(void)
{
    fault_count = fault_count + 1;
    SCB_CFSR = SCB_CFSR; /* write one to clear */
    SCB_HFSR = SCB_HFSR;
    mbed_mpu_enable_ram_xn(false);
    mbed_mpu_enable_rom_wn(false);
}

static void install_handlers(void)
{
    for (int i = 0; i < VECTOR_COUNT; i++) {
        ram_vectors[i] = vector_table[i];
    }
    for (int i = EXCEPTION_HARD_FAULT; i <= EXCEPTION_USAGE_FAULT; i++) {
        ram_vectors[i].handler = count_fault;
    }
    SCB_VTOR = (uint32_t)ram_vectors;
    memory_barrier();
}

static unsigned faults_of_call(volatile uint16_t *function)
{
    fault_count = 0;
    ((void (*)(void))((uintptr_t)function | THUMB_BIT))();
    return fault_count;
}

static unsigned faults_of_rom_write(void)
{
    fault_count = 0;
    volatile uint32_t *const word = (uint32_t *)&rom_word;
    *word = 0x600DF00Du;
    memory_barrier();
    return fault_count;
}

/* One line of the current case's checks; only failures speak. */
static bool expect(const char *when, unsigned expected, unsigned actual)
{
    if (expected == actual) {
        return true;
    }
    console_text("# ");
    console_text(when);
    console_text(": expected faults ");
    console_decimal(expected);
    console_text(", saw ");
    console_decimal(actual);
    console_put('\n');
    return false;
}

static void end_case(const char *name, bool good)
{
    console_text(good ? "ok " : "not ok ");
    console_decimal(++case_number);
    console_text(" - ");
    console_text(name);
    console_put('\n');
    all_good = all_good && good;
}

static void test_init_again_and_again(void)
{
    fault_count = 0;
    for (int i = 0; i < 10; i++) {
        mbed_mpu_init();
    }
    mbed_mpu_free();
    end_case("init ten times, then free", expect("all along", 0, fault_count));
}

static void test_free(void)
{
    mbed_mpu_init();
    mbed_mpu_enable_ram_xn(true);
    mbed_mpu_free();
    end_case("free ends the protection", expect("call in .data", 0, faults_of_call(&data_function)));
}

static void test_execution(const char *name, volatile uint16_t *function)
{
    *function = BX_LR;
    memory_barrier();

    bool good = true;
    mbed_mpu_init();
    good &= expect("after init", 1, faults_of_call(function));
    mbed_mpu_enable_ram_xn(false);
    good &= expect("execute never off", 0, faults_of_call(function));
    mbed_mpu_enable_ram_xn(true);
    good &= expect("execute never on", 1, faults_of_call(function));
    mbed_mpu_free();
    good &= expect("after free", 0, faults_of_call(function));
    end_case(name, good);
}

static void test_execution_from_stack(void)
{
    volatile uint16_t stack_function;
    test_execution("execution from the stack", &stack_function);
}

static void test_execution_from_heap(void)
{
    volatile uint16_t *const heap_function = malloc(sizeof *heap_function);
    test_execution("execution from the heap", heap_function);
    free((void *)heap_function);
}

static void test_rom_write(void)
{
    bool good = true;
    mbed_mpu_init();
    good &= expect("after init", 1, faults_of_rom_write());
    mbed_mpu_enable_rom_wn(false);
    good &= expect("write never off", 0, faults_of_rom_write());
    mbed_mpu_enable_rom_wn(true);
    good &= expect("write never on", 1, faults_of_rom_write());
    mbed_mpu_free();
    good &= expect("after free", 0, faults_of_rom_write());
    end_case("writing to ROM", good);
}

int main(void)
{
    console_open();
    install_handlers();
    console_text("TAP version 13\n1..7\n");
    test_init_again_and_again();
    test_free();
    test_execution("execution from .data", &data_function);
    test_execution("execution from .bss", &bss_function);
    test_execution_from_stack();
    test_execution_from_heap();
    test_rom_write();
    return all_good ? 0 : 1;
}
