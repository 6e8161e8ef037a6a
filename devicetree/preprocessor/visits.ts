/**
 * What visits of files gave, kept with the file: the next run takes a visit over if the macros are the same when the file is
 * entered, and every file that was looked for is what it was.
 */
import type { SourceFile, SourceRange } from '../source/index.js';
import type { Environment } from './environment.js';
import type { Macro } from './expansion.js';
import type { PrintedStretch } from './output.js';
import { stateOf, type Frame, type MacroChange, type Probe, type Run, type VisitStart } from './run.js';
import type { IncludeSite, MacroDefinition, MacroUse, VisitedPart } from './types.js';

interface Visit {
  readonly environment: Environment;
  readonly pathIndex: number;
  readonly last: string;
  /** Files deep, itself included. */
  readonly depth: number;
  /** In the last run that printed it, so that no older one is kept. */
  printed: PrintedStretch;
  readonly after: Environment;
  readonly changes: readonly MacroChange[];
  readonly probes: readonly Probe[];
  readonly files: readonly SourceFile[];
  readonly shut: readonly SourceFile[];
  readonly parts: readonly VisitedPart[];
  readonly uses: readonly MacroUse[];
  readonly definitions: readonly MacroDefinition[];
  readonly includes: readonly IncludeSite[];
  readonly inactive: readonly SourceRange[];
  readonly expansions: number;
  readonly tokens: number;
  readonly directives: number;
  readonly followed: number;
}

/** Contexts that include the file. */
const MOST_KEPT = 2;
const visitsOf = new WeakMap<SourceFile, readonly Visit[]>();

export function startVisit(run: Run): VisitStart {
  const { expander, output } = run;
  return {
    environment: run.environment,
    last: output.last(),
    length: output.length(),
    impure: run.impure,
    findings: run.findings.length,
    changes: run.changes.length,
    probes: run.probes.length,
    visited: run.visited.length,
    shut: run.shut.length,
    parts: run.parts.length,
    uses: expander.uses.length,
    definitions: run.definitions.length,
    includes: run.includes.length,
    inactive: run.inactive.length,
    expansions: expander.limits.expansions,
    tokens: expander.limits.tokens,
    directives: run.directivesDone,
    followed: run.includesDone,
    secondLook: run.secondLook,
    betweenTexts: isBetweenTexts(run),
  };
}

/** No invocation is being read, whose arguments go on in the file. */
function isBetweenTexts({ expander }: Run): boolean {
  return expander.context === undefined && expander.outermost === undefined;
}

/** Keeps what a visit gave that ends here, if it follows from the file and the macros alone. */
export function keepVisit(run: Run, { file, pathIndex, visit: start, deepest }: Frame): void {
  const { expander, output } = run;
  const { limits } = expander;
  const isPure =
    run.impure === start.impure &&
    run.findings.length === start.findings &&
    run.secondLook === start.secondLook &&
    start.betweenTexts &&
    isBetweenTexts(run) &&
    !limits.stopped;
  if (!isPure) return;
  const visit: Visit = {
    environment: start.environment,
    pathIndex,
    last: start.last,
    depth: deepest,
    printed: output.printedSince(start.length),
    after: run.environment,
    changes: run.changes.slice(start.changes),
    probes: run.probes.slice(start.probes),
    files: run.visited.slice(start.visited),
    shut: run.shut.slice(start.shut),
    parts: run.parts
      .slice(start.parts)
      .map((part) => ({ ...part, start: part.start - start.length, end: part.end - start.length })),
    uses: expander.uses.slice(start.uses),
    definitions: run.definitions.slice(start.definitions),
    includes: run.includes.slice(start.includes),
    inactive: run.inactive.slice(start.inactive),
    expansions: start.expansions - limits.expansions,
    tokens: start.tokens - limits.tokens,
    directives: run.directivesDone - start.directives,
    followed: run.includesDone - start.followed,
  };
  const others = (visitsOf.get(file) ?? []).filter((each) => each.environment !== visit.environment);
  visitsOf.set(file, [visit, ...others].slice(0, MOST_KEPT));
}

/** Takes over a visit of the file. False: none is known that still holds. */
export function takeVisit(run: Run, file: SourceFile, pathIndex: number, mostIncludes: number): boolean {
  const last = run.output.last();
  const visit = visitsOf.get(file)?.find((each) => {
    if (each.environment !== run.environment || each.pathIndex !== pathIndex || each.last !== last) return false;
    // What this run printed itself is no text yet.
    return each.printed.run.text !== undefined;
  });
  if (visit === undefined || !isAffordable(run, visit, mostIncludes) || !isBetweenTexts(run)) return false;
  if (!visit.probes.every(({ path, file: found }) => run.reader.read(path) === found)) return false;
  replay(run, visit);
  return true;
}

function isAffordable(run: Run, visit: Visit, mostIncludes: number): boolean {
  const { limits } = run.expander;
  const { includeDepth, outputCharacters } = run.input.budget;
  return (
    limits.expansions > visit.expansions &&
    limits.tokens > visit.tokens &&
    run.frames.length + visit.depth <= includeDepth &&
    run.includesDone + visit.followed <= mostIncludes &&
    run.output.length() + visit.printed.end - visit.printed.start <= outputCharacters
  );
}

function replay(run: Run, visit: Visit): void {
  const around = run.frames.at(-1);
  if (around !== undefined) around.deepest = Math.max(around.deepest, visit.depth + 1);
  const { expander, output } = run;
  const from = output.length();
  for (const each of visit.files) if (!run.files.has(each)) stateOf(run, each);
  for (const { name, macro } of visit.changes) setOrDelete(run.macros, name, macro);
  for (const each of visit.shut) run.once.add(each);
  for (const { file, start, end } of visit.parts) run.parts.push({ file, start: start + from, end: end + from });
  output.again(visit.printed);
  moveOver(visit, output.printedSince(from));
  pushAll(expander.uses, visit.uses);
  pushAll(run.definitions, visit.definitions);
  pushAll(run.includes, visit.includes);
  pushAll(run.inactive, visit.inactive);
  pushAll(run.changes, visit.changes);
  pushAll(run.probes, visit.probes);
  pushAll(run.visited, visit.files);
  pushAll(run.shut, visit.shut);
  expander.limits.expansions -= visit.expansions;
  expander.limits.tokens -= visit.tokens;
  run.directivesDone += visit.directives;
  run.includesDone += visit.followed;
  run.environment = visit.after;
  if (visit.changes.length > 0) run.epoch++;
}

/** What is kept of the visit, and of those inside of it, is the new run's from now on. */
function moveOver(visit: Visit, to: PrintedStretch): void {
  const { run, start, end } = visit.printed;
  for (const file of new Set(visit.files)) {
    for (const each of visitsOf.get(file) ?? []) {
      const { printed } = each;
      if (printed.run !== run || printed.start < start || printed.end > end) continue;
      const shift = to.start - start;
      each.printed = { run: to.run, start: printed.start + shift, end: printed.end + shift };
    }
  }
}

function setOrDelete(macros: Map<string, Macro>, name: string, macro: Macro | undefined): void {
  if (macro === undefined) macros.delete(name);
  else macros.set(name, macro);
}

function pushAll<T>(onto: T[], items: readonly T[]): void {
  for (const item of items) onto.push(item);
}
