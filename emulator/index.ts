/** The chip and its board. Plain data in, StopEvents out; no ELF, no protocol, no Node, no DOM. */
export type * from './board/description.js';
export { ARCHITECTURES, type PriorityMask, type SystemArchitecture } from './core/architectures.js';
export * from './core/profiles.js';
export type * from './core/access.js';
export type { SecurityViolation } from './core/attribution.js';
export type * from './core/events.js';
export { EXCEPTION } from './core/events.js';
export type { Peripheral, PeripheralHost } from './peripherals/peripheral.js';
export { createPeripheral, createPeripherals } from './peripherals/registry.js';
export {
  Semihosting,
  type HeapInfo,
  type SemihostingHost,
  type SemihostingOptions,
  type SemihostingResult,
  type SemihostingState,
} from './semihosting/semihosting.js';
export { FILE_MODES, NO_FILES, type FileMode, type FileResult, type SemihostingFiles } from './semihosting/files.js';
export { ERRNO } from './semihosting/operations.js';
export type { SemihostingMemory } from './semihosting/guest-memory.js';
export type { RegisterBinding, RegisterDescription } from './system/register.js';
export * from './mpu/registers.js';
export * from './mpu/pmsav8-registers.js';
export type * from './mpu/mair.js';
export {
  leastBytes,
  PMSAV6,
  PMSAV7,
  PMSAV8,
  PMSAV8_BASELINE,
  type LimitPmsa,
  type Pmsa,
  type SizePmsa,
} from './mpu/pmsa.js';
export { Pmsav7, type Pmsav7Options } from './mpu/pmsav7.js';
export { Pmsav8, type Pmsav8Options } from './mpu/pmsav8.js';
export type * from './mpu/view.js';
export { regionRegisters } from './mpu/view.js';
export { check, explain, hasReservedPermission, matchRegion, mpuOff, permissionsOf, rightsAt } from './mpu/check.js';
export type { Explanation, MpuContext, RegionMatch, RegionOpinion } from './mpu/check.js';
export { rightsIntervals, type RightsInterval } from './mpu/intervals.js';
export * from './security/registers.js';
export * from './security/sau.js';
export * from './security/attribution.js';
export * from './security/idau.js';
export * from './security/access.js';
export { reachIntervals, securedRightsIntervals, type ReachInterval } from './security/intervals.js';
export * from './security/test-target.js';
export { decode, instructionSet, ROWS, type Instruction, type InstructionSet } from './isa/decode.js';
export { unpredictable, type Unpredictable } from './isa/unpredictable.js';
export { unpredictableText } from './machine/unpredictable-text.js';
export type { Row } from './isa/rows/row.js';
export {
  disassemble,
  disassembleAt,
  disassembleUndefined,
  instructionLength,
  type Disassembly,
  type DisassemblyOptions,
} from './disassembler/disassemble.js';
export { disassembleRange, type RangeLine, type RangeOptions } from './disassembler/range.js';
export * from './system/scb-registers.js';
export { nvicRegisters } from './system/nvic.js';
export { SYST_CALIB, SYST_CSR, SYST_CVR, SYST_RVR, SYSTICK_REGISTERS } from './system/systick.js';
export { DEBUG_REGISTERS, DEMCR, DHCSR, DWT_CTRL, DWT_CYCCNT, ITM_TCR, ITM_TER0, ITM_TPR } from './system/debug.js';
export type { RegisterValue } from './system/core-system.js';
export { returnTarget, type ReturnTarget } from './exceptions/frame.js';
export type { Cause, UsageFaultBit } from './exceptions/causes.js';
export { Machine, faultOf, type Watchpoint } from './machine/machine.js';
export type { MachineOptions } from './machine/options.js';
export type { MachineState } from './machine/state.js';
