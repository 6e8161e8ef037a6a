/* The other file of the globals fixture. */
#include "globals.h"

#include "fixture.h"

static int hidden = 500;
int defined_elsewhere = -8;

int other_file(int by)
{
    static int ticket = 1;
    shared_counter += by;
    hidden -= by;
    ticket *= 2;
    checkpoint(11);
    return hidden + ticket;
}
