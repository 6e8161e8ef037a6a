/** Syntax to the merged tree, and what its values say. */
export type * from './types.js';
export { buildTree, type BuiltTree } from './build.js';
export {
  cellCount,
  childCells,
  cpuAddresses,
  readRanges,
  readReg,
  translateToRoot,
  unitAddressNumber,
  type AddressRange,
  type BusWindow,
  type CellCounts,
  type RegBlock,
} from './addresses.js';
export { interruptParent, isInterruptProvider, readInterrupts, type Interrupt } from './interrupts.js';
export {
  memoryMap,
  MOST_OVERLAPS,
  type MemoryEntry,
  type MemoryKind,
  type MemoryMap,
  type MemoryOverlap,
} from './memory-map.js';
export { readPhandleList, type PhandleEntry, type PhandleList } from './phandle-arguments.js';
export { explicitPhandle, type ExplicitPhandle } from './phandle.js';
export {
  cellAt,
  cellsAt,
  compatibles,
  firstString,
  hasString,
  isOkay,
  isStringList,
  readCell,
  readCells,
  readString,
  readStrings,
  readU32,
  readU64,
} from './read.js';
export { phandleOffsets, valueRange, wholeValueRange } from './value-place.js';
export { nodeNameRange } from './names.js';
