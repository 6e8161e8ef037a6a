/**
 * The vocabulary that an instruction's meaning is written in.
 *
 * A semantic function says what one instruction does, in the order of the Arm pseudocode. It never learns who asks: the
 * interpreter's printer binds registers and immediates to slots of a predecoded record, the unit printer binds them to the
 * numbers of one concrete instruction. What a semantic function may branch on is what is static in both: its plain boolean,
 * number and string operands (its "shape"). `Reg` and `Value` are opaque on purpose: TypeScript refuses to compare them.
 *
 * The commit rule: an instruction reads, then accesses memory, then commits. `setReg`, the flag setters and the branches
 * are collected and take effect together after the last access, so an access that is denied leaves exact state.
 */

declare const regBrand: unique symbol;
declare const floatBrand: unique symbol;
declare const valueBrand: unique symbol;
declare const pairBrand: unique symbol;

/** A general-purpose register that an instruction names. */
export interface Reg {
  readonly [regBrand]: true;
}

/** A 32-bit value, known only when the instruction runs. */
export interface Value {
  readonly [valueBrand]: true;
}

export type Word = Value | number;

/** S0 to S31; a D register is the first of its two. */
export interface FloatReg {
  readonly [floatBrand]: true;
}

/** A 64-bit value, known only when the instruction runs. */
export interface Pair {
  readonly [pairBrand]: true;
}

/** What AddWithCarry() returns. The flags stay described (operands and kind), each printer decides how lazily. */
export interface Sum {
  readonly value: Value;
  readonly kind: 'add' | 'sub' | 'adc';
  readonly x: Value;
  /** For `sub` the subtrahend itself, not its complement. */
  readonly y: Value;
  /** Only for `adc`. */
  readonly carryOut?: Value;
}

/** The result of a shifter: the value, and the carry out, `null` where C does not change. */
export interface Shifted {
  readonly value: Value;
  readonly carry: Value | null;
}

/** Shift_C by an immediate. The amounts that the manual encodes as zero are kinds of their own. */
export type ShiftKind = 'none' | 'LSL' | 'LSR' | 'ASR' | 'ROR' | 'RRX' | 'LSR32' | 'ASR32';
/** Shift_C by the low byte of a register. */
export type RegisterShiftKind = 'LSL' | 'LSR' | 'ASR' | 'ROR';

export interface LoadOptions {
  readonly signed?: boolean;
  /** Checked with unprivileged rights: LDRT and its kin. */
  readonly unprivileged?: boolean;
}

/** Meanings that belong to the core and not to arithmetic: they leave to TypeScript, nothing committed. */
export type SystemOperation =
  | 'BKPT'
  | 'BLXNS'
  | 'BXNS'
  | 'CLREX'
  | 'CPS'
  | 'LDREX'
  | 'MRS'
  | 'MSR'
  | 'NOCP'
  | 'SEV'
  | 'SG'
  | 'STREX'
  | 'SVC'
  | 'TT'
  | 'UDF'
  | 'VLLDM'
  | 'VLSTM'
  | 'WFE'
  | 'WFI';

export interface Builder {
  // Registers and constants
  /** R[n]; for the PC, the address of this instruction plus 4. */
  reg(r: Reg): Value;
  /** R[d] = v at commit; writing SP clears its two low bits. */
  setReg(r: Reg, v: Word): void;
  readonly sp: Reg;
  readonly lr: Reg;
  readonly pc: Reg;
  /** Address of the following instruction. */
  readonly next: Value;

  // Flags
  /** APSR.C, 0 or 1. */
  readonly carry: Value;
  /** N Z C V from AddWithCarry. */
  setFlags(sum: Sum): void;
  /** N Z from a result and, unless `null`, C. V does not change. */
  setNZC(result: Value, carry: Value | null): void;
  /** APSR.Q = 1 where `test` is not zero; Q is sticky. */
  setSaturated(test: Value): void;
  /** APSR.GE[3:0], 0 to 15. */
  readonly ge: Value;
  setGE(bits: Value): void;
  /** ConditionHolds(cond), 0 or 1. */
  condition(cond: number): Value;

