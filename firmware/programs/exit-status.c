/* exit from deep inside, through atexit functions, with a status of its own. */
#include <stdio.h>
#include <stdlib.h>

static volatile int status = 42;

static void last(void)
{
    printf("last\n");
}

static void first(void)
{
    printf("first\n");
}

__attribute__((noinline)) static void leave(int depth)
{
    if (depth == 0) {
        if (status != 0) {
            exit(status);
        }
        return;
    }
    leave(depth - 1);
    printf("never printed\n");
}

int main(void)
{
    atexit(last);
    atexit(first);
    leave(5);
    return 1;
}
