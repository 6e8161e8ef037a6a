/** What encodings decode to: the operands that semantic functions name, and the manual's ways of packing them. */
import { signExtend } from '../../base/index.js';
import type { FloatReg, Reg, RegisterShiftKind, ShiftKind, Value } from './builder.js';
import type { Fields } from './pattern.js';

/**
 * Every operand that a row may decode to. `Reg` and `Value` operands are slots of a predecoded record; all others are shape:
 * the interpreter has a handler for each combination of them.
 */
export interface Operands {
  readonly d: Reg;
  readonly n: Reg;
  readonly m: Reg;
  readonly a: Reg;
  readonly t: Reg;
  readonly t2: Reg;
  readonly lo: Reg;
  readonly hi: Reg;
  readonly fd: FloatReg;
  readonly fn: FloatReg;
  readonly fm: FloatReg;
  readonly fm2: FloatReg;
  readonly imm: Value;
  readonly amount: Value;
  readonly offset: Value;
  readonly target: Value;
  readonly list: Value;
  readonly bytes: Value;
  readonly left: Value;
  readonly right: Value;
  readonly lsb: Value;
  readonly mask: Value;
  readonly S: boolean;
  readonly shift: ShiftKind;
  readonly registerShift: RegisterShiftKind;
  readonly rotated: boolean;
  readonly index: Index;
  readonly toPC: boolean;
  readonly wback: boolean;
  readonly cond: number;
  readonly nonzero: boolean;
  readonly rotation: number;
  /** Halfword multiplications: whether Rn's and Rm's upper halves are meant. */
  readonly topN: boolean;
  readonly topM: boolean;
  /** Dual multiplications: whether the halves of Rm change places. */
  readonly swap: boolean;
  /** Most significant word multiplications: whether the result is rounded. */
  readonly round: boolean;
  /** Double precision. */
  readonly double: boolean;
  /** The upper word of a double word, or the upper half of a word. */
  readonly top: boolean;
  /** For system operations only; the interpreter never looks at it. */
  readonly code: number;
}

/** How an address and its base register relate (Armv7-M ARM, A4.6.5). */
export type Index = 'offset' | 'pre' | 'post';

export type OperandName = keyof Operands;

export const REGISTER_OPERANDS: ReadonlySet<string> = new Set(['d', 'n', 'm', 'a', 't', 't2', 'lo', 'hi']);
/** Registers of the floating-point extension, 0 to 31: a D register is twice its number. */
export const FLOAT_OPERANDS: ReadonlySet<string> = new Set(['fd', 'fn', 'fm', 'fm2']);
export const WORD_OPERANDS: ReadonlySet<string> = new Set([
  'imm',
  'amount',
  'offset',
  'target',
  'list',
  'bytes',
  'left',
  'right',
  'lsb',
  'mask',
]);

/** Operands as the decoder sees them: registers and words are still numbers. */
export type Decoded<K extends OperandName = OperandName> = {
  readonly [P in K]: Operands[P] extends Reg | FloatReg | Value ? number : Operands[P];
};

/** Where an instruction stands. */
export interface At {
  readonly pc: number;
  readonly inIT: boolean;
  /** Last of its IT block, where branches are allowed. */
  readonly lastInIT: boolean;
}

/** Align(PC, 4), the base of literals and ADR. */
export function literalBase(at: At): number {
  return ((at.pc + 4) & ~3) >>> 0;
}

/** DecodeImmShift (A7.4.2): a type and a 5-bit amount, where 0 means 32 or RRX. */
export function immediateShift(type: number, amount: number): { shift: ShiftKind; amount: number } {
  switch (type & 3) {
    case 0:
      return amount === 0 ? { shift: 'none', amount: 0 } : { shift: 'LSL', amount };
    case 1:
      return amount === 0 ? { shift: 'LSR32', amount: 32 } : { shift: 'LSR', amount };
    case 2:
      return amount === 0 ? { shift: 'ASR32', amount: 32 } : { shift: 'ASR', amount };
    default:
      return amount === 0 ? { shift: 'RRX', amount: 1 } : { shift: 'ROR', amount };
  }
}

/** ThumbExpandImm_C (A5.3.2) of `i:imm3:imm8`; `rotated` says that the carry is bit 31 of the result. */
export function expandImmediate(imm12: number): { imm: number; rotated: boolean } {
  const byte = imm12 & 0xff;
  switch (imm12 >>> 8) {
    case 0:
      return { imm: byte, rotated: false };
    case 1:
      return { imm: (byte << 16) | byte, rotated: false };
    case 2:
      return { imm: ((byte << 24) | (byte << 8)) >>> 0, rotated: false };
    case 3:
      return { imm: (byte * 0x0101_0101) >>> 0, rotated: false };
    default: {
      const unrotated = 0x80 | (imm12 & 0x7f);
      const by = imm12 >>> 7;
      return { imm: ((unrotated >>> by) | (unrotated << (32 - by))) >>> 0, rotated: true };
    }
  }
}

export function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** A register list: its mask, the bytes that it covers, and whether it loads the PC. */
export function registerList(list: number): { list: number; bytes: number; toPC: boolean } {
  return { list, bytes: bitCount(list) * 4, toPC: (list & 0x8000) !== 0 };
}

/** The offset of B.W and BL: `S:I1:I2:imm10:imm11:0` with I = NOT(J EOR S) (A7.7.12, encoding T4). */
export function longBranchOffset(f: Fields): number {
  const { s, j, k, i, o } = f as { s: number; j: number; k: number; i: number; o: number };
  return signExtend((s << 24) | ((1 ^ j ^ s) << 23) | ((1 ^ k ^ s) << 22) | (i << 12) | (o << 1), 25);
}

/** The offset of B<c>.W: `S:J2:J1:imm6:imm11:0` (A7.7.12, encoding T3). */
export function conditionalBranchOffset(f: Fields): number {
  const { s, j, k, i, o } = f as { s: number; j: number; k: number; i: number; o: number };
  return signExtend((s << 20) | (k << 19) | (j << 18) | (i << 12) | (o << 1), 21);
}
