/** The state of one run of the preprocessor, and the stack of files that it is in. */
import type { DevicetreeFinding, SourceFile, SourceRange, SourceReader } from '../source/index.js';
import { readDefine, type MacroShape } from './define.js';
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

/** What a run knows about a file. */
export interface FileState {
  readonly scan: FileScan;
  /** The macros behind the scan's names, each right while its stamp is the run's epoch. */
  readonly macros: (Macro | undefined)[];
  readonly stamps: Int32Array;
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
}

/** The state in which a file was entered, to go back to when it turns out to include itself for ever. */
export interface Entered {
  readonly site: SourceRange | undefined;
  readonly mark: OutputMark;
  readonly uses: number;
  readonly findings: number;
  readonly inactive: number;
  readonly includes: number;
  readonly parts: number;
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
  const count = scan.names.length;
  const state: FileState = {
    scan,
    macros: new Array<Macro | undefined>(count).fill(undefined),
    stamps: new Int32Array(count).fill(-1),
  };
  run.files.set(file, state);
  run.findings.push(...scan.findings);
  return state;
}

export function enterFile(run: Run, file: SourceFile, pathIndex: number, site: SourceRange | undefined): void {
  const state = stateOf(run, file);
  const mark = run.output.mark();
  const parts = run.parts.length;
  if (site !== undefined) run.parts.push({ file, start: mark.length, end: -1 });
  run.frames.push({
    file,
    state,
    scan: state.scan,
    item: 0,
    pos: 0,
    name: 0,
    gap: 0,
    conditionals: [],
    pathIndex,
    lineDelta: 0,
    presumedName: file.path,
    entered: {
      site,
      mark,
      uses: run.expander.uses.length,
      findings: run.findings.length,
      inactive: run.inactive.length,
      includes: run.includes.length,
      parts,
    },
  });
}

/** Leaves the file on top. */
export function leaveFile(run: Run): void {
  const frame = run.frames.pop();
  if (frame === undefined) return;
  for (const { opening } of frame.conditionals) {
    const message = `#${opening.directive} has no #endif in this file.`;
    report(run, 'cpp-unterminated-conditional', 'error', message, directiveRange(frame.file, opening));
  }
  const { length } = frame.file.text;
  const last = run.output.last();
  if (length > 0 && last !== '' && last !== '\n' && last !== '\r') run.output.fill('\n', frame.file, length, length);
  if (frame.entered.site !== undefined) run.parts[frame.entered.parts]!.end = run.output.length();
}

/** From `#` to the end of the directive's name. */
export function directiveRange(file: SourceFile, item: DirectiveItem): SourceRange {
  return { file, start: item.hash, end: Math.max(item.nameEnd, item.hash + 1) };
}

export function setMacro(run: Run, name: string, shape: MacroShape): void {
  run.macros.set(name, { definition: shape.definition, shape, disabled: false });
  run.definitions.push(shape.definition);
  run.epoch++;
}

export function removeMacro(run: Run, name: string): void {
  if (run.macros.delete(name)) run.epoch++;
}

/** A macro of the command line, `NAME` or `NAME(parameters)`. */
export function defineFromCommandLine(run: Run, name: string, value: string): void {
  const text = `${name} ${value}`;
  const { shape } = readDefine({
    file: undefined,
    text,
    start: 0,
    from: 0,
    end: text.length,
    comment: () => undefined,
  });
  if (shape !== undefined) setMacro(run, shape.definition.name, shape);
}
