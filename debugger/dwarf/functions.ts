/** Functions by address: out-of-line ones and the calls that were inlined into them (DWARF 5, 3.3). */
import { demangledName } from '../elf/index.js';
import { DW_AT, DW_TAG } from './constants.js';
import { type Interval, IntervalMap } from './intervals.js';
import type { LineTable, SourcePlace } from './line-table.js';
import { inherited, inheritedFlag, inheritedString, linkageNameOf, qualifiedName } from './origins.js';
import { type AddressRange, rangesOf } from './ranges.js';
import type { Entry, Unit } from './unit.js';
import type { UnitTable } from './unit-table.js';

/** A function with code of its own. */
export interface DebugFunction {
  /** With namespaces, classes and arguments of templates: `geometry::Square::area`, `math::operator+<short, 3u>`. */
  readonly name: string;
  readonly shortName: string;
  /** The mangled name, where the language has one. */
  readonly linkageName: string | undefined;
  /** Usually one; more when cold parts were moved away. The first holds the entry. */
  readonly ranges: readonly AddressRange[];
  readonly entryPc: number;
  /** Where it is declared or defined. */
  readonly declaration: SourcePlace | undefined;
  readonly isExternal: boolean;
  /** Does not return to its caller (DW_AT_noreturn). */
  readonly isNoreturn: boolean;
  /** All its tail calls are described, so that a missing frame is known to be none (DW_AT_call_all_calls). */
  readonly describesTailCalls: boolean;
  readonly entry: Entry;
}

/** A call whose body stands in its caller. */
export interface InlinedCall {
  readonly name: string;
  readonly shortName: string;
  readonly linkageName: string | undefined;
  readonly ranges: readonly AddressRange[];
  /** The call itself, in the caller's source. */
  readonly call: SourcePlace | undefined;
  readonly declaration: SourcePlace | undefined;
  readonly entry: Entry;
}

/** A scope that holds an address: an inlined call or a lexical block. */
const BLOCK_TAGS: ReadonlySet<number> = new Set([DW_TAG.lexical_block, DW_TAG.inlined_subroutine]);
/** DW_LANG_Rust (DWARF 5, 7.12). */
const DW_LANG_RUST = 0x1c;
/** Nesting at most; deeper is damage. */
const DEPTH_LIMIT = 256;

export class FunctionTable {
  private readonly units: UnitTable;
  private readonly lines: LineTable;
  private readonly ofUnit = new Map<Unit, IntervalMap<DebugFunction>>();
  private readonly known = new Map<number, DebugFunction>();

  constructor(units: UnitTable, lines: LineTable) {
    this.units = units;
    this.lines = lines;
  }

  /** The function whose code the address is in, inlined ones not counted. */
  functionAt(pc: number): DebugFunction | undefined {
    const unit = this.units.unitAt(pc);
    return unit === undefined ? undefined : this.intervals(unit).at(pc)?.value;
  }

  /** A function from its entry; `undefined` when it has no code. */
  functionOf(entry: Entry): DebugFunction | undefined {
    let found = this.known.get(entry.offset);
    if (found === undefined) {
      found = this.read(entry);
      if (found !== undefined) this.known.set(entry.offset, found);
    }
    return found;
  }

  /** Entries around the address from the function inward: the function, its blocks, inlined calls, their blocks. */
  scopesAt(pc: number): Entry[] {
    const scopes: Entry[] = [];
    let current: Entry | undefined = this.functionAt(pc)?.entry;
    while (current !== undefined && scopes.length < DEPTH_LIMIT) {
      scopes.push(current);
      current = this.blockAt(current, pc);
    }
    return scopes;
  }

  /** Calls that were inlined at the address, the innermost first. */
  inlinedAt(pc: number): InlinedCall[] {
    const calls = this.scopesAt(pc).filter((scope) => scope.tag === DW_TAG.inlined_subroutine);
    return calls.reverse().map((entry) => this.inlinedCall(entry));
  }

  inlinedCall(entry: Entry): InlinedCall {
    const ranges = this.units.liveRanges(entry);
    return { ...this.naming(entry), ranges, call: this.callPlace(entry), entry };
  }

