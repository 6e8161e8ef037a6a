/** Exception frames on the stack: what EXC_RETURN says, where the frame is and what it holds (Armv7-M ARM, B1.5.6 to B1.5.8). */
import { EXCEPTION } from '../../emulator/index.js';
import { hex32 } from '../../base/index.js';
import { readWord } from './by-instructions.js';
import { FIRST_S, hasFloats, STACKED_S } from './float-registers.js';
import { LR, PC, SP, type ReadMemory } from './frame-information.js';

export interface ExceptionReturn {
  /** The interrupted code ran in Handler mode. */
  readonly handler: boolean;
  /** Its frame is on the process stack. */
  readonly psp: boolean;
  /** It has 18 more words, for floating point. */
  readonly extended: boolean;
}

/** B1.5.8, tables B1-8 and B1-9. */
const EXCEPTION_RETURNS: Readonly<Record<number, ExceptionReturn>> = {
  0xffff_fff1: { handler: true, psp: false, extended: false },
  0xffff_fff9: { handler: false, psp: false, extended: false },
  0xffff_fffd: { handler: false, psp: true, extended: false },
  0xffff_ffe1: { handler: true, psp: false, extended: true },
  0xffff_ffe9: { handler: false, psp: false, extended: true },
  0xffff_ffed: { handler: false, psp: true, extended: true },
};

const BASIC_BYTES = 0x20;
const EXTENDED_BYTES = 0x68;
/** Bit 9 of the stacked xPSR: there are 4 bytes of padding above the frame. */
const REALIGNED = 1 << 9;
const IPSR = 0x1ff;
/** Whose values are in the frame, lowest address first; then the return address and xPSR. */
const STACKED: readonly number[] = [0, 1, 2, 3, 12, LR, PC];

/** What a value of LR means as EXC_RETURN; undefined if it is none. */
export function exceptionReturn(value: number): ExceptionReturn | undefined {
  return EXCEPTION_RETURNS[value >>> 0];
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
function stackedFloats(frame: number, kind: ExceptionReturn, read: ReadMemory, lazy: LazyFloats | undefined) {
  const start = frame + BASIC_BYTES;
  return (n: number): number | undefined => {
    if (!kind.extended) return undefined;
    return lazy?.address === start >>> 0 ? lazy.s[n] : readWord(read, start + 4 * n);
  };
}

/** Reads the frame at `frame`. `handler` are the registers when the handler began. */
export function readExceptionFrame(
  frame: number,
  kind: ExceptionReturn,
  handler: readonly (number | undefined)[],
  read: ReadMemory,
  lazy?: LazyFloats,
): InterruptedResult {
  const words: number[] = [];
  for (let offset = 0; offset < BASIC_BYTES; offset += 4) {
    const word = readWord(read, frame + offset);
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
  STACKED.forEach((register, i) => (r[register] = words[i]!));
  r[PC] = (words[6]! & ~1) >>> 0;
  if (hasFloats(r)) {
    const float = stackedFloats(frame, kind, read, lazy);
    for (let n = 0; n < STACKED_S; n++) r[FIRST_S + n] = float(n);
  }
  const size = kind.extended ? EXTENDED_BYTES : BASIC_BYTES;
  r[SP] = (frame + size + ((xpsr & REALIGNED) === 0 ? 0 : 4)) >>> 0;
  return { r, xpsr, exception };
}

const NAMES = new Map<number, string>(Object.entries(EXCEPTION).map(([name, number]) => [number, name]));

/** `MemManage`, `SysTick`, `IRQ 3`: the manual's names (B1.5.2). */
export function exceptionName(number: number): string {
  return NAMES.get(number) ?? (number >= 16 ? `IRQ ${number - 16}` : `exception ${number}`);
}
