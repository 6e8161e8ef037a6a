/**
 * Exception frames on the stack: what EXC_RETURN says, where the frame is and what it holds (Armv7-M ARM, B1.5.6 to B1.5.8;
 * Armv8-M ARM, B3.18 to B3.22).
 */
import { EXCEPTION } from '../../emulator/index.js';
import { bit, hex32 } from '../../base/index.js';
import { readWord } from './by-instructions.js';
import { FIRST_S, hasFloats, STACKED_S } from './float-registers.js';
import { LR, PC, SP, type ReadMemory } from './frame-information.js';

export interface ExceptionReturn {
  /** The interrupted code ran in Handler mode. */
  readonly handler: boolean;
  /** Its frame is on the process stack, where it belongs to the same security state as the handler. */
  readonly psp: boolean;
  /** It has 18 more words, for floating point. */
  readonly extended: boolean;
  /** The interrupted code is Secure; false without the Security Extension. */
  readonly secure: boolean;
  /** An integrity signature and R4 to R11 lie below the frame. */
  readonly callee: boolean;
  /** CONTROL.SPSEL of the handler's security state, as it was before. */
  readonly spsel: boolean;
}

/** Bits of EXC_RETURN in Armv8-M (D1.2); bits 31 to 7 are ones, and bit 1 is zero. */
const BITS = { S: bit(6), DCRS: bit(5), FType: bit(4), Mode: bit(3), SPSEL: bit(2), ES: bit(0) } as const;
const ONES = 0xffff_ff80;
const ZEROS = 0x2;
/** Armv7-M has six values: S, DCRS and ES are ones in it (B1.5.8, tables B1-8 and B1-9). */
const ARMV7M: readonly number[] = [0xf1, 0xf9, 0xfd, 0xe1, 0xe9, 0xed];
/** Armv8-M without the Security Extension has them as 0, 1 and 0. */
const PLAIN = { mask: BITS.S.mask | BITS.DCRS.mask | BITS.ES.mask, value: BITS.DCRS.mask } as const;

/** What LR holds in a Non-secure function that Secure code called, but for bit 0 (Armv8-M ARM, D1.2, FNC_RETURN). */
export const FNC_RETURN = 0xfeff_fffe;

const BASIC_BYTES = 0x20;
const EXTENDED_BYTES = 0x68;
/** S16 to S31, where FPCCR.TS makes all registers Secure. */
const MORE_FLOAT_BYTES = 0x40;
/** The integrity signature, a reserved word, R4 to R11. */
const CALLEE_BYTES = 0x28;
const FIRST_CALLEE_OFFSET = 8;
const SIGNATURE = 0xfefa_125a;
/** Bit 9 of the stacked xPSR: there are 4 bytes of padding above the frame. */
const REALIGNED = 1 << 9;
const IPSR = 0x1ff;
/** Whose values are in the frame, lowest address first; then the return address and xPSR. */
const STACKED: readonly number[] = [0, 1, 2, 3, 12, LR, PC];

/**
 * What a value of LR means as EXC_RETURN; undefined if it is none. The values of Armv7-M and of Armv8-M without the Security
 * Extension have nothing in common, so both are known by themselves; `security` is for cores with it.
 */
export function exceptionReturn(value: number, security = false): ExceptionReturn | undefined {
  if ((value & ONES) >>> 0 !== ONES || (value & ZEROS) !== 0) return undefined;
  const plain = (value & PLAIN.mask) === PLAIN.value;
  if (!security && !plain && !ARMV7M.includes(value & 0xff)) return undefined;
  const has = (name: keyof typeof BITS): boolean => BITS[name].get(value) !== 0;
  const handler = !has('Mode');
  const secure = security && has('S');
  return {
    handler,
    psp: !handler && has('SPSEL'),
    extended: !has('FType'),
    secure,
    callee: secure && (!has('ES') || !has('DCRS')),
    spsel: has('SPSEL'),
  };
}

/** Whether a value is EXC_RETURN or one of its reserved patterns, which are no addresses of code. */
export function looksLikeExceptionReturn(value: number): boolean {
  return value >>> 0 >= 0xffff_ff00 && value >>> 0 < 0xffff_fffe;
}

export interface Interrupted {
  /** R0 to R3, R12, SP, LR and PC (bit 0 clear) from the frame, the rest from the handler's first moment. */
  readonly r: readonly (number | undefined)[];
  readonly xpsr: number;
  /** The exception that the interrupted code was handling; 0 in Thread mode. */
  readonly exception: number;
}

/** Floating-point registers that belong to a frame and are still to be stored there (lazy state preservation, B1.5.7). */
export interface LazyFloats {
  /** FPCAR: the place of S0 in the frame. */
  readonly address: number;
  /** S0 to S15, as the core holds them. */
  readonly s: readonly number[];
}

