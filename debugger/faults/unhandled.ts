/**
 * Whether anybody handles a fault. It is unhandled when
 *  - the core locked up, or the fault was escalated to HardFault: the exception that was meant for it was not taken; or
 *  - the handler does nothing but branch to itself, with at most a stack frame set up before; or
 *  - the handler is the default one: it also serves exceptions that are no faults (NMI, SVCall, PendSV, SysTick, interrupts),
 *    and its symbol is weak, or named as a default, or there are no symbols to ask.
 * Four fault vectors with one handler of their own are therefore handled, and so is a kernel that dispatches every exception
 * through one strong function. The functions here are pure.
 */
import { EXCEPTION, type Fault } from '../../emulator/index.js';
import type { SymbolTable } from '../elf/index.js';
import { readHalf, readWord, type ReadBytes } from './context.js';

export interface HandlerContext {
  /** VTOR. */
  readonly vectorTable: number;
  /** Entries of the vector table, 16 system ones included. */
  readonly vectorCount: number;
  readonly readMemory: ReadBytes;
  readonly symbols?: SymbolTable;
}

export type Unhandled =
  | { readonly unhandled: false }
  | {
      readonly unhandled: true;
      readonly why: 'lockup' | 'escalated' | 'branchToSelf' | 'defaultHandler';
      readonly sentence: string;
    };

const HANDLED: Unhandled = { unhandled: false };

const FAULT_EXCEPTIONS: ReadonlySet<number> = new Set([
  EXCEPTION.HardFault,
  EXCEPTION.MemManage,
  EXCEPTION.BusFault,
  EXCEPTION.UsageFault,
  EXCEPTION.SecureFault,
  EXCEPTION.DebugMonitor,
]);
/** Entries that hold no handler: the initial SP, Reset, and the reserved ones. */
const NO_HANDLERS: ReadonlySet<number> = new Set([0, 1, 8, 9, 10, 13]);
const DEFAULT_NAMES = /default|unhandled|unexpected|unused|spurious|dummy|infinite_?loop|trap_handler/i;
/** A compiler's frame set-up before the loop is shorter than this. */
const LONGEST_PROLOGUE = 6;

/** Instructions that may stand before or within the endless loop: PUSH, ADD R7 SP, SUB SP, NOP, hints, CPSID. */
function isHarmless(half: number): boolean {
  return (
    (half & 0xfe00) === 0xb400 ||
    (half & 0xff00) === 0xaf00 ||
    (half & 0xff80) === 0xb080 ||
    (half & 0xff0f) === 0xbf00 ||
    (half & 0xffe8) === 0xb660
  );
}

/** The target of an unconditional branch (B, encodings T2 and T4, A7.7.12). */
function branchTarget(read: ReadBytes, address: number): number | undefined {
  const first = readHalf(read, address);
  if (first === undefined) return undefined;
  if ((first & 0xf800) === 0xe000) return (address + 4 + (((first & 0x7ff) << 21) >> 20)) >>> 0;
  const second = (first & 0xf800) === 0xf000 ? readHalf(read, address + 2) : undefined;
  if (second === undefined || (second & 0xd000) !== 0x9000) return undefined;
  const s = (first >>> 10) & 1;
  const i1 = ~((second >>> 13) ^ s) & 1;
  const i2 = ~((second >>> 11) ^ s) & 1;
  const offset = (s << 24) | (i1 << 23) | (i2 << 22) | ((first & 0x3ff) << 12) | ((second & 0x7ff) << 1);
  return (address + 4 + ((offset << 7) >> 7)) >>> 0;
}

/** Whether the code at `handler` is an endless loop that does nothing, with at most a stack frame set up before it. */
export function isEndlessLoop(handler: number, read: ReadBytes): boolean {
  let address = handler;
  for (let n = 0; n < LONGEST_PROLOGUE; n++) {
    const target = branchTarget(read, address);
    if (target !== undefined) return target >= handler && target <= address;
    const half = readHalf(read, address);
    if (half === undefined || !isHarmless(half)) return false;
    address += 2;
  }
  return false;
}

/** Whether the vector table gives `handler` to exceptions that are no faults as well. */
function servesOthers(handler: number, context: HandlerContext): boolean {
  for (let n = 2; n < context.vectorCount; n++) {
    if (FAULT_EXCEPTIONS.has(n) || NO_HANDLERS.has(n)) continue;
    const vector = readWord(context.readMemory, context.vectorTable + 4 * n);
    if (vector !== undefined && (vector & ~1) >>> 0 === handler) return true;
  }
  return false;
}

function looksDefault(handler: number, symbols: SymbolTable | undefined): boolean {
  const here = symbols?.all.filter((symbol) => symbol.address === handler && !symbol.isAbsolute) ?? [];
  if (here.length === 0) return true;
  return here.some((symbol) => symbol.binding === 'weak' || DEFAULT_NAMES.test(symbol.name));
}

/** Every fault of the chain, the first one first. */
export function faultChain(fault: Fault): readonly Fault[] {
  const chain: Fault[] = [];
  for (let next: Fault | undefined = fault; next !== undefined; next = next.derived) chain.push(next);
  return chain;
}

/** See the head of this file for what "unhandled" means. */
export function isUnhandled(fault: Fault, context: HandlerContext): Unhandled {
  const chain = faultChain(fault);
  if (chain.some(({ exception }) => exception === 0))
    return { unhandled: true, why: 'lockup', sentence: 'The core locked up: no handler runs.' };
  if (chain.some(({ escalation }) => escalation !== undefined))
    return {
      unhandled: true,
      why: 'escalated',
      sentence: 'The fault was escalated to HardFault instead of being taken as itself.',
    };
  const taken = chain.at(-1)!.exception;
  const vector = readWord(context.readMemory, context.vectorTable + 4 * taken);
  if (vector === undefined) return HANDLED;
  const handler = (vector & ~1) >>> 0;
  if (isEndlessLoop(handler, context.readMemory))
    return { unhandled: true, why: 'branchToSelf', sentence: 'Its handler only branches to itself.' };
  if (servesOthers(handler, context) && looksDefault(handler, context.symbols))
    return {
      unhandled: true,
      why: 'defaultHandler',
      sentence: 'Its vector is the default handler, which other exceptions share.',
    };
  return HANDLED;
}
