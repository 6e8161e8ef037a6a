/**
 * Statements of files, kept with the file: the next parse takes them over if the file gives the same text from the
 * same places again. A board's author changes one file at a time, and nearly all of a board stands in others.
 */
import { isSameStretch, type MappedText, type VisitedPart } from '../preprocessor/index.js';
import type { SourceFile } from '../source/index.js';
import type { Phase, Reuse, State } from './state.js';
import type { TopLevelSyntax } from './tree.js';

/** What a part gave that begins and ends between statements and has nothing wrong with it. */
interface Kept {
  readonly source: MappedText;
  readonly start: number;
  readonly end: number;
  /** Behind its last statement, in `source`. */
  readonly lastEnd: number;
  /** What the parser was told, as far as statements hang on it. */
  readonly key: string;
  readonly before: Phase;
  /** Nothing stood before it. */
  readonly isFirst: boolean;
  readonly after: Phase;
  readonly statements: readonly TopLevelSyntax[];
}

const MOST_SOURCES = 3;
/** Contexts that include the file. */
const MOST_KEPT = 2;
const keptOf = new WeakMap<SourceFile, readonly Kept[]>();

export function newReuse(source: MappedText): Reuse {
  const { parts = [] } = source;
  return {
    source,
    parts,
    next: 0,
    reading: [],
    refused: new Set(),
    used: new Set(),
    sources: new Set(),
    taken: undefined,
  };
}

/** To be called between statements at the top. True: statements were taken over, and the scanner stands behind them. */
export function takeKept(state: State): boolean {
  const { reuse, scanner } = state;
  if (reuse.parts.length === 0 || scanner.frame.source !== reuse.source) return false;
  finishParts(state);
  for (let part = reuse.parts[reuse.next]; part !== undefined; part = reuse.parts[++reuse.next]) {
    if (part.start > scanner.at) return false;
    // Something that began before it reaches into it, or there is nothing in it.
    if (part.end <= scanner.at || startsInside(state, part)) continue;
    const kept = reuse.refused.has(part) ? undefined : findKept(state, part);
    if (kept !== undefined) {
      takeOver(state, part, kept);
      return true;
    }
    const { report, statements, phase } = state;
    reuse.reading.push({ part, said: report.said, before: phase, statements: statements.length });
  }
  return false;
}

function startsInside({ scanner }: State, part: VisitedPart): boolean {
  return scanner.lastEnd > part.start;
}

/** Keeps what the parts gave that end here. */
function finishParts(state: State): void {
  const { reuse, scanner, report, statements, phase } = state;
  for (let top = reuse.reading.at(-1); top !== undefined && top.part.end <= scanner.at; top = reuse.reading.at(-1)) {
    reuse.reading.pop();
    const { file, start, end } = top.part;
    const isWhole = report.said === top.said && scanner.lastEnd <= end && statements.length > top.statements;
    // Included bytes and files may change where the text does not.
    if (!isWhole || reuse.source.text.slice(start, end).includes('/inc')) continue;
    const kept: Kept = {
      source: reuse.source,
      start,
      end,
      lastEnd: scanner.lastEnd,
      key: keyOf(state),
      before: top.before,
      isFirst: top.statements === 0,
      after: phase,
      statements: statements.slice(top.statements),
    };
    for (const each of kept.statements) reuse.used.add(each);
    const others = (keptOf.get(file) ?? []).filter(
      (each) => each.key !== kept.key || !isSame(each, reuse.source, start),
    );
    keptOf.set(file, [kept, ...others].slice(0, MOST_KEPT));
  }
}

function keyOf({ options, deepest }: State): string {
  return `${options.dialect} ${options.fragment === true} ${deepest}`;
}

function isSame(kept: Kept, source: MappedText, start: number): boolean {
  return isSameStretch(kept.source, kept.start, kept.end, source, start);
}

function findKept(state: State, part: VisitedPart): Kept | undefined {
  const { reuse, phase, options, statements } = state;
  const key = keyOf(state);
  const kept = keptOf.get(part.file)?.find((each) => {
    if (each.key !== key || each.before !== phase || each.end - each.start !== part.end - part.start) return false;
    return isSame(each, reuse.source, part.start) && !each.statements.some((one) => reuse.used.has(one));
  });
  if (kept === undefined) return undefined;
  // The first thing that is no tag asks for /dts-v1/; before it.
  const hasVersion =
    options.fragment === true || statements.some((each) => each.kind === 'tag' && each.name === 'dts-v1');
  const isTagged = kept.statements.some(({ kind }) => kind === 'tag');
  const isFirst = kept.isFirst && statements.length === 0;
  if (phase === 'tags' && !isFirst && (!hasVersion || isTagged)) return undefined;
  if (!reuse.sources.has(kept.source) && reuse.sources.size >= MOST_SOURCES) return undefined;
  return kept;
}

function takeOver(state: State, part: VisitedPart, kept: Kept): void {
  const { reuse, scanner, statements, phase } = state;
  reuse.sources.add(kept.source);
  for (const each of kept.statements) reuse.used.add(each);
  reuse.taken = { part, mark: scanner.mark(), phase, statements: statements.length };
  for (const statement of kept.statements) statements.push(statement);
  state.phase = kept.after;
  state.statement = undefined;
  scanner.takeTo(part.start + kept.lastEnd - kept.start);
  scanner.at = part.end;
  scanner.lineBroken = true;
  // Those inside of it are done with it.
  while ((reuse.parts[reuse.next]?.start ?? Infinity) < part.end) reuse.next++;
}

/** Goes back to before what was taken over last, because what follows may belong into it. False: nothing was. */
export function undoTaken(state: State): boolean {
  const { reuse, scanner, statements } = state;
  const { taken } = reuse;
  if (taken === undefined) return false;
  reuse.taken = undefined;
  reuse.refused.add(taken.part);
  reuse.next = reuse.parts.indexOf(taken.part);
  statements.length = taken.statements;
  state.phase = taken.phase;
  scanner.reset(taken.mark);
  return true;
}
