/** What the stream generator has to know of an instruction encoding. */
import type { Random } from '../model/random.js';
import type { Fields } from './stream-pattern.js';

export interface StreamRow {
  readonly name: string;
  /** See stream-pattern.ts. */
  readonly pattern: string;
  /** Whether these fields are UNPREDICTABLE, UNKNOWN, or belong to another row (the manual's "SEE"). */
  unpredictable?(fields: Fields, inItBlock: boolean): boolean;
  /** Where an IT block allows it; anywhere if absent. */
  readonly place?: 'endOfIt' | 'notInIt';
  /** Harmless in privileged blocks, which nothing confines: neither memory nor computed branches. */
  readonly privileged?: boolean;
  /** Chooses fields that random bits would rarely hit, and sets up the registers that the row needs. */
  prepare?(fields: Fields, setup: Setup): void;
  /** For a direct branch: puts an offset from the PC (the address + 4) into the fields. */
  branch?(fields: Fields, offsetBytes: number): void;
  /** Put a NOP behind it, because it cannot branch to what follows directly. */
  readonly nopBehind?: true;
  /** For a table branch: bytes of an entry. The table is data behind the instruction. */
  readonly tableEntryBytes?: 1 | 2;
}

/** What a row may ask for ahead of itself; everything lands in front of the instruction in the order asked. */
export interface Setup {
  readonly random: Random;
  readonly privileged: boolean;
  /** The instruction is in an IT block, and everything lands ahead of that. */
  readonly inIt: boolean;
  /** Where nothing is executed. */
  readonly denied: number;
  /** The address of a later instruction of the block, or of its exit, known when the block is laid out. */
  set(register: number, value: number | ((target: number, pc: number) => number)): void;
  /** So that `register` + `offset` is a place worth an access: mostly in the window, sometimes unaligned or denied. */
  aim(register: number, offset: number, sizeBytes: number): void;
  /** So that `register` + `offset` is the window's word that holds an address to return to. */
  aimAtReturnSlot(register: number, offset: number): void;
  /** Raw halfwords. */
  emit(halfwords: readonly number[]): void;
}

/** SP and PC, which most 32-bit encodings refuse. */
export function bad(register: number | undefined): boolean {
  return register === 13 || register === 15;
}
