// The factory calibration of the node's channels: a constant table in ROM.
#pragma once

#include <cstddef>
#include <cstdint>

struct Calibration {
    const char *channel;
    std::int16_t offset;
    std::uint16_t gain_permille;
    std::uint32_t limit;
};

constexpr std::size_t calibration_count = 3;
extern const Calibration calibration_table[calibration_count];

/** The row of a channel, or nullptr. */
const Calibration *find_calibration(const char *channel);

/** Replaces a row in ROM, the proper way: under a ROM write lock. */
void program_calibration(const Calibration &row, const Calibration &value);
