// The calibration table and the one function that may change it.
#include "calibration.h"

#include <cstring>

#include "ScopedRomWriteLock.h"

const Calibration calibration_table[calibration_count] = {
    {"temperature", -12, 1004, 850},
    {"humidity", 3, 998, 1000},
    {"pressure", 0, 1000, 11000},
};

const Calibration *find_calibration(const char *channel)
{
    for (const Calibration &row : calibration_table) {
        if (std::strcmp(row.channel, channel) == 0) {
            return &row;
        }
    }
    return nullptr;
}

void program_calibration(const Calibration &row, const Calibration &value)
{
    mbed::ScopedRomWriteLock lock;
    std::memcpy(const_cast<Calibration *>(&row), &value, sizeof value);
}
