/* CLZ, RBIT, REV, bit-fields, rotation, population count, and saturation by SSAT and USAT. */
#include <stdint.h>
#include <stdio.h>

static uint32_t reverse_bits(uint32_t value)
{
    uint32_t result;
    __asm("rbit %0, %1" : "=r"(result) : "r"(value));
    return result;
}

static uint32_t reverse_bytes_of_halves(uint32_t value)
{
    uint32_t result;
    __asm("rev16 %0, %1" : "=r"(result) : "r"(value));
    return result;
}

static int32_t reverse_signed_half(uint32_t value)
{
    int32_t result;
    __asm("revsh %0, %1" : "=r"(result) : "r"(value));
    return result;
}

static int32_t saturate_signed_8(int32_t value)
{
    int32_t result;
    __asm("ssat %0, #8, %1" : "=r"(result) : "r"(value));
    return result;
}

static uint32_t saturate_unsigned_8_shifted(int32_t value)
{
    uint32_t result;
    __asm("usat %0, #8, %1, asr #4" : "=r"(result) : "r"(value));
    return result;
}

static uint32_t rotate_right(uint32_t value, unsigned count)
{
    return value >> count | value << (32 - count);
}

typedef struct {
    unsigned low : 3;
    signed middle : 7;
    unsigned high : 22;
} Fields;

int main(void)
{
    static const uint32_t samples[] = {0, 1, 0x80000000u, 0x12345678u, 0xFFFFFFFFu, 0x0000FF80u};
    for (unsigned i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        const uint32_t value = samples[i];
        printf("%08lx: clz %d rbit %08lx rev %08lx rev16 %08lx revsh %ld popcount %d ror %08lx\n", (unsigned long)value,
               value == 0 ? 32 : __builtin_clz(value), (unsigned long)reverse_bits(value),
               (unsigned long)__builtin_bswap32(value), (unsigned long)reverse_bytes_of_halves(value),
               (long)reverse_signed_half(value), __builtin_popcount(value), (unsigned long)rotate_right(value, 9));
    }
    static const int32_t to_saturate[] = {0, 127, 128, -128, -129, 100000, -100000};
    for (unsigned i = 0; i < sizeof to_saturate / sizeof to_saturate[0]; i++) {
        const int32_t value = to_saturate[i];
        printf("%ld: ssat %ld usat %lu\n", (long)value, (long)saturate_signed_8(value),
               (unsigned long)saturate_unsigned_8_shifted(value));
    }
    volatile Fields fields = {.low = 5, .middle = -20, .high = 0x2AAAAA};
    printf("fields %u %d %x\n", fields.low, fields.middle, fields.high);
    volatile int too_large = 100;
    fields.middle = too_large; /* keeps seven bits, and the top one is a sign */
    fields.low = (unsigned)too_large;
    printf("fields %u %d %x\n", fields.low, fields.middle, fields.high);
    return 0;
}
