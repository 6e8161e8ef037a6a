/** The chip and its board. Plain data in, StopEvents out; no ELF, no protocol, no Node, no DOM. */
export type * from './board/description.js';
export type * from './core/access.js';
export type * from './core/events.js';
export { EXCEPTION } from './core/events.js';
export type { Peripheral, PeripheralHost } from './peripherals/peripheral.js';
export { createPeripheral, createPeripherals } from './peripherals/registry.js';
