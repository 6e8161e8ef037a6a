/** What a cell's line says on a core with security states, and where QEMU 7.2 is known to part from the manual (docs/emulator-differences.md). */
import {
  compareCellLines,
  CONTEXT_NAMES,
  escalatedSvc,
  forcedBreakpoint,
  FRAME_NAMES,
  lateBehindBarriers,
  LOCKUP_NAMES,
  readEntries,
  rettobaseOfBoth,
  wordOf,
  type CellDeviation,
  type Comparison,
  type Entry,
  type LineSyntax,
  type WordDeviation,
} from './line-comparison.js';
import { describeSecurityCell, type SecurityCell } from './security-cells.js';
import type { SecurityTarget } from './security-image.js';

const BANKED_NAMES = ['CFSR', 'MMFAR', 'SHCSR', 'ICSR'].flatMap((name) => [name, `${name}_NS`]);
const STATE_NAMES = ['entry', 'LR', 'MSP', 'PSP', 'MSP_NS', 'PSP_NS', 'masks', ...BANKED_NAMES] as const;
const SHARED_NAMES = ['HFSR', 'BFAR', 'SFSR', 'SFAR'] as const;
const FLOAT_NAMES = ['FPCCR', 'FPCCR_NS', 'FPCAR', 'FPCAR_NS'] as const;
const ZEROS = 'zeros';
export const CALLEE_NAMES = ['signature', 'reserved', 'R4', 'R5', 'R6', 'R7', 'R8', 'R9', 'R10', 'R11'].map(
  (name) => `frame's ${name}`,
);

const isStart = (word: string | undefined): boolean =>
  word === undefined || /^(?:e0[01]000..|5a[01]000..|lockup)$/.test(word);

/** As the guest decides: Secure code was interrupted, and Non-secure state has come since. */
export function hasCallee(excReturn: number): boolean {
  return (excReturn & 0x40) !== 0 && (excReturn & 0x21) !== 0x21;
}

/** The entries of a line: the context reached, each handler entered or code that went on, a lockup. */
export function securityEntriesOf(line: string, { floats }: SecurityTarget): readonly Entry[] {
  const state = [...STATE_NAMES, ...SHARED_NAMES, ...(floats ? FLOAT_NAMES : [])];
  return readEntries(line, (words, at) => {
    const first = words[at]!;
    if (first === 'lockup') return LOCKUP_NAMES;
    if (first.startsWith('c0')) return CONTEXT_NAMES;
    if (first.startsWith('5a')) return state;
    if (isStart(words[at + state.length + 1])) return [...state, ZEROS];
    const callee = hasCallee(parseInt(words[at + 1] ?? '', 16)) ? CALLEE_NAMES : [];
    return [...state, ZEROS, ...callee, ...FRAME_NAMES];
  });
}

const AUVIOL = 1 << 3;
const SFARVALID = 1 << 6;

/** ICSR, and what code that makes an exception pending has read of it. */
const isIcsr = ({ source }: SecurityCell, name: string): boolean =>
  name.startsWith('ICSR') || (source.startsWith('pend') && /^frame's R[01]$/.test(name));

/** What QEMU does to a single word. */
const WORDS: readonly WordDeviation<SecurityCell>[] = [
  escalatedSvc('B3.19'),
  forcedBreakpoint('D1.2, HFSR'),
  {
    name: 'an AUVIOL leaves SFAR and SFARVALID alone',
    section: 'D1.2, SFSR',
    explains: ({ name, ours, theirs, entry }) =>
      (wordOf(entry, 'SFSR') & AUVIOL) !== 0 &&
      ((name === 'SFSR' && ours === theirs + SFARVALID) || (name === 'SFAR' && theirs === 0)),
  },
  rettobaseOfBoth(isIcsr),
  lateBehindBarriers,
  {
    name: 'a return that locks up has gone to EXC_RETURN or to where the frame leads; the emulator stays at the branch',
    section: 'B3.33',
    explains: ({ cell, name }) => cell.source === 'return' && name === 'PC',
  },
];

const HARD_FAULT = 3;
/** The entry of a handler in Secure state. */
const SECURE = 0xe010_0000;
const isHandled = (entry: Entry, exceptions: readonly number[]): boolean =>
  exceptions.includes(wordOf(entry, 'entry') & 0xff);

/** What QEMU does to all that follows. */
const CELLS: readonly CellDeviation<SecurityCell>[] = [
  {
    name: 'with PRIS, a BusFault or SecureFault is measured as if it were Non-secure, and becomes a HardFault',
    section: 'B3.13',
    concerns: ({ pris }, ours, theirs) => pris === true && isHandled(ours, [5, 7]) && isHandled(theirs, [HARD_FAULT]),
  },
  {
    name: 'with BFHFNMINS, a BKPT of Secure code becomes the Non-secure HardFault, or a lockup',
    section: 'B3.9',
    concerns: ({ source, faultsNs }, ours, theirs) =>
      source === 'BKPT' &&
      faultsNs === true &&
      wordOf(ours, 'entry') === SECURE + HARD_FAULT &&
      wordOf(theirs, 'entry') !== SECURE + HARD_FAULT,
  },
];

export function compareSecurityLines(
  target: SecurityTarget,
  cells: readonly SecurityCell[],
  ours: readonly string[],
  theirs: readonly string[],
): Comparison {
  const syntax: LineSyntax<SecurityCell> = {
    entriesOf: (line) => securityEntriesOf(line, target),
    describe: describeSecurityCell,
    words: WORDS,
    cells: CELLS,
  };
  return compareCellLines(syntax, cells, ours, theirs);
}

export const SECURITY_DEVIATIONS: readonly string[] = [...WORDS, ...CELLS].map(({ name }) => name);
