/** Why the manual calls an instruction UNPREDICTABLE, in words that come from the clauses of its row. */
import { rowOf, type InstructionSet } from './decode.js';
import type { At } from './operands.js';
import { clauseMatcher, fieldsOf, termsOf, type Fields, type Term } from './pattern.js';
import type { Row } from './rows/row.js';

export interface Unpredictable {
  readonly row: Row;
  /** A sentence's beginning: `Rt is SP`. */
  readonly why: string;
  /** What the emulator makes of it: the encoding's plain meaning, or no instruction at all. */
  readonly here: 'plain' | 'undefined';
}

const REGISTERS: Readonly<Record<string, string>> = {
  d: 'Rd',
  n: 'Rn',
  m: 'Rm',
  a: 'Ra',
  t: 'Rt',
  q: 'Rt2',
  l: 'RdLo',
  h: 'RdHi',
};
/** Shorter fields of these letters are no registers: the type of a shift, the scale of an index. */
const REGISTER_BITS = 3;

/** Clauses about other things than core registers. */
const CLAUSES: Readonly<Record<string, string>> = {
  'r=0': 'the list of registers is empty',
  'r=0 p=0': 'the list of registers is empty',
  'i=0 f=0': 'it names neither PRIMASK nor FAULTMASK',
  'c=15': 'the condition is 0b1111',
  'k!=2': 'the mask of MSR is not the one for this register',
  'u=0': 'it writes back to PC',
  'u=1': 'it writes back to PC',
  'D=1': 'the destination is a register beyond D15',
  'N=1': 'the first operand is a register beyond D15',
  'M=1': 'the second operand is a register beyond D15',
  'm=15 M=1': 'the second register is beyond S31',
  'd=13 t!=0': 'Rd is SP and the shift is no LSL',
};
const RESERVED = 'bits that should be zero or one are not';
const UNNAMED = 'its operands are not allowed together';

/** Why the word at `at` is UNPREDICTABLE, or `undefined` where it is not. */
export function unpredictable(word: number, length: 2 | 4, at: At, set: InstructionSet): Unpredictable | undefined {
  const row = rowOf(word, length, set);
  const refused = refusedRow(word, length, set, row);
  const found = refused ?? row;
  if (found === undefined) return undefined;
  const fields = fieldsOf(found.pattern, word);
  const reasons = refused === undefined ? whyUnpredictable(found, fields, at) : whyUndefined(refused, fields);
  if (reasons.length === 0) return undefined;
  return { row: found, why: reasons.join('; '), here: refused === undefined ? 'plain' : 'undefined' };
}

/**
 * The row whose word this would be, were it not treated as UNDEFINED. A word that an FPU refuses falls back to a row of the
 * coprocessor space, which is of another part.
 */
function refusedRow(word: number, length: 2 | 4, { rows }: InstructionSet, instead: Row | undefined): Row | undefined {
  const before =
    instead === undefined
      ? rows
      : rows.slice(
          0,
          rows.findIndex(({ part }) => part === instead.part),
        );
  return before.find((row) => {
    const { pattern, options } = row;
    if (pattern.bits !== 8 * length || (word & pattern.mask) >>> 0 !== pattern.value) return false;
    const fields = fieldsOf(pattern, word);
    return !clauseMatcher(options.see ?? [])(fields) && whyUndefined(row, fields).length > 0;
  });
}

function whyUndefined({ pattern, options }: Row, fields: Fields): readonly string[] {
  const reasons = wordsOf(options.treatedAsUndefined ?? [], fields, pattern.fields);
  return options.treatedAsUndefinedIf?.(fields) === true ? [...reasons, options.undefinedBecause ?? UNNAMED] : reasons;
}

function whyUnpredictable({ pattern, options, placement }: Row, fields: Fields, at: At): readonly string[] {
  const reasons = wordsOf(options.unpredictable ?? [], fields, pattern.fields);
  if (options.unpredictableIf?.(fields, at) === true) reasons.push(options.unpredictableBecause ?? UNNAMED);
  if (at.inIT && placement === 'outsideIT') reasons.push('it is inside an IT block');
  if (at.inIT && placement === 'lastInIT' && !at.lastInIT) reasons.push('it is not the last of its IT block');
  return reasons;
}

/** The clauses that hold, each reason once. */
function wordsOf(clauses: readonly string[], fields: Fields, all: Row['pattern']['fields']): string[] {
  const holding = clauses.filter((clause) => clauseMatcher([clause])(fields));
  return [...new Set(holding.map((clause) => clauseText(clause, fields, all)))];
}

function clauseText(clause: string, fields: Fields, all: Row['pattern']['fields']): string {
  const known = CLAUSES[clause];
  if (known !== undefined) return known;
  const terms = termsOf(clause).filter(({ letter, relation }) => relation === '=' && isRegister(letter, all));
  return terms.length === 0 ? RESERVED : terms.map((term) => termText(term, fields)).join(' and ');
}

function isRegister(letter: string, all: Row['pattern']['fields']): boolean {
  return letter in REGISTERS && (all.get(letter)?.length ?? 0) >= REGISTER_BITS;
}

function termText({ letter, values }: Term, fields: Fields): string {
  const other = values.find((value) => value in REGISTERS);
  if (other !== undefined) return `${REGISTERS[letter]!} and ${REGISTERS[other]!} are one register`;
  return `${REGISTERS[letter]!} is ${registerName(fields[letter]!)}`;
}

function registerName(number: number): string {
  return number === 13 ? 'SP' : number === 15 ? 'PC' : `R${number}`;
}
