/* What the DSP extension is for: filters, complex products, pixels, saturating sound and long numbers, by <arm_acle.h>. */
#include <arm_acle.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* xorshift32: the same numbers on every library. */
static uint32_t state = 0x2545F491u;
static uint32_t noise(void)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

static uint32_t digest(uint32_t sum, uint32_t value)
{
    return (sum ^ value) * 0x01000193u;
}

enum { TAPS = 16, SAMPLES = 64 };

static int16x2_t pair(const int16_t *samples)
{
    int16x2_t two;
    memcpy(&two, samples, sizeof two);
    return two;
}

/* Two taps an instruction; SMLAD sets Q where a sum leaves 32 bits. */
static void filters(void)
{
    int16_t taps[TAPS];
    int16_t input[SAMPLES + TAPS];
    for (int i = 0; i < TAPS; i++) {
        taps[i] = (int16_t)(noise() >> 18);
    }
    for (int i = 0; i < SAMPLES + TAPS; i++) {
        input[i] = (int16_t)noise();
    }
    uint32_t narrow = 0, wide = 0, words = 0;
    for (int n = 0; n < SAMPLES; n += 2) {
        int32_t sum = 0;
        int64_t exact = 0, crossed = 0;
        int32_t fraction = 0;
        for (int k = 0; k < TAPS; k += 2) {
            sum = __smlad(pair(&input[n + k]), pair(&taps[k]), sum);
            exact = __smlald(pair(&input[n + k]), pair(&taps[k]), exact);
            crossed = __smlsldx(pair(&input[n + k]), pair(&taps[k]), crossed);
            fraction = __smlawb((int32_t)noise(), taps[k], fraction);
        }
        if (sum != (int32_t)exact) {
            printf("filter: %ld is not %lld\n", (long)sum, (long long)exact);
        }
        narrow = digest(narrow, (uint32_t)sum);
        wide = digest(digest(wide, (uint32_t)crossed), (uint32_t)(crossed >> 32));
        words = digest(words, (uint32_t)fraction);
    }
    printf("filters: %08lx %08lx %08lx\n", (unsigned long)narrow, (unsigned long)wide, (unsigned long)words);
}

/* (a + bi)(c + di), both parts at once, rounded back to 16 bits. */
static void complex_products(void)
{
    uint32_t sum = 0;
    for (int i = 0; i < 200; i++) {
        const int16x2_t x = (int16x2_t)noise(), y = (int16x2_t)noise();
        const int32_t real = __smusd(x, y);
        const int32_t imaginary = __smuadx(x, y);
        /* SMULBB and SMULTT. */
        const int32_t again = (int16_t)x * (int16_t)y - (int16_t)(x >> 16) * (int16_t)(y >> 16);
        if (real != again) {
            printf("product: %ld is not %ld\n", (long)real, (long)again);
        }
        const int32_t power = __smlabt(x, y, __smlatb(x, y, 1 << 14));
        sum = digest(digest(digest(sum, (uint32_t)real), (uint32_t)imaginary), (uint32_t)power);
    }
    printf("complex products: %08lx\n", (unsigned long)sum);
}

/* The larger of each pair of bytes: USUB8 leaves in GE which of them it is, SEL takes it. */
static uint8x4_t brighter(uint8x4_t a, uint8x4_t b)
{
    (void)__usub8(a, b);
    return __sel(a, b);
}

static void pixels(void)
{
    uint32_t highest = 0, mean = 0, sum = 0;
    uint32_t distance = 0;
    for (int i = 0; i < 300; i++) {
        const uint8x4_t a = noise(), b = noise();
        const uint8x4_t most = brighter(a, b);
        for (int byte = 0; byte < 32; byte += 8) {
            const uint8_t p = (uint8_t)(a >> byte), q = (uint8_t)(b >> byte);
            if ((uint8_t)(most >> byte) != (p > q ? p : q)) {
                printf("pixel: %08lx %08lx %08lx\n", (unsigned long)a, (unsigned long)b, (unsigned long)most);
            }
        }
        highest = brighter(highest, a);
        mean = __uhadd8(mean, b);
        sum = __uqadd8(sum, __uqsub8(a, 0xC0C0C0C0u));
        distance = __usada8(a, b, distance);
    }
    printf("pixels: highest %08lx mean %08lx sum %08lx distance %lu %lu\n", (unsigned long)highest, (unsigned long)mean,
           (unsigned long)sum, (unsigned long)distance, (unsigned long)__usad8(highest, mean));
}

