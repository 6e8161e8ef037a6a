/** What a memory-mapped register of the core is: its description as data, and how a block gives it a meaning. */
import type { BitField } from '../../base/index.js';

/** One register as the manual lists it; views print it by name and field. */
export interface RegisterDescription {
  readonly name: string;
  readonly title: string;
  readonly address: number;
  /** Section of the Armv7-M ARM (DDI 0403E), or D1.2 of the Armv8-M ARM (DDI 0553). */
  readonly section: string;
  readonly access: 'read-only' | 'write-only' | 'read-write';
  readonly fields: Readonly<Record<string, BitField>>;
}

/** A register and its meaning. Values are unsigned 32-bit words. */
export interface RegisterBinding {
  readonly description: RegisterDescription;
  /** The value without side effects. */
  peek(): number;
  /** The value with side effects, where reading has any (SYST_CSR.COUNTFLAG). */
  read?(): number;
  /** `lanes` has ones at the bits of the bytes that are written; bits of `value` outside of it are 0. */
  write?(value: number, lanes: number): void;
  /** Whether the manual allows byte and halfword writes. */
  readonly narrow?: boolean;
}

/** `old` with the bits of `mask` taken from `value`. */
export function replaceBits(old: number, value: number, mask: number): number {
  return ((old & ~mask) | (value & mask)) >>> 0;
}

/** A register that always reads the same and ignores writes. */
export function constantRegister(description: RegisterDescription, value: number): RegisterBinding {
  return { description, peek: () => value };
}
