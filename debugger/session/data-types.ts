/** What a stopped program shows: frames, scopes, variables, evaluations, instructions. Plain data for a face to send on. */

/** A source file as the debugger found it. */
export interface SessionSource {
  /** The file's own name, `main.c`. */
  readonly name: string;
  /** On this machine after `sourceFileMap`; as the compiler wrote it where no such file exists. */
  readonly path: string;
  /** Whether a file was found there. */
  readonly exists: boolean;
}

export type FramePresentation = 'normal' | 'subtle' | 'label' | 'deemphasize';

/** One line of the call stack, innermost first. */
export interface SessionFrame {
  /** From 1 on; valid until the program goes on. */
  readonly id: number;
  /** `mbed::FlashIAP::program`, `<MemManage exception>`, `0x20000100` where nothing is known. */
  readonly name: string;
  /** `tailCall`: the function has left by a jump, and nothing of it is on the stack any more. */
  readonly kind: 'function' | 'inlined' | 'tailCall' | 'exception' | 'crossing';
  readonly source?: SessionSource;
  /** From 1; 0 where there is no source. */
  readonly line: number;
  readonly column: number;
  /** The instruction: the next one of the innermost frame, the return address of callers. Absent for markers. */
  readonly address?: number;
  readonly presentation: FramePresentation;
}

export interface StackTrace {
  readonly frames: readonly SessionFrame[];
  readonly total: number;
}

export interface SessionScope {
  readonly name: string;
  readonly kind: 'arguments' | 'locals' | 'globals' | 'registers' | 'system' | 'mpu';
  readonly variablesReference: number;
  /** Asking for its variables takes long: do not unfold it by itself. */
  readonly expensive: boolean;
  readonly namedVariables?: number;
}

export interface SessionVariable {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  /** An expression that gives this variable again, in its frame. */
  readonly evaluateName?: string;
  /** 0 for a leaf. Valid until the program goes on. */
  readonly variablesReference: number;
  readonly namedVariables?: number;
  readonly indexedVariables?: number;
  /** `0x20000100`: the target of a pointer, the place of anything else in memory. */
  readonly memoryReference?: string;
  /** Where the declaration stands. */
  readonly declaration?: { readonly source: SessionSource; readonly line: number; readonly column: number };
  /** It cannot be assigned to. */
  readonly readOnly: boolean;
  /** `pointer` may be shown lazily, `static` and `virtual` (made up) with other icons. */
  readonly kind: 'data' | 'baseClass' | 'static' | 'virtual' | 'property';
}

export interface VariablesQuery {
  readonly filter?: 'indexed' | 'named';
  readonly start?: number;
  readonly count?: number;
  /** Numbers in hexadecimal. */
  readonly hex?: boolean;
}

export type EvaluateContext = 'hover' | 'watch' | 'repl' | 'clipboard' | 'variables';

export interface EvaluateResult {
  readonly result: string;
  readonly type?: string;
  readonly variablesReference: number;
  readonly namedVariables?: number;
  readonly indexedVariables?: number;
  readonly memoryReference?: string;
  readonly readOnly: boolean;
  /** Memory or registers may have changed: ask for everything again. */
  readonly changed: boolean;
}

export interface SetResult {
  readonly value: string;
  readonly type?: string;
  readonly variablesReference: number;
  readonly namedVariables?: number;
  readonly indexedVariables?: number;
  readonly memoryReference?: string;
}

export interface DisassembledLine {
  readonly address: number;
  /** Two or four bytes as in memory; empty where nothing can be read. */
  readonly bytes: Uint8Array;
  readonly text: string;
  /** `main+4`. */
  readonly symbol?: string;
  /** Where a line of source begins. */
  readonly source?: SessionSource;
  readonly line?: number;
  readonly column?: number;
  /** Nothing answers there, or it is no instruction. */
  readonly invalid: boolean;
}

/** `unreadable` bytes follow those that could be read. */
export interface MemoryRead {
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly unreadable: number;
}
