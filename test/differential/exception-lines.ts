/** What a cell's line says, word by word, and where QEMU 7.2 is known to part from the manuals (docs/emulator-differences.md). */
import { describeCell, STATES, type Cell, type State } from './exception-cells.js';
import type { ExceptionTarget } from './exception-image.js';

const CONTEXT_NAMES = ['context', 'LR'] as const;
const STATE_NAMES = ['entry', 'LR', 'MSP', 'PSP', 'masks', 'CFSR', 'HFSR', 'MMFAR', 'BFAR', 'SHCSR', 'ICSR'] as const;
const FLOAT_NAMES = ['FPCCR', 'FPCAR'] as const;
const FRAME_NAMES = ['R0', 'R1', 'R2', 'R3', 'R12', 'LR', 'PC', 'xPSR'].map((name) => `frame's ${name}`);

/** One thing that happened: its words by name. A lockup has IPSR and PC. */
type Entry = readonly (readonly [name: string, value: number])[];

const isStart = (word: string | undefined): boolean =>
  word === undefined || /^(?:e00000..|5a00000.|lockup)$/.test(word);

/** The entries of a line: the context reached, each handler entered or code that went on, a lockup. */
export function entriesOf(line: string, { floats }: ExceptionTarget): readonly Entry[] {
  const words = line.split(' ');
  const state = [...STATE_NAMES, ...(floats ? FLOAT_NAMES : [])];
  const entries: Entry[] = [];
  for (let at = 0; at < words.length;) {
    const first = words[at]!;
    const names: readonly string[] =
      first === 'lockup'
        ? ['lockup', 'IPSR', 'PC']
        : first.startsWith('c0')
          ? CONTEXT_NAMES
          : isStart(words[at + state.length])
            ? state
            : [...state, ...FRAME_NAMES];
    const taken = words.slice(at, at + names.length);
    if (taken.length !== names.length) throw new Error(`an entry is cut off: ${line}`);
    entries.push(names.map((name, n) => [name, taken[n] === 'lockup' ? 0 : parseInt(taken[n]!, 16)]));
    at += names.length;
  }
  return entries;
}

const show = (entry: Entry): string => entry.map(([name, value]) => `${name} ${value.toString(16)}`).join(', ');

export function describeDifference(cell: Cell, ours: string, theirs: string, target: ExceptionTarget): string {
  const text = (line: string): string => entriesOf(line, target).map(show).join('\n       ');
  return `${describeCell(cell)}\n  ours ${text(ours)}\n  QEMU ${text(theirs)}`;
}

/** One word that differs. */
interface Difference {
  readonly cell: Cell;
  readonly state: State;
  readonly name: string;
  readonly ours: number;
  readonly theirs: number;
  readonly entry: Entry;
  readonly v8: boolean;
}

interface WordDeviation {
  readonly name: string;
  readonly section: string;
  readonly explains: (difference: Difference) => boolean;
}

const wordOf = (entry: Entry, wanted: string): number => entry.find(([name]) => name === wanted)?.[1] ?? 0;

const FORCED = 0x4000_0000;
const DEBUGEVT = 0x8000_0000;
const VECTPENDING = 0x1f_f000;
const RETTOBASE = 1 << 11;
const UFRDY = 1 << 10;
/** DSB and ISB behind the store that makes an exception pending. */
const BARRIER_BYTES = 8;

const isPc = (name: string): boolean => name === 'PC' || name === "frame's PC";

/** What QEMU does to a single word. */
const WORDS: readonly WordDeviation[] = [
  {
    name: 'an SVC that is escalated stacks the address behind it',
    section: 'B1.5.6',
    explains: ({ cell, name, ours, theirs }) => cell.source === 'SVC' && isPc(name) && ours + 2 === theirs,
  },
  {
    name: 'a BKPT that becomes a HardFault sets FORCED',
    section: 'B3.2.16',
    explains: ({ cell, name, ours, theirs }) =>
      cell.source === 'BKPT' && name === 'HFSR' && ours === DEBUGEVT && theirs === FORCED,
  },
  {
    name: 'VECTPENDING tells of exceptions that BASEPRI or FAULTMASK holds back',
    section: 'B3.2.4',
    explains: ({ name, ours, theirs, entry }) =>
      name === 'ICSR' && (wordOf(entry, 'masks') & 0xff00_ff00) !== 0 && ours === (theirs & ~VECTPENDING) >>> 0,
  },
  {
    name: 'RETTOBASE counts what is active, whatever IPSR says',
    section: 'B3.2.4',
    explains: ({ cell, name, ours, theirs }) =>
      cell.frame === 'xPSR with IPSR' && name === 'ICSR' && (ours ^ theirs) >>> 0 === RETTOBASE,
  },
  {
    name: 'FPCCR has UFRDY of Armv8-M',
    section: 'B3.2.22',
    explains: ({ v8, name, ours, theirs }) => !v8 && name === 'FPCCR' && (ours ^ theirs) >>> 0 === UFRDY,
  },
  {
    name: 'an exception that is made pending comes behind the barriers, not at the store',
    section: 'B3.2.4',
    explains: ({ cell: { source }, name, ours, theirs }) =>
      (source.startsWith('pend') || source === 'return') && isPc(name) && theirs - ours === BARRIER_BYTES,
  },
  {
    name: 'a return that locks up has gone to EXC_RETURN or to where the frame leads; the emulator stays at the branch',
    section: 'B1.5.15',
    explains: ({ cell, name }) => cell.source === 'return' && name === 'PC',
  },
];

