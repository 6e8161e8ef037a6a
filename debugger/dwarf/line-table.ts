/** Source lines of addresses and addresses of source lines, over all units. Programs run when their unit is asked for. */
import { DW_AT } from './constants.js';
import { type Interval, IntervalMap } from './intervals.js';
import { type LineProgram, type LineRow, type LineSequence, readLineProgram } from './line-program.js';
import { joinPath, matchingPaths } from './paths.js';
import type { AddressRange } from './ranges.js';
import type { Entry, Unit } from './unit.js';
import type { UnitTable } from './unit-table.js';

/** A source file as one unit names it. */
export interface SourceFile {
  /** Directory and name joined with the compilation directory: what an editor opens. */
  readonly path: string;
  /** As the compiler wrote them. */
  readonly name: string;
  readonly directory: string;
  readonly compilationDirectory: string;
}

/** A place in the sources. `column` is 0 where the compiler gives none. */
export interface SourcePlace {
  readonly file: SourceFile;
  readonly line: number;
  readonly column: number;
}

export interface LineLocation extends SourcePlace {
  /** The addresses that the row speaks for. */
  readonly range: AddressRange;
  readonly isStatement: boolean;
  readonly prologueEnd: boolean;
  readonly epilogueBegin: boolean;
  readonly discriminator: number;
}

/** A unit's line program with the parts of its sequences that hold code. */
export interface UnitLines {
  readonly unit: Unit;
  readonly program: LineProgram;
  readonly sequences: readonly LineSequence[];
  readonly files: readonly (SourceFile | undefined)[];
}

export class LineTable {
  private readonly units: UnitTable;
  private readonly linesOfUnit = new Map<Unit, UnitLines | undefined>();
  private sequences: IntervalMap<{ lines: UnitLines; sequence: LineSequence }> | undefined;
  private unitsOfFile: Map<string, Set<Unit>> | undefined;

  constructor(units: UnitTable) {
    this.units = units;
  }

  /**
   * The line of an address; `undefined` where no unit has a row for it. Line 0 is code of no line. Of several rows for the
   * address the last one counts, but a statement goes before a row that is none: there breakpoints stop.
   */
  lineAt(pc: number): LineLocation | undefined {
    const rows = this.linesAt(pc);
    return rows.findLast(({ isStatement, line }) => isStatement && line !== 0) ?? rows.at(-1);
  }

  /** All rows for the address, in the order of the program: inlining can leave several lines at one instruction. */
  linesAt(pc: number): LineLocation[] {
    const found = this.sequenceAt(pc);
    if (found === undefined) return [];
    const { rows, end } = found.sequence;
    const last = lastRow(rows, pc);
    const address = rows[last]?.address;
    let first = last;
    while (first > 0 && rows[first - 1]!.address === address) first--;
    const range = { start: address ?? pc, end: rows[last + 1]?.address ?? end };
    return rows.slice(Math.max(0, first), last + 1).flatMap((row) => {
      const file = found.lines.files[row.file];
      return file === undefined ? [] : [{ ...placeOf(row, file), range }];
    });
  }

  /** The rows around an address, for searching on from there. */
  sequenceAt(pc: number): { readonly lines: UnitLines; readonly sequence: LineSequence } | undefined {
    const unit = this.units.unitAt(pc);
    const lines = unit === undefined ? undefined : this.lines(unit);
    const sequence = lines?.sequences.find(({ start, end }) => pc >= start && pc < end);
    if (lines !== undefined && sequence !== undefined) return { lines, sequence };
    // A unit may leave code out of its ranges (assembler files of old tools): then all programs are looked at.
    this.sequences ??= new IntervalMap(this.allSequences());
    return this.sequences.at(pc)?.value;
  }

  /** Every file that the units name. */
  files(): SourceFile[] {
    const files = new Map<string, SourceFile>();
    for (const unit of this.units.units) {
      for (const file of this.lines(unit)?.files ?? []) if (file !== undefined) files.set(file.path, file);
    }
    return [...files.values()];
  }

