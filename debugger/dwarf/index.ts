/** DWARF 2 to 5: source lines, functions, unwinding, types, variables. */
export { DebugInformation, openDebugInformation } from './debug-information.js';
export type { DebugFile, DebugSections } from './sections.js';
export type { LineLocation, SourceFile, SourcePlace } from './line-table.js';
export type { DebugFunction, InlinedCall } from './functions.js';
export type { BreakpointPlace } from './breakpoints.js';
export type { AddressRange } from './ranges.js';
