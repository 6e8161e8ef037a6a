/**
 * The debug information of one file: lines, functions, frames, variables, types, unwinding. A unit is read when something
 * in it is asked for; names are indexed when one is first looked up.
 */
import type { Finding } from '../../base/index.js';
import type { ElfFile } from '../elf/index.js';
import type { CType, ValueLocation } from '../types/c-type.js';
import { BreakpointFinder, type BreakpointPlace } from './breakpoints.js';
import { CallFrames } from './call-frame.js';
import { CallSites } from './call-sites.js';
import { DW_AT } from './constants.js';
import type { Entry } from './unit.js';
import type { FrameContext } from './frame-context.js';
import { FrameEvaluator } from './frame-evaluator.js';
import { framesAt, type SourceFrame } from './frames.js';
import { type DebugFunction, FunctionTable, type InlinedCall } from './functions.js';
import { type LineLocation, LineTable, type SourceFile } from './line-table.js';
import { NameIndex } from './name-index.js';
import { qualifiedName } from './origins.js';
import type { AddressRange } from './ranges.js';
import { type DebugFile, debugFileOf } from './sections.js';
import { plainSpelling } from './spelling.js';
import { TypeReader } from './types.js';
import { UnitTable } from './unit-table.js';
import { cfaOf, unwindFrame, type UnwoundFrame } from './unwind.js';
import type { UnwindRow } from './unwind-rows.js';
import { type Variable, VariableReader } from './variables.js';

export class DebugInformation {
  private readonly units: UnitTable;
  private readonly lines: LineTable;
  private readonly functions: FunctionTable;
  private readonly breakpoints: BreakpointFinder;
  private readonly frames: CallFrames;
  private readonly names: NameIndex;
  private readonly types: TypeReader;
  private readonly callSites: CallSites;
  private readonly evaluator: FrameEvaluator;
  private readonly variables: VariableReader;

  constructor(file: DebugFile) {
    this.units = new UnitTable(file);
    this.lines = new LineTable(this.units);
    this.functions = new FunctionTable(this.units, this.lines);
    this.breakpoints = new BreakpointFinder(this.lines, this.functions);
    this.frames = new CallFrames(file, (finding) => this.units.report(finding));
    this.names = new NameIndex(this.units);
    this.types = new TypeReader(this.units, (name) => this.typeEntry(name));
    this.callSites = new CallSites(this.units, this.functions);
    this.evaluator = new FrameEvaluator(this.units, this.functions, this.types, this.callSites);
    this.variables = new VariableReader(this.units, this.functions, this.types, this.evaluator);
  }

  /** What was wrong with the parts read so far; grows as more is read. */
  get findings(): readonly Finding[] {
    return this.units.findings;
  }

  /** False when the file was built without debug information. */
  get isPresent(): boolean {
    return this.units.units.length > 0;
  }

  /** The source line of an address. For the frame of a caller, ask for the return address minus 1. */
  lineAt(pc: number): LineLocation | undefined {
    return this.lines.lineAt(pc);
  }

  /** All lines that the instruction at an address belongs to, in the order of the line program. */
  linesAt(pc: number): LineLocation[] {
    return this.lines.linesAt(pc);
  }

  /** Every source file that the debug information names. */
  files(): SourceFile[] {
    return this.lines.files();
  }

  /** The files that a path of the user's means, by the longest common tail; more than one when that is ambiguous. */
  matchFile(path: string): string[] {
    return this.lines.matchFile(path);
  }

  /** All code of a line; several ranges when the compiler moved or copied it. */
  rangesOfLine(path: string, line: number): AddressRange[] {
    return this.breakpoints.rangesOfLine(path, line);
  }

  /** Where to stop for a source line; the closest line with code after it when it has none itself. */
  breakpointsOfLine(path: string, line: number): BreakpointPlace[] {
    return this.breakpoints.placesOfLine(path, line);
  }

  /** The function that holds the address; see `framesAt` for the calls inlined there. */
  functionAt(pc: number): DebugFunction | undefined {
    return this.functions.functionAt(pc);
  }

  /** Functions of a name, plain, qualified or mangled; several for overloads and for statics of different files. */
  functionsNamed(name: string): DebugFunction[] {
    const found = this.names.functions(name).flatMap((entry) => this.functions.functionOf(entry) ?? []);
    return [...new Set(found)];
  }

  /** Where a step into a function stops: at its body, whether or not its parameters can be read before. */
  bodyOf(found: DebugFunction): number {
    return this.breakpoints.bodyOf(found);
  }

  /** The first address of a function where its parameters can be read. */
  pastPrologue(found: DebugFunction): number {
    return this.breakpoints.pastPrologueOf(found);
  }

  /** Where to stop for a function's name: in every function of that name, and wherever one was inlined; ascending. */
  breakpointsOfFunction(name: string): number[] {
    const inlined = this.names.inlinedCalls(this.names.functions(name));
    const starts = inlined.flatMap((entry) => this.breakpoints.startOfInlined(this.functions.inlinedCall(entry)) ?? []);
    const bodies = this.functionsNamed(name).map((found) => this.pastPrologue(found));
    return [...new Set([...bodies, ...starts])].sort((a, b) => a - b);
  }

