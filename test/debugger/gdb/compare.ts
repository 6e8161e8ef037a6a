/** Item by item: what GDB said, and what our session says. */
import type { Ours, OurStop } from './ours.js';
import type { FrameRow, Place, Recording, Stop, VariableRow } from './recording.js';

export type ItemKind =
  | 'function breakpoint'
  | 'line breakpoint'
  | 'global'
  | 'next'
  | 'step'
  | 'stepi'
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
    report({ kind: 'global', where: name, name, gdb: `${type} = ${value}`, ours: tidy(`${ourType} = ${ourValue}`) });
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
  return `${frame === undefined ? '?' : frameText(frame)} 0x${pc.toString(16)} sp=0x${sp.toString(16)}`;
}

function frameText([kind, name, file, line]: FrameRow): string {
  // GDB has no name for the frame of an exception, and ours says which one it is.
  if (kind === 'exception') return 'exception';
  return `${kind} ${name} ${file}:${line}`;
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
  // By place, for names of template instances are spelled in two ways.
  const place = (frame: FrameRow | undefined): string | undefined => frame?.slice(2).join(':');
  const common = (frame: number): boolean =>
    ours.frames[frame] !== undefined && place(gold.frames[frame]) === place(ours.frames[frame]);
  for (const row of gold.variables) {
    const [frame, , name, type, value] = row;
    if (!common(frame)) continue;
    // The inner one of two of a name comes first in GDB; arguments come first in ours.
    const named = left.filter(([ourFrame, , ourName]) => ourFrame === frame && ourName === name);
    const best = named.find((own) => tidy(own[3]) === tidy(type) && tidy(own[4]) === tidy(value)) ?? named[0];
    const index = best === undefined ? -1 : left.indexOf(best);
    const own = index < 0 ? undefined : left.splice(index, 1)[0];
    const item = itemOf(where, row, gold);
    report({ ...item, kind: 'variable name', gdb: name, ours: own?.[2] ?? NONE });
    if (own === undefined) continue;
    report({ ...item, kind: 'variable type', gdb: tidy(type), ours: tidy(own[3]) });
    report({ ...item, kind: 'variable value', gdb: tidy(value), ours: tidy(own[4]) });
  }
  for (const row of left.filter(([frame]) => common(frame))) {
    report({ ...itemOf(where, row, gold), kind: 'variable name', gdb: NONE, ours: row[2] });
  }
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