  // Arithmetic on 32-bit values
  addWithCarry(x: Word, y: Word, carryIn: 0 | 1 | Value): Sum;
  add(x: Word, y: Word): Value;
  sub(x: Word, y: Word): Value;
  mul(x: Word, y: Word): Value;
  /** The high word of the 64-bit product. */
  mulHigh(x: Word, y: Word, signed: boolean): Value;
  /** Zero for a zero divisor (trapping is `divisionTraps`). */
  udiv(x: Word, y: Word): Value;
  sdiv(x: Word, y: Word): Value;
  and(x: Word, y: Word): Value;
  or(x: Word, y: Word): Value;
  xor(x: Word, y: Word): Value;
  not(x: Word): Value;
  /** Shifts by 0 to 31. */
  lsl(x: Word, n: Word): Value;
  lsr(x: Word, n: Word): Value;
  asr(x: Word, n: Word): Value;
  ror(x: Word, n: Word): Value;
  shift(x: Word, kind: ShiftKind, amount: Word): Shifted;
  shiftByRegister(x: Word, kind: RegisterShiftKind, amount: Word): Shifted;
  clz(x: Word): Value;
  signExtend(x: Word, width: 8 | 16): Value;
  /** Comparisons, 0 or 1. */
  equal(x: Word, y: Word): Value;
  lessUnsigned(x: Word, y: Word): Value;
  lessSigned(x: Word, y: Word): Value;
  select(test: Value, yes: Word, no: Word): Value;

  // Memory: checked against the rights; a denial leaves before anything is committed
  load(address: Value, size: 1 | 2 | 4, options?: LoadOptions): Value;
  store(address: Value, size: 1 | 2 | 4, v: Value, options?: { readonly unprivileged?: boolean }): void;
  /** LDM: `list` is a mask of registers, ascending addresses, set at commit. Word-aligned or an UNALIGNED UsageFault. */
  loadList(address: Value, list: Value, bytes: Value): void;
  storeList(address: Value, list: Value, bytes: Value): void;
  /** UNALIGNED unless the address is a multiple of `size`, whatever CCR.UNALIGN_TRP says: LDRD, LDA and their like. */
  aligned(address: Value, size: 2 | 4): void;
  /**
   * Where `r` is SP, STKOF unless `address`, the lowest that SP has before or after the instruction, is within the stack limit
   * (Armv8-M ARM, B3.20).
   */
  withinStack(r: Reg, address: Value): void;

  // Floating point: numbers of single precision are values, those of double precision pairs
  /** ExecuteFPCheck: every instruction of the floating-point extension begins with it. */
  checkFloat(): void;
  single(r: FloatReg): Value;
  setSingle(r: FloatReg, v: Word): void;
  double(r: FloatReg): Pair;
  setDouble(r: FloatReg, v: Pair): void;
  pair(low: Word, high: Word): Pair;
  low(x: Pair): Value;
  high(x: Pair): Value;
  /** An operation of `FLOAT_OPERATIONS` that gives 32 bits; it raises exceptions in FPSCR. */
  float(operation: string, ...operands: (Word | Pair)[]): Value;
  /** One that gives 64 bits. */
  floatPair(operation: string, ...operands: (Word | Pair)[]): Pair;
  readonly fpscr: Value;
  setFpscr(v: Value): void;
  /** FPSCR's N Z C V from bits 31 to 28. */
  setFpscrFlags(v: Value): void;
  /** N Z C V from bits 31 to 28. */
  setNZCV(bits: Value): void;
  /** `bytes` from ascending addresses, to consecutive registers at commit. Word-aligned or an UNALIGNED UsageFault. */
  loadFloats(address: Value, first: FloatReg, bytes: Value): void;
  storeFloats(address: Value, first: FloatReg, bytes: Value): void;

  // Flow, at commit
  /** BranchWritePC with an address known to the decoder. */
  branch(target: Value): void;
  branchIf(test: Value, target: Value): void;
  /** BranchWritePC: bit 0 is dropped, no interworking. */
  branchWrite(target: Value): void;
  /** BXWritePC and LoadWritePC: interworking and exception return. */
  branchExchange(target: Value): void;
  /** BLXWritePC: interworking, never an exception return. */
  callExchange(target: Value): void;
  /** LoadWritePC of the PC that `loadList` loaded. */
  branchLoaded(): void;
  /** A division whose divisor is zero raises DIVBYZERO if CCR.DIV_0_TRP is set. */
  divisionTraps(divisor: Value): void;
  system(operation: SystemOperation): void;
}
