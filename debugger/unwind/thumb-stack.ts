/**
 * What Thumb instructions do to the stack, as far as prologues and epilogues go (Armv7-M ARM, A5 for encodings, A7.7 for each
 * instruction). One row for each form; everything else is of no interest to an unwinder.
 */
import { signExtend } from '../../base/index.js';
import { FIRST_S } from './float-registers.js';
import type { ReadMemory } from './frame-information.js';

export type StackEffect =
  /** SP -= bytes, then stores the registers from SP upwards. */
  | { readonly kind: 'push'; readonly registers: readonly number[]; readonly bytes: number }
  /** Loads the registers from SP upwards, then SP += bytes. */
  | { readonly kind: 'pop'; readonly registers: readonly number[]; readonly bytes: number }
  /** register = word at SP + offset. */
  | { readonly kind: 'restore'; readonly register: number; readonly offset: number }
  /** SP += bytes. */
  | { readonly kind: 'moveSp'; readonly bytes: number }
  /** register = SP + bytes: a frame pointer. */
  | { readonly kind: 'fromSp'; readonly register: number; readonly bytes: number }
  /** SP = register + bytes. */
  | { readonly kind: 'toSp'; readonly register: number; readonly bytes: number }
  /** register += bytes. */
  | { readonly kind: 'add'; readonly register: number; readonly bytes: number }
  /** register = value: a literal that a large frame's size comes from. */
  | { readonly kind: 'constant'; readonly register: number; readonly value: number }
  /** SP += sign * register. */
  | { readonly kind: 'moveSpBy'; readonly register: number; readonly sign: 1 | -1 }
  /** PC = register. */
  | { readonly kind: 'branch'; readonly register: number }
  | { readonly kind: 'jump'; readonly target: number; readonly conditional: boolean }
  /** BL, BLX and BLXNS: flow comes back, LR does not. */
  | { readonly kind: 'call' }
  /** Flow goes on where a table in memory says: at one of the targets, as far as they could be read. */
  | { readonly kind: 'table'; readonly targets: readonly number[] }
  /** IT: the next `count` instructions may not be executed. */
  | { readonly kind: 'it'; readonly count: number }
  | { readonly kind: 'other' };

export interface StackInstruction {
  readonly effect: StackEffect;
  readonly sizeBytes: 2 | 4;
}

const MAX_TABLE_BYTES = 1024;

/** Register numbers of the set bits. */
function listed(mask: number): readonly number[] {
  return Array.from({ length: 16 }, (_, n) => n).filter((n) => ((mask >>> n) & 1) === 1);
}

/** The S registers of a list, of which D registers are two each. */
function singles(first: number, second: number): readonly number[] {
  const isDouble = (second & 0x100) !== 0;
  const start = (second >>> 11) & 0x1e;
  const from = FIRST_S + start + (isDouble ? 0 : (first >>> 6) & 1);
  return Array.from({ length: second & (isDouble ? 0xfe : 0xff) }, (_, n) => from + n);
}

function push(registers: readonly number[], bytes = registers.length * 4): StackEffect {
  return { kind: 'push', registers, bytes };
}

function pop(registers: readonly number[], bytes = registers.length * 4): StackEffect {
  return { kind: 'pop', registers, bytes };
}

function halfword(read: ReadMemory, address: number): number | undefined {
  const bytes = read(address, 2);
  return bytes?.length === 2 ? bytes[0]! | (bytes[1]! << 8) : undefined;
}

function word(read: ReadMemory, address: number): number | undefined {
  const low = halfword(read, address);
  const high = halfword(read, (address + 2) >>> 0);
  return low === undefined || high === undefined ? undefined : (low | (high << 16)) >>> 0;
}

/** ThumbExpandImm without carry (A5.3.2), `value` being i:imm3:imm8. */
function expanded(value: number): number {
  const byte = value & 0xff;
  if (value >>> 10 !== 0) {
    const unrotated = 0x80 | (value & 0x7f);
    const rotation = value >>> 7;
    return ((unrotated >>> rotation) | (unrotated << (32 - rotation))) >>> 0;
  }
  const pattern = [1, 0x0001_0001, 0x0100_0100, 0x0101_0101][(value >>> 8) & 3]!;
  return Math.imul(byte, pattern) >>> 0;
}

