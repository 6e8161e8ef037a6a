/* setjmp and longjmp: leaving nested calls, values through, and a retry loop. */
#include <setjmp.h>
#include <stdio.h>

static jmp_buf recover;
static volatile int way_out = 7;

__attribute__((noinline)) static void dig(int depth)
{
    if (depth == 0) {
        if (way_out != 0) {
            longjmp(recover, way_out);
        }
        return;
    }
    dig(depth - 1);
    printf("never printed\n");
}

static int retry_until(int limit)
{
    volatile int attempts = 0;
    jmp_buf again;
    const int value = setjmp(again);
    attempts = attempts + 1;
    printf("attempt %d, value %d\n", attempts, value);
    if (attempts < limit) {
        longjmp(again, attempts * 10);
    }
    return attempts;
}

int main(void)
{
    const int code = setjmp(recover);
    if (code == 0) {
        printf("digging\n");
        dig(20);
    }
    printf("back with %d\n", code);

    if (setjmp(recover) == 0) {
        longjmp(recover, 0); /* zero must arrive as one */
    } else {
        printf("zero became one\n");
    }
    printf("%d attempts\n", retry_until(4));
    return 0;
}
