/* What the fake debug adapter pretends to run: a store through a pointer into ROM. Nobody compiles this. */
typedef struct {
    unsigned value;
    unsigned *target;
} Calibration;

static Calibration calibration = {42, (unsigned *)0x08000000};

int main(void)
{
    unsigned total = calibration.value;
    *calibration.target = total;
    return 0;
}