export type InterruptedResult = Interrupted | { readonly failure: string };

/** S0 to S15 of the interrupted code: from its frame, or where they have not gone there yet. A basic frame has none. */
function stackedFloats(basic: number, kind: ExceptionReturn, read: ReadMemory, lazy: LazyFloats | undefined) {
  const start = basic + BASIC_BYTES;
  return (n: number): number | undefined => {
    if (!kind.extended) return undefined;
    return lazy?.address === start >>> 0 ? lazy.s[n] : readWord(read, start + 4 * n);
  };
}

/** R4 to R11 below a Secure frame; the failure where the signature is not there. */
function readCallee(
  frame: number,
  { extended }: ExceptionReturn,
  read: ReadMemory,
): readonly number[] | { readonly failure: string } {
  const signature = readWord(read, frame);
  const expected = (SIGNATURE | (extended ? 0 : 1)) >>> 0;
  if (signature !== expected) {
    const found = signature === undefined ? 'cannot be read' : `is ${hex32(signature)}`;
    return { failure: `The integrity signature at ${hex32(frame)} ${found}, not ${hex32(expected)}.` };
  }
  const words = Array.from({ length: 8 }, (_, n) => readWord(read, frame + FIRST_CALLEE_OFFSET + 4 * n));
  if (words.includes(undefined)) return { failure: `The exception frame at ${hex32(frame)} cannot be read.` };
  return words as readonly number[];
}

/** What is to be known of a frame with floating-point registers. */
export interface FrameOptions {
  /** FPCCR.TS, which makes those of Secure code longer. */
  readonly allSecure?: boolean;
  readonly lazy?: LazyFloats | undefined;
}

/** Reads the frame at `frame`. `handler` are the registers when the handler began. */
export function readExceptionFrame(
  frame: number,
  kind: ExceptionReturn,
  handler: readonly (number | undefined)[],
  read: ReadMemory,
  { allSecure = false, lazy }: FrameOptions = {},
): InterruptedResult {
  const callee = kind.callee ? readCallee(frame, kind, read) : [];
  if ('failure' in callee) return callee;
  const basic = frame + (kind.callee ? CALLEE_BYTES : 0);
  const words: number[] = [];
  for (let offset = 0; offset < BASIC_BYTES; offset += 4) {
    const word = readWord(read, basic + offset);
    if (word === undefined) return { failure: `The exception frame at ${hex32(frame)} cannot be read.` };
    words.push(word);
  }
  const xpsr = words[7]!;
  const exception = xpsr & IPSR;
  // B1.5.8: the hardware refuses such a frame with INVPC.
  if ((exception !== 0) !== kind.handler) {
    const said = kind.handler ? 'Handler' : 'Thread';
    return {
      failure: `The exception frame at ${hex32(frame)} does not fit: its xPSR ${hex32(xpsr)} is not of ${said} mode.`,
    };
  }
  const r = [...handler];
  callee.forEach((word, n) => (r[4 + n] = word));
  STACKED.forEach((register, i) => (r[register] = words[i]!));
  r[PC] = (words[6]! & ~1) >>> 0;
  if (hasFloats(r)) {
    const float = stackedFloats(basic, kind, read, lazy);
    for (let n = 0; n < STACKED_S; n++) r[FIRST_S + n] = float(n);
  }
  const size = kind.extended ? EXTENDED_BYTES + (kind.secure && allSecure ? MORE_FLOAT_BYTES : 0) : BASIC_BYTES;
  r[SP] = (basic + size + ((xpsr & REALIGNED) === 0 ? 0 : 4)) >>> 0;
  return { r, xpsr, exception };
}

/** The way back of BLXNS on the Secure stack: the return address and the exception that the caller was handling (B3.22). */
export function readFunctionReturn(
  frame: number,
  read: ReadMemory,
): { readonly pc: number; readonly exception: number; readonly sp: number } | undefined {
  const pc = readWord(read, frame);
  const psr = readWord(read, frame + 4);
  if (pc === undefined || psr === undefined || (pc & 1) === 0) return undefined;
  return { pc: (pc & ~1) >>> 0, exception: psr & IPSR, sp: (frame + 8) >>> 0 };
}

const NAMES = new Map<number, string>(Object.entries(EXCEPTION).map(([name, number]) => [number, name]));

/** `MemManage`, `SysTick`, `IRQ 3`: the manual's names (B1.5.2). */
export function exceptionName(number: number): string {
  return NAMES.get(number) ?? (number >= 16 ? `IRQ ${number - 16}` : `exception ${number}`);
}
