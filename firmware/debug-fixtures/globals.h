/* What the two files of the globals fixture share. */
#ifndef DEBUG_FIXTURE_GLOBALS_H
#define DEBUG_FIXTURE_GLOBALS_H

extern int shared_counter;
int other_file(int by);

#endif
