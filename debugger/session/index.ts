/** A debug session without a protocol: running, breakpoints, frames, variables, memory, views. */
export { DebugSession } from './session.js';
export type * from './breakpoint-types.js';
export type * from './data-types.js';
export type * from './host.js';
export type { PlacedFinding } from './placed-finding.js';
export type * from './stops.js';
