/** How a program is sent on its way and why it stopped. */
import type { Fault } from '../../emulator/index.js';

/** `line` runs to the start of another statement; `instruction` executes one. */
export type Granularity = 'line' | 'instruction';

/** What the next slices are to do. A step that is not over when a slice ends goes on in the next. */
export type ResumeIntent =
  | { readonly kind: 'continue' }
  /** As GDB's next/nexti, step/stepi; `out` is finish and ignores the granularity. */
  | { readonly kind: 'over' | 'into' | 'out'; readonly granularity?: Granularity }
  /** Until one of the addresses is reached, once. */
  | { readonly kind: 'runTo'; readonly addresses: readonly number[] };

export type StopReason =
  | 'entry'
  | 'breakpoint'
  | 'step'
  | 'pause'
  | 'exception'
  | 'dataBreakpoint'
  | 'instructionBreakpoint'
  | 'functionBreakpoint'
  | 'goto'
  | 'exited'
  | 'lockup'
  | 'sleeping';

export interface SessionStop {
  readonly reason: StopReason;
  /** One line for people: `MemManage fault: store to 0x08000000 denied`, `counter: 4 → 5`. Empty where the reason says all. */
  readonly text: string;
  /** Ids of the breakpoints that were hit; empty for the other reasons. */
  readonly hitBreakpointIds: readonly number[];
  /** The fault that the machine stands at, for `exception` and `lockup`. */
  readonly fault?: Fault;
  /** For `exited`: what semihosting's SYS_EXIT gave. */
  readonly exit?: { readonly status: number; readonly applicationExit: boolean };
  /** The next instruction. */
  readonly pc: number;
  /** Instructions executed since the start. */
  readonly retired: number;
}
