/** Everything that a debugger knows, without a protocol. */
export type * from './types/c-type.js';
export * from './values/index.js';
export * from './expressions/index.js';
export * from './unwind/index.js';
export * from './target/index.js';
export * from './mpu/index.js';
export * from './faults/index.js';
export * from './mbed/index.js';
export * from './session/index.js';
// Both folders have a name for the two locks.
export type { LockId } from './mbed/index.js';
export * from './listing/index.js';
export { loadElf } from './elf/index.js';
export { boards, findBoard } from '../boards/index.js';
