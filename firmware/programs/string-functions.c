/* The string functions: lengths, copies, comparisons, searches and splitting. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

static int sign(int value)
{
    return (value > 0) - (value < 0);
}

int main(void)
{
    char buffer[64];
    strcpy(buffer, "ring");
    strcat(buffer, "fence");
    printf("%s %u\n", buffer, (unsigned)strlen(buffer));
    const char *volatile letters = "abcdefgh"; /* volatile, or the compiler would do these calls itself */
    strncpy(buffer, letters, 4);
    printf("%s\n", buffer);
    strncat(buffer, letters, 3);
    printf("%s\n", buffer);

    printf("%d %d %d %d\n", sign(strcmp("abc", "abd")), sign(strcmp("b", "abc")), sign(strcmp("x", "x")),
           sign(strncmp("abcdef", "abcxyz", 3)));
    const char *const sentence = "the quick brown fox jumps over the lazy dog";
    printf("%d %d %d %d\n", (int)(strchr(sentence, 'q') - sentence), (int)(strrchr(sentence, 'o') - sentence),
           (int)(strstr(sentence, "fox") - sentence), strstr(sentence, "cat") == NULL);
    printf("%u %u\n", (unsigned)strspn("aabbcc", "ab"), (unsigned)strcspn("hello, world", ",!"));
    printf("%s\n", strpbrk("key=value", "=:"));

    char words[] = "alpha,beta;;gamma";
    for (char *word = strtok(words, ",;"); word != NULL; word = strtok(NULL, ",;")) {
        printf("word %s\n", word);
    }
    /* Every length up to a few words, so that each tail of an unrolled loop is met. */
    unsigned sum = 0;
    char run[40];
    for (unsigned length = 0; length < 36; length++) {
        memset(run, 'x', length);
        run[length] = '\0';
        sum += (unsigned)strlen(run) * (length + 1);
    }
    printf("lengths %u\n", sum);

    for (char *letter = strcpy(buffer, "Mixed Case 42"); *letter != '\0'; letter++) {
        *letter = (char)(isupper((unsigned char)*letter) ? tolower((unsigned char)*letter) : toupper((unsigned char)*letter));
    }
    printf("%s\n", buffer);
    return 0;
}
