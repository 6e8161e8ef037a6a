/* Where a program runs on the machine that compiled it. */
#include <stdint.h>
#include <stdio.h>

void report_checksum(uint32_t checksum)
{
    printf("checksum = %08X\n", (unsigned)checksum);
}
