/** What a cell's line says, word by word, and where QEMU 7.2 is known to part from the manuals (docs/emulator-differences.md). */
import { describeCell, type Cell } from './exception-cells.js';
import type { ExceptionTarget } from './exception-image.js';
import {
  BARRIER_BYTES,
  compareCellLines,
  CONTEXT_NAMES,
  escalatedSvc,
  forcedBreakpoint,
  FRAME_NAMES,
  isPc,
  LOCKUP_NAMES,
  readEntries,
  RETTOBASE,
  wordOf,
  type CellDeviation,
  type Comparison,
  type Entry,
  type LineSyntax,
  type WordDeviation,
} from './line-comparison.js';

const STATE_NAMES = ['entry', 'LR', 'MSP', 'PSP', 'masks', 'CFSR', 'HFSR', 'MMFAR', 'BFAR', 'SHCSR', 'ICSR'] as const;
const FLOAT_NAMES = ['FPCCR', 'FPCAR'] as const;

const isStart = (word: string | undefined): boolean =>
  word === undefined || /^(?:e00000..|5a00000.|lockup)$/.test(word);

/** The entries of a line: the context reached, each handler entered or code that went on, a lockup. */
export function entriesOf(line: string, { floats }: ExceptionTarget): readonly Entry[] {
  const state = [...STATE_NAMES, ...(floats ? FLOAT_NAMES : [])];
  return readEntries(line, (words, at) => {
    const first = words[at]!;
    if (first === 'lockup') return LOCKUP_NAMES;
    if (first.startsWith('c0')) return CONTEXT_NAMES;
    return isStart(words[at + state.length]) ? state : [...state, ...FRAME_NAMES];
  });
}

const VECTPENDING = 0x1f_f000;
const UFRDY = 1 << 10;

const wordDeviations = ({ v8 }: ExceptionTarget): readonly WordDeviation<Cell>[] => [
  escalatedSvc('B1.5.6'),
  forcedBreakpoint('B3.2.16'),
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
      !v8 && cell.frame === 'xPSR with IPSR' && name === 'ICSR' && (ours ^ theirs) >>> 0 === RETTOBASE,
  },
  {
    name: 'FPCCR has UFRDY of Armv8-M',
    section: 'B3.2.22',
    explains: ({ name, ours, theirs }) => !v8 && name === 'FPCCR' && (ours ^ theirs) >>> 0 === UFRDY,
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

const INVPC = 1 << 18;
const FRAME_BYTES = 0x20;

const cellDeviations = ({ v8 }: ExceptionTarget): readonly CellDeviation<Cell>[] => [
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
    concerns: ({ source }, ours, theirs) =>
      !v8 &&
      source === 'return' &&
      wordOf(ours, 'LR') === 0xffff_fffd &&
      wordOf(ours, 'CFSR') === INVPC &&
      wordOf(theirs, 'CFSR') === INVPC &&
      wordOf(theirs, 'MSP') === wordOf(ours, 'MSP') - FRAME_BYTES &&
      (wordOf(theirs, 'PSP') & ~4) - wordOf(ours, 'PSP') === FRAME_BYTES,
  },
];

function syntaxOf(target: ExceptionTarget): LineSyntax<Cell> {
  return {
    entriesOf: (line) => entriesOf(line, target),
    describe: describeCell,
    words: wordDeviations(target),
    cells: cellDeviations(target),
  };
}

export function compareLines(
  target: ExceptionTarget,
  cells: readonly Cell[],
  ours: readonly string[],
  theirs: readonly string[],
): Comparison {
  return compareCellLines(syntaxOf(target), cells, ours, theirs);
}

/** All that is known, of whichever core. */
export const deviationNames = (targets: readonly ExceptionTarget[]): readonly string[] => [
  ...new Set(
    targets.flatMap((target) => [...wordDeviations(target), ...cellDeviations(target)].map(({ name }) => name)),
  ),
];