function short(op: number, address: number, read: ReadMemory): StackEffect {
  const low3 = op & 7;
  if ((op & 0xfe00) === 0xb400) return push(listed((op & 0xff) | ((op & 0x100) << 6)));
  if ((op & 0xfe00) === 0xbc00) return pop(listed((op & 0xff) | ((op & 0x100) << 7)));
  if ((op & 0xff80) === 0xb080) return { kind: 'moveSp', bytes: -(op & 0x7f) * 4 };
  if ((op & 0xff80) === 0xb000) return { kind: 'moveSp', bytes: (op & 0x7f) * 4 };
  if ((op & 0xf800) === 0xa800) return { kind: 'fromSp', register: (op >>> 8) & 7, bytes: (op & 0xff) * 4 };
  if ((op & 0xff78) === 0x4668) return { kind: 'fromSp', register: low3 | ((op >>> 4) & 8), bytes: 0 };
  if ((op & 0xff87) === 0x4685) return { kind: 'toSp', register: (op >>> 3) & 0xf, bytes: 0 };
  if ((op & 0xff87) === 0x4485) return { kind: 'moveSpBy', register: (op >>> 3) & 0xf, sign: 1 };
  if ((op & 0xf800) === 0x3000) return { kind: 'add', register: (op >>> 8) & 7, bytes: op & 0xff };
  if ((op & 0xf800) === 0x3800) return { kind: 'add', register: (op >>> 8) & 7, bytes: -(op & 0xff) };
  if ((op & 0xf800) === 0x2000) return { kind: 'constant', register: (op >>> 8) & 7, value: op & 0xff };
  if ((op & 0xf800) === 0x4800) return literal((op >>> 8) & 7, (op & 0xff) * 4, address, read);
  // BX, and BXNS with bit 2 (Armv8-M ARM, C2.4.29)
  if ((op & 0xff83) === 0x4700) return { kind: 'branch', register: (op >>> 3) & 0xf };
  return shortFlow(op, address);
}

/** B, CBZ, CBNZ, BLX and BLXNS, MOV PC, IT (A7.7.12, A7.7.21, A7.7.19, A7.7.77, A7.7.38). */
function shortFlow(op: number, address: number): StackEffect {
  if ((op & 0xf000) === 0xd000 && (op & 0x0e00) !== 0x0e00) {
    return { kind: 'jump', target: (address + 4 + signExtend((op & 0xff) << 1, 9)) >>> 0, conditional: true };
  }
  if ((op & 0xf800) === 0xe000) {
    return { kind: 'jump', target: (address + 4 + signExtend((op & 0x7ff) << 1, 12)) >>> 0, conditional: false };
  }
  if ((op & 0xf500) === 0xb100) {
    return {
      kind: 'jump',
      target: address + 4 + (((op >>> 9) & 1) << 6) + (((op >>> 3) & 0x1f) << 1),
      conditional: true,
    };
  }
  if ((op & 0xff83) === 0x4780) return { kind: 'call' };
  if ((op & 0xff87) === 0x4687) return { kind: 'branch', register: (op >>> 3) & 0xf };
  if ((op & 0xff00) === 0xbf00 && (op & 0xf) !== 0) return { kind: 'it', count: 4 - trailingZeros(op & 0xf) };
  return { kind: 'other' };
}

function trailingZeros(value: number): number {
  return 31 - Math.clz32(value & -value);
}

/** LDR (literal), A7.7.44. */
function literal(register: number, offset: number, address: number, read: ReadMemory): StackEffect {
  const value = word(read, (((address + 4) & ~3) + offset) >>> 0);
  return value === undefined ? { kind: 'other' } : { kind: 'constant', register, value };
}

function long(first: number, second: number, address: number, read: ReadMemory): StackEffect {
  const step = second & 0xff;
  const t = second >>> 12;
  if (first === 0xe92d) return push(listed(second & 0x5fff));
  // VPUSH and VPOP (A7.7.252, A7.7.251).
  if ((first & 0xffbf) === 0xed2d && (second & 0xe00) === 0xa00) return push(singles(first, second));
  if ((first & 0xffbf) === 0xecbd && (second & 0xe00) === 0xa00) return pop(singles(first, second));
  if (first === 0xe8bd) return pop(listed(second & 0xdfff));
  // STR Rt, [SP, #-imm8]! and LDR Rt, [SP], #imm8 (A7.7.161, A7.7.43); STRD and LDRD alike (A7.7.166, A7.7.50).
  if (first === 0xf84d && (second & 0xf00) === 0xd00) return push([t], step);
  if (first === 0xf85d && (second & 0xf00) === 0xb00) return pop([t], step);
  if (first === 0xe96d) return push([t, (second >>> 8) & 0xf], step * 4);
  if (first === 0xe8fd) return pop([t, (second >>> 8) & 0xf], step * 4);
  // LDR.W Rt, [SP, #imm12], which restores LR in libgcc's divisions.
  if (first === 0xf8dd && t !== 15) return { kind: 'restore', register: t, offset: second & 0xfff };
  if (first === 0xf8df) return literal(second >>> 12, second & 0xfff, address, read);
  // VPUSH and VPOP of doubles and singles (A7.7.257, A7.7.256): a word for each single.
  if ((first & 0xffbf) === 0xed2d && (second & 0x0e00) === 0x0a00)
    return { kind: 'moveSp', bytes: -(second & 0xff) * 4 };
  if ((first & 0xffbf) === 0xecbd && (second & 0x0e00) === 0x0a00)
    return { kind: 'moveSp', bytes: (second & 0xff) * 4 };
  if ((first & 0xf800) === 0xf000 && (second & 0x8000) !== 0) return longFlow(first, second, address);
  // TBB, TBH, and LDR into PC, which jumps through a table too.
  if (first === 0xe8df && (second & 0xffe0) === 0xf000)
    return tableBranch((second & 0x10) === 0 ? 1 : 2, address, read);
  if ((first & 0xff70) === 0xf850 && t === 15) return { kind: 'table', targets: [] };
  return wideArithmetic(first, second);
}

