/* Where Secure state finds the Non-secure world. */
#ifndef SECURE_POINTER_NORMAL_H
#define SECURE_POINTER_NORMAL_H

#include "startup.h"

/** Initial stack pointer, main function, handlers. */
extern const VectorEntry normal_vectors[];

#endif
