#include "loop.h"

double loop_step(Loop *loop, double wanted, double position)
{
    loop->error = wanted - position;
    loop->sum += loop->error * loop->seconds;
    loop->steps++;
    return loop->gain * (loop->proportional * loop->error + loop->integral * loop->sum);
}
