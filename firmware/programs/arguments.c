/* The semihosting command line, as argc and argv. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    printf("%d arguments\n", argc - 1);
    int sum = 0;
    for (int i = 1; i < argc; i++) {
        printf("%d: %s (%u)\n", i, argv[i], (unsigned)strlen(argv[i]));
        sum += atoi(argv[i]);
    }
    printf("sum of the numbers: %d\n", sum);
    printf("argv ends with NULL: %s\n", argv[argc] == NULL ? "yes" : "no");
    return 0;
}
