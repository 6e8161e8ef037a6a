/** Everything that a debugger knows, without a protocol. */
export type * from './types/c-type.js';
export * from './values/index.js';
export * from './expressions/index.js';
export * from './unwind/index.js';
export * from './target/index.js';
export * from './mpu/index.js';
export * from './faults/index.js';
export * from './mbed/index.js';
