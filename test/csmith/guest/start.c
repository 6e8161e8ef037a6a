/*
 * From reset to the checksum on any core of these tests: vector table, floating point, .data and .bss, and the semihosting
 * console. An exception is the end: none is expected.
 */
#include <stdint.h>

#define SYS_WRITE0 0x04u
#define SYS_EXIT 0x18u
#define ADP_STOPPED_RUN_TIME_ERROR_UNKNOWN 0x20023u
#define ADP_STOPPED_APPLICATION_EXIT 0x20026u

/* Coprocessor Access Control Register (Armv7-M ARM, B3.2.20): full access to CP10 and CP11. */
#define CPACR (*(volatile uint32_t *)0xE000ED88u)
#define CPACR_FPU (0xFu << 20)

/* Placed by program.ld. */
extern const uint32_t __stack_top, __data_load;
extern uint32_t __data_start, __data_end, __bss_start, __bss_end;

int main(void);
void reset(void);

static void semihosting(uint32_t operation, uintptr_t argument)
{
    register uint32_t r0 __asm("r0") = operation;
    register uintptr_t r1 __asm("r1") = argument;
    __asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
}

static void print_value(char *text, char *last_digit, uint32_t value)
{
    for (; value != 0; value >>= 4) {
        *last_digit-- = "0123456789ABCDEF"[value & 15];
    }
    semihosting(SYS_WRITE0, (uintptr_t)text);
}

void report_checksum(uint32_t checksum)
{
    char text[] = "checksum = 00000000\n";
    print_value(text, &text[sizeof text - 3], checksum);
}

static void unexpected_exception(void)
{
    char text[] = "exception 000\n";
    uint32_t ipsr;
    __asm volatile("mrs %0, ipsr" : "=r"(ipsr));
    print_value(text, &text[sizeof text - 3], ipsr);
    semihosting(SYS_EXIT, ADP_STOPPED_RUN_TIME_ERROR_UNKNOWN);
}

void reset(void)
{
#ifdef __ARM_FP
    CPACR |= CPACR_FPU;
    __asm volatile("dsb\n isb" ::: "memory");
#endif
    const uint32_t *source = &__data_load;
    for (uint32_t *target = &__data_start; target < &__data_end;) {
        *target++ = *source++;
    }
    for (uint32_t *target = &__bss_start; target < &__bss_end;) {
        *target++ = 0;
    }
    semihosting(SYS_EXIT, main() == 0 ? ADP_STOPPED_APPLICATION_EXIT : ADP_STOPPED_RUN_TIME_ERROR_UNKNOWN);
}

/* The initial stack pointer, reset, and the exceptions that a core may have (Armv7-M ARM, B1.5.3). */
__attribute__((section(".vectors"), used)) static const void *const vector_table[16] = {
    &__stack_top,
    (const void *)reset,
    [2 ... 15] = (const void *)unexpected_exception,
};
