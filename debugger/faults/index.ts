/** Fault reports: one model, and how it reads as a tree, as text and as JSON. */
export { explainFault, frameText, lineText } from './explain.js';
export { faultTree, type FaultNode, type FaultNodeKind } from './tree.js';
export { faultJson, faultText } from './text.js';
export { faultChain, isEndlessLoop, isUnhandled, type HandlerContext, type Unhandled } from './unhandled.js';
export { sourceResolver, type ResolverOptions } from './resolver.js';
export { mainStack } from './stacks.js';
export { ADVICE } from './advice.js';
export { STATUS_BITS, type StatusBit, type StatusRegister } from './status-bits.js';
export type {
  CallFrame,
  FaultContext,
  LockView,
  ReadBytes,
  SourceLine,
  SourceResolver,
  StackExtent,
} from './context.js';
export type {
  AccessReport,
  AddressRegisterReport,
  CulpritReport,
  FaultReport,
  NamedException,
  PlaceReport,
  StatusBitReport,
  VerdictReport,
} from './report.js';
