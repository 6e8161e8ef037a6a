/*
 * Arithmetic on 8 and 16 bits by means of single precision, exactly: for cores with an FPU, which Csmith's own floats hardly
 * occupy. Sums, quotients and remainders of such operands fit the 24 bits of a significand; a product is a rounded one and
 * what the rounding lost, which a fused operation tells. The host computes with integers and has to come to the same.
 */
#ifndef RINGFENCE_NARROW_AS_FLOAT_H
#define RINGFENCE_NARROW_AS_FLOAT_H

/* The nearest integer to a quotient that does not divide is further away than its rounding error. */
static inline float whole_quotient(float a, float b)
{
    return (float)(int32_t)(a / b);
}

static inline float lost_by_rounding(float a, float b, float product)
{
    return __builtin_fmaf(a, b, -product);
}

#define NARROW_SIGNED_ARITHMETIC(type, least, most)                                                                    \
    OURS int outside_##type(float result)                                                                              \
    {                                                                                                                  \
        return result < (float)(least) || result > (float)(most);                                                      \
    }                                                                                                                  \
    OURS type within_##type(float result, type otherwise)                                                              \
    {                                                                                                                  \
        return outside_##type(result) ? otherwise : (type)(int32_t)result;                                             \
    }                                                                                                                  \
    OURS type safe_add_func_##type##_s_s(type a, type b)                                                               \
    {                                                                                                                  \
        return within_##type((float)a + (float)b, a);                                                                  \
    }                                                                                                                  \
    OURS type safe_sub_func_##type##_s_s(type a, type b)                                                               \
    {                                                                                                                  \
        return within_##type((float)a - (float)b, a);                                                                  \
    }                                                                                                                  \
    OURS type safe_mul_func_##type##_s_s(type a, type b)                                                               \
    {                                                                                                                  \
        float product = (float)a * (float)b;                                                                           \
        float lost = lost_by_rounding((float)a, (float)b, product);                                                    \
        return outside_##type(product) ? a : (type)((int32_t)product + (int32_t)lost);                                 \
    }                                                                                                                  \
    OURS type safe_unary_minus_func_##type##_s(type a)                                                                 \
    {                                                                                                                  \
        return within_##type(-(float)a, a);                                                                            \
    }                                                                                                                  \
    OURS type safe_div_func_##type##_s_s(type a, type b)                                                               \
    {                                                                                                                  \
        return b == 0 ? a : within_##type(whole_quotient((float)a, (float)b), a);                                      \
    }                                                                                                                  \
    OURS type safe_mod_func_##type##_s_s(type a, type b)                                                               \
    {                                                                                                                  \
        return b == 0 || (a == (least) && b == -1)                                                                     \
                   ? a                                                                                                 \
                   : (type)(int32_t)((float)a - whole_quotient((float)a, (float)b) * (float)b);                        \
    }

#define NARROW_UNSIGNED_ARITHMETIC(type)                                                                               \
    OURS type safe_add_func_##type##_u_u(type a, type b)                                                               \
    {                                                                                                                  \
        return (type)(int32_t)((float)a + (float)b);                                                                   \
    }                                                                                                                  \
    OURS type safe_sub_func_##type##_u_u(type a, type b)                                                               \
    {                                                                                                                  \
        return (type)(int32_t)((float)a - (float)b);                                                                   \
    }                                                                                                                  \
    OURS type safe_mul_func_##type##_u_u(type a, type b)                                                               \
    {                                                                                                                  \
        float product = (float)a * (float)b;                                                                           \
        return (type)((uint32_t)product + (uint32_t)(int32_t)lost_by_rounding((float)a, (float)b, product));           \
    }                                                                                                                  \
    OURS type safe_unary_minus_func_##type##_u(type a)                                                                 \
    {                                                                                                                  \
        return (type)(int32_t)-(float)a;                                                                               \
    }                                                                                                                  \
    OURS type safe_div_func_##type##_u_u(type a, type b)                                                               \
    {                                                                                                                  \
        return b == 0 ? a : (type)(uint32_t)whole_quotient((float)a, (float)b);                                        \
    }                                                                                                                  \
    OURS type safe_mod_func_##type##_u_u(type a, type b)                                                               \
    {                                                                                                                  \
        return b == 0 ? a : (type)(uint32_t)((float)a - whole_quotient((float)a, (float)b) * (float)b);                \
    }

#endif
