/* CRC-8, CRC-16 and CRC-32 of the standard check text, bit by bit and by table, and Adler-32. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static uint32_t table[256];

static uint32_t crc32_step(uint32_t crc)
{
    for (int bit = 0; bit < 8; bit++) {
        crc = crc >> 1 ^ (crc & 1u ? 0xEDB88320u : 0u);
    }
    return crc;
}

static uint32_t crc32_bitwise(const uint8_t *bytes, size_t size)
{
    uint32_t crc = 0xFFFFFFFFu;
    while (size-- > 0) {
        crc = crc32_step(crc ^ *bytes++);
    }
    return ~crc;
}

static uint32_t crc32_by_table(const uint8_t *bytes, size_t size)
{
    uint32_t crc = 0xFFFFFFFFu;
    while (size-- > 0) {
        crc = crc >> 8 ^ table[(crc ^ *bytes++) & 0xFFu];
    }
    return ~crc;
}

static uint16_t crc16_ccitt(const uint8_t *bytes, size_t size)
{
    uint16_t crc = 0xFFFF;
    while (size-- > 0) {
        crc = (uint16_t)(crc ^ *bytes++ << 8);
        for (int bit = 0; bit < 8; bit++) {
            crc = (uint16_t)(crc & 0x8000u ? crc << 1 ^ 0x1021 : crc << 1);
        }
    }
    return crc;
}

static uint8_t crc8(const uint8_t *bytes, size_t size)
{
    uint8_t crc = 0;
    while (size-- > 0) {
        crc ^= *bytes++;
        for (int bit = 0; bit < 8; bit++) {
            crc = (uint8_t)(crc & 0x80u ? crc << 1 ^ 0x07 : crc << 1);
        }
    }
    return crc;
}

static uint32_t adler32(const uint8_t *bytes, size_t size)
{
    uint32_t a = 1, b = 0;
    while (size-- > 0) {
        a = (a + *bytes++) % 65521u;
        b = (b + a) % 65521u;
    }
    return b << 16 | a;
}

int main(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        table[i] = crc32_step(i);
    }
    const uint8_t *const check = (const uint8_t *)"123456789";
    printf("crc8 %02x\ncrc16 %04x\n", crc8(check, 9), crc16_ccitt(check, 9));
    printf("crc32 %08lx %08lx\n", (unsigned long)crc32_bitwise(check, 9), (unsigned long)crc32_by_table(check, 9));
    printf("adler32 %08lx\n", (unsigned long)adler32(check, 9));

    static uint8_t large[4096];
    for (size_t i = 0; i < sizeof large; i++) {
        large[i] = (uint8_t)(i * i >> 3);
    }
    printf("4096 bytes: %08lx\n", (unsigned long)crc32_by_table(large, sizeof large));
    return crc32_by_table(check, 9) == 0xCBF43926u ? 0 : 1;
}
