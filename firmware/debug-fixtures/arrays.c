/* Arrays: of one to three dimensions, of structures and strings, of run-time length, through pointers. */
#include <stdint.h>

#include "fixture.h"

typedef struct {
    char name[8];
    int16_t samples[4];
} Track;

static int numbers[6] = {1, -2, 3, -4, 5, -6};
static const uint8_t matrix[3][4] = {{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}};
static int8_t cube[2][2][2] = {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}};
static Track tracks[2] = {{"left", {10, 20, 30, 40}}, {"right", {-10, -20, -30, -40}}};
static const char *const words[] = {"zero", "one", "two", 0};
static uint8_t zeros[40];

static int sum(const int *values, int count)
{
    int total = 0;
    for (int i = 0; i < count; i++) {
        total += values[i];
    }
    checkpoint(1);
    return total;
}

static int sum_of_row(const uint8_t (*row)[4])
{
    int total = 0;
    for (int i = 0; i < 4; i++) {
        total += (*row)[i];
    }
    checkpoint(2);
    return total;
}

static int with_run_time_length(int count)
{
    int squares[count];
    for (int i = 0; i < count; i++) {
        squares[i] = i * i;
    }
    checkpoint(3);
    return sum(squares, count);
}

static int letters(const char *const *list)
{
    int count = 0;
    for (; *list != 0; list++) {
        for (const char *letter = *list; *letter != '\0'; letter++) {
            count++;
        }
    }
    checkpoint(4);
    return count;
}

int main(void)
{
    char text[12] = "local text";
    int local[3] = {7, 8, 9};
    result += sum(numbers, 6) + sum(local, 3);
    result += sum_of_row(&matrix[1]) + cube[1][0][1];
    result += with_run_time_length(numbers[4]);
    result += tracks[1].samples[2] + letters(words);
    zeros[39] = (uint8_t)text[6];
    result += zeros[39];
    checkpoint(5);
    return 0;
}
