/** Entries by name: variables, functions and types of all units. Built by one pass when a name is first asked for. */
import { DW_AT, DW_OP, DW_TAG } from './constants.js';
import { inheritedString, linkageNameOf, originChain, qualifiedName } from './origins.js';
import { isNamed, lastPart, plainSpelling, withoutArguments } from './spelling.js';
import type { Entry, Unit } from './unit.js';
import type { UnitTable } from './unit-table.js';

const TYPE_TAGS: ReadonlySet<number> = new Set([
  DW_TAG.structure_type,
  DW_TAG.class_type,
  DW_TAG.union_type,
  DW_TAG.enumeration_type,
  DW_TAG.typedef,
  DW_TAG.base_type,
  DW_TAG.interface_type,
]);

type Names = Map<string, number[]>;

interface Tables {
  readonly variables: Names;
  readonly functions: Names;
  readonly types: Names;
  readonly enumerators: Names;
}

export class NameIndex {
  private readonly units: UnitTable;
  private cached: Tables | undefined;

  constructor(units: UnitTable) {
    this.units = units;
  }

  /** Variables of static storage; those inside functions last. Suffixes that link-time optimization adds are dropped. */
  variables(name: string): Entry[] {
    const exact = this.find(this.tables.variables, name);
    return exact.length > 0 ? exact : this.find(this.tables.variables, withoutSuffix(name));
  }

  functions(name: string): Entry[] {
    const exact = this.find(this.tables.functions, name);
    return exact.length > 0 ? exact : this.find(this.tables.functions, withoutSuffix(name));
  }

  /** Calls inlined anywhere of the functions that have these entries. */
  inlinedCalls(functions: readonly Entry[]): Entry[] {
    const wanted = new Set(functions.flatMap((entry) => originChain(this.units, entry).map(({ offset }) => offset)));
    const found: Entry[] = [];
    for (const unit of wanted.size === 0 ? [] : this.units.units) {
      for (let row = 0; row < unit.rowCount; row++) {
        if (unit.tagOfRow(row) !== DW_TAG.inlined_subroutine) continue;
        const entry = unit.entryOfRow(row)!;
        if (originChain(this.units, entry).some(({ offset }) => wanted.has(offset))) found.push(entry);
      }
    }
    return found;
  }

  /** Definitions before declarations. */
  types(name: string): Entry[] {
    const found = this.find(this.tables.types, name);
    return found.sort((a, b) => Number(a.flag(DW_AT.declaration)) - Number(b.flag(DW_AT.declaration)));
  }

  /** Enumerators of unscoped and scoped enumerations alike; their parent is the enumeration. */
  enumerators(name: string): Entry[] {
    return this.find(this.tables.enumerators, name);
  }

  /** Names of all variables, each once. */
  variableNames(): string[] {
    return [...this.tables.variables.keys()];
  }

  private get tables(): Tables {
    this.cached ??= this.build();
    return this.cached;
  }

  /** By the last part of the name, then by the whole of it; `::f` and `f` both find a global `f`. */
  private find(table: Names, name: string): Entry[] {
    const wanted = name.startsWith('::') ? name.slice(2) : name;
    const candidates = (table.get(plainSpelling(lastPart(wanted))) ?? []).flatMap(
      (offset) => this.units.entryAt(offset) ?? [],
    );
    if (wanted.includes('::')) {
      return candidates.filter((entry) => isNamed(this.fullName(entry), wanted));
    }
    return candidates;
  }

  /** With the function around a static local: `hash::calls`. */
  private fullName(entry: Entry): string {
    const scope = enclosingFunction(entry);
    const name = qualifiedName(this.units, entry);
    return scope === undefined ? name : `${qualifiedName(this.units, scope)}::${name}`;
  }

  private build(): Tables {
    const tables: Tables = { variables: new Map(), functions: new Map(), types: new Map(), enumerators: new Map() };
    const locals: Names = new Map();
    for (const unit of this.units.units) {
      for (let row = 0; row < unit.rowCount; row++) this.addRow(unit, row, tables, locals);
    }
    for (const [name, offsets] of locals) for (const offset of offsets) add(tables.variables, name, offset);
    return tables;
  }

  private addRow(unit: Unit, row: number, tables: Tables, locals: Names): void {
    const tag = unit.tagOfRow(row);
    if (tag === DW_TAG.enumerator) {
      const enumerator = unit.entryOfRow(row)!;
      add(tables.enumerators, enumerator.string(DW_AT.name) ?? '', enumerator.offset);
      return;
    }
    if (tag !== DW_TAG.variable && tag !== DW_TAG.subprogram && !TYPE_TAGS.has(tag)) return;
    const entry = unit.entryOfRow(row)!;
    const name = inheritedString(this.units, entry, DW_AT.name);
    if (name === undefined) return;
    if (tag === DW_TAG.variable) {
      if (enclosingFunction(entry) === undefined) add(tables.variables, plainSpelling(name), entry.offset);
      else if (hasStaticAddress(entry)) add(locals, name, entry.offset);
      return;
    }
    if (tag !== DW_TAG.subprogram) {
      add(tables.types, plainSpelling(name), entry.offset);
      return;
    }
    add(tables.functions, plainSpelling(name), entry.offset);
    const bare = withoutArguments(name);
    if (bare !== name) add(tables.functions, bare, entry.offset);
    const linkage = linkageNameOf(this.units, entry);
    if (linkage !== undefined && linkage !== name) add(tables.functions, linkage, entry.offset);
  }

  /** Whether two entries are one variable: the definition, its declaration, the abstract one. */
  isSame(a: Entry, b: Entry): boolean {
    const origins = new Set(originChain(this.units, a).map(({ offset }) => offset));
    return originChain(this.units, b).some(({ offset }) => origins.has(offset));
  }
}

function add(names: Names, name: string, offset: number): void {
  const offsets = names.get(name);
  if (offsets === undefined) names.set(name, [offset]);
  else offsets.push(offset);
}

const FUNCTION_TAGS: ReadonlySet<number> = new Set([DW_TAG.subprogram, DW_TAG.inlined_subroutine]);

/** The function that an entry stands in; classes in between do not count as outside. */
export function enclosingFunction(entry: Entry): Entry | undefined {
  let scope = entry.parent;
  for (let depth = 0; scope !== undefined && depth < 64; depth++) {
    if (FUNCTION_TAGS.has(scope.tag)) return scope;
    scope = scope.parent;
  }
  return undefined;
}

/** Whether the variable has one address for good. */
export function hasStaticAddress(entry: Entry): boolean {
  const [opcode] = entry.block(DW_AT.location) ?? [];
  return opcode === DW_OP.addr || opcode === DW_OP.addrx || opcode === DW_OP.GNU_addr_index;
}

/** `hidden.lto_priv.0` is `hidden`; `calls.1` is `calls`. */
export function withoutSuffix(name: string): string {
  return name
    .replace(/(?:\.(?:lto_priv|constprop|isra|part|cold|clone|localalias|llvm))*(?:\.\d+)*$/, '')
    .replace(/(?:\.(?:lto_priv|constprop|isra|part|cold|clone|localalias|llvm)(?:\.\d+)*)+$/, '');
}
