/* What every debug fixture shares: a place to break at, and an end without semihosting. */
#ifndef DEBUG_FIXTURE_H
#define DEBUG_FIXTURE_H

#ifdef __cplusplus
extern "C" {
#endif

/** Does nothing that matters; a breakpoint here finds the caller with its variables alive. */
void checkpoint(int number);

/** The sum of what the fixture computed; volatile, so that nothing of it is optimised away. */
extern volatile int result;

#ifdef __cplusplus
}
#endif

#endif
