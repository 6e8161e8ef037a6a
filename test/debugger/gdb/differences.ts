/**
 * Where our session and GDB 13.1 differ, by classes; docs/debugger-differences.md tells each of them in full. What no class
 * explains is a failure, and so is a class that explains nothing.
 */
import { NONE, type Item } from './compare.js';
import { NOWHERE } from './facts.js';

export interface Difference {
  /** The heading in the document. */
  readonly title: string;
  readonly right: 'GDB' | 'Ringfence' | 'both';
  readonly explains: (item: Item) => boolean;
}

const STEPS: ReadonlySet<string> = new Set(['next', 'step', 'stepi', 'nexti', 'finish', 'continue']);

function occurrences({ stop, name, where }: Item): number {
  const frame = Number(/frame (\d)/.exec(where)?.[1] ?? 0);
  return stop?.variables.filter((row) => row[0] === frame && row[2] === name).length ?? 0;
}

/** Whether all that GDB lists under the name is optimized out. */
function hasNoValue({ stop, name, where }: Item): boolean {
  const frame = Number(/frame (\d)/.exec(where)?.[1] ?? 0);
  const rows = stop?.variables.filter((row) => row[0] === frame && row[2] === name) ?? [];
  return rows.every(([, , , , value]) => value === NOWHERE);
}

/** Symbols with an offset: `<text+5>`. */
function withoutOffsets(text: string): string {
  return text.replace(/\+\d+>/g, '>');
}

function addressesOf(text: string): readonly string[] {
  return text === NONE ? [] : text.split(', ');
}

/** Something is wrong with how GDB unwinds there: a frame of an exception whose registers are on PSP, or library code. */
function isOnProcessStack({ stop, program }: Item): boolean {
  return /demos\//.test(program) && stop?.frames.some(([kind]) => kind === 'exception') === true;
}

function inLibrary({ stop, gdb, ours }: Item): boolean {
  return stop?.frames[0]?.[2] === '' || / :0 /.test(gdb) || / :0 /.test(ours);
}

export const DIFFERENCES: readonly Difference[] = [
  {
    title: 'Frames behind an exception taken on the process stack',
    right: 'Ringfence',
    explains: (item) => item.kind === 'frame' && isOnProcessStack(item),
  },
  {
    title: 'Code that runs on the process stack',
    right: 'Ringfence',
    explains: ({ kind, program, gdb }) => kind === 'frame' && /stack-overflow/.test(program) && gdb === NONE,
  },
  {
    title: 'Functions without debug information',
    right: 'Ringfence',
    explains: (item) => (STEPS.has(item.kind) || item.kind === 'frame') && inLibrary(item),
  },
  {
    title: 'Parameters in names that GDB cannot take apart',
    right: 'Ringfence',
    explains: ({ kind, gdb, ours }) => (kind === 'frame' || STEPS.has(kind)) && gdb.replace(/>\(.*?\)/, '>') === ours,
  },
  {
    title: 'Registers that a call may have changed',
    right: 'Ringfence',
    explains: ({ kind, ours }) => kind === 'variable value' && /^<register r\d+ is not available>$/.test(ours),
  },
  {
    title: 'Odd addresses and their symbols',
    right: 'Ringfence',
    explains: ({ kind, gdb, ours }) =>
      kind === 'variable value' && gdb !== ours && withoutOffsets(gdb) === withoutOffsets(ours),
  },
  {
    title: 'Arrays of run-time length that have no place',
    right: 'Ringfence',
    explains: ({ kind, gdb, ours }) =>
      (kind === 'variable type' && gdb.replace('[variable length]', '[]') === ours) ||
      (kind === 'variable value' && gdb === '0x0 <vector_table>' && ours === NOWHERE),
  },
  {
    title: 'Variables that GDB lists twice',
    right: 'Ringfence',
    explains: (item) => item.kind === 'variable name' && item.ours === NONE && occurrences(item) > 1,
  },
  {
    title: 'Variables of blocks that have no code at this place',
    right: 'Ringfence',
    explains: (item) => item.kind === 'variable name' && item.ours === NONE && hasNoValue(item),
  },
  {
    title: 'Functions that the linker replaced',
    right: 'Ringfence',
    explains: ({ kind, where }) => kind === 'function breakpoint' && where === 'before_constructors',
  },
  {
    title: 'Rows that GDB drops',
    right: 'both',
    explains: ({ kind, program, gdb, ours }) =>
      (kind === 'line breakpoint' &&
        /-O[g2]|unaligned-field/.test(program) &&
        addressesOf(gdb).length === addressesOf(ours).length) ||
      (kind === 'step' && /(?:loops|templates)-Og/.test(program)),
  },
  {
    title: 'Thunks',
    right: 'both',
    explains: ({ kind, program, where }) => kind === 'line breakpoint' && /classes-O0/.test(program) && where === '39',
  },
  {
    title: 'Exceptions in a step',
    right: 'Ringfence',
    explains: ({ kind, program, gdb, ours }) =>
      kind === 'step' &&
      (/^function SVC_Handler /.test(gdb) ||
        (/unaligned-field/.test(program) && /^function receive /.test(gdb) && /^function Default_Handler /.test(ours))),
  },
];