/** TBB and TBH with the table behind them (A7.7.185): it ends where the first of its targets begins. */
function tableBranch(entryBytes: 1 | 2, address: number, read: ReadMemory): StackEffect {
  const base = address + 4;
  const targets = new Set<number>();
  let end = base + MAX_TABLE_BYTES;
  for (let at = base; at + entryBytes <= end; at += entryBytes) {
    const bytes = read(at, entryBytes);
    if (bytes?.length !== entryBytes) break;
    const target = base + 2 * (bytes[0]! | ((bytes[1] ?? 0) << 8));
    if (target < base) break;
    targets.add(target);
    end = Math.min(end, Math.max(target, at + entryBytes));
  }
  return { kind: 'table', targets: [...targets] };
}

/** B.W and BL (A7.7.12, A7.7.18); the rest of this space changes no flow. */
function longFlow(first: number, second: number, address: number): StackEffect {
  if ((second & 0xd000) === 0xd000) return { kind: 'call' };
  const s = (first >>> 10) & 1;
  const [j1, j2] = [(second >>> 13) & 1, (second >>> 11) & 1];
  if ((second & 0xd000) === 0x9000) {
    const top = (s << 24) | ((j1 ^ s ^ 1) << 23) | ((j2 ^ s ^ 1) << 22);
    const offset = signExtend(top | ((first & 0x3ff) << 12) | ((second & 0x7ff) << 1), 25);
    return { kind: 'jump', target: (address + 4 + offset) >>> 0, conditional: false };
  }
  if ((second & 0xd000) !== 0x8000 || (first & 0x380) === 0x380) return { kind: 'other' };
  const top = (s << 20) | (j2 << 19) | (j1 << 18);
  const offset = signExtend(top | ((first & 0x3f) << 12) | ((second & 0x7ff) << 1), 21);
  return { kind: 'jump', target: (address + 4 + offset) >>> 0, conditional: true };
}

/** ADD.W, SUB.W, ADDW, SUBW and MOV.W with immediates, where SP or a frame pointer takes part (A5.3.1, A5.3.3). */
function wideArithmetic(first: number, second: number): StackEffect {
  const immediate = (((first >>> 10) & 1) << 11) | (((second >>> 12) & 7) << 8) | (second & 0xff);
  const n = first & 0xf;
  const d = (second >>> 8) & 0xf;
  const kind = first & 0xfbe0;
  const bytes = WIDE_IMMEDIATE[kind]?.(immediate);
  if ((first & 0xfbef) === 0xf04f) return { kind: 'constant', register: d, value: expanded(immediate) };
  if ((first & 0xfbf0) === 0xf240) return { kind: 'constant', register: d, value: immediate | ((first & 0xf) << 12) };
  if (bytes === undefined) return { kind: 'other' };
  if (n === 13 && d === 13) return { kind: 'moveSp', bytes };
  if (n === 13) return { kind: 'fromSp', register: d, bytes };
  if (d === 13) return { kind: 'toSp', register: n, bytes };
  return n === d ? { kind: 'add', register: n, bytes } : { kind: 'other' };
}

const WIDE_IMMEDIATE: Readonly<Record<number, (immediate: number) => number>> = {
  0xf100: (immediate) => expanded(immediate),
  0xf1a0: (immediate) => -expanded(immediate),
  0xf200: (immediate) => immediate,
  0xf2a0: (immediate) => -immediate,
};

/** The instruction at `address`, or undefined where memory cannot be read. */
export function stackInstruction(address: number, read: ReadMemory): StackInstruction | undefined {
  const first = halfword(read, address);
  if (first === undefined) return undefined;
  if (first >>> 11 < 0b11101) return { effect: short(first, address, read), sizeBytes: 2 };
  const second = halfword(read, (address + 2) >>> 0);
  return second === undefined ? undefined : { effect: long(first, second, address, read), sizeBytes: 4 };
}
