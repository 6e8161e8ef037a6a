/** DWARF 2 to 5: source lines, functions, frames, unwinding, types, variables. */
export { DebugInformation, openDebugInformation, type DebugView } from './debug-information.js';
export { openDebugInformationOf } from './combined.js';
export { type DebugFile, debugFileOf, type DebugSections } from './sections.js';
export type { LineLocation, SourceFile, SourcePlace } from './line-table.js';
export type { DebugFunction, InlinedCall } from './functions.js';
export type { SourceFrame, VariableBlock } from './frames.js';
export type { Variable } from './variables.js';
export type { BreakpointPlace } from './breakpoints.js';
export type { CfaRule, RegisterRule, UnwindRow } from './unwind-rows.js';
export type { UnwoundFrame } from './unwind.js';
export type { Caller, FrameContext } from './frame-context.js';
export type { AddressRange } from './ranges.js';
