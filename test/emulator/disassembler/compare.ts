/** Puts our text and our choice of defined words beside objdump's and QEMU's, and sorts what differs into named classes. */
import {
  decode,
  disassembleAt,
  instructionLength,
  instructionSet,
  isaParts,
  ROWS,
  type Instruction,
  type InstructionSet,
} from '../../../emulator/index.js';
import type { SweptPattern, Verdict } from '../../differential/oracles.js';
import { CORTEX_M3, type Target } from '../../differential/targets.js';
import { clauseMatcher, fieldsOf, parsePattern } from '../../../emulator/isa/pattern.js';
import { DEFINED_DIFFERENCES, TEXT_DIFFERENCES, type DifferenceClass } from './differences.js';

const EXAMPLES = 40;

/** Text as it is compared: without comments, symbols, `0x` of addresses and the width of white space. */
export function normalised(text: string): string {
  return text
    .replace(/\s*[@;].*$/, '')
    .replace(/\b([0-9a-f]+) <[^>]*>/g, '$1')
    .replace(/\b0x/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** One word on which we and an oracle part. */
export interface Difference {
  readonly word: string;
  readonly row: string;
  readonly ours: string;
  readonly theirs: string;
}

export interface Comparison {
  readonly compared: number;
  /** How many words each class of the list explains. */
  readonly classes: ReadonlyMap<string, number>;
  readonly unexplained: readonly Difference[];
}

interface Word {
  readonly pattern: number;
  readonly instruction: Instruction | undefined;
  readonly verdict?: Verdict;
}

/** A core with the options that it was built with. */
export type Built = Pick<Target, 'core' | 'options'>;

const OUTSIDE = { inIT: false, lastInIT: false };
const EVERYTHING = instructionSet([...new Set(ROWS.map(({ part }) => part))]);

export function setOf({ core, options }: Built): InstructionSet {
  return instructionSet(isaParts(core, options));
}

function halves(pattern: number): readonly [first: number, second: number] {
  return pattern < 0x1_0000 ? [pattern, 0] : [pattern >>> 16, pattern & 0xffff];
}

/** Whether some core of ours has the word. */
function isSomewhere(pattern: number): boolean {
  return decode(...halves(pattern), { pc: 0, ...OUTSIDE }, EVERYTHING) !== undefined;
}

/** A class holds a word if its fields match one of the class's patterns and the oracle says what the class says it does. */
export function holder(
  { core }: Pick<Built, 'core'>,
  classes: readonly DifferenceClass[],
): (word: Word, theirs: string) => string | undefined {
  const ofCore = classes.filter(({ cores }) => cores?.includes(core) ?? true);
  const compiled = ofCore.map((one) => ({
    ...one,
    words: one.words.map(([pattern, clause]) => ({
      pattern: parsePattern(pattern),
      matches: clause === undefined ? () => true : clauseMatcher([clause]),
    })),
  }));
  return ({ pattern: word, instruction, verdict }, theirs) =>
    compiled.find(
      (one) =>
        one.theirs.test(theirs) &&
        (one.unpredictable !== true || instruction?.unpredictable === true) &&
        (one.verdict === undefined || one.verdict === verdict) &&
        (one.elsewhere !== true || isSomewhere(word)) &&
        one.rows.test(instruction?.row.name ?? 'UNDEFINED') &&
        one.words.some(
          ({ pattern, matches }) =>
            pattern.bits === (word < 0x1_0000 ? 16 : 32) &&
            (word & pattern.mask) >>> 0 === pattern.value &&
            matches(fieldsOf(pattern, word)),
        ),
    )?.name;
}

function compare(
  target: Built,
  swept: readonly SweptPattern[],
  classes: readonly DifferenceClass[],
  judge: (word: Word, swept: SweptPattern) => readonly [ours: string, theirs: string] | undefined,
): Comparison {
  const hold = holder(target, classes);
  const set = setOf(target);
  const counts = new Map<string, number>();
  const unexplained: Difference[] = [];
  for (const one of swept) {
    const { pattern, address, verdict } = one;
    const instruction = decode(...halves(pattern), { pc: address, ...OUTSIDE }, set);
    const word = { pattern, instruction, ...(verdict !== undefined && { verdict }) };
    const pair = judge(word, one);
    if (pair === undefined || pair[0] === pair[1]) continue;
    const name = hold(word, pair[1]);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
    else
      unexplained.push({
        word: pattern.toString(16),
        row: instruction?.row.name ?? 'UNDEFINED',
        ours: pair[0],
        theirs: pair[1],
      });
  }
  return { compared: swept.length, classes: counts, unexplained };
}

/** Counts a word of a class, and keeps the first few. */
export function note(
  name: string,
  pattern: number,
  counts: Map<string, number>,
  examples: Map<string, number[]>,
): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
  const some = examples.get(name) ?? [];
  if (some.length < EXAMPLES) examples.set(name, [...some, pattern]);
}

/** Our text as `normalised`; empty for a word that the core has not got. */
export function ourText(pattern: number, address: number, set: InstructionSet): string {
  const { mnemonic, text } = disassembleAt(...halves(pattern), address, 0, { instructionSet: set });
  return mnemonic.startsWith('.inst') ? '' : normalised(text);
}

/** Text against objdump; a word that either calls UNDEFINED is the empty text. */
export function compareText(swept: readonly SweptPattern[], target: Built = CORTEX_M3): Comparison {
  const set = setOf(target);
  return compare(target, swept, TEXT_DIFFERENCES, ({ pattern }, { address, text }) => {
    if (instructionLength(halves(pattern)[0]) !== (pattern < 0x1_0000 ? 2 : 4)) return undefined;
    return [ourText(pattern, address, set), normalised(text)];
  });
}

const NOCP = /^(STC|LDC|MCRR|MRRC|CDP|MCR|MRC|COPROCESSOR)_T[12]$/;

/** Whether a coprocessor instruction belongs to the floating-point extension: 10 and 11. */
const isFloat = (word: number): boolean => (word & 0xe00) === 0xa00;

/** Defined, UNDEFINED (UDF included) or NOCP against QEMU; with an FPU, what it does not have is UNDEFINED (A6.3). */
export function compareDefined(swept: readonly SweptPattern[], target: Built = CORTEX_M3): Comparison {
  const missing = (word: number): string => (target.options.fpu !== undefined && isFloat(word) ? 'undefined' : 'nocp');
  return compare(target, swept, DEFINED_DIFFERENCES, ({ pattern, instruction }, { outcome }) => {
    if (outcome === 'X') return undefined;
    const name = instruction?.row.name;
    const ours =
      name === undefined || name.startsWith('UDF') ? 'undefined' : NOCP.test(name) ? missing(pattern) : 'defined';
    return [ours, outcome === 'U' ? 'undefined' : outcome === 'N' ? 'nocp' : 'defined'];
  });
}
