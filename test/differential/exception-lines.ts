/** What a cell's line says, word by word, and where QEMU 7.2 is known to part from the manuals (docs/emulator-differences.md). */
import { describeCell, type Cell } from './exception-cells.js';
import { EXC_RETURN_SECURE, type ExceptionTarget } from './exception-image.js';
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

/** Q, GE and ITSTATE are the main profile's, and in Armv6-M the number of an exception has six bits. */
function lackingXpsr(name: string, { v8 }: ExceptionTarget): number {
  const number = v8 ? 0 : 0x1c0;
  if (name === 'IPSR') return number;
  return name === "frame's xPSR" ? 0x0e0f_fc00 | number : 0;
}
const sectionOfXpsr = ({ v8 }: ExceptionTarget): string => (v8 ? 'D1.2, RETPSR' : 'B1.4.2');

/** Bits of words that are of Secure state, in which QEMU's relative of a core without Security Extension runs. */
const SECURE_BITS = [
  { name: 'CONTROL has SFPA', section: 'D1.2, CONTROL', word: 'masks', bits: 1 << 3 },
  { name: 'RETPSR has SFPA', section: 'D1.2, RETPSR', word: "frame's xPSR", bits: 1 << 20 },
  { name: 'FPCCR has S', section: 'D1.2, FPCCR', word: 'FPCCR', bits: 1 << 2 },
] as const;

const ofSecureState: readonly WordDeviation<Cell>[] = [
  ...SECURE_BITS.map(({ name, section, word, bits }): WordDeviation<Cell> => ({
    name,
    section,
    explains: (found) => found.name === word && found.ours === (found.theirs & ~bits) >>> 0,
  })),
  {
    name: 'EXC_RETURN has S and ES',
    section: 'D1.2, EXC_RETURN',
    explains: ({ ours, theirs }) => theirs >>> 24 === 0xff && ours === (theirs & ~EXC_RETURN_SECURE) >>> 0,
  },
];

const wordDeviations = (target: ExceptionTarget): readonly WordDeviation<Cell>[] => [
  ...(target.plain === true ? ofSecureState : []),
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
      !target.v8 && cell.frame === 'xPSR with IPSR' && name === 'ICSR' && (ours ^ theirs) >>> 0 === RETTOBASE,
  },
  {
    name: 'FPCCR has UFRDY of Armv8-M',
    section: 'B3.2.22',
    explains: ({ name, ours, theirs }) => !target.v8 && name === 'FPCCR' && (ours ^ theirs) >>> 0 === UFRDY,
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
  {
    name: 'xPSR keeps bits that the core does not have',
    section: sectionOfXpsr(target),
    explains: ({ name, ours, theirs }) =>
      target.narrow !== undefined && ours !== theirs && ours === (theirs & ~lackingXpsr(name, target)) >>> 0,
  },
];

const INVPC = 1 << 18;
const FRAME_BYTES = 0x20;

/** Whether CFSR says INVPC, or is none to say it. */
const tellsInvpc = (entry: Entry, { narrow }: ExceptionTarget): boolean =>
  (wordOf(entry, 'CFSR') & INVPC) !== 0 || (narrow !== undefined && wordOf(entry, 'CFSR') === 0);

const cellDeviations = (target: ExceptionTarget): readonly CellDeviation<Cell>[] => [
  {
    name: 'a return through a frame whose xPSR has ITSTATE leads into an IT block, which the core does not have',
    section: sectionOfXpsr(target),
    concerns: ({ frame }) => target.narrow !== undefined && frame === 'xPSR in IT',
  },
  {
    name: 'a frame whose xPSR has more bits of IPSR than the core is one of a handler',
    section: 'B1.4.2',
    concerns: ({ frame }) => target.narrow !== undefined && !target.v8 && frame === 'xPSR with bit 6 of IPSR',
  },
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
      !target.v8 &&
      source === 'return' &&
      wordOf(ours, 'LR') === 0xffff_fffd &&
      [ours, theirs].every((entry) => tellsInvpc(entry, target)) &&
      wordOf(theirs, 'MSP') === wordOf(ours, 'MSP') - FRAME_BYTES &&
      (wordOf(theirs, 'PSP') & ~4) - wordOf(ours, 'PSP') === FRAME_BYTES,
  },
];

const ALL = 0xffff_ffff;
/** What tells of causes and addresses is the main profile's (DDI 0553, D1.2; DDI 0419, B1.5.2). */
const LACKING_V8_BASE = { CFSR: ALL, HFSR: ALL, MMFAR: ALL, BFAR: ALL } as const;
/** In Armv6-M a debugger alone sees SHCSR (DDI 0419, C1.6), and ICSR has no RETTOBASE (B3.2.4). */
const LACKING_V6 = { ...LACKING_V8_BASE, SHCSR: ALL, ICSR: RETTOBASE } as const;

function lackingOf({ narrow, v8 }: ExceptionTarget): NonNullable<LineSyntax<Cell>['lacking']> {
  if (narrow === undefined) return {};
  return v8 ? LACKING_V8_BASE : LACKING_V6;
}

function syntaxOf(target: ExceptionTarget): LineSyntax<Cell> {
  return {
    entriesOf: (line) => entriesOf(line, target),
    lacking: lackingOf(target),
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
