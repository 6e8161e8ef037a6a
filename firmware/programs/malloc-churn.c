/* malloc, realloc and free in a fixed random-looking order; every block carries a pattern that must survive. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 64, ROUNDS = 4000, LARGEST = 700 };

typedef struct {
    uint8_t *bytes;
    size_t size;
} Slot;

static Slot slots[SLOTS];
static unsigned errors;

static uint32_t next_number(void)
{
    static uint32_t state = 12345;
    state = state * 1664525u + 1013904223u;
    return state >> 8;
}

static uint8_t pattern_of(size_t slot)
{
    return (uint8_t)(slot * 37 + 11);
}

static void check(size_t slot, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        errors += slots[slot].bytes[i] != pattern_of(slot);
    }
}

static void resize(size_t slot, size_t size)
{
    uint8_t *const moved = realloc(slots[slot].bytes, size);
    if (moved == NULL) {
        errors++;
        return;
    }
    slots[slot].bytes = moved;
    check(slot, slots[slot].size < size ? slots[slot].size : size);
    slots[slot].size = size;
    memset(moved, pattern_of(slot), size);
}

static void release(size_t slot)
{
    check(slot, slots[slot].size);
    free(slots[slot].bytes);
    slots[slot] = (Slot){NULL, 0};
}

int main(void)
{
    unsigned resized = 0, released = 0;
    for (int round = 0; round < ROUNDS; round++) {
        const size_t slot = next_number() % SLOTS;
        if (next_number() % 3 == 0) {
            release(slot);
            released++;
        } else {
            resize(slot, 1 + next_number() % LARGEST);
            resized++;
        }
    }
    for (size_t slot = 0; slot < SLOTS; slot++) {
        release(slot);
    }
    uint32_t *const zeroed = calloc(100, sizeof *zeroed);
    for (int i = 0; i < 100; i++) {
        errors += zeroed[i] != 0;
    }
    free(zeroed);
    printf("resized %u, released %u, errors %u\n", resized, released, errors);
    return errors == 0 ? 0 : 1;
}
