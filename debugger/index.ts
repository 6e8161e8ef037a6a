/** Everything that a debugger knows, without a protocol. */
export type * from './types/c-type.js';
