/* MBED_ASSERT: says what was expected and where, then ends the run as a failure. Nothing with NDEBUG. */
#ifndef MBED_ASSERT_H
#define MBED_ASSERT_H

#ifdef NDEBUG
#define MBED_ASSERT(expression) ((void)0)
#else
#define MBED_ASSERT(expression)                                        \
    do {                                                               \
        if (!(expression)) {                                           \
            mbed_assert_internal(#expression, __FILE_NAME__, __LINE__); \
        }                                                              \
    } while (0)
#endif

#ifdef __cplusplus
extern "C" {
#endif

__attribute__((noreturn)) void mbed_assert_internal(const char *expression, const char *file, int line);

#ifdef __cplusplus
}
#endif

#endif