interface CellDeviation {
  readonly name: string;
  readonly section: string;
  /** `ours` and `theirs`: the first entry behind the context. */
  readonly concerns: (cell: Cell, ours: Entry, theirs: Entry, target: ExceptionTarget) => boolean;
}

const INVPC = 1 << 18;
const FRAME_BYTES = 0x20;

/** What QEMU does to all that follows. */
const CELLS: readonly CellDeviation[] = [
  {
    name: 'CCR.BFHFNMIGN does nothing',
    section: 'B3.2.8',
    concerns: ({ ignores }) => ignores === true,
  },
  {
    name: 'a branch to 0xF0000000 is no exception return',
    section: 'B1.5.8',
    concerns: ({ returns }) => returns === 0xf000_0000,
  },
  {
    name: 'a return to PSP that is undone, because xPSR has an IPSR, pushes its frame on MSP',
    section: 'B1.5.8',
    concerns: ({ source }, ours, theirs, { v8 }) =>
      !v8 &&
      source === 'return' &&
      wordOf(ours, 'LR') === 0xffff_fffd &&
      wordOf(ours, 'CFSR') === INVPC &&
      wordOf(theirs, 'CFSR') === INVPC &&
      wordOf(theirs, 'MSP') === wordOf(ours, 'MSP') - FRAME_BYTES &&
      (wordOf(theirs, 'PSP') & ~4) - wordOf(ours, 'PSP') === FRAME_BYTES,
  },
];

export interface Comparison {
  /** How often each deviation explains a cell. */
  readonly explained: ReadonlyMap<string, number>;
  readonly unexplained: readonly string[];
}

function differences(cell: Cell, ours: string, theirs: string, target: ExceptionTarget): Difference[] | undefined {
  const mine = entriesOf(ours, target);
  const yours = entriesOf(theirs, target);
  if (mine.length !== yours.length) return undefined;
  const state: State = STATES[cell.state];
  const found: Difference[] = [];
  for (const [n, entry] of mine.entries()) {
    if (entry.length !== yours[n]!.length) return undefined;
    for (const [k, [name, value]] of entry.entries()) {
      const [, their] = yours[n]![k]!;
      if (value !== their) found.push({ cell, state, name, ours: value, theirs: their, entry, v8: target.v8 });
    }
  }
  return found;
}

/** Compares line by line what the emulator and QEMU did. */
export function compareLines(
  target: ExceptionTarget,
  cells: readonly Cell[],
  ours: readonly string[],
  theirs: readonly string[],
): Comparison {
  const explained = new Map<string, number>();
  const unexplained: string[] = [];
  const count = (name: string): void => void explained.set(name, (explained.get(name) ?? 0) + 1);
  for (const [n, cell] of cells.entries()) {
    const mine = ours[n]!;
    const yours = theirs[n]!;
    if (mine === yours) continue;
    const [, first] = entriesOf(mine, target);
    const [, their] = entriesOf(yours, target);
    const whole = CELLS.find(({ concerns }) => concerns(cell, first!, their!, target));
    const words = differences(cell, mine, yours, target);
    const names = words?.map((word) => WORDS.find(({ explains }) => explains(word))?.name);
    if (names?.every((name) => name !== undefined) === true) new Set(names).forEach(count);
    else if (whole) count(whole.name);
    else unexplained.push(describeDifference(cell, mine, yours, target));
  }
  return { explained, unexplained };
}

export const DEVIATION_NAMES: readonly string[] = [...WORDS, ...CELLS].map(({ name }) => name);
