/**
 * What an invocation in a file expanded to, kept with the file: the next run takes it over if every name that was looked at means
 * the same macro again. Boards change one file at a time, and nearly all of their macros stand in others.
 */
import type { MacroShape } from './define.js';
import type { Frame, Run } from './run.js';
import type { FileScan } from './scan.js';
import type { Token } from './tokens.js';
import type { MacroUse } from './types.js';

/** How printing went on after an invocation. */
export interface PrintingState {
  previous: Token | undefined;
  padded: boolean;
  source: Token | undefined;
}

interface Expansion {
  /** Whether the output ended in white space before it. */
  readonly afterBlank: boolean;
  /** Names that were looked at, and what they meant; undefined: no macro. */
  readonly names: readonly string[];
  readonly shapes: readonly (MacroShape | undefined)[];
  readonly text: string;
  readonly uses: readonly MacroUse[];
  /** The use in the text, which made all of it. */
  readonly use: MacroUse;
  /** Where the invocation ends in the file. */
  readonly end: number;
  readonly after: PrintingState;
  readonly expansions: number;
  readonly tokens: number;
}

/** By the offset of the name. */
const expansionsOf = new WeakMap<FileScan, Map<number, Expansion>>();

/** Prints what is known of the invocation that begins where the frame is. False: nothing is known that still holds. */
export function printKnown(run: Run, frame: Frame, printing: PrintingState, afterBlank: boolean): boolean {
  const known = expansionsOf.get(frame.scan)?.get(frame.pos);
  if (known?.afterBlank !== afterBlank) return false;
  const { expander, output } = run;
  const { limits, macros } = expander;
  if (limits.expansions <= known.expansions || limits.tokens <= known.tokens) return false;
  const { names, shapes } = known;
  for (let i = 0; i < names.length; i++) if (macros.get(names[i]!)?.shape !== shapes[i]) return false;
  limits.expansions -= known.expansions;
  limits.tokens -= known.tokens;
  for (const use of known.uses) expander.uses.push(use);
  expander.outermostUse = known.use;
  output.made(known.text, known.use);
  printing.previous = known.after.previous;
  printing.padded = known.after.padded;
  printing.source = known.after.source;
  frame.pos = known.end;
  return true;
}

/** Runs `print`, and keeps what it printed if that follows from the file and its macros alone. */
export function printAndKeep(
  run: Run,
  frame: Frame,
  printing: PrintingState,
  afterBlank: boolean,
  print: () => void,
): void {
  const { expander, output, findings } = run;
  const { limits, uses } = expander;
  const before = {
    pos: frame.pos,
    item: frame.item,
    uses: uses.length,
    findings: findings.length,
    directives: run.directivesDone,
    expansions: limits.expansions,
    tokens: limits.tokens,
    length: output.length(),
  };
  const looked = new Map<string, MacroShape | undefined>();
  expander.looked = looked;
  print();
  expander.looked = undefined;
  const use = uses[before.uses];
  const text = use === undefined ? undefined : output.madeSince(before.length, use);
  const isWhole =
    text !== undefined &&
    use !== undefined &&
    use === expander.outermostUse &&
    run.frames.at(-1) === frame &&
    frame.item === before.item &&
    run.directivesDone === before.directives &&
    findings.length === before.findings &&
    expander.context === undefined &&
    !limits.stopped &&
    // What the preprocessor itself answers may be different each time.
    [...looked].every(([name, shape]) => shape !== undefined || !expander.macros.has(name));
  if (!isWhole) return;
  const { previous, padded, source } = printing;
  let expansions = expansionsOf.get(frame.scan);
  if (expansions === undefined) expansionsOf.set(frame.scan, (expansions = new Map<number, Expansion>()));
  expansions.set(before.pos, {
    afterBlank,
    names: [...looked.keys()],
    shapes: [...looked.values()],
    text,
    uses: uses.slice(before.uses),
    use,
    end: frame.pos,
    after: { previous, padded, source },
    expansions: before.expansions - limits.expansions,
    tokens: before.tokens - limits.tokens,
  });
}
