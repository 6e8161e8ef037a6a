/* What Non-secure code may call. */
#include "../gateways.h"

#include <arm_cmse.h>

#include "../text.h"

void abandon(void);

typedef uint32_t __attribute__((cmse_nonsecure_call)) (*Callback)(uint32_t value);

static uint32_t special(uint32_t *ipsr)
{
    uint32_t control;
    __asm volatile("mrs %0, control" : "=r"(control));
    __asm volatile("mrs %0, ipsr" : "=r"(*ipsr));
    return control;
}

GATEWAY uint32_t gate_sum(uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    uint32_t ipsr;
    uint32_t control = special(&ipsr);
    say("  S gate_sum(%x, %x, %x, %x) control=%x ipsr=%x lr=%x caller=%s\n", a, b, c, d, control, ipsr,
        (uint32_t)__builtin_return_address(0), cmse_nonsecure_caller() ? "NS" : "S");
    return a + b + c + d;
}

GATEWAY uint32_t gate_callback(uint32_t (*callback)(uint32_t value), uint32_t value)
{
    say("  S gate_callback %x %s\n", (uint32_t)callback, cmse_is_nsfptr(callback) ? "NS" : "S");
    uint32_t result = ((Callback)cmse_nsfptr_create(callback))(value);
    say("  S called back, %x\n", result);
    return result + 1;
}

GATEWAY uint32_t gate_check(void *memory, uint32_t size)
{
    uint32_t readable = cmse_check_address_range(memory, size, CMSE_NONSECURE | CMSE_MPU_READ) != 0;
    uint32_t writable = cmse_check_address_range(memory, size, CMSE_NONSECURE | CMSE_MPU_READWRITE) != 0;
    return readable | (writable << 1);
}

GATEWAY float gate_float(float a, float b)
{
    return a + b;
}

GATEWAY void gate_abandon(void)
{
    abandon();
}
