/*
 * Work for comparing speeds: CRC, sorting, matrices, a linked list and a state machine, with the MPU on. The command line
 * says how many rounds; each round's result feeds the next, and the exit status tells whether the last one is right.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mpu_api.h"

enum { SYS_GET_CMDLINE = 0x15, WORDS = 256, SIDE = 12, NODES = 128, TEXT = 512 };

typedef struct Node {
    struct Node *next;
    uint32_t value;
} Node;

static uint32_t words[WORDS];
static uint32_t left[SIDE][SIDE], right[SIDE][SIDE], product[SIDE][SIDE];
static Node nodes[NODES];
static char text[TEXT];

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static uint32_t crc32(const uint32_t *data, size_t count)
{
    uint32_t crc = 0xFFFFFFFFu;
    for (size_t i = 0; i < count; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 32; bit++) {
            crc = (crc >> 1) ^ ((crc & 1u) != 0u ? 0xEDB88320u : 0u);
        }
    }
    return ~crc;
}

static void sift_down(uint32_t *heap, size_t root, size_t count)
{
    const uint32_t value = heap[root];
    for (size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
        if (child + 1 < count && heap[child + 1] > heap[child]) {
            child++;
        }
        if (heap[child] <= value) {
            break;
        }
        heap[root] = heap[child];
        root = child;
    }
    heap[root] = value;
}

static void sort(uint32_t *data, size_t count)
{
    for (size_t i = count / 2; i > 0; i--) {
        sift_down(data, i - 1, count);
    }
    for (size_t i = count - 1; i > 0; i--) {
        const uint32_t largest = data[0];
        data[0] = data[i];
        data[i] = largest;
        sift_down(data, 0, i);
    }
}

static uint32_t multiply_matrices(uint32_t *state)
{
    for (int i = 0; i < SIDE; i++) {
        for (int j = 0; j < SIDE; j++) {
            left[i][j] = next_random(state) >> 16;
            right[i][j] = next_random(state) >> 16;
        }
    }
    uint32_t trace = 0;
    for (int i = 0; i < SIDE; i++) {
        for (int j = 0; j < SIDE; j++) {
            uint32_t sum = 0;
            for (int k = 0; k < SIDE; k++) {
                sum += left[i][k] * right[k][j];
            }
            product[i][j] = sum;
        }
        trace += product[i][i];
    }
    return trace;
}

/** Links the nodes in a random order, then walks and reverses the list. */
static uint32_t walk_list(uint32_t *state)
{
    Node *head = NULL;
    for (uint32_t i = 0; i < NODES; i++) {
        Node *node = &nodes[(i * 37u) % NODES];
        node->value = next_random(state) & 0xFFFFu;
        node->next = head;
        head = node;
    }
    uint32_t sum = 0;
    for (int pass = 0; pass < 4; pass++) {
        Node *reversed = NULL;
        while (head != NULL) {
            Node *next = head->next;
            sum = sum * 3u + head->value / (uint32_t)(pass + 2);
            head->next = reversed;
            reversed = head;
            head = next;
        }
        head = reversed;
    }
    return sum;
}

/** Counts numbers, words and operators in a text, a character at a time. */
static uint32_t scan(uint32_t *state)
{
    static const char alphabet[] = "0123456789abcdef+-*/ ,;\n";
    for (int i = 0; i < TEXT; i++) {
        text[i] = alphabet[next_random(state) % (sizeof alphabet - 1)];
    }
    enum { BETWEEN, NUMBER, WORD, OPERATOR } where = BETWEEN;
    uint32_t counts[4] = {0, 0, 0, 0};
    for (int i = 0; i < TEXT; i++) {
        const char c = text[i];
        switch (where) {
        case NUMBER:
            where = c >= '0' && c <= '9' ? NUMBER : c >= 'a' ? WORD : BETWEEN;
            break;
        case WORD:
            where = c >= '0' ? WORD : BETWEEN;
            break;
        case BETWEEN:
        case OPERATOR:
            where = c >= 'a' ? WORD : c >= '0' && c <= '9' ? NUMBER : c == ' ' || c == '\n' ? BETWEEN : OPERATOR;
            break;
        }
        counts[where]++;
    }
    return counts[0] + (counts[1] << 8) + (counts[2] << 16) + (counts[3] << 24);
}

static uint32_t one_round(uint32_t seed)
{
    uint32_t state = seed | 1u;
    for (int i = 0; i < WORDS; i++) {
        words[i] = next_random(&state);
    }
    sort(words, WORDS);
    uint32_t result = crc32(words, WORDS);
    result = result * 31u + multiply_matrices(&state);
    result = result * 31u + walk_list(&state);
    return result * 31u + scan(&state);
}

/** The number on the command line, or 10. */
static uint32_t rounds_asked(void)
{
    static char line[80];
    const struct {
        char *buffer;
        uint32_t size;
    } block = {line, sizeof line};
    register uint32_t operation __asm("r0") = SYS_GET_CMDLINE;
    register const void *parameter __asm("r1") = &block;
    __asm volatile("bkpt 0xab" : "+r"(operation) : "r"(parameter) : "memory");
    uint32_t rounds = 0;
    for (const char *c = line; operation == 0 && *c != '\0'; c++) {
        rounds = *c >= '0' && *c <= '9' ? rounds * 10u + (uint32_t)(*c - '0') : 0;
    }
    return rounds == 0 ? 10 : rounds;
}

int main(void)
{
    mbed_mpu_init();
    uint32_t value = 1;
    for (uint32_t rounds = rounds_asked(); rounds > 0; rounds--) {
        value = one_round(value);
    }
    /* A sorted array is one thing that a wrong machine would not leave. */
    for (int i = 1; i < WORDS; i++) {
        if (words[i - 1] > words[i]) {
            return 1;
        }
    }
    return value == 0 ? 1 : 0;
}