/* SSAT16 to 12 bits; counts if Q says that a half was clipped. The compiler moves what it does not know to touch Q. */
static int16x2_t to_12_bits(int16x2_t value, uint32_t *clipped)
{
    uint32_t apsr;
    __asm volatile("msr apsr_nzcvq, %2\n\tssat16 %0, #12, %0\n\tmrs %1, apsr"
                   : "+r"(value), "=&r"(apsr)
                   : "r"(0)
                   : "cc");
    *clipped += apsr >> 27 & 1;
    return value;
}

/* Mixing two channels, which clips and says so by Q. */
static void sound(void)
{
    uint32_t mix = 0, clipped = 0;
    int16x2_t loud = 0;
    int32_t level = 0;
    for (int i = 0; i < 300; i++) {
        const int16x2_t left = (int16x2_t)noise(), right = (int16x2_t)noise();
        loud = __qadd16(loud, __shadd16(left, right));
        const int16x2_t swung = __qasx(left, __shsax(right, loud));
        const int16x2_t quiet = to_12_bits(swung, &clipped);
        level = __qadd(level, __qdbl((int32_t)noise()));
        level = __qsub(level, (int32_t)noise());
        const uint16x2_t shown = __usat16(__sxtab16(quiet, (int8x4_t)right), 9);
        mix = digest(digest(digest(mix, (uint32_t)quiet), shown), (uint32_t)level);
    }
    printf("sound: %08lx, %lu of 300 clipped\n", (unsigned long)mix, (unsigned long)clipped);
}

/* a * b + c + d in one: the inner step of long multiplication. */
static uint64_t multiply_add_add(uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    __asm("umaal %0, %1, %2, %3" : "+r"(c), "+r"(d) : "r"(a), "r"(b));
    return (uint64_t)d << 32 | c;
}

enum { WORDS = 8 };

static void long_numbers(void)
{
    uint32_t x[WORDS], y[WORDS], product[2 * WORDS] = {0};
    for (int i = 0; i < WORDS; i++) {
        x[i] = noise();
        y[i] = noise() | 0xFFFF0000u;
    }
    for (int i = 0; i < WORDS; i++) {
        uint32_t carry = 0;
        for (int j = 0; j < WORDS; j++) {
            const uint64_t step = multiply_add_add(x[i], y[j], product[i + j], carry);
            product[i + j] = (uint32_t)step;
            carry = (uint32_t)(step >> 32);
        }
        product[i + WORDS] = carry;
    }
    printf("long numbers:");
    for (int i = 2 * WORDS - 1; i >= 0; i--) {
        printf(" %08lx", (unsigned long)product[i]);
    }
    /* Fractions of 32 bits: what the compiler makes SMMUL, SMMLA and PKHBT of. */
    uint32_t sum = 0;
    for (int i = 0; i < 100; i++) {
        const int32_t a = (int32_t)noise(), b = (int32_t)noise();
        const int32_t high = (int32_t)(((int64_t)a * b) >> 32);
        const int32_t more = (int32_t)((((int64_t)high << 32) + (int64_t)b * a) >> 32);
        const uint32_t packed = ((uint32_t)a & 0xFFFFu) | ((uint32_t)b << 16);
        sum = digest(digest(digest(sum, (uint32_t)high), (uint32_t)more), packed);
    }
    printf("\nfractions: %08lx\n", (unsigned long)sum);
}

int main(void)
{
    filters();
    complex_products();
    pixels();
    sound();
    long_numbers();
    return 0;
}
