/*
 * What a program made by Csmith 2.3 expects of the header of this name: arithmetic that is defined for all operands, and a
 * checksum. Written for these tests from the names that programs use. An operation that C leaves undefined gives its first
 * operand, so that every compiler and core must agree on the checksum.
 */
#ifndef RINGFENCE_CSMITH_H
#define RINGFENCE_CSMITH_H

#include <limits.h>
#include <stdint.h>
#include <string.h>

/* Implemented for each place that a program runs in. */
void report_checksum(uint32_t checksum);

#define OURS static __attribute__((unused))

/* --- Integers --- */

#define ARITHMETIC(type, suffix)                                                                                       \
    OURS type safe_add_func_##type##suffix(type a, type b)                                                             \
    {                                                                                                                  \
        type result;                                                                                                   \
        return __builtin_add_overflow(a, b, &result) && (type)-1 < 0 ? a : result;                                     \
    }                                                                                                                  \
    OURS type safe_sub_func_##type##suffix(type a, type b)                                                             \
    {                                                                                                                  \
        type result;                                                                                                   \
        return __builtin_sub_overflow(a, b, &result) && (type)-1 < 0 ? a : result;                                     \
    }                                                                                                                  \
    OURS type safe_mul_func_##type##suffix(type a, type b)                                                             \
    {                                                                                                                  \
        type result;                                                                                                   \
        return __builtin_mul_overflow(a, b, &result) && (type)-1 < 0 ? a : result;                                     \
    }

#define SHIFTS(type, suffix, count, most)                                                                              \
    OURS type safe_lshift_func_##type##suffix(type a, count b)                                                         \
    {                                                                                                                  \
        return a < 0 || b < 0 || b >= (count)(sizeof(type) * CHAR_BIT) || a > ((most) >> b) ? a : (type)(a << b);      \
    }                                                                                                                  \
    OURS type safe_rshift_func_##type##suffix(type a, count b)                                                         \
    {                                                                                                                  \
        return a < 0 || b < 0 || b >= (count)(sizeof(type) * CHAR_BIT) ? a : (type)(a >> b);                           \
    }

#define SIGNED_ARITHMETIC(type, least, most)                                                                           \
    ARITHMETIC(type, _s_s)                                                                                             \
    OURS type safe_unary_minus_func_##type##_s(type a)                                                                 \
    {                                                                                                                  \
        return a == (least) ? a : (type)-a;                                                                            \
    }                                                                                                                  \
    OURS type safe_div_func_##type##_s_s(type a, type b)                                                               \
    {                                                                                                                  \
        return b == 0 || (a == (least) && b == -1) ? a : (type)(a / b);                                                \
    }                                                                                                                  \
    OURS type safe_mod_func_##type##_s_s(type a, type b)                                                               \
    {                                                                                                                  \
        return b == 0 || (a == (least) && b == -1) ? a : (type)(a % b);                                                \
    }

#define UNSIGNED_ARITHMETIC(type)                                                                                      \
    ARITHMETIC(type, _u_u)                                                                                             \
    OURS type safe_unary_minus_func_##type##_u(type a)                                                                 \
    {                                                                                                                  \
        return (type)-a;                                                                                               \
    }                                                                                                                  \
    OURS type safe_div_func_##type##_u_u(type a, type b)                                                               \
    {                                                                                                                  \
        return b == 0 ? a : (type)(a / b);                                                                             \
    }                                                                                                                  \
    OURS type safe_mod_func_##type##_u_u(type a, type b)                                                               \
    {                                                                                                                  \
        return b == 0 ? a : (type)(a % b);                                                                             \
    }

#ifdef RINGFENCE_NARROW_AS_FLOAT
#include "narrow-as-float.h"
#else
#define NARROW_SIGNED_ARITHMETIC SIGNED_ARITHMETIC
#define NARROW_UNSIGNED_ARITHMETIC UNSIGNED_ARITHMETIC
#endif

