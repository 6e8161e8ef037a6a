/**
 * Where our session and GDB 13.1 differ, by classes; docs/debugger-differences.md tells each of them in full. What no class
 * explains is a failure, and so is a class that explains nothing.
 */
import { NONE, type Item } from './compare.js';

export interface Difference {
  /** The heading in the document. */
  readonly title: string;
  readonly right: 'GDB' | 'Ringfence' | 'both';
  readonly explains: (item: Item) => boolean;
}

const STEPS: ReadonlySet<string> = new Set(['next', 'step', 'stepi', 'finish', 'continue']);

/** Our words for what GDB calls optimized out or a synthetic pointer. */
const REASONS =
  /<(?:its value on entry is not known \([^)]*\)|part of it was optimized out|it points to a variable that was optimized out)>/g;

function withoutReasons(text: string): string {
  return text.replace(REASONS, '<?>').replace(/<(?:optimized out|synthetic pointer)>(?:: [^]*)?/g, '<?>');
}

/** `math::operator+<short, 3u>` as GCC writes it in DW_AT_name. */
function withoutArguments(text: string): string {
  return text.replace(/<[^:]*>(?:\([^)]*\))?/g, '<>');
}

function occurrences({ stop, name, where }: Item): number {
  const frame = Number(/frame (\d)/.exec(where)?.[1] ?? 0);
  return stop?.variables.filter((row) => row[0] === frame && row[2] === name).length ?? 0;
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

function functionOf(landing: string): string {
  return withoutArguments(landing).replace(/ \S+:\d+ 0x[^]*$/, '');
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
    title: 'Frames that a tail call has replaced',
    right: 'GDB',
    explains: ({ kind, program }) => kind === 'frame' && /tail-calls/.test(program),
  },
  {
    title: 'Arguments of templates in names',
    right: 'both',
    explains: ({ kind, gdb, ours }) =>
      (kind === 'frame' || STEPS.has(kind)) && gdb.includes('<') && withoutArguments(gdb) === withoutArguments(ours),
  },
  {
    title: 'Why a value is missing',
    right: 'Ringfence',
    explains: ({ kind, gdb, ours }) => kind === 'variable value' && withoutReasons(gdb) === withoutReasons(ours),
  },
  {
    title: 'Structures of which a part is left',
    right: 'Ringfence',
    explains: ({ kind, gdb, ours }) => kind === 'variable value' && gdb === '<optimized out>' && ours.startsWith('{'),
  },
  {
    title: 'Registers that a call may have changed',
    right: 'Ringfence',
    explains: ({ kind, ours }) => kind === 'variable value' && /^<register r\d+ is not available>$/.test(ours),
  },
  {
    title: 'Values that a tail call passed on',
    right: 'GDB',
    explains: ({ kind, program, ours }) =>
      kind === 'variable value' && /tail-calls/.test(program) && ours.startsWith('<its value on'),
  },
  {
    title: 'Odd addresses and their symbols',
    right: 'Ringfence',
    explains: ({ kind, gdb, ours }) =>
      kind === 'variable value' && gdb !== ours && withoutOffsets(gdb) === withoutOffsets(ours),
  },
  {
    title: 'Variables of which nothing is left',
    right: 'Ringfence',
    explains: ({ kind, gdb }) => kind === 'variable name' && gdb === NONE,
  },
  {
    title: 'Variables that GDB lists twice',
    right: 'Ringfence',
    explains: (item) => item.kind === 'variable name' && item.ours === NONE && occurrences(item) > 1,
  },
  {
    title: 'Several stops for one copy of a line',
    right: 'both',
    explains: ({ kind, gdb, ours }) => {
      const all = addressesOf(gdb);
      const own = addressesOf(ours);
      return kind === 'line breakpoint' && own.length < all.length && own.every((one) => all.includes(one));
    },
  },
  {
    title: 'Breakpoints on names with template arguments',
    right: 'GDB',
    explains: ({ kind, where }) => kind === 'function breakpoint' && where.includes('<'),
  },
  {
    title: 'Functions that the linker replaced',
    right: 'Ringfence',
    explains: ({ kind, where }) => kind === 'function breakpoint' && where === 'before_constructors',
  },
  {
    title: 'Lines whose first row lies in a prologue or in a thunk',
    right: 'GDB',
    explains: ({ kind, gdb, ours }) =>
      kind === 'line breakpoint' && addressesOf(gdb).length === addressesOf(ours).length,
  },
  {
    title: 'Where the body of an optimised function begins',
    right: 'both',
    explains: ({ kind, program, gdb, ours }) =>
      kind === 'step' && !/-O0/.test(program) && functionOf(gdb) === functionOf(ours),
  },
  {
    title: 'Ends of inlined calls and rows that are no statements',
    right: 'GDB',
    explains: ({ kind, program }) =>
      (STEPS.has(kind) || kind === 'frame') && /(?:templates|arrays|stack-overflow)\S*-O2/.test(program),
  },
  {
    title: 'Variables of blocks that have no code at this place',
    right: 'Ringfence',
    explains: ({ kind, program, ours }) => kind === 'variable name' && ours === NONE && /-O2/.test(program),
  },
  {
    title: 'Variables of one name in optimised blocks',
    right: 'Ringfence',
    explains: ({ kind, program, name }) =>
      /^variable (?:type|value)$/.test(kind) && /globals-O2/.test(program) && name === 'value',
  },
  {
    title: 'Arrays of run-time length',
    right: 'GDB',
    explains: ({ kind, name, program }) => kind.startsWith('variable') && name === 'squares' && /arrays/.test(program),
  },
  {
    title: 'Names in anonymous namespaces',
    right: 'GDB',
    explains: ({ kind, where }) => kind === 'global' && where.includes('(anonymous namespace)'),
  },
];
