/** The state of one run of the preprocessor, and the stack of files that it is in. */
import type { DevicetreeFinding, SourceFile, SourceRange, SourceReader } from '../source/index.js';
import { readDefine, type MacroShape } from './define.js';
import { environmentAfter, environmentWithout, newEnvironment, type Environment } from './environment.js';
import type { Expander, Macro } from './expansion.js';
import type { Output, OutputMark } from './output.js';
import { scanFile, type DirectiveItem, type FileScan } from './scan.js';
import type { IncludeSite, MacroDefinition, PreprocessorInput } from './types.js';

export interface Run {
  readonly input: PreprocessorInput;
  readonly reader: SourceReader;
  readonly output: Output;
  readonly expander: Expander;
  readonly macros: Map<string, Macro>;
  readonly definitions: MacroDefinition[];
  readonly includes: IncludeSite[];
  readonly inactive: SourceRange[];
  readonly findings: DevicetreeFinding[];
  readonly files: Map<SourceFile, FileState>;
  /** Changes of macros, in order. */
  readonly changes: MacroChange[];
  /** Files that were looked for. */
  readonly probes: Probe[];
  /** Files that were entered, and those that `#pragma once` or `#import` shut, in order. */
  readonly visited: SourceFile[];
  readonly shut: SourceFile[];
  environment: Environment;
  /** Counts what makes a visit of a file unlike others of it: `__LINE__`, say. */
  impure: number;
  readonly frames: Frame[];
  /** Included files, in order of entering; `end` is -1 until the file is left. */
  readonly parts: { readonly file: SourceFile; readonly start: number; end: number }[];
  /** Files that `#pragma once` or `#import` shut. */
  readonly once: Set<SourceFile>;
  /** `#pragma push_macro`. */
  readonly pushed: Map<string, (Macro | undefined)[]>;
  /** `#assert`: the answers of a predicate. */
  readonly assertions: Map<string, Set<string>>;
  /** Changes whenever a macro does, so that what was looked up before is looked up again. */
  epoch: number;
  counter: number;
  /** Directives carried out so far. */
  directivesDone: number;
  includesDone: number;
  /** Characters that may still be read a second time to mend unfinished invocations. */
  secondLook: number;
  /** The invocation that was found to have an end before directives among its arguments were carried out. */
  closing: SourceRange | undefined;
}

export interface MacroChange {
  readonly name: string;
  readonly macro: Macro | undefined;
}

export interface Probe {
  readonly path: string;
  readonly file: SourceFile | undefined;
}

/** What a run knows about a file. */
export interface FileState {
  readonly scan: FileScan;
  /** The macros behind the scan's names; made when a text is expanded that is not known. */
  lookups: Lookups | undefined;
}

export interface Lookups {
  readonly macros: (Macro | undefined)[];
  /** A macro is right while its stamp is the run's epoch. */
  readonly stamps: Int32Array;
}

export function lookupsOf(state: FileState): Lookups {
  const count = state.scan.names.length;
  return (state.lookups ??= {
    macros: new Array<Macro | undefined>(count).fill(undefined),
    stamps: new Int32Array(count).fill(-1),
  });
}

/** A file that is being read. */
export interface Frame {
  readonly file: SourceFile;
  readonly state: FileState;
  readonly scan: FileScan;
  /** The item to go on with, and inside of a text item where. */
  item: number;
  pos: number;
  /** Indices into the scan's tables: the next name, the next gap. */
  name: number;
  gap: number;
  readonly conditionals: Conditional[];
  /** Which of the include paths it was found in; -1: beside its includer, or not searched for. */
  readonly pathIndex: number;
  /** `#line`. */
  lineDelta: number;
  presumedName: string;
  readonly entered: Entered;
  readonly visit: VisitStart;
  /** How deep files were nested in it so far, itself included. */
  deepest: number;
}

/** What else, beside where the visit starts, to go back to when a file turns out to include itself for ever. */
export interface Entered {
  readonly site: SourceRange | undefined;
  readonly mark: OutputMark;
  /** Those on the file's directives and comments included, which are told when it is read first. */
  readonly findings: number;
}

/** Where a run stands when it enters a file. */
export interface VisitStart {
  readonly environment: Environment;
  readonly last: string;
  readonly length: number;
  readonly impure: number;
  readonly findings: number;
  readonly changes: number;
  readonly probes: number;
  readonly visited: number;
  readonly shut: number;
  readonly parts: number;
  readonly uses: number;
  readonly definitions: number;
  readonly includes: number;
  readonly inactive: number;
  readonly expansions: number;
  readonly tokens: number;
  readonly directives: number;
  readonly followed: number;
  readonly secondLook: number;
  readonly betweenTexts: boolean;
}

export interface Conditional {
  readonly opening: DirectiveItem;
  /** One of its branches was taken. */
  taken: boolean;
  sawElse: boolean;
}

export function report(
  run: Run,
  code: string,
  severity: DevicetreeFinding['severity'],
  message: string,
  range: SourceRange,
  of?: Macro,
): void {
  const place = of?.definition.nameRange;
  const related =
    place === undefined ? {} : { related: [{ range: place, message: `${of!.definition.name} is defined here.` }] };
  run.findings.push({ code, severity, message, range, ...related });
}

export function stateOf(run: Run, file: SourceFile): FileState {
  const known = run.files.get(file);
  if (known !== undefined) return known;
  const scan = scanFile(file);
  const state: FileState = { scan, lookups: undefined };
  run.files.set(file, state);
  run.findings.push(...scan.findings);
  return state;
}

/** From `#` to the end of the directive's name. */
export function directiveRange(file: SourceFile, item: DirectiveItem): SourceRange {
  return { file, start: item.hash, end: Math.max(item.nameEnd, item.hash + 1) };
}

export function setMacro(run: Run, name: string, shape: MacroShape): void {
  const macro = { definition: shape.definition, shape, disabled: false };
  run.macros.set(name, macro);
  run.changes.push({ name, macro });
  run.definitions.push(shape.definition);
  run.environment = environmentAfter(run.environment, shape);
  run.epoch++;
}

export function removeMacro(run: Run, name: string): void {
  if (!run.macros.delete(name)) return;
  run.changes.push({ name, macro: undefined });
  run.environment = environmentWithout(run.environment, name);
  run.epoch++;
}

/** From now on no file is read again. */
export function shutFile(run: Run, file: SourceFile): void {
  if (run.once.has(file)) return;
  run.once.add(file);
  run.shut.push(file);
  run.environment = environmentAfter(run.environment, file);
}

/** Something happened that no visit is to be kept over, and after which nothing that is known holds. */
export function loseTrack(run: Run): void {
  run.impure++;
  run.environment = newEnvironment();
}

/** A macro of the command line, `NAME` or `NAME(parameters)`. */
export function commandLineShape(name: string, value: string): { readonly shape: MacroShape | undefined } {
  const text = `${name} ${value}`;
  return readDefine({ file: undefined, text, start: 0, from: 0, end: text.length, comment: () => undefined });
}