  /** The paths of the table that a user's path means; see `matchingPaths`. */
  matchFile(path: string): string[] {
    return matchingPaths(this.fileUnits().keys(), path);
  }

  /** The units with rows of a file, by the path that the table knows. */
  linesOfFile(path: string): UnitLines[] {
    return [...(this.fileUnits().get(path) ?? [])].flatMap((unit) => this.lines(unit) ?? []);
  }

  /** The file that a DW_AT_decl_file or DW_AT_call_file of the unit means. */
  fileOf(unit: Unit, index: number): SourceFile | undefined {
    return this.lines(unit)?.files[index];
  }

  /** The program of a unit; `undefined` when it has none that can be read. */
  lines(unit: Unit): UnitLines | undefined {
    if (!this.linesOfUnit.has(unit)) this.linesOfUnit.set(unit, this.readLines(unit));
    return this.linesOfUnit.get(unit);
  }

  private readLines(unit: Unit): UnitLines | undefined {
    const root: Entry | undefined = unit.root;
    const offset = root?.sectionOffset(DW_AT.stmt_list);
    if (root === undefined || offset === undefined) return undefined;
    const program = readLineProgram(unit.sections.line, offset, unit);
    if (program === undefined) {
      this.units.report({
        code: 'dwarf-bad-lines',
        severity: 'warning',
        message: `The line table at byte ${offset} of .debug_line cannot be read, so one source file has no lines. Build the file again.`,
        where: '.debug_line',
      });
      return undefined;
    }
    const compilationDirectory = root.string(DW_AT.comp_dir) ?? '';
    const files = program.header.files.map((file) =>
      file === undefined
        ? undefined
        : { ...file, compilationDirectory, path: joinPath(compilationDirectory, file.directory, file.name) },
    );
    // Version 5 puts the unit's own file at 0; older programs start at 1 and mean the unit's name by 0.
    if (files[0] === undefined) {
      const name = root.string(DW_AT.name) ?? '';
      files[0] = { name, directory: '', compilationDirectory, path: joinPath(compilationDirectory, name) };
    }
    const sequences = program.sequences.filter(({ start }) => this.units.file.isCode(start));
    return { unit, program, sequences, files };
  }

  private allSequences(): Interval<{ lines: UnitLines; sequence: LineSequence }>[] {
    return this.units.units.flatMap((unit) => {
      const lines = this.lines(unit);
      return (lines?.sequences ?? []).map((sequence) => ({
        start: sequence.start,
        end: sequence.end,
        value: { lines: lines!, sequence },
      }));
    });
  }

  /** Units by the files that their rows use, not merely name. */
  private fileUnits(): ReadonlyMap<string, Set<Unit>> {
    if (this.unitsOfFile !== undefined) return this.unitsOfFile;
    const map = new Map<string, Set<Unit>>();
    for (const unit of this.units.units) {
      if (unit.header.kind === 'type') continue;
      const lines = this.lines(unit);
      const used = new Set(lines?.sequences.flatMap(({ rows }) => rows.map(({ file }) => file)));
      for (const index of used) {
        const path = lines?.files[index]?.path;
        if (path === undefined) continue;
        const units = map.get(path);
        if (units === undefined) map.set(path, new Set([unit]));
        else units.add(unit);
      }
    }
    this.unitsOfFile = map;
    return map;
  }
}

export function placeOf(row: LineRow, file: SourceFile): Omit<LineLocation, 'range'> {
  const { line, column, isStatement, prologueEnd, epilogueBegin, discriminator } = row;
  return { file, line, column, isStatement, prologueEnd, epilogueBegin, discriminator };
}

/** The index of the last row at or below an address, -1 before the first. */
export function lastRow(rows: readonly LineRow[], pc: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]!.address <= pc) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
