/** Call stacks: from the registers of a stopped core to the frames of its program, across exceptions and both stacks. */
export {
  unwind,
  type Backtrace,
  type BacktraceEnd,
  type CoreState,
  type FoundBy,
  type Frame,
  type FunctionFrame,
  type UnwindOptions,
} from './unwind.js';
export { programFrames } from './program-frames.js';
export { exceptionName, exceptionReturn, type ExceptionReturn } from './exception-frame.js';
export type {
  CfaRule,
  FrameInformation,
  FrameRegisters,
  FunctionExtent,
  ReadMemory,
  RegisterRule,
  UnwindRow,
} from './frame-information.js';
export { stackInstruction, type StackEffect, type StackInstruction } from './thumb-stack.js';
