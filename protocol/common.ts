/** Pieces that several bodies share. Everything here is JSON: no bigint, no undefined inside arrays, no classes. */

/**
 * A 32-bit address as DAP's `memoryReference`: `0x` and eight lower-case hex digits, e.g. `0x20000100`. Ready for
 * `readMemory`, `disassemble` and `setInstructionBreakpoints`.
 */
export type MemoryReference = string;

/** A place in a source file. Lines and columns count from 1, whatever the client asked for in `initialize`. */
export interface SourceLocation {
  /** The file as the debugger resolved it (after `sourceFileMap`), absolute. */
  readonly path: string;
  readonly line: number;
  readonly column?: number;
}

/** One call site of a stack that was recorded earlier, innermost first in the arrays that hold it. */
export interface CallSite {
  /** The function's name as a user writes it, `mbed::FlashIAP::program`; the address's text where there is no symbol. */
  readonly function: string;
  /** The instruction: the call's own address, not the return address. */
  readonly address: MemoryReference;
  readonly source?: SourceLocation;
  /** True for a frame that exists in the source only, as `ScopedRamExecutionLock`'s constructor often does. */
  readonly inlined: boolean;
}

/** Something that the debugger noticed and that the user should know. */
export interface FindingBody {
  /** A stable name, e.g. `locks-disagree-with-enable`. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information';
  /** One or two full sentences. */
  readonly message: string;
  readonly source?: SourceLocation;
  readonly address?: MemoryReference;
}
