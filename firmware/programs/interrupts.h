/* A vector table in RAM, so that a program under any C library's start can have its own handlers. */
#ifndef PROGRAMS_INTERRUPTS_H
#define PROGRAMS_INTERRUPTS_H

/** Makes `handler` the handler of an exception; the first call moves the vector table into RAM. */
void install_handler(int exception, void (*handler)(void));

#endif
