/** The debug information of one file: lines, functions, breakpoints. Units are read when something in them is asked for. */
import type { Finding } from '../../base/index.js';
import type { ElfFile } from '../elf/index.js';
import { BreakpointFinder, type BreakpointPlace } from './breakpoints.js';
import { type DebugFunction, FunctionTable, type InlinedCall } from './functions.js';
import { type LineLocation, LineTable, type SourceFile } from './line-table.js';
import type { AddressRange } from './ranges.js';
import { type DebugFile, debugFileOf } from './sections.js';
import { UnitTable } from './unit-table.js';

export class DebugInformation {
  private readonly units: UnitTable;
  private readonly lines: LineTable;
  private readonly functions: FunctionTable;
  private readonly breakpoints: BreakpointFinder;

  constructor(file: DebugFile) {
    this.units = new UnitTable(file);
    this.lines = new LineTable(this.units);
    this.functions = new FunctionTable(this.units, this.lines);
    this.breakpoints = new BreakpointFinder(this.lines, this.functions);
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

  /** The function that holds the address; see `inlinedAt` for the calls inlined there. */
  functionAt(pc: number): DebugFunction | undefined {
    return this.functions.functionAt(pc);
  }

  /** Calls whose body stands at the address, the innermost first. */
  inlinedAt(pc: number): InlinedCall[] {
    return this.functions.inlinedAt(pc);
  }

  /** The first address of a function's body, where its parameters can be read. */
  pastPrologue(found: DebugFunction): number {
    return this.breakpoints.pastPrologueOf(found);
  }
}

/** The debug information of a loaded file. Never throws; what cannot be read is in `findings`. */
export function openDebugInformation(elf: ElfFile): DebugInformation {
  return new DebugInformation(debugFileOf(elf));
}