  /** Where an entry is declared; through its origin if need be. */
  declarationOf(entry: Entry): SourcePlace | undefined {
    const line = inherited(this.units, entry, DW_AT.decl_line);
    const file = inherited(this.units, entry, DW_AT.decl_file);
    if (line?.value.kind !== 'constant' || file?.value.kind !== 'constant') return undefined;
    const source = this.lines.fileOf(file.owner.unit, Number(file.value.value));
    const column = inherited(this.units, entry, DW_AT.decl_column)?.value;
    if (source === undefined) return undefined;
    return {
      file: source,
      line: Number(line.value.value),
      column: column?.kind === 'constant' ? Number(column.value) : 0,
    };
  }

  /** The name that the linker knows a function by. */
  linkNameOf(entry: Entry): string {
    return linkageNameOf(this.units, entry) ?? inheritedString(this.units, entry, DW_AT.name) ?? '';
  }

  private blockAt(scope: Entry, pc: number, depth = 0): Entry | undefined {
    for (const child of scope.children()) {
      if (!BLOCK_TAGS.has(child.tag)) continue;
      // Strict DWARF 2 cannot give a block several ranges and writes an empty one: then what is inside decides.
      const isOpen = rangesOf(child).length === 0;
      if (isOpen && depth < DEPTH_LIMIT && this.blockAt(child, pc, depth + 1) !== undefined) return child;
      if (this.units.liveRanges(child).some(({ start, end }) => pc >= start && pc < end)) return child;
    }
    return undefined;
  }

  private callPlace(entry: Entry): SourcePlace | undefined {
    const line = entry.number(DW_AT.call_line);
    const index = entry.number(DW_AT.call_file);
    const file = index === undefined ? undefined : this.lines.fileOf(entry.unit, index);
    if (line === undefined || file === undefined) return undefined;
    return { file, line, column: entry.number(DW_AT.call_column) ?? 0 };
  }

  private naming(entry: Entry): Pick<DebugFunction, 'name' | 'shortName' | 'linkageName' | 'declaration'> {
    const qualified = qualifiedName(this.units, entry);
    const linkageName = linkageNameOf(this.units, entry);
    // Arguments of templates are as in the mangled name, which is where other tools take them from; Rust has a hash there.
    const isRust = entry.unit.root?.number(DW_AT.language) === DW_LANG_RUST;
    const isTemplate = qualified.includes('<') && linkageName !== undefined && !isRust;
    return {
      name: (isTemplate ? demangledName(linkageName) : undefined) ?? qualified,
      shortName: inheritedString(this.units, entry, DW_AT.name) ?? '',
      linkageName,
      declaration: this.declarationOf(entry),
    };
  }

  private read(entry: Entry): DebugFunction | undefined {
    const ranges = this.units.liveRanges(entry);
    const [first] = ranges;
    if (first === undefined) return undefined;
    const written = entry.attribute(DW_AT.entry_pc);
    return {
      ...this.naming(entry),
      ranges,
      entryPc: written?.kind === 'address' ? written.address : first.start,
      isExternal: inheritedFlag(this.units, entry, DW_AT.external),
      isNoreturn: inheritedFlag(this.units, entry, DW_AT.noreturn),
      describesTailCalls: TAIL_CALL_FLAGS.some((name) => entry.flag(name)),
      entry,
    };
  }

  private intervals(unit: Unit): IntervalMap<DebugFunction> {
    let map = this.ofUnit.get(unit);
    if (map === undefined) {
      const intervals: Interval<DebugFunction>[] = [];
      for (let row = 0; row < unit.rowCount; row++) {
        const entry = unit.tagOfRow(row) === DW_TAG.subprogram ? unit.entryOfRow(row) : undefined;
        const value = entry === undefined ? undefined : this.functionOf(entry);
        if (value !== undefined) for (const range of value.ranges) intervals.push({ ...range, value });
      }
      map = new IntervalMap(intervals);
      this.ofUnit.set(unit, map);
    }
    return map;
  }
}

const TAIL_CALL_FLAGS = [
  DW_AT.call_all_calls,
  DW_AT.call_all_tail_calls,
  DW_AT.GNU_all_call_sites,
  DW_AT.GNU_all_tail_call_sites,
];
