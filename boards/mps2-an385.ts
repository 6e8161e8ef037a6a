/**
 * Arm MPS2 with the AN385 image: a Cortex-M3 at 25 MHz (Arm application note AN385, as QEMU 7.2's `mps2-an385` maps it).
 * Devices that are not modelled here read as 0 and drop stores, also those that QEMU does model: watchdog, SPI, I2C,
 * FPGAIO, SCC and Ethernet.
 */
import type { BoardDescription, PeripheralDescription } from '../emulator/index.js';

/** The overruns of the first three UARTs share interrupt 12; those of the others go nowhere. */
const UARTS = [
  { name: 'uart0', base: 0x4000_4000, rxInterrupt: 0, txInterrupt: 1, overrunInterrupt: 12 },
  { name: 'uart1', base: 0x4000_5000, rxInterrupt: 2, txInterrupt: 3, overrunInterrupt: 12 },
  { name: 'uart2', base: 0x4000_6000, rxInterrupt: 4, txInterrupt: 5, overrunInterrupt: 12 },
  { name: 'uart3', base: 0x4000_7000, rxInterrupt: 18, txInterrupt: 19 },
  { name: 'uart4', base: 0x4000_9000, rxInterrupt: 20, txInterrupt: 21 },
] as const;

const PERIPHERALS: readonly PeripheralDescription[] = [
  { kind: 'arm,cmsdk-timer', name: 'timer0', base: 0x4000_0000, interrupt: 8 },
  { kind: 'arm,cmsdk-timer', name: 'timer1', base: 0x4000_1000, interrupt: 9 },
  { kind: 'arm,cmsdk-dualtimer', name: 'dualtimer', base: 0x4000_2000, interrupt: 10 },
  ...UARTS.map((uart) => ({ kind: 'arm,cmsdk-uart', ...uart }) as const),
];

export const MPS2_AN385: BoardDescription = {
  name: 'mps2-an385',
  title: 'Arm MPS2 AN385 (Cortex-M3)',
  cpu: {
    core: 'cortex-m3',
    priorityBits: 8,
    mpuRegions: 8,
    interrupts: 32,
    clockHz: 25_000_000,
    initialVtor: 0,
  },
  memories: [
    { name: 'ssram1', base: 0x0000_0000, sizeBytes: 0x40_0000, store: 'write', mirrors: [0x0040_0000] },
    {
      name: 'blockram',
      base: 0x0100_0000,
      sizeBytes: 0x4000,
      store: 'write',
      mirrors: [0x0100_4000, 0x0100_8000, 0x0100_c000],
    },
    { name: 'ssram23', base: 0x2000_0000, sizeBytes: 0x40_0000, store: 'write', mirrors: [0x2040_0000] },
    { name: 'psram', base: 0x2100_0000, sizeBytes: 0x100_0000, store: 'write' },
  ],
  peripherals: PERIPHERALS,
  stubs: [
    { name: 'reserved1', base: 0x0080_0000, sizeBytes: 0x80_0000 },
    { name: 'reserved2', base: 0x0101_0000, sizeBytes: 0x1eff_0000 },
    { name: 'reserved3', base: 0x2080_0000, sizeBytes: 0x80_0000 },
    { name: 'apb-reserved0', base: 0x4000_3000, sizeBytes: 0x1000 },
    { name: 'watchdog', base: 0x4000_8000, sizeBytes: 0x1000 },
    { name: 'apb-reserved1', base: 0x4000_a000, sizeBytes: 0x6000 },
    { name: 'gpio0', base: 0x4001_0000, sizeBytes: 0x1000 },
    { name: 'gpio1', base: 0x4001_1000, sizeBytes: 0x1000 },
    { name: 'gpio2', base: 0x4001_2000, sizeBytes: 0x1000 },
    { name: 'gpio3', base: 0x4001_3000, sizeBytes: 0x1000 },
    { name: 'ahb-reserved', base: 0x4001_4000, sizeBytes: 0xc000 },
    { name: 'spi0', base: 0x4002_0000, sizeBytes: 0x1000 },
    { name: 'spi1', base: 0x4002_1000, sizeBytes: 0x1000 },
    { name: 'i2c0', base: 0x4002_2000, sizeBytes: 0x1000 },
    { name: 'i2c1', base: 0x4002_3000, sizeBytes: 0x1000 },
    { name: 'i2s', base: 0x4002_4000, sizeBytes: 0x1000 },
    { name: 'spi2', base: 0x4002_5000, sizeBytes: 0x1000 },
    { name: 'spi3', base: 0x4002_6000, sizeBytes: 0x1000 },
    { name: 'spi4', base: 0x4002_7000, sizeBytes: 0x1000 },
    { name: 'fpgaio', base: 0x4002_8000, sizeBytes: 0x1000 },
    { name: 'i2c2', base: 0x4002_9000, sizeBytes: 0x1000 },
    { name: 'i2c3', base: 0x4002_a000, sizeBytes: 0x1000 },
    { name: 'extra-reserved', base: 0x4002_b000, sizeBytes: 0x4000 },
    { name: 'scc', base: 0x4002_f000, sizeBytes: 0x1000 },
    { name: 'reserved4', base: 0x4003_0000, sizeBytes: 0x1d_0000 },
    { name: 'ethernet', base: 0x4020_0000, sizeBytes: 0x100 },
    { name: 'vga', base: 0x4100_0000, sizeBytes: 0x20_0000 },
  ],
  unmapped: 'busFault',
  console: 'uart0',
};
