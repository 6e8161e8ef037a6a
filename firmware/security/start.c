/* Memory before anything else runs, of both images. */
#include "start.h"

#include <stdint.h>

/* Placed by sections.ld. */
extern const uint32_t __data_load;
extern uint32_t __data_start, __data_end, __bss_start, __bss_end;

void initialise_memory(void)
{
    const uint32_t *source = &__data_load;
    for (uint32_t *target = &__data_start; target < &__data_end;) {
        *target++ = *source++;
    }
    for (uint32_t *target = &__bss_start; target < &__bss_end;) {
        *target++ = 0;
    }
}
