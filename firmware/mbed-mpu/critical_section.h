/* Critical sections that nest: interrupts come back only when the outermost one ends, and only if they were on. */
#ifndef MBED_CRITICAL_SECTION_H
#define MBED_CRITICAL_SECTION_H

#ifdef __cplusplus
extern "C" {
#endif

void core_util_critical_section_enter(void);
void core_util_critical_section_exit(void);

#ifdef __cplusplus
}
#endif

#endif
