/**
 * TI (Luminary) Stellaris LM3S6965 evaluation board: a Cortex-M3 at 12.5 MHz, its clock out of reset, as QEMU 7.2's
 * `lm3s6965evb` maps it. Devices that are not modelled read as 0 and drop stores, also the system control, so code that
 * waits for the PLL does not get on.
 */
import type { BoardDescription, StubDescription } from '../emulator/index.js';

const page = (name: string, base: number): StubDescription => ({ name, base, sizeBytes: 0x1000 });

export const LM3S6965EVB: BoardDescription = {
  name: 'lm3s6965evb',
  title: 'Stellaris LM3S6965 evaluation board (Cortex-M3)',
  cpu: {
    core: 'cortex-m3',
    // The chip has 3; QEMU's machine, which firmware is tested on, has 8.
    priorityBits: 8,
    mpuRegions: 8,
    interrupts: 64,
    clockHz: 12_500_000,
    initialVtor: 0,
  },
  memories: [
    { name: 'flash', base: 0x0000_0000, sizeBytes: 0x4_0000, store: 'ignore' },
    { name: 'sram', base: 0x2000_0000, sizeBytes: 0x1_0000, store: 'write' },
  ],
  peripherals: [
    { kind: 'arm,pl011', name: 'uart0', base: 0x4000_c000, interrupt: 5, designer: 'luminary' },
    { kind: 'arm,pl011', name: 'uart1', base: 0x4000_d000, interrupt: 6, designer: 'luminary' },
    { kind: 'arm,pl011', name: 'uart2', base: 0x4000_e000, interrupt: 33, designer: 'luminary' },
  ],
  stubs: [
    page('watchdog', 0x4000_0000),
    page('i2c0-slave', 0x4000_2000),
    page('gpio-a', 0x4000_4000),
    page('gpio-b', 0x4000_5000),
    page('gpio-c', 0x4000_6000),
    page('gpio-d', 0x4000_7000),
    page('ssi0', 0x4000_8000),
    page('i2c0', 0x4002_0000),
    page('i2c1', 0x4002_1000),
    page('gpio-e', 0x4002_4000),
    page('gpio-f', 0x4002_5000),
    page('gpio-g', 0x4002_6000),
    page('pwm', 0x4002_8000),
    page('qei0', 0x4002_c000),
    page('qei1', 0x4002_d000),
    page('timer0', 0x4003_0000),
    page('timer1', 0x4003_1000),
    page('timer2', 0x4003_2000),
    page('timer3', 0x4003_3000),
    page('adc', 0x4003_8000),
    page('comparator', 0x4003_c000),
    page('ethernet', 0x4004_8000),
    page('hibernation', 0x400f_c000),
    page('flash-control', 0x400f_d000),
    page('system-control', 0x400f_e000),
  ],
  unmapped: 'ignore',
  console: 'uart0',
};
