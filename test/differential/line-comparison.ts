/** Compares what cells' lines say on the emulator and on QEMU, word by word, but for what is known (exception-lines.ts, security-lines.ts). */

/** One thing that happened: its words by name. A lockup has IPSR and PC. */
export type Entry = readonly (readonly [name: string, value: number])[];

/** One word that differs. */
export interface Difference<Cell> {
  readonly cell: Cell;
  readonly name: string;
  readonly ours: number;
  readonly theirs: number;
  readonly entry: Entry;
}

/** What QEMU does to a single word. */
export interface WordDeviation<Cell> {
  readonly name: string;
  readonly section: string;
  readonly explains: (difference: Difference<Cell>) => boolean;
}

/** What QEMU does to all that follows. */
export interface CellDeviation<Cell> {
  readonly name: string;
  readonly section: string;
  /** `ours` and `theirs`: the first entry behind the context. */
  readonly concerns: (cell: Cell, ours: Entry, theirs: Entry) => boolean;
}

/** How lines are read, and what is known. */
export interface LineSyntax<Cell> {
  readonly entriesOf: (line: string) => readonly Entry[];
  /** Bits of words, by name, that QEMU's relative of the core has, while the core itself reads them as zero. */
  readonly lacking?: Readonly<Partial<Record<string, number>>>;
  readonly describe: (cell: Cell) => string;
  readonly words: readonly WordDeviation<Cell>[];
  readonly cells: readonly CellDeviation<Cell>[];
}

export interface Comparison {
  /** How often each deviation explains a cell. */
  readonly explained: ReadonlyMap<string, number>;
  readonly unexplained: readonly string[];
}

export const wordOf = (entry: Entry, wanted: string): number => entry.find(([name]) => name === wanted)?.[1] ?? 0;

/** The words at the start of `words`, by `names`. */
function takeEntry(words: readonly string[], names: readonly string[]): Entry {
  if (words.length < names.length) throw new Error(`an entry is cut off: ${words.join(' ')}`);
  return names.map((name, n) => [name, words[n] === 'lockup' ? 0 : parseInt(words[n]!, 16)]);
}

/** The entries of a line; `namesAt` gives the names of the words of the entry that begins at an index. */
export function readEntries(
  line: string,
  namesAt: (words: readonly string[], at: number) => readonly string[],
): readonly Entry[] {
  const words = line.split(' ');
  const entries: Entry[] = [];
  for (let at = 0; at < words.length; at += entries.at(-1)!.length)
    entries.push(takeEntry(words.slice(at), namesAt(words, at)));
  return entries;
}

export const CONTEXT_NAMES = ['context', 'LR'] as const;
export const LOCKUP_NAMES = ['lockup', 'IPSR', 'PC'] as const;
export const FRAME_NAMES = ['R0', 'R1', 'R2', 'R3', 'R12', 'LR', 'PC', 'xPSR'].map((name) => `frame's ${name}`);
export const isPc = (name: string): boolean => name === 'PC' || name === "frame's PC";

/** ICSR.RETTOBASE. */
export const RETTOBASE = 1 << 11;
/** DSB and ISB behind the store that makes an exception pending. */
export const BARRIER_BYTES = 8;
const FORCED = 0x4000_0000;
const DEBUGEVT = 0x8000_0000;

/** What QEMU does on every core, with the manual's section for it. */
export const escalatedSvc = (section: string): WordDeviation<{ readonly source: string }> => ({
  name: 'an SVC that is escalated stacks the address behind it',
  section,
  explains: ({ cell, name, ours, theirs }) => cell.source === 'SVC' && isPc(name) && ours + 2 === theirs,
});

export const forcedBreakpoint = (section: string): WordDeviation<{ readonly source: string }> => ({
  name: 'a BKPT that becomes a HardFault sets FORCED',
  section,
  explains: ({ cell, name, ours, theirs }) =>
    cell.source === 'BKPT' && name === 'HFSR' && ours === DEBUGEVT && theirs === FORCED,
});

/** Of an image that lies twice. Where EXC_RETURN has wrong bits a guest misses the frame's PC by ten words. */
const isCode = (value: number): boolean => value % 0x8000_0000 < 0x4000;

/** What it does on a core with security states. */
export const lateBehindBarriers: WordDeviation<unknown> = {
  name: 'an exception that is made pending comes behind the barriers, not at the store',
  section: 'B3.32',
  explains: ({ name, ours, theirs }) =>
    (name === 'PC' || name.startsWith("frame's")) && isCode(ours) && theirs - ours === BARRIER_BYTES,
};

export const rettobaseOfBoth = <Cell>(isIcsr: (cell: Cell, name: string) => boolean): WordDeviation<Cell> => ({
  name: 'RETTOBASE counts the exceptions of both states that have one number as one',
  section: 'D1.2, ICSR',
  explains: ({ cell, name, ours, theirs }) => isIcsr(cell, name) && (theirs - ours) >>> 0 === RETTOBASE,
});

const show = (entry: Entry): string => entry.map(([name, value]) => `${name} ${value.toString(16)}`).join(', ');

function describeDifference<Cell>(syntax: LineSyntax<Cell>, cell: Cell, ours: string, theirs: string): string {
  const text = (line: string): string => syntax.entriesOf(line).map(show).join('\n       ');
  return `${syntax.describe(cell)}\n  ours ${text(ours)}\n  QEMU ${text(theirs)}`;
}

/** An entry of a relative as the core itself has it. */
function withoutLacking<Cell>(entry: Entry, { lacking = {} }: LineSyntax<Cell>): Entry {
  return entry.map(([name, value]) => [name, (value & ~(lacking[name] ?? 0)) >>> 0]);
}

/** The words that differ; undefined where other things happened. */
function differences<Cell>(
  cell: Cell,
  mine: readonly Entry[],
  yours: readonly Entry[],
): readonly Difference<Cell>[] | undefined {
  if (mine.length !== yours.length) return undefined;
  const found: Difference<Cell>[] = [];
  for (const [n, entry] of mine.entries()) {
    if (entry.length !== yours[n]!.length) return undefined;
    for (const [k, [name, value]] of entry.entries()) {
      const [theirName, their] = yours[n]![k]!;
      if (name !== theirName) return undefined;
      if (value !== their) found.push({ cell, name, ours: value, theirs: their, entry });
    }
  }
  return found;
}

/** Compares line by line what the emulator and QEMU did. */
export function compareCellLines<Cell>(
  syntax: LineSyntax<Cell>,
  cells: readonly Cell[],
  ours: readonly string[],
  theirs: readonly string[],
): Comparison {
  const explained = new Map<string, number>();
  const unexplained: string[] = [];
  const count = (name: string): void => void explained.set(name, (explained.get(name) ?? 0) + 1);
  for (const [n, cell] of cells.entries()) {
    if (ours[n] === theirs[n]) continue;
    const mine = syntax.entriesOf(ours[n]!);
    const yours = syntax.entriesOf(theirs[n]!);
    const whole = syntax.cells.find(({ concerns }) => concerns(cell, mine[1]!, yours[1]!));
    const common = yours.map((entry) => withoutLacking(entry, syntax));
    const words = differences(cell, mine, common);
    const names = words?.map((word) => syntax.words.find(({ explains }) => explains(word))?.name);
    if (names?.every((name) => name !== undefined) === true) new Set(names).forEach(count);
    else if (whole) count(whole.name);
    else unexplained.push(describeDifference(syntax, cell, ours[n]!, theirs[n]!));
  }
  return { explained, unexplained };
}
