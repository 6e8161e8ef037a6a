/**
 * Where to stop for a source line or a function: at statements, once for each copy of the code, and past the prologue,
 * so that parameters can be read.
 */
import { DW_AT, DW_TAG } from './constants.js';
import type { DebugFunction, FunctionTable, InlinedCall } from './functions.js';
import type { LineRow } from './line-program.js';
import type { LineTable, SourceFile, UnitLines } from './line-table.js';
import type { AddressRange } from './ranges.js';
import type { Unit } from './unit.js';

export interface BreakpointPlace {
  readonly address: number;
  readonly file: SourceFile;
  /** The line that has code: the wanted one or the closest one after it. */
  readonly line: number;
  readonly column: number;
  /** The function around the address, without inlined ones. */
  readonly function: DebugFunction | undefined;
}

interface Candidate {
  readonly lines: UnitLines;
  readonly row: LineRow;
}

export class BreakpointFinder {
  private readonly lines: LineTable;
  private readonly functions: FunctionTable;
  private readonly unitsWithLocationLists = new Map<Unit, boolean>();

  constructor(lines: LineTable, functions: FunctionTable) {
    this.lines = lines;
    this.functions = functions;
  }

  /** One place for each block, function or inlined call with code of the line; none when nothing follows in the file. */
  placesOfLine(path: string, line: number): BreakpointPlace[] {
    const candidates = this.lines.matchFile(path).flatMap((known) => this.statementsFrom(known, line));
    const closest = candidates.reduce((best, { row }) => Math.min(best, row.line), Infinity);
    const exact = candidates.filter(({ row }) => row.line === closest).sort((a, b) => a.row.address - b.row.address);
    const copies = new Set<string>();
    const places = new Map<number, BreakpointPlace>();
    for (const { lines, row } of exact) {
      const scopes = this.functions.scopesAt(row.address);
      const copy = scopes.length === 0 ? `@${row.address}` : scopes.map(({ offset }) => offset).join('.');
      if (copies.has(copy)) continue;
      copies.add(copy);
      const address = this.pastPrologue(row.address);
      const file = lines.files[row.file]!;
      const place = { address, file, line: row.line, column: row.column, function: this.functions.functionAt(address) };
      if (!places.has(address)) places.set(address, place);
    }
    return [...places.values()];
  }

  /** All addresses of a line, as the rows give them. */
  rangesOfLine(path: string, line: number): AddressRange[] {
    const ranges: AddressRange[] = [];
    for (const known of this.lines.matchFile(path)) {
      for (const lines of this.lines.linesOfFile(known)) {
        for (const { rows, end } of lines.sequences) {
          rows.forEach((row, i) => {
            const stop = rows[i + 1]?.address ?? end;
            if (row.line !== line || lines.files[row.file]?.path !== known || stop <= row.address) return;
            const last = ranges.at(-1);
            if (last?.end === row.address) ranges[ranges.length - 1] = { start: last.start, end: stop };
            else ranges.push({ start: row.address, end: stop });
          });
        }
      }
    }
    return ranges;
  }

  /** Where a breakpoint on the function stops: after its prologue. */
  pastPrologueOf(found: DebugFunction): number {
    // Optimized code says for every address where parameters are, so nothing needs to be waited for.
    return this.hasLocationLists(found.entry.unit) ? found.entryPc : this.bodyOf(found);
  }

  /** Where a step into the function stops: at its body, past what the line table gives to its opening. */
  bodyOf({ entryPc, ranges }: DebugFunction): number {
    const end = ranges.find((range) => entryPc >= range.start && entryPc < range.end)?.end ?? entryPc;
    const found = this.lines.sequenceAt(entryPc);
    if (found === undefined) return entryPc;
    const rows = found.sequence.rows.filter(({ address }) => address >= entryPc && address < end);
    const marked = rows.find(({ prologueEnd }) => prologueEnd);
    if (marked !== undefined) return marked.address;
    return this.secondLine(rows, entryPc);
  }

  /** Where a breakpoint on an inlined call stops: at its first instruction, but past the prologue of the function around it. */
  startOfInlined({ ranges }: InlinedCall): number | undefined {
    const [first] = ranges;
    return first === undefined ? undefined : this.pastPrologue(first.start);
  }

  /** The start of the second line entry (GDB's rule for GCC, which marks no end of the prologue). */
  private secondLine(rows: readonly LineRow[], entryPc: number): number {
    const [first, second] = rows;
    if (first === undefined || second === undefined || first.line === 0) return entryPc;
    // Two entries at one address are a prologue without instructions.
    if (second.address === first.address && second.line !== 0) return entryPc;
    let prologue = first;
    for (const row of rows) {
      if (row.address <= prologue.address) continue;
      const here = rows.filter(({ address }) => address === row.address);
      const last = here.findLast(({ isStatement }) => isStatement) ?? here.at(-1)!;
      const isBody = last.line === 0 || last.line >= prologue.line || last.file !== prologue.file;
      if (isBody || this.functions.inlinedAt(row.address).length > 0) return row.address;
      // A smaller line of the same function: an instruction that the compiler moved into the prologue.
      prologue = last;
    }
    return entryPc;
  }

  private pastPrologue(address: number): number {
    const owner = this.functions.functionAt(address);
    if (owner === undefined) return address;
    const body = this.pastPrologueOf(owner);
    return address >= owner.entryPc && address < body ? body : address;
  }

  private statementsFrom(path: string, line: number): Candidate[] {
    const candidates: Candidate[] = [];
    for (const lines of this.lines.linesOfFile(path)) {
      for (const { rows } of lines.sequences) {
        for (const row of rows) {
          if (row.isStatement && row.line >= line && lines.files[row.file]?.path === path)
            candidates.push({ lines, row });
        }
      }
    }
    return candidates;
  }

  private hasLocationLists(unit: Unit): boolean {
    let has = this.unitsWithLocationLists.get(unit);
    if (has === undefined) {
      has = false;
      for (let row = 0; row < unit.rowCount && !has; row++) {
        const tag = unit.tagOfRow(row);
        const isRemoved = tag === DW_TAG.subprogram && this.functions.functionOf(unit.entryOfRow(row)!) === undefined;
        if (isRemoved) row = unit.endRow(row) - 1;
        if (tag !== DW_TAG.formal_parameter && tag !== DW_TAG.variable) continue;
        const location = unit.entryOfRow(row)?.attribute(DW_AT.location);
        has = location !== undefined && location.kind !== 'block';
      }
      this.unitsWithLocationLists.set(unit, has);
    }
    return has;
  }
}
