/** What the unwinder has to know of the program: rules for finding callers, and where functions are. */

/** Numbers of DWARF for the Arm Architecture, 4.1: 0 to 15 are R0 to R15. */
export const SP = 13;
export const LR = 14;
export const PC = 15;

/** The registers of one frame; undefined where a value is not known any more. */
export interface FrameRegisters {
  /** R0 to R15, by DWARF's numbers, and S0 to S31 (64 to 95) if the core has them. R15 is an instruction's address, bit 0 clear. */
  readonly r: readonly (number | undefined)[];
}

/** All bytes or nothing, without side effects and without asking the MPU. */
export type ReadMemory = (address: number, length: number) => Uint8Array | undefined;

/** Where the caller's value of a register is (DWARF 4, 6.4.1). */
export type RegisterRule =
  /** It has not changed. */
  | { readonly kind: 'sameValue' }
  /** It is lost. For LR: there is no caller. */
  | { readonly kind: 'undefined' }
  /** Saved at CFA + offset. */
  | { readonly kind: 'offset'; readonly offset: number }
  /** It is CFA + offset. */
  | { readonly kind: 'valueOffset'; readonly offset: number }
  /** It is in another register of this frame. */
  | { readonly kind: 'register'; readonly register: number }
  /** A DWARF expression: the address where it is saved, or (`value`) the value itself. */
  | {
      readonly kind: 'expression';
      readonly value: boolean;
      readonly compute: (registers: FrameRegisters, cfa: number, read: ReadMemory) => number | undefined;
    };

/** How to find the canonical frame address: the value of SP in the caller, right before its call. */
export type CfaRule =
  | { readonly kind: 'register'; readonly register: number; readonly offset: number }
  | {
      readonly kind: 'expression';
      readonly compute: (registers: FrameRegisters, read: ReadMemory) => number | undefined;
    };

/** One row of call frame information. */
export interface UnwindRow {
  readonly cfa: CfaRule;
  /** Registers that are not listed follow the procedure call standard: R4 to R11 and S16 to S31 stay, the others are lost. */
  readonly registers: ReadonlyMap<number, RegisterRule>;
}

/** A function by its symbol: from `start` up to but not including `end`. */
export interface FunctionExtent {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export interface FrameInformation {
  /** The row of call frame information that holds at `pc`, if the program has one. */
  rules(pc: number): UnwindRow | undefined;
  /** The function around `pc`, for programs and functions without call frame information. */
  functionAt(pc: number): FunctionExtent | undefined;
  /**
   * Addresses behind the jumps that led from the call that returns to `returnAddress` to the function at `pc`, innermost first;
   * only those that are certain (DWARF 5, 3.4).
   */
  tailCalls(returnAddress: number, pc: number): readonly number[];
}
