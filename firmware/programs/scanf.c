/* sscanf: numbers, words, sets, widths and counts; and a round trip through sprintf. */
#include <stdio.h>

int main(void)
{
    int a = 0, b = 0;
    unsigned hex = 0;
    char word[16] = "", set[16] = "";
    float real = 0.0f;
    printf("%d:", sscanf("12 -34 0xbeef", "%d %d %x", &a, &b, &hex));
    printf(" %d %d %x\n", a, b, hex);
    printf("%d:", sscanf("name=value;", "%15[a-z]=%15[^;]", word, set));
    printf(" %s %s\n", word, set);
    printf("%d:", sscanf("2.5e1 rest", "%f %15s", &real, word));
    printf(" %.2f %s\n", (double)real, word);
    printf("%d:", sscanf("12345", "%2d%3d", &a, &b));
    printf(" %d %d\n", a, b);
    printf("%d\n", sscanf("no number", "%d", &a));

    int mistakes = 0;
    for (int i = -300; i < 300; i += 7) {
        char text[24];
        int back = 0;
        sprintf(text, "<%d>", i * 1001);
        mistakes += sscanf(text, "<%d>", &back) != 1 || back != i * 1001;
    }
    printf("mistakes %d\n", mistakes);
    return 0;
}
