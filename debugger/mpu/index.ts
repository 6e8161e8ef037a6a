/** The MPU in words: regions for views, verdicts as sentences, what code may do at an address. */
export * from './words.js';
export * from './regions.js';
export { attributionText, attributionTitle, sauSpan, type SecurityTitle } from './attribution-words.js';
export { defaultMapArea, privilegeOf, verdictText, type JudgedAccess } from './verdict-words.js';
export {
  explainAddress,
  explanationText,
  opinionTexts,
  type AddressExplanation,
  type AddressVerdict,
  type AddressVerdicts,
  type OpinionText,
  type Purpose,
} from './explain-address.js';
export {
  MPU_REGISTER_RANGE,
  REGION_WRITERS_WATCHPOINT,
  RegionWriters,
  type MpuMachine,
  type RegionWriter,
  type RegionWritersOptions,
  type RegionWritersState,
} from './writers.js';
