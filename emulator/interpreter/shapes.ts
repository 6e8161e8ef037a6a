/**
 * From an instruction to what its handler depends on. Registers and words become slots of a record; everything else, and
 * SP where it is written and the PC where it is read, is the shape. The printer enumerates shapes at build time, the decoder asks for
 * the shape of one instruction at run time: both through `bind`.
 */
import type { Instruction } from '../isa/decode.js';
import {
  FLOAT_OPERANDS,
  REGISTER_OPERANDS,
  WORD_OPERANDS,
  type At,
  type Decoded,
  type Operands,
} from '../isa/operands.js';
import type { Fields } from '../isa/pattern.js';
import type { Row } from '../isa/rows/row.js';
import type { Recorded } from '../record/nodes.js';
import { asFloatReg, asReg, asValue, Recorder, type RecordedAt } from '../record/recorder.js';

/** One instruction's operands, divided into what its record holds and what its handler is. */
export interface Binding {
  /** Row and shape; equal keys share a handler. */
  readonly key: string;
  /** Operand names in slot order. */
  readonly registerSlots: readonly string[];
  readonly wordSlots: readonly string[];
}

/** A record holds four registers and two words. */
const REGISTER_SLOTS = 4;
const WORD_SLOTS = 2;

/** The number in an instruction that only the core looks at: of a hint, a barrier, SVC, MRS and their like. No shape of its own. */
const CODE = 'code';

export function bind(row: Row, operands: Partial<Decoded>): Binding {
  const registerSlots: string[] = [];
  const wordSlots: string[] = [];
  let key = row.name;
  for (const [name, value] of Object.entries(operands)) {
    if (WORD_OPERANDS.has(name)) wordSlots.push(name);
    else if (FLOAT_OPERANDS.has(name)) registerSlots.push(name);
    else if (REGISTER_OPERANDS.has(name)) {
      if (isFixed(row, name, value)) key += value === 13 ? `|${name}=SP` : `|${name}=PC`;
      else registerSlots.push(name);
    } else if (name !== CODE) key += `|${name}=${String(value)}`;
  }
  if (registerSlots.length > REGISTER_SLOTS || wordSlots.length > WORD_SLOTS)
    throw new Error(`${row.name} has more operands than a record holds`);
  return { key, registerSlots, wordSlots };
}

/** The key of a branch's handler for targets in its own page. */
export function nearKey(key: string): string {
  return `${key}|near`;
}

function isFixed(row: Row, name: string, value: unknown): boolean {
  const named = value === 13 ? row.writesSP : value === 15 ? row.readsPC : [];
  return (named as readonly string[]).includes(name);
}

/** Records the meaning of a row for a shape: slots for what varies. */
export function recordShape(row: Row, operands: Partial<Decoded>, length: 2 | 4): Recorded {
  const { registerSlots, wordSlots } = bind(row, operands);
  return record(row, operands, { pc: undefined, length }, (name, value) => {
    if (WORD_OPERANDS.has(name)) return asValue({ kind: 'slot', slot: wordSlots.indexOf(name) });
    const slot = registerSlots.indexOf(name);
    if (FLOAT_OPERANDS.has(name)) return asFloatReg({ kind: 'slot', slot });
    return asReg(slot < 0 ? { kind: 'fixed', n: value } : { kind: 'slot', slot });
  });
}

/** Records one concrete instruction: everything is known. */
export function recordConcrete(instruction: Instruction): Recorded {
  const { row, operands, pc, length } = instruction;
  return record(row, operands, { pc, length }, (name, value) =>
    WORD_OPERANDS.has(name) ? asValue({ kind: 'const', value: value | 0 }) : asReg({ kind: 'fixed', n: value }),
  );
}

function record(
  row: Row,
  operands: Partial<Decoded>,
  at: RecordedAt,
  place: (name: string, value: number) => unknown,
): Recorded {
  const recorder = new Recorder(at);
  const bound: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(operands))
    bound[name] =
      WORD_OPERANDS.has(name) || REGISTER_OPERANDS.has(name) || FLOAT_OPERANDS.has(name)
        ? place(name, value as number)
        : value;
  row.meaning(recorder, bound as unknown as Operands);
  return recorder.recorded;
}

/** Slots of registers that a recorded shape reads, and those that it writes. */
export function slotUse(recorded: Recorded): {
  readonly read: ReadonlySet<number>;
  readonly written: ReadonlySet<number>;
} {
  const read = new Set<number>();
  const written = new Set<number>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const node = value as { kind?: string; reg?: { kind: string; slot: number } };
    if (node.kind === 'reg' && node.reg?.kind === 'slot') read.add(node.reg.slot);
    for (const part of Object.values(value)) visit(part);
  };
  visit(recorded.effects);
  visit(recorded.flow);
  visit(recorded.flags);
  visit(recorded.saturated);
  visit(recorded.ge);
  visit(recorded.fpscr);
  for (const { value } of recorded.floats) visit(value);
  for (const { reg, value } of recorded.registers) {
    visit(value);
    if (reg.kind === 'slot') written.add(reg.slot);
  }
  return { read, written };
}

/** Fields that hold register numbers, for enumeration: few values show every shape. */
const REGISTER_SAMPLES = [0, 1, 13, 15];
/** Immediate fields: all rotations of a modified constant, both ends, and the amounts that mean something else; lists with PC. */
const WIDE_SAMPLES = [0, 1, 2, 3, 31, 0x100, 0x200, 0x300, 0x400, 0x800, 0xfff, 0x8003, 0x800c];

function samples(width: number, isRegister: boolean): readonly number[] {
  if (isRegister) return REGISTER_SAMPLES;
  if (width <= 5) return Array.from({ length: 1 << width }, (_, v) => v);
  const max = 2 ** width - 1;
  return [...new Set([...WIDE_SAMPLES.filter((v) => v <= max), max])];
}

/** One example of the operands for each shape that a row can take. */
export function shapesOf(row: Row): ReadonlyMap<string, Partial<Decoded>> {
  const found = new Map<string, Partial<Decoded>>();
  const letters = [...row.pattern.fields].map(([letter, positions]) => ({
    letter,
    values: samples(positions.length, positions.length === 4 && 'dnmatqlh'.includes(letter)),
  }));
  const places: readonly At[] = [
    { pc: 0x1000, inIT: false, lastInIT: false },
    { pc: 0x1000, inIT: true, lastInIT: true },
  ];
  const walk = (index: number, fields: Fields): void => {
    const next = letters[index];
    if (next) {
      for (const value of next.values) walk(index + 1, { ...fields, [next.letter]: value });
      return;
    }
    if (row.excluded(fields)) return;
    for (const at of places) {
      const operands = row.operands(fields, at);
      const { key } = bind(row, operands);
      if (!found.has(key)) found.set(key, operands);
    }
  };
  walk(0, {});
  return found;
}
