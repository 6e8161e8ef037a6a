/* Variables of every storage: global, static in two files under one name, static in functions, shadowed. */
#include "globals.h"

#include "fixture.h"

int shared_counter = 100;
const unsigned constant_limit = 5;
static int hidden = 1; /* globals-other.c has another one */
static const char version[] = "1.2.3";
extern int defined_elsewhere;

static int next_ticket(void)
{
    static int ticket = 1000;
    static int zero_at_first;
    ticket += 7;
    zero_at_first++;
    checkpoint(1);
    return ticket + zero_at_first;
}

static int shadows(int value)
{
    int total = value;
    {
        int value = 50;
        total += value;
        {
            const char value = 'x';
            total += value;
            checkpoint(2);
        }
    }
    return total;
}

int main(void)
{
    hidden += 10;
    result += next_ticket() + next_ticket();
    result += other_file(3);
    result += shadows(hidden);
    result += shared_counter + (int)constant_limit + defined_elsewhere + version[0];
    checkpoint(3);
    return 0;
}
