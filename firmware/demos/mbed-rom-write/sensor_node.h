// The application: a node that reads sensors, filters their readings and watches limits.
#pragma once

#include <cstddef>
#include <cstdint>

#include "calibration.h"
#include "ram_routine.h"

/** Turns a stream of readings into a smoother one. */
class Filter {
public:
    virtual ~Filter() = default;
    virtual std::uint32_t next(std::uint32_t reading) = 0;
};

/** The mean of the last four readings. */
class MovingAverage : public Filter {
public:
    explicit MovingAverage(const RamRoutine &adder) : adder_(adder) {}
    std::uint32_t next(std::uint32_t reading) override;

private:
    static constexpr std::size_t window = 4;

    const RamRoutine &adder_;
    std::uint32_t readings_[window] = {};
    std::size_t position_ = 0;
};

/** What is known about a channel after a reading. */
struct Reading {
    std::uint32_t raw;
    std::uint32_t filtered;
    bool over_limit;
};

class Channel {
public:
    Channel(const char *name, Filter &filter);

    Reading sample(std::uint32_t raw);
    const char *name() const { return name_; }

    /** Raises the limit at which this channel alarms. */
    void raise_limit(std::uint32_t limit);

private:
    const char *name_;
    const Calibration *calibration_;
    Filter &filter_;
};

class SensorNode {
public:
    SensorNode();

    void calibrate();
    void run(unsigned rounds);

private:
    void react(Channel &channel, const Reading &reading);

    RamRoutine adder_;
    MovingAverage filter_;
    Channel temperature_;
    unsigned alarms_ = 0;
};