  /** Calls whose body stands at the address, the innermost first. */
  inlinedAt(pc: number): InlinedCall[] {
    return this.functions.inlinedAt(pc);
  }

  /** The function and the calls inlined into it as frames, the innermost first. */
  framesAt(pc: number): SourceFrame[] {
    return framesAt(pc, this.functions, this.lines, this.variables);
  }

  /**
   * The variable of static storage of that name: global, of a file, a static member, or a static local. `near` decides
   * between those of different files: the one of the unit that has this address wins.
   */
  global(name: string, near?: number): Variable | undefined {
    return this.globalsNamed(name, near)[0];
  }

  /** All of that name, the best first: with an address, near, outside of functions. */
  globalsNamed(name: string, near?: number): Variable[] {
    const unit = near === undefined ? undefined : this.units.unitAt(near);
    const found = this.names.variables(name).map((entry) => ({ entry, variable: this.variables.read(entry) }));
    const rank = ({ entry, variable }: { entry: Entry; variable: Variable }): number =>
      (variable.address === undefined && !entry.has(DW_AT.const_value) ? 4 : 0) +
      (unit !== undefined && entry.unit !== unit ? 2 : 0) +
      (variable.kind === 'global' ? 0 : 1);
    const sorted = found.sort((a, b) => rank(a) - rank(b));
    return sorted
      .filter(
        (one, i) =>
          !sorted
            .slice(0, i)
            .some(
              (other) =>
                this.names.isSame(one.entry, other.entry) ||
                (one.variable.address !== undefined && one.variable.address === other.variable.address),
            ),
      )
      .map(({ variable }) => variable);
  }

  /** All variables with a fixed address, each once. */
  globals(): Variable[] {
    const byAddress = new Map<string, Variable>();
    for (const name of this.names.variableNames()) {
      for (const variable of this.globalsNamed(name)) {
        if (variable.address !== undefined) byAddress.set(`${variable.address} ${variable.name}`, variable);
      }
    }
    return [...byAddress.values()];
  }

  /** The type of a name, without `struct`, `class`, `union` or `enum` before it. */
  typeNamed(name: string): CType | undefined {
    const entry = this.typeEntry(name) ?? this.names.types(name)[0];
    return entry === undefined ? undefined : this.types.read(entry);
  }

  /** The type of a function, as expressions see it. */
  functionType(found: DebugFunction): CType {
    return this.types.read(found.entry);
  }

  /** The enumeration that has an enumerator of that name, plain or qualified; `near` decides as for `global`. */
  enumerationWith(enumerator: string, near?: number): CType | undefined {
    const found = this.names.enumerators(enumerator);
    const unit = near === undefined ? undefined : this.units.unitAt(near);
    const entry = (found.find((one) => one.unit === unit) ?? found[0])?.parent;
    return entry === undefined ? undefined : this.types.read(entry);
  }

  /** Names of all variables of static storage, plain, each once. */
  variableNames(): string[] {
    return this.names.variableNames();
  }

  /** How to unwind from an address; for the frame of a caller, ask for the return address minus 1. */
  unwindRow(pc: number): UnwindRow | undefined {
    return this.frames.rowAt(pc);
  }

  /** The canonical frame address of a frame, by call frame information. */
  cfa(context: FrameContext): number | undefined {
    const row = this.frames.rowAt(context.pc);
    return row === undefined ? undefined : cfaOf(row, context, this.evaluator);
  }

  /** The caller of a frame; `undefined` where there is no call frame information for it. */
  unwind(context: FrameContext): UnwoundFrame | undefined {
    const row = this.frames.rowAt(context.pc);
    return row === undefined ? undefined : unwindFrame(row, context, this.evaluator);
  }

  /**
   * The tail calls that led from the call that returns to `returnAddress` to the function at `pc`, innermost first, each as the
   * address behind its jump: frames that are not on the stack any more. Those that are certain only.
   */
  tailCalls(returnAddress: number, pc: number): readonly number[] {
    return this.callSites.between(returnAddress, pc);
  }

  /** The number that an expression of call frame information gives; `initial` is on the stack at first. */
  callFrameValue(expression: Uint8Array, context: FrameContext, initial: readonly number[]): number | undefined {
    return this.evaluator.callFrameNumber(expression, context, initial);
  }

  /** Where a location expression of the unit at the context's pc says its value is. */
  evaluate(expression: Uint8Array, context: FrameContext): ValueLocation {
    const unit = this.units.unitAt(context.pc) ?? this.units.units[0];
    if (unit === undefined) return { kind: 'unavailable', why: 'the file has no debug information' };
    return this.evaluator.locate(expression, unit, context);
  }

  private typeEntry(name: string): Entry | undefined {
    const wanted = plainSpelling(name);
    return this.names
      .types(name)
      .find((entry) => !entry.flag(DW_AT.declaration) && plainSpelling(qualifiedName(this.units, entry)) === wanted);
  }
}

/** What can be asked of debug information, of one file or of several. */
export type DebugView = Pick<DebugInformation, keyof DebugInformation>;

/** The debug information of a loaded file. Never throws; what cannot be read is in `findings`. */
export function openDebugInformation(elf: ElfFile): DebugInformation {
  return new DebugInformation(debugFileOf(elf));
}
