// A routine that runs from RAM: flash drivers and tight loops do this to keep off a busy or slow ROM.
#pragma once

#include <cstdint>

class RamRoutine {
public:
    RamRoutine();

    /** The sum of two readings, computed by code in this object. */
    std::uint32_t add(std::uint32_t left, std::uint32_t right) const;

    /** Counts how many of `rounds` additions come out right. Refuses zero rounds with -1. */
    int self_test(int rounds) const;

private:
    std::uint32_t call(std::uint32_t left, std::uint32_t right) const;

    std::uint16_t code_[2];
};
