// Demo: an Mbed-style application that writes to ROM while no ROM write lock is held, and has leaked a RAM lock before.
// Expected end: MemManage, CFSR.DACCVIOL, MMFAR inside calibration_table.
#include <cstdint>

#include "console.h"
#include "cortex-m.h"
#include "mbed_mpu_mgmt.h"
#include "sensor_node.h"
#include "startup.h"

namespace {

constexpr std::uint32_t ticks_every_cycles = 1000;

volatile std::uint32_t tick_count;
unsigned boots = 1;

void start_ticking()
{
    SYST_RVR = ticks_every_cycles - 1;
    SYST_CVR = 0;
    SYST_CSR = SYST_CSR_CLKSOURCE | SYST_CSR_TICKINT | SYST_CSR_ENABLE;
}

} // namespace

extern "C" void SysTick_Handler()
{
    tick_count = tick_count + 1;
}

// As Mbed OS does it: protection is on before the first constructor runs.
extern "C" void before_constructors()
{
    console_open();
    mbed_mpu_manager_init();
}

int main()
{
    console_text("sensor node, boot ");
    console_decimal(boots);
    console_put('\n');
    start_ticking();

    auto *const node = new SensorNode;
    node->calibrate();
    node->run(8);

    delete node;
    return 0;
}
