/* memcpy, memmove, memset and memcmp at every alignment and length of a few words, and unaligned loads. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { SIZE = 96, LONGEST = 40 };

static uint8_t source[SIZE], target[SIZE], expected[SIZE];

static uint32_t checksum(const uint8_t *bytes, size_t size)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < size; i++) {
        sum = (sum << 5 | sum >> 27) ^ bytes[i];
    }
    return sum;
}

static unsigned differences(void)
{
    unsigned count = 0;
    for (int i = 0; i < SIZE; i++) {
        count += target[i] != expected[i];
    }
    return count;
}

int main(void)
{
    for (int i = 0; i < SIZE; i++) {
        source[i] = (uint8_t)(i * 7 + 3);
    }

    unsigned copies = 0, wrong = 0;
    uint32_t sum = 0;
    for (int to = 0; to < 8; to++) {
        for (int from = 0; from < 8; from++) {
            for (int length = 0; length <= LONGEST; length++) {
                memset(target, 0xEE, SIZE);
                memset(expected, 0xEE, SIZE);
                memcpy(target + 8 + to, source + from, (size_t)length);
                for (int i = 0; i < length; i++) {
                    expected[8 + to + i] = source[from + i];
                }
                wrong += differences() != 0;
                sum ^= checksum(target, SIZE) + (uint32_t)copies++;
            }
        }
    }
    printf("memcpy: %u copies, %u wrong, sum %08lx\n", copies, wrong, (unsigned long)sum);

    wrong = 0;
    for (int distance = -9; distance <= 9; distance++) {
        memcpy(target, source, SIZE);
        memcpy(expected, source, SIZE);
        for (int i = 0; i < LONGEST; i++) {
            expected[24 + distance + i] = source[24 + i];
        }
        memmove(target + 24 + distance, target + 24, LONGEST);
        wrong += differences() != 0;
    }
    printf("memmove: %u wrong\n", wrong);
    printf("memcmp: %d %d\n", memcmp(source, source, SIZE), memcmp("abca", "abcb", 4) < 0);
    printf("memchr: %d\n", (int)((uint8_t *)memchr(source, source[33], SIZE) - source));

    struct __attribute__((packed)) {
        uint8_t first;
        uint32_t word;
        uint16_t half;
    } packed = {1, 0x11223344u, 0x5566};
    volatile uint8_t *const bytes = (uint8_t *)&packed;
    printf("packed: %lx %x %02x%02x\n", (unsigned long)packed.word, packed.half, bytes[1], bytes[6]);
    uint32_t unaligned_sum = 0;
    for (int i = 0; i < 32; i++) {
        uint32_t word;
        memcpy(&word, source + i, sizeof word);
        unaligned_sum += word;
    }
    printf("unaligned words: %08lx\n", (unsigned long)unaligned_sum);
    return 0;
}
