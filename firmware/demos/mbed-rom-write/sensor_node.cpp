// Sampling, filtering, alarms, and the write that the MPU denies.
#include "sensor_node.h"

#include "console.h"

std::uint32_t MovingAverage::next(std::uint32_t reading)
{
    readings_[position_] = reading;
    position_ = (position_ + 1) % window;

    std::uint32_t sum = 0;
    for (const std::uint32_t value : readings_) {
        sum = adder_.add(sum, value);
    }
    return sum / window;
}

Channel::Channel(const char *name, Filter &filter)
    : name_(name), calibration_(find_calibration(name)), filter_(filter)
{
}

Reading Channel::sample(std::uint32_t raw)
{
    const std::uint32_t filtered = filter_.next(raw) * calibration_->gain_permille / 1000 + calibration_->offset;
    return Reading{raw, filtered, filtered > calibration_->limit};
}

// The second bug: the table is const and lies in ROM. The cast silences the compiler, not the MPU;
// program_calibration() would have taken the ROM write lock.
void Channel::raise_limit(std::uint32_t limit)
{
    auto *const row = const_cast<Calibration *>(calibration_);
    row->limit = limit;
}

SensorNode::SensorNode() : filter_(adder_), temperature_("temperature", filter_)
{
}

void SensorNode::calibrate()
{
    const Calibration *const row = find_calibration("pressure");
    Calibration updated = *row;
    updated.offset = 5;
    program_calibration(*row, updated);
    console_text("calibrated pressure\n");

    if (adder_.self_test(0) < 0) {
        console_text("self-test skipped\n");
    }
}

void SensorNode::react(Channel &channel, const Reading &reading)
{
    if (!reading.over_limit) {
        return;
    }
    alarms_++;
    console_text("alarm: ");
    console_text(channel.name());
    console_put('\n');
    channel.raise_limit(reading.filtered + 100);
}

void SensorNode::run(unsigned rounds)
{
    std::uint32_t raw = 800;
    for (unsigned round = 0; round < rounds; round++) {
        const Reading reading = temperature_.sample(raw);
        console_text("reading raw=");
        console_decimal(reading.raw);
        console_text(" filtered=");
        console_decimal(reading.filtered);
        console_put('\n');
        react(temperature_, reading);
        raw += 40;
    }
}