NARROW_SIGNED_ARITHMETIC(int8_t, INT8_MIN, INT8_MAX)
NARROW_UNSIGNED_ARITHMETIC(uint8_t)
NARROW_SIGNED_ARITHMETIC(int16_t, INT16_MIN, INT16_MAX)
NARROW_UNSIGNED_ARITHMETIC(uint16_t)
SIGNED_ARITHMETIC(int32_t, INT32_MIN, INT32_MAX)
UNSIGNED_ARITHMETIC(uint32_t)
SIGNED_ARITHMETIC(int64_t, INT64_MIN, INT64_MAX)
UNSIGNED_ARITHMETIC(uint64_t)
SHIFTS(int8_t, _s_s, int, INT8_MAX)
SHIFTS(int8_t, _s_u, unsigned, INT8_MAX)
SHIFTS(uint8_t, _u_s, int, UINT8_MAX)
SHIFTS(uint8_t, _u_u, unsigned, UINT8_MAX)
SHIFTS(int16_t, _s_s, int, INT16_MAX)
SHIFTS(int16_t, _s_u, unsigned, INT16_MAX)
SHIFTS(uint16_t, _u_s, int, UINT16_MAX)
SHIFTS(uint16_t, _u_u, unsigned, UINT16_MAX)
SHIFTS(int32_t, _s_s, int, INT32_MAX)
SHIFTS(int32_t, _s_u, unsigned, INT32_MAX)
SHIFTS(uint32_t, _u_s, int, UINT32_MAX)
SHIFTS(uint32_t, _u_u, unsigned, UINT32_MAX)
SHIFTS(int64_t, _s_s, int, INT64_MAX)
SHIFTS(int64_t, _s_u, unsigned, INT64_MAX)
SHIFTS(uint64_t, _u_s, int, UINT64_MAX)
SHIFTS(uint64_t, _u_u, unsigned, UINT64_MAX)

/* --- Floating point: what leaves the finite numbers gives the first operand, because the bits of a NaN are the core's --- */

#define FLOATING(type)                                                                                                 \
    OURS type finite_##type(type result, type otherwise)                                                               \
    {                                                                                                                  \
        return __builtin_isfinite(result) ? result : otherwise;                                                        \
    }                                                                                                                  \
    OURS type safe_add_func_##type##_f_f(type a, type b)                                                               \
    {                                                                                                                  \
        return finite_##type(a + b, a);                                                                                \
    }                                                                                                                  \
    OURS type safe_sub_func_##type##_f_f(type a, type b)                                                               \
    {                                                                                                                  \
        return finite_##type(a - b, a);                                                                                \
    }                                                                                                                  \
    OURS type safe_mul_func_##type##_f_f(type a, type b)                                                               \
    {                                                                                                                  \
        return finite_##type(a * b, a);                                                                                \
    }                                                                                                                  \
    OURS type safe_div_func_##type##_f_f(type a, type b)                                                               \
    {                                                                                                                  \
        return finite_##type(a / b, a);                                                                                \
    }

FLOATING(float)
FLOATING(double)

/* --- Built-in functions of the compiler that have no value for 0, and one that x86 alone has --- */

#define OR_WIDTH(function, type, value)                                                                                \
    ({                                                                                                                 \
        type argument = (value);                                                                                       \
        argument == 0 ? (int)(sizeof(type) * CHAR_BIT) : (function)(argument);                                         \
    })
#define __builtin_clz(value) OR_WIDTH(__builtin_clz, unsigned, value)
#define __builtin_clzl(value) OR_WIDTH(__builtin_clzl, unsigned long, value)
#define __builtin_clzll(value) OR_WIDTH(__builtin_clzll, unsigned long long, value)
#define __builtin_ctz(value) OR_WIDTH(__builtin_ctz, unsigned, value)
#define __builtin_ctzl(value) OR_WIDTH(__builtin_ctzl, unsigned long, value)
#define __builtin_ctzll(value) OR_WIDTH(__builtin_ctzll, unsigned long long, value)
#define __builtin_ia32_crc32qi(crc, byte) ((uint32_t)(crc) * 0x01000193u ^ (uint8_t)(byte))

/* --- The checksum: CRC-32 with the polynomial of IEEE 802.3, four bits at a time --- */

static uint32_t crc32_context = UINT32_MAX;

OURS void crc32_gentab(void)
{
}

OURS void add_byte(uint8_t byte)
{
    static const uint32_t table[16] = {
        0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
        0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
    };
    uint32_t crc = crc32_context ^ byte;
    crc = crc >> 4 ^ table[crc & 15];
    crc32_context = crc >> 4 ^ table[crc & 15];
}

OURS void transparent_crc_bytes(const volatile void *value, unsigned size, const char *name, int print)
{
    (void)name, (void)print;
    for (unsigned i = 0; i < size; i++) {
        add_byte(((const volatile uint8_t *)value)[i]);
    }
}

OURS void transparent_crc(uint64_t value, const char *name, int print)
{
    transparent_crc_bytes(&value, sizeof value, name, print);
}

/* --- The frame of `main` --- */

OURS void platform_main_begin(void)
{
}

OURS void platform_main_end(uint32_t crc, int print)
{
    (void)print;
    report_checksum(crc);
}

#endif
