/** Everything that a debugger knows, without a protocol. */
export type * from './types/c-type.js';
export * from './values/index.js';
export * from './expressions/index.js';
export * from './unwind/index.js';
export * from './mpu/index.js';
export * from './faults/index.js';
export * from './launch/index.js';
export * from './session/index.js';
export * from './mbed/index.js';
export {
  demangle,
  loadElf,
  SymbolTable,
  type ElfFile,
  type ElfSymbol,
  type LoadedElf,
  type Section,
  type Segment,
  type SymbolAt,
} from './elf/index.js';
export {
  DebugInformation,
  openDebugInformation,
  type AddressRange,
  type BreakpointPlace,
  type Caller,
  type DebugFunction,
  type FrameContext,
  type InlinedCall,
  type LineLocation,
  type SourceFile,
  type SourceFrame,
  type SourcePlace,
  type Variable,
  type VariableBlock,
} from './dwarf/index.js';
export * from './listing/index.js';
export { ExceptionFilters } from './session/exception-filters.js';
export type { BoardDescription } from '../emulator/index.js';
export { boardNames } from '../boards/index.js';
