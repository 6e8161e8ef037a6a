/** Where everything lies in the one WebAssembly memory that the generated code and TypeScript share. */
import { STATE } from '../core/cpu-state.js';

/** Guest pages, for both tables: 16 KiB. */
export const PAGE_BITS = 14;
export const PAGE_BYTES = 1 << PAGE_BITS;
const PAGES = 2 ** (32 - PAGE_BITS);

/** Words that the running code and the machine tell each other things by, after the architectural state. */
export const CONTROL = {
  /** Instructions left; spilled around every call out. Negative after a call out: leave, the instruction did not happen. */
  budget: STATE.end,
  /** Address of the predecoded record at hand, and what turns it into a guest address: pc = (cursor >>> 3) + delta. */
  cursor: STATE.end + 4,
  delta: STATE.end + 8,
  /** Why `run` came back; a value of LEAVE. */
  reason: STATE.end + 12,
  /** The bit of the rights byte that a load or a store needs at the current privilege. */
  readMask: STATE.end + 16,
  writeMask: STATE.end + 20,
  /** The code table of the current privilege and security state. */
  codeTable: STATE.end + 24,
  /** CCR.DIV_0_TRP. */
  divideTrap: STATE.end + 28,
  /** Up to 32 words that a slow list load brought, in ascending order. */
  list: STATE.end + 32,
  /** Three double words: what a floating-point operation takes, and in the first then what it gives. */
  float: STATE.end + 160,
  /** Whether floating-point instructions need not ask before they execute (ExecuteFPCheck). */
  floatReady: STATE.end + 184,
  /** The limit of the stack that SP is on, 0 if there is none. */
  stackLimit: STATE.end + 188,
  /** As readMask and writeMask, for LDRT and its like. */
  unprivilegedReadMask: STATE.end + 192,
  unprivilegedWriteMask: STATE.end + 196,
} as const;

export const LEAVE = {
  budget: 0,
  /** The record at the cursor has not been decoded. */
  decode: 1,
  /** No code page for the address in R15. */
  lookup: 2,
  /** A call out refused the access or raised a fault; the instruction has not happened. */
  fault: 3,
  /** The instruction belongs to TypeScript. */
  system: 4,
  breakpoint: 5,
  /** BXWritePC with an address that is no plain Thumb address; it is in R15 with all its bits. */
  exchange: 6,
  /** BLXWritePC likewise. */
  exchangeCall: 7,
} as const;

/** One word for each guest page: what added to a guest address gives its place in this memory. */
export const DATA_TABLE = 0x0010_0000;
/**
 * One word for each guest page: address of its predecoded records, or 0. A table for each kind of code, by privilege and, with
 * the Security Extension, by security state: Non-secure is also the only one there is.
 */
export const CODE_TABLES = [0x0020_0000, 0x0030_0000, 0x00d0_0000, 0x00e0_0000] as const;
export const TABLE_BYTES = PAGES * 4;
/** One rights byte for each 32 bytes of this memory. */
export const RIGHTS = 0x0040_0000;
export const GRANULE_BITS = 5;
/** A page without rights: everything that is not mapped leads here. */
export const NOWHERE = 0x00c0_0000;

/** Predecoded instructions inside IT blocks: each IT instruction has a slot of its own. */
export const IT_POOL = 0x00f0_0000;
/** Up to four instructions: eight halfwords, four guards, and the record that leads back. */
export const IT_SLOT_BYTES = 16 * 16;
export const IT_SLOTS = Math.floor(0x0030_0000 / IT_SLOT_BYTES);

export const CODE_POOL = 0x0120_0000;
export const RECORD_BYTES = 16;
/** A record for each halfword, and two that lead on to the next page. */
export const CODE_PAGE_BYTES = (PAGE_BYTES / 2 + 4) * RECORD_BYTES;
export const CODE_PAGES = 256;

/** Where the guest's memories begin. */
export const GUEST = 0x0340_0000;

/**
 * Bits of a rights byte, two for each kind of code (`codeKind`). A granule that holds predecoded code has its write bits
 * cleared.
 */
export const RIGHT = { read: [0x01, 0x04, 0x10, 0x40], write: [0x02, 0x08, 0x20, 0x80] } as const;

/** Which code asks: an index of `RIGHT`'s bits and of `CODE_TABLES`. */
export type CodeKind = 0 | 1 | 2 | 3;

export function codeKind(privileged: boolean, secure: boolean): CodeKind {
  return ((privileged ? 0 : 1) + (secure ? 2 : 0)) as CodeKind;
}

/** Fields of a predecoded record. */
export const RECORD = {
  /** u16: the handler. */
  op: 0,
  /** Four bytes: register numbers times four. */
  registers: 4,
  /** Two words. */
  words: 8,
} as const;

/** Handlers that are not instructions. */
export const OP = {
  undecoded: 0,
  /** Continue at this guest address through the code table; not an instruction. */
  onward: 1,
  system: 2,
  breakpoint: 3,
  /** An IT instruction: go on in its slot. */
  enterIT: 4,
  /** 14 conditions × 2 lengths: the record behind is an instruction of an IT block, executed or skipped. */
  guards: 5,
  first: 5 + 28,
} as const;

/** The guard for a condition: skips the `length` bytes behind it where it fails. */
export function guardOp(cond: number, length: 2 | 4): number {
  return OP.guards + cond * 2 + (length === 4 ? 1 : 0);
}

/** Second argument of the calls out: the size, and what kind of access it is. */
export const CALL = {
  size: 7,
  signed: 16,
  unprivileged: 32,
  unaligned: 64,
  divideByZero: 128,
  /** No access at all: ExecuteFPCheck. */
  floatCheck: 256,
  /** Likewise: SP would be below its limit. */
  stackOverflow: 512,
} as const;

/** What generated code and TypeScript must agree on, as a text: a module printed for another layout is refused. */
export const LAYOUT_KEY = JSON.stringify([
  STATE,
  CONTROL,
  LEAVE,
  OP,
  RECORD,
  RIGHT,
  CALL,
  DATA_TABLE,
  RIGHTS,
  PAGE_BITS,
]);
