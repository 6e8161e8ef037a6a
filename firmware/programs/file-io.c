/* Files on the host: write, append, seek, read lines, binary records, remove. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const char text_name[] = "file-io-text.tmp";
static const char binary_name[] = "file-io-records.tmp";

typedef struct {
    uint32_t id;
    int16_t value;
    uint16_t flags;
} Record;

static int write_text(void)
{
    FILE *file = fopen(text_name, "w");
    if (file == NULL) {
        return 0;
    }
    for (int line = 1; line <= 5; line++) {
        fprintf(file, "line %d of 5\n", line);
    }
    fclose(file);

    file = fopen(text_name, "a");
    fputs("appended\n", file);
    return fclose(file) == 0;
}

static void read_text(void)
{
    char line[40];
    int number = 0;
    FILE *const file = fopen(text_name, "r");
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        printf("%d: %s\n", ++number, line);
    }
    fseek(file, 7, SEEK_SET);
    const int in_first_line = fgetc(file);
    fseek(file, -4, SEEK_END);
    const int near_end = fgetc(file);
    printf("at 7: %c, near the end: %c\n", in_first_line, near_end);
    fclose(file);
}

static void write_records(void)
{
    FILE *const file = fopen(binary_name, "wb");
    for (uint32_t id = 0; id < 100; id++) {
        const Record record = {id, (int16_t)(id * id - 2000), (uint16_t)(id ^ 0x5A5A)};
        fwrite(&record, sizeof record, 1, file);
    }
    fclose(file);
}

static void read_records(void)
{
    FILE *const file = fopen(binary_name, "rb");
    Record record;
    long sum = 0;
    int count = 0;
    while (fread(&record, sizeof record, 1, file) == 1) {
        sum += record.value;
        count++;
    }
    printf("%d records, sum %ld\n", count, sum);
    fseek(file, 50 * (long)sizeof record, SEEK_SET);
    if (fread(&record, sizeof record, 1, file) == 1) {
        printf("record %lu: value %d, flags %x\n", (unsigned long)record.id, record.value, record.flags);
    }
    fclose(file);
}

int main(void)
{
    if (!write_text()) {
        printf("cannot write here\n");
        return 1;
    }
    read_text();
    write_records();
    read_records();
    const int removed = remove(text_name) == 0 && remove(binary_name) == 0;
    printf("removed: %s\n", removed ? "yes" : "no");
    printf("gone: %s\n", fopen(text_name, "r") == NULL ? "yes" : "no");
    return 0;
}
