/**
 * Item by item: what GDB said, and what our session says. Texts are compared word for word, white space aside, but for three
 * rules, each for two ways to say one fact (facts.ts and `withoutCopies`):
 *
 * - A value that is nowhere is that, whatever the reason given, and whether a structure of which nothing is left is unfolded.
 * - A pointer to a variable without a place: GDB says `<synthetic pointer>`, ours that the variable was optimized out.
 * - Of inlined and cloned functions GDB lists a variable with its value and once more, optimized out, from the abstract function.
 *   The second row counts as the first where name and type are the same and DWARF has the variable once.
 */
import { fact, NOWHERE } from './facts.js';
import type { Ours, OurStop } from './ours.js';
import type { FrameRow, Place, Recording, Stop, VariableRow } from './recording.js';

export type ItemKind =
  | 'function breakpoint'
  | 'line breakpoint'
  | 'global'
  | 'next'
  | 'step'
  | 'stepi'
  | 'nexti'
  | 'finish'
  | 'continue'
  | 'frame'
  | 'variable name'
  | 'variable type'
  | 'variable value';

/** One comparison. `gdb` and `ours` are equal texts where the two agree. */
export interface Item {
  readonly kind: ItemKind;
  /** `debug-fixtures/loops-O2-dwarf5`. */
  readonly program: string;
  /** `step 7, frame 1`, `line 12`, `count_primes`. */
  readonly where: string;
  readonly gdb: string;
  readonly ours: string;
  /** The stop that the item belongs to, if it belongs to one. */
  readonly stop?: Stop;
  /** The function of the frame that a variable belongs to. */
  readonly function?: string;
  /** The name of the variable. */
  readonly name?: string;
}

export const NONE = '(none)';

type Report = (item: Omit<Item, 'program'>) => void;

/** Everything that was recorded of one program. */
export function compare(program: string, gold: Recording, ours: Ours): readonly Item[] {
  const items: Item[] = [];
  const report: Report = (item) => void items.push({ program, ...item });
  comparePlaces('function breakpoint', gold.functions, ours.functions(), report);
  comparePlaces('line breakpoint', gold.lines, ours.lines(), report);
  const globals = ours.globals();
  gold.globals.forEach(([name, type, value], i) => {
    const [, ourType, ourValue] = globals[i]!;
    report({
      kind: 'global',
      where: name,
      name,
      gdb: `${type} = ${fact(tidy(value))}`,
      ours: tidy(`${ourType} = ${fact(tidy(ourValue))}`),
    });
  });
  for (const [run, stops] of Object.entries(gold.runs)) {
    let i = 0;
    for (const stop of ours.run(stops)) compareStops(`${run} ${i}`, stops[i++]!, stop, report);
  }
  return items;
}

function comparePlaces(
  kind: 'function breakpoint' | 'line breakpoint',
  gold: readonly (readonly [string | number, readonly Place[]])[],
  ours: readonly (readonly [string | number, readonly Place[]])[],
  report: Report,
): void {
  gold.forEach(([what, places], i) => {
    report({ kind, where: String(what), gdb: placesText(places), ours: placesText(ours[i]![1]) });
  });
}

function placesText(places: readonly Place[]): string {
  const sorted = [...places].sort(([, , a], [, , b]) => a - b);
  // Several lines may begin at one address; which of them a place is called by means nothing.
  const texts = sorted.map(([, , address]) => `0x${address.toString(16)}`);
  return texts.length === 0 ? NONE : texts.join(', ');
}

function compareStops(where: string, gold: Stop, ours: OurStop, report: Report): void {
  if (gold.command !== undefined) {
    report({ kind: gold.command, where, gdb: landing(gold), ours: landing(ours), stop: gold });
  }
  if (!ours.comparable) return;
  compareFrames(where, gold, ours, report);
  compareVariables(where, gold, ours, report);
}

