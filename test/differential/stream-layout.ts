/** The agreement between the stream runner (guest/stream.s) and the host: where things lie and what a record holds. */
import { SECURE_BASE } from './guest-tables.js';

/** Code of the blocks; read-only and executable for them, 16 MiB with the records. */
export const CODE_BASE = 0x2100_0000;
export const RECORDS_BASE = 0x21c0_0000;
/** The only memory that a block may write: 1 KiB. */
export const WINDOW_BASE = 0x2000_0000;
export const WINDOW_BYTES = 0x400;
/** Granted by the MPU, but no memory answers there. */
export const NOTHING_BASE = 0x6000_0000;
/** Denied by the MPU. */
export const DENIED_BASE = 0x2000_0800;
/** The window's word that the runner sets to an address worth returning to. */
export const RETURN_SLOT = 0x100;
export const HEADER_BASE = 0x400;
/** Words that registers are loaded from, 14 in a row for a block. */
export const POOL_BASE = 0x0010_0000;
export const POOL_WORDS = 4096;
/** Words that the window is loaded from, 256 in a row for a block. */
export const TEMPLATE_BASE = 0x0011_0000;
export const TEMPLATE_WORDS = 2048;
/** Where the image holds results until it writes them; bounds the number of blocks of one run. */
export const OUTPUT_BYTES = 0x3f_0000;

/** What differs between the runners: where an image lies, and what blocks may be made of. */
export interface StreamLayout {
  /** The runner, below `guest/`. */
  readonly guest: string;
  /** Where the runner, linked at 0, is put: an address of the same memory, where the core looks for its vectors. */
  readonly runnerBase: number;
  readonly codeBase: number;
  readonly recordsBase: number;
  /** The most blocks that there is room for records of. */
  readonly blocks: number;
  readonly poolBase: number;
  readonly poolWords: number;
  readonly templateBase: number;
  readonly templateWords: number;
  /** Granted by the MPU, but no memory answers there. */
  readonly nothing: number;
  /** Blocks begin with floating-point registers and leave them: the window's first words. */
  readonly floats: boolean;
  /** Where nothing is executed: the MPU denies it, or nothing answers. */
  readonly denied: number;
  /** Armv8-M: some blocks have a stack limit. */
  readonly limits: boolean;
  /** Armv6-M: no MOVW to set up registers with, no IT blocks, and no MPU, so no access may go astray. */
  readonly narrow: boolean;
}

/** guest/stream.s, on the MPS2's memories. */
export const WIDE_LAYOUT: StreamLayout = {
  guest: 'stream',
  runnerBase: 0,
  codeBase: CODE_BASE,
  recordsBase: RECORDS_BASE,
  blocks: 250_000,
  poolBase: POOL_BASE,
  poolWords: POOL_WORDS,
  templateBase: TEMPLATE_BASE,
  templateWords: TEMPLATE_WORDS,
  nothing: NOTHING_BASE,
  floats: false,
  limits: false,
  denied: DENIED_BASE,
  narrow: false,
};

/** guest/stream-float.s, in memories that the MPS2 has with each of its cores. */
export const FLOAT_LAYOUT: StreamLayout = {
  ...WIDE_LAYOUT,
  guest: 'stream-float',
  codeBase: 0x0020_0000,
  recordsBase: 0x003b_0000,
  blocks: 20_000,
  nothing: 0x9000_0000,
  floats: true,
};

/** guest/stream-v8.s and stream-v8-float.s, on the MPS2 with a Cortex-M33. */
export const V8_FLOAT_LAYOUT: StreamLayout = {
  ...FLOAT_LAYOUT,
  guest: 'stream-v8-float',
  runnerBase: SECURE_BASE,
  limits: true,
};
export const V8_LAYOUT: StreamLayout = { ...V8_FLOAT_LAYOUT, guest: 'stream-v8', floats: false };
/** The same for a core with or without Security Extension. */
export const V8_PLAIN_LAYOUT: StreamLayout = { ...V8_LAYOUT, guest: 'stream-v8-plain' };

/** guest/stream-v6.s, in the 256 KiB of flash and 16 KiB of RAM of a micro:bit. */
export const NARROW_LAYOUT: StreamLayout = {
  guest: 'stream-v6',
  runnerBase: 0,
  codeBase: 0x4000,
  recordsBase: 0x3_8000,
  blocks: 2048,
  poolBase: 0x2000,
  poolWords: 1024,
  templateBase: 0x3000,
  templateWords: 512,
  nothing: NOTHING_BASE,
  floats: false,
  limits: false,
  denied: NOTHING_BASE,
  narrow: true,
};

/** guest/stream-v8-base.s, on the MPS2 with a Cortex-M33. */
export const BASELINE_LAYOUT: StreamLayout = {
  ...NARROW_LAYOUT,
  guest: 'stream-v8-base',
  runnerBase: SECURE_BASE,
  codeBase: 0x0020_0000,
  recordsBase: 0x003b_0000,
  blocks: 20_000,
  nothing: 0x9000_0000,
  denied: 0x9000_0000,
};

export const HASH_BYTES = 12;
export const RECORD_WORDS = 24;
export const FULL_BYTES = RECORD_WORDS * 4 + WINDOW_BYTES;

/** What a block starts from, as one word: indices into pool and template, traps, privilege and flags. */
export interface BlockChoices {
  readonly pool: number;
  readonly template: number;
  readonly privileged: boolean;
  readonly divideTrap: boolean;
  readonly unalignedTrap: boolean;
  /** PSPLIM is `STACK_LIMIT` in the window, not far below SP. */
  readonly stackLimit: boolean;
  /** N Z C V Q in bits 4 to 0. */
  readonly flags: number;
}

export function packChoices(choices: BlockChoices): number {
  return (
    (choices.pool |
      (choices.template << 12) |
      (choices.privileged ? 1 << 23 : 0) |
      (choices.unalignedTrap ? 1 << 24 : 0) |
      (choices.divideTrap ? 1 << 25 : 0) |
      (choices.stackLimit ? 1 << 26 : 0) |
      (choices.flags << 27)) >>>
    0
  );
}

/** Names of a record's words in the order in which the runner stores them. */
export const RECORD_NAMES = [
  'exception',
  'EXC_RETURN',
  'CFSR',
  'HFSR',
  'MMFAR',
  'BFAR',
  'R4',
  'R5',
  'R6',
  'R7',
  'R8',
  'R9',
  'R10',
  'R11',
  'SP',
  'R0',
  'R1',
  'R2',
  'R3',
  'R12',
  'LR',
  'PC',
  'xPSR',
  'masks',
] as const;
export type RecordName = (typeof RECORD_NAMES)[number];
