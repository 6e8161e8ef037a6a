/** What a user asks of breakpoints, and what became of it. Ids are unique within a session and survive a restart. */

/** What all kinds of breakpoints may have. */
export interface BreakpointOptions {
  /** An expression; the breakpoint stops when it is not 0. One that cannot be evaluated stops too, and the text says why. */
  readonly condition?: string;
  /** `5`, `== 5`, `>= 5`, `> 5`, `< 5`, `<= 5`, `% 5`: which of the hits (counted where the condition holds) stop. */
  readonly hitCondition?: string;
  /** Do not stop but print this; expressions in braces are evaluated: `count is {count,x}`. */
  readonly logMessage?: string;
}

export interface SourceBreakpointRequest extends BreakpointOptions {
  readonly line: number;
  readonly column?: number;
}

export interface FunctionBreakpointRequest extends BreakpointOptions {
  /** As a user writes it: `main`, `mbed::FlashIAP::program`, or a symbol. */
  readonly name: string;
}

export interface InstructionBreakpointRequest extends BreakpointOptions {
  readonly address: number;
}

export type DataAccess = 'read' | 'write' | 'readWrite';

export interface DataBreakpointRequest extends BreakpointOptions {
  /** From `dataBreakpointInfo`: `0x20000100/4` (address and bytes), or that with a type's text after a space. */
  readonly dataId: string;
  /** `write` if absent. */
  readonly access?: DataAccess;
}

export interface DataBreakpointInfo {
  /** Undefined where no data breakpoint is possible; `description` says why. */
  readonly dataId: string | undefined;
  readonly description: string;
  readonly accessTypes: readonly DataAccess[];
}

export interface BreakpointStatus {
  readonly id: number;
  readonly verified: boolean;
  /** Why it is not verified, or a remark. */
  readonly message?: string;
  /** The file as the debugger resolved it. */
  readonly path?: string;
  /** The line that has code, which may be after the wanted one. */
  readonly line?: number;
  readonly column?: number;
  /** Where it stops; several for inlined calls, templates and overloads. */
  readonly addresses: readonly number[];
}

export type ExceptionFilterId =
  | 'hardFault'
  | 'memManage'
  | 'busFault'
  | 'usageState'
  | 'usageCheck'
  | 'noCoprocessor'
  | 'secureFault'
  | 'interruptEntry'
  | 'lockup';

/** `unhandled`: only faults that the program does not handle itself (it ends in an endless loop, or locks up). */
export type ExceptionMode = 'all' | 'unhandled';

export interface ExceptionFilter {
  readonly id: ExceptionFilterId;
  /** `HardFault`. */
  readonly label: string;
  readonly description: string;
  /** Whether it is on in a new session: all are. */
  readonly default: boolean;
  /** What may be typed as its condition: `all` or `unhandled`. */
  readonly conditionDescription: string;
}

export interface ExceptionFilterRequest {
  readonly id: string;
  /** `all` or `unhandled`; `unhandled` if absent or empty. */
  readonly condition?: string;
}
