/** From a halfword pair to a row of a core: look-ups made once from the tables. */
import type { IsaPart } from '../core/profiles.js';
import type { At, Decoded } from './operands.js';
import { fieldsOf } from './pattern.js';
import { CONTROL32 } from './rows/control32.js';
import { DATA32 } from './rows/data32.js';
import { DSP } from './rows/dsp.js';
import { FLOAT } from './rows/float.js';
import { MEMORY32 } from './rows/memory32.js';
import type { Row } from './rows/row.js';
import { THUMB16 } from './rows/thumb16.js';
import { V8 } from './rows/v8.js';

/** Every encoding of every core that is emulated. */
export const ROWS: readonly Row[] = [...THUMB16, ...DATA32, ...MEMORY32, ...CONTROL32, ...DSP, ...FLOAT, ...V8];

export interface Instruction {
  readonly row: Row;
  readonly pc: number;
  readonly length: 2 | 4;
  /** The halfword, or both with the first in the upper half. */
  readonly word: number;
  readonly operands: Partial<Decoded>;
  /** The manual calls this word, at this place, UNPREDICTABLE. */
  readonly unpredictable: boolean;
}

/** The encodings of one core, made by `instructionSet`. */
export interface InstructionSet {
  readonly rows: readonly Row[];
  /** Index into `rows` for each halfword below 0xE800, -1 undefined. */
  readonly narrow: Int16Array;
  /** Candidate rows by bits 31 to 20 of a 32-bit instruction. */
  readonly wide: readonly (readonly Row[])[];
}

/** Whether a halfword is the first of a 32-bit instruction (A5.1). */
export function isWide(halfword: number): boolean {
  return halfword >>> 11 >= 0x1d;
}

/** Parts that give a meaning to words of other parts come first: an FPU takes its words from the coprocessor space. */
const PRECEDENCE: readonly IsaPart[] = [
  'securityMain',
  'security',
  'fpDouble',
  'fp5',
  'fp',
  'v8main',
  'v8',
  'dsp',
  'main',
  'extended',
  'base',
];

const made = new Map<string, InstructionSet>();

/** The encodings of a core with these parts; equal parts give the same object. */
export function instructionSet(parts: readonly IsaPart[]): InstructionSet {
  const ordered = PRECEDENCE.filter((part) => parts.includes(part));
  const key = ordered.join(' ');
  let set = made.get(key);
  if (set === undefined) {
    const rows = ordered.flatMap((part) => ROWS.filter((row) => row.part === part));
    set = { rows, narrow: narrowTable(rows), wide: wideTable(rows) };
    made.set(key, set);
  }
  return set;
}

/** Several rows may share a halfword only through exclusions, or through the precedence of parts. */
function narrowTable(rows: readonly Row[]): Int16Array {
  const table = new Int16Array(0x1_0000).fill(-1);
  rows.forEach((row, index) => {
    const { bits, mask, value } = row.pattern;
    if (bits !== 16) return;
    for (let word = 0; word < 0xe800; word++)
      if (table[word] === -1 && (word & mask) === value && !row.excluded(fieldsOf(row.pattern, word)))
        table[word] = index;
  });
  return table;
}

function wideTable(rows: readonly Row[]): readonly (readonly Row[])[] {
  const table: Row[][] = Array.from({ length: 0x1000 }, () => []);
  for (const row of rows) {
    const { bits, mask, value } = row.pattern;
    if (bits !== 32) continue;
    for (let top = 0xe80; top < 0x1000; top++)
      if (((top << 20) & mask) >>> 0 === (value & 0xfff0_0000 & mask) >>> 0) table[top]!.push(row);
  }
  return table;
}

/** The row of a word, or `undefined` where the encoding is UNDEFINED. */
export function rowOf(word: number, length: 2 | 4, set: InstructionSet): Row | undefined {
  if (length === 2) return set.rows[set.narrow[word]!];
  return set.wide[word >>> 20]!.find(
    ({ pattern, excluded }) => (word & pattern.mask) >>> 0 === pattern.value && !excluded(fieldsOf(pattern, word)),
  );
}

/** Decodes one instruction; `second` is the halfword after `first`, needed for a 32-bit one only. */
export function decode(first: number, second: number, at: At, set: InstructionSet): Instruction | undefined {
  const length = isWide(first) ? 4 : 2;
  const word = length === 4 ? ((first << 16) | second) >>> 0 : first;
  const row = rowOf(word, length, set);
  if (row === undefined) return undefined;
  const fields = fieldsOf(row.pattern, word);
  const misplaced = at.inIT && (row.placement === 'outsideIT' || (row.placement === 'lastInIT' && !at.lastInIT));
  return {
    row,
    pc: at.pc,
    length,
    word,
    operands: row.operands(fields, at),
    unpredictable: misplaced || row.unpredictable(fields, at),
  };
}