function landing({ pc, sp, frames: [frame] }: Stop): string {
  return `${frame === undefined ? '?' : frameText(frame)}, pc=0x${pc.toString(16)} sp=0x${sp.toString(16)}`;
}

function frameText([kind, name, file, line, pc]: FrameRow): string {
  // GDB has no name for the frame of an exception, and ours says which one it is.
  if (kind === 'exception') return 'exception';
  return `${kind} ${name} ${file}:${line} 0x${pc.toString(16)}`;
}

function compareFrames(where: string, gold: Stop, ours: Stop, report: Report): void {
  for (let i = 0; i < Math.max(gold.frames.length, ours.frames.length); i++) {
    const [theirs, own] = [gold.frames[i], ours.frames[i]];
    report({
      kind: 'frame',
      where: `${where}, frame ${i}`,
      gdb: theirs === undefined ? NONE : frameText(theirs),
      ours: own === undefined ? NONE : frameText(own),
      stop: gold,
    });
  }
}

function compareVariables(where: string, gold: Stop, ours: Stop, report: Report): void {
  const left = [...ours.variables];
  // By place, for GDB leaves parameters in some names.
  const place = (frame: FrameRow | undefined): string | undefined => frame?.slice(2, 4).join(':');
  const common = (frame: number): boolean =>
    ours.frames[frame] !== undefined && place(gold.frames[frame]) === place(ours.frames[frame]);
  const listed = withoutCopies(gold.variables, ours.variables).filter(([frame]) => common(frame));
  // The inner one of two of a name comes first in GDB; arguments come first in ours. So equal rows find each other first.
  const partners = new Map<VariableRow, VariableRow>();
  const take = (row: VariableRow, isPartner: (own: VariableRow) => boolean): void => {
    const index = left.findIndex((own) => own[0] === row[0] && own[2] === row[2] && isPartner(own));
    if (index >= 0) partners.set(row, left.splice(index, 1)[0]!);
  };
  for (const row of listed) {
    take(row, (own) => tidy(own[3]) === tidy(row[3]) && fact(tidy(own[4])) === fact(tidy(row[4])));
  }
  for (const row of listed) if (!partners.has(row)) take(row, () => true);
  for (const row of listed) {
    const [, , name, type, value] = row;
    const own = partners.get(row);
    const item = itemOf(where, row, gold);
    report({ ...item, kind: 'variable name', gdb: name, ours: own?.[2] ?? NONE });
    if (own === undefined) continue;
    report({ ...item, kind: 'variable type', gdb: tidy(type), ours: tidy(own[3]) });
    report({ ...item, kind: 'variable value', gdb: fact(tidy(value)), ours: fact(tidy(own[4])) });
  }
  for (const row of left.filter(([frame]) => common(frame))) {
    report({ ...itemOf(where, row, gold), kind: 'variable name', gdb: NONE, ours: row[2] });
  }
}

/** Without the rows of GDB's that say once more of a variable that it has no value: third rule above. */
function withoutCopies(gold: readonly VariableRow[], ours: readonly VariableRow[]): readonly VariableRow[] {
  const isSame = (a: VariableRow, b: VariableRow): boolean =>
    a[0] === b[0] && a[2] === b[2] && tidy(a[3]) === tidy(b[3]);
  const kept = [...gold];
  for (const row of gold) {
    if (fact(tidy(row[4])) !== NOWHERE) continue;
    const known = ours.filter((own) => isSame(own, row)).length;
    if (known === 0 || kept.filter((other) => isSame(other, row)).length <= known) continue;
    kept.splice(kept.indexOf(row), 1);
  }
  return kept;
}

function itemOf(
  where: string,
  [frame, , name]: VariableRow,
  stop: Stop,
): Omit<Item, 'program' | 'kind' | 'gdb' | 'ours'> {
  return { where: `${where}, frame ${frame}, ${name}`, stop, function: stop.frames[frame]?.[1] ?? '', name };
}

/** Only white space is brought into line. */
function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
