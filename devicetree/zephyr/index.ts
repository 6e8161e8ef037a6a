/** Zephyr's memory attributes, and the MPU regions that follow from them. */
export type * from './types.js';
export {
  ATTRIBUTE_HEADERS,
  ATTRIBUTE_LAYOUT,
  attributeTableFrom,
  builtInAttributes,
  releasesWith,
  type AttributeField,
  type AttributeGroup,
  type AttributeMacro,
  type AttributeTable,
} from './attributes.js';
export {
  attributeExpression,
  describeAttribute,
  type AttributeArchitecture,
  type AttributeDescription,
  type AttributePart,
} from './describe.js';
export { mpuTargetOf, type MpuTargetOverrides } from './core.js';
export { ARM_REGION_TYPES, armTypeBit, armTypesIn, decideArmType, type ArmTypeDecision } from './arm-type.js';
export { planConfig, planConfigFrom, zephyrRulesOf } from './config.js';
export { compareSlots, type SlotComparison, type SlotRegisters } from './compare.js';
export { firstBlock, memoryNodesOf, type DeclaresAttribute, type MemoryNodes } from './memory-nodes.js';
export { mpuPlan, planRegions, type PlanInput, type PlanOptions } from './plan.js';
export { decidersOf, type DecidedRange } from './overlaps.js';
export { socRegionsOf, type SocTable } from './soc-regions.js';
export { hasEncoding, RASR, RBAR_V8, RLAR } from './encodings.js';
export { armTypeWords } from './type-words.js';
export { macroValue } from './macro-value.js';
export { accessWords, hexWords, rangeWords, rightsWords, sizeWords } from './words.js';
export { planJson, planText, regionLine, type PlanJson, type RangeJson, type RegionJson } from './print.js';
export { allocationText, attributesText, bufferText, readAttribute, type ReadAttribute } from './ask.js';
export { checkBuffer, regionsOf, type CheckCode, type CheckConfig, type CheckResult } from './mem-attr.js';
export {
  heapRegionAt,
  initPool,
  MOST_HEAPS,
  placeAllocation,
  type HeapPool,
  type MemoryHeap,
  type Placement,
  type PoolCode,
} from './heap.js';
export { migrateRegionMpu, REGION_MPU_STRINGS, type Migration } from './migration.js';
export {
  linkerRegionsOf,
  linkerSymbols,
  regionToken,
  reservedToken,
  validRegionFlags,
  type LinkerRegion,
  type LinkerSymbols,
} from './linker.js';
