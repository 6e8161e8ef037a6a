/* Bit-fields, signed and unsigned, across units; enumerations of several kinds; unions. */
#include <stdbool.h>
#include <stdint.h>

#include "fixture.h"

typedef enum { RED, GREEN = 5, BLUE, INFRARED = -3 } Color;
enum Flags { FLAG_READ = 1, FLAG_WRITE = 2, FLAG_EXECUTE = 4 };
enum Large { LARGE = 0x80000000u };

typedef struct {
    unsigned mode : 3;
    signed offset : 5;
    bool enabled : 1;
    Color color : 4;
    unsigned : 0;
    uint32_t address : 27;
    uint32_t region : 5;
    uint64_t wide : 40;
} Control;

typedef union {
    uint32_t word;
    uint16_t halves[2];
    uint8_t bytes[4];
    float real;
    struct {
        unsigned low : 12, middle : 8, high : 12;
    } parts;
} Register;

static Control control = {5, -9, true, BLUE, 0x1234567, 17, 0x123456789Au};
static Register reg = {.word = 0x40490FDB};
static enum Flags flags = FLAG_READ | FLAG_EXECUTE;
static enum Large large = LARGE;

static int field_sum(const Control *from)
{
    const int total = (int)from->mode + from->offset + from->enabled + (int)from->region;
    checkpoint(1);
    return total;
}

static const char *name_of(Color color)
{
    switch (color) {
    case RED:
        return "red";
    case GREEN:
        return "green";
    case BLUE:
        return "blue";
    case INFRARED:
        return "infrared";
    }
    return "none";
}

int main(void)
{
    Control copy = control;
    Color color = INFRARED;
    Register scratch;
    result += field_sum(&control);
    copy.mode = 2;
    copy.offset = 15;
    copy.color = GREEN;
    copy.wide++;
    checkpoint(2);
    result += field_sum(&copy) + (int)(copy.wide & 0xFF);
    result += name_of(color)[0] + name_of((Color)copy.color)[0];
    scratch.word = reg.word;
    scratch.parts.middle = 0xAA;
    checkpoint(3);
    result += scratch.bytes[1] + scratch.halves[1] + (flags & FLAG_EXECUTE) + (large == LARGE);
    checkpoint(4);
    return 0;
}
