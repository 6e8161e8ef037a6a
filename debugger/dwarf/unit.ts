/** A unit and its entries: a tree of tags and attributes that is read when something in it is first asked for (DWARF 5, 7.5). */
import type { Finding } from '../../base/index.js';
import type { Abbreviation, Abbreviations } from './abbreviations.js';
import { DW_AT, DW_FORM } from './constants.js';
import { type AttributeValue, type FormContext, readForm, skipForm } from './forms.js';
import { type OffsetSize, Reader } from './reader.js';
import type { DebugSections } from './sections.js';
import type { UnitHeader } from './unit-header.js';

/** The entries of a unit as parallel tables: one row each, in the order of the section. */
interface Tree {
  readonly offsets: Uint32Array;
  readonly abbreviations: readonly Abbreviation[];
  readonly parents: Int32Array;
  /** The row after the entry's last descendant. */
  readonly ends: Uint32Array;
}

/** The shared parts that a unit reads from. */
export interface UnitFile {
  readonly sections: DebugSections;
  abbreviations(offset: number): Abbreviations;
  report(finding: Finding): void;
}

export class Unit implements FormContext {
  readonly header: UnitHeader;
  private readonly file: UnitFile;
  private cachedTree: Tree | undefined;
  private cachedBases: Bases | undefined;

  constructor(file: UnitFile, header: UnitHeader) {
    this.file = file;
    this.header = header;
  }

  get version(): number {
    return this.header.version;
  }

  get offsetSize(): OffsetSize {
    return this.header.offsetSize;
  }

  get addressSize(): number {
    return this.header.addressSize;
  }

  get sections(): DebugSections {
    return this.file.sections;
  }

  /** In the common numbering. */
  get unitOffset(): number {
    return this.header.base + this.header.offset;
  }

  contains(offset: number): boolean {
    return offset >= this.unitOffset && offset < this.header.base + this.header.end;
  }

  stringAt(offset: number): string {
    return sectionString(this.sections.str, offset);
  }

  lineStringAt(offset: number): string {
    return sectionString(this.sections.lineStr, offset);
  }

  indexedString(index: number): string {
    const reader = new Reader(this.sections.strOffsets, this.bases.strOffsets + index * this.offsetSize);
    const offset = reader.offset(this.offsetSize);
    return reader.failed ? '' : this.stringAt(offset);
  }

  indexedAddress(index: number): number {
    return new Reader(this.sections.addr, this.bases.addr + index * this.addressSize).address(this.addressSize);
  }

  /** Where the unit's parts of the index sections start (DWARF 5, 3.1.1). */
  get bases(): Bases {
    this.cachedBases ??= readBases(this, this.abbreviation);
    return this.cachedBases;
  }

  /** The unit's own entry; `undefined` when not even that can be read. */
  get root(): Entry | undefined {
    const code = new Reader(this.header.bytes, this.header.entriesOffset, this.header.end).uleb();
    const abbreviation = this.abbreviation(code);
    return abbreviation === undefined ? undefined : new Entry(this, 0, this.header.entriesOffset, abbreviation);
  }

  /** The entry at an offset of the common numbering; `undefined` when none starts there. */
  entryAt(offset: number): Entry | undefined {
    const row = rowOf(this.tree.offsets, offset - this.header.base);
    return row < 0 ? undefined : this.entryOfRow(row);
  }

  entryOfRow(row: number): Entry | undefined {
    const abbreviation = this.tree.abbreviations[row];
    return abbreviation === undefined ? undefined : new Entry(this, row, this.tree.offsets[row]!, abbreviation);
  }

  parentRow(row: number): number {
    return this.tree.parents[row] ?? -1;
  }

  /** The row after the entry and all below it. */
  endRow(row: number): number {
    return this.tree.ends[row] ?? row + 1;
  }

  get rowCount(): number {
    return this.tree.abbreviations.length;
  }

  tagOfRow(row: number): number {
    return this.tree.abbreviations[row]?.tag ?? 0;
  }

  private readonly abbreviation = (code: number): Abbreviation | undefined =>
    this.file.abbreviations(this.header.abbrevOffset).get(code);

  private get tree(): Tree {
    this.cachedTree ??= this.readTree();
    return this.cachedTree;
  }

  /** One pass over the unit. A bad entry ends it: what comes before stays. */
  private readTree(): Tree {
    const { bytes, entriesOffset, end } = this.header;
    const table = this.file.abbreviations(this.header.abbrevOffset);
    const reader = new Reader(bytes, entriesOffset, end);
    const offsets: number[] = [];
    const abbreviations: Abbreviation[] = [];
    const parents: number[] = [];
    const ends: number[] = [];
    const open: number[] = [];
    let damaged = false;
    while (!reader.atEnd) {
      const offset = reader.position;
      const code = reader.uleb();
      if (code === 0) {
        const closed = open.pop();
        if (closed !== undefined) ends[closed] = offsets.length;
        if (open.length === 0) break;
        continue;
      }
      const abbreviation = table.get(code);
      if (abbreviation !== undefined) for (const { form } of abbreviation.attributes) skipForm(reader, form, this);
      if (abbreviation === undefined || reader.failed) {
        damaged = true;
        break;
      }
      const row = offsets.length;
      offsets.push(offset);
      abbreviations.push(abbreviation);
      parents.push(open.at(-1) ?? -1);
      ends.push(row + 1);
      if (abbreviation.hasChildren) open.push(row);
      else if (open.length === 0) break;
    }
    for (const row of open) ends[row] = offsets.length;
    if (damaged) this.reportDamage(reader.position);
    return {
      offsets: Uint32Array.from(offsets),
      abbreviations,
      parents: Int32Array.from(parents),
      ends: Uint32Array.from(ends),
    };
  }

  private reportDamage(at: number): void {
    this.file.report({
      code: 'dwarf-bad-entry',
      severity: 'warning',
      message: `The debug information of one compilation unit cannot be read from byte ${at} on, so names after it are missing. Build the file again.`,
      where: this.header.base === 0 ? '.debug_info' : '.debug_types',
    });
  }
}

/** A debugging information entry: a tag, attributes, and a place in the unit's tree (DWARF 5, 2.1 to 2.3). */
export class Entry {
  readonly unit: Unit;
  private readonly row: number;
  private readonly localOffset: number;
  private readonly abbreviation: Abbreviation;

  constructor(unit: Unit, row: number, localOffset: number, abbreviation: Abbreviation) {
    this.unit = unit;
    this.row = row;
    this.localOffset = localOffset;
    this.abbreviation = abbreviation;
  }

  /** In the common numbering of all units: what references to it say. */
  get offset(): number {
    return this.unit.header.base + this.localOffset;
  }

  get tag(): number {
    return this.abbreviation.tag;
  }

  get parent(): Entry | undefined {
    const row = this.unit.parentRow(this.row);
    return row < 0 ? undefined : this.unit.entryOfRow(row);
  }

  *children(): Generator<Entry> {
    const end = this.unit.endRow(this.row);
    for (let row = this.row + 1; row < end; row = this.unit.endRow(row)) {
      const child = this.unit.entryOfRow(row);
      if (child === undefined) return;
      yield child;
    }
  }

  /** All entries below this one. */
  *descendants(): Generator<Entry> {
    const end = this.unit.endRow(this.row);
    for (let row = this.row + 1; row < end; row++) {
      const entry = this.unit.entryOfRow(row);
      if (entry === undefined) return;
      yield entry;
    }
  }

  has(name: number): boolean {
    return this.abbreviation.attributes.some((spec) => spec.name === name);
  }

  /** The attribute of this entry itself; see `origins.ts` for those it takes from others. */
  attribute(name: number): AttributeValue | undefined {
    if (!this.has(name)) return undefined;
    const reader = new Reader(this.unit.header.bytes, this.localOffset, this.unit.header.end);
    reader.uleb();
    for (const spec of this.abbreviation.attributes) {
      if (spec.name === name) {
        const value = readForm(reader, spec.form, spec.implicit, this.unit);
        return reader.failed ? undefined : value;
      }
      skipForm(reader, spec.form, this.unit);
    }
    return undefined;
  }

  string(name: number): string | undefined {
    const value = this.attribute(name);
    return value?.kind === 'string' ? value.text : undefined;
  }

  flag(name: number): boolean {
    const value = this.attribute(name);
    return value?.kind === 'flag' && value.value;
  }

  /** A constant as a plain number; signed forms keep their sign. */
  number(name: number): number | undefined {
    const value = this.attribute(name);
    return value?.kind === 'constant' ? Number(value.value) : undefined;
  }

  /** The bytes of a location expression or block. */
  block(name: number): Uint8Array | undefined {
    const value = this.attribute(name);
    return value?.kind === 'block' ? value.bytes : undefined;
  }

  /** An offset into another section; DWARF 2 and 3 write it as plain data. */
  sectionOffset(name: number): number | undefined {
    const value = this.attribute(name);
    if (value?.kind === 'sectionOffset') return value.offset;
    const plain =
      this.unit.version < 4 && value?.kind === 'constant' && (value.sizeBytes === 4 || value.sizeBytes === 8);
    return plain ? Number(value.value) : undefined;
  }
}

interface Bases {
  readonly strOffsets: number;
  readonly addr: number;
  readonly rnglists: number;
  readonly loclists: number;
}

/**
 * The bases come from the unit's entry, whose other attributes may need them already: so only section offsets are looked
 * at here. Without them, the part after one header is meant (split units, DWARF 5, 7.26 to 7.29).
 */
function readBases(unit: Unit, abbreviationOf: (code: number) => Abbreviation | undefined): Bases {
  const { bytes, entriesOffset, end } = unit.header;
  const headerSize = unit.offsetSize === 8 ? 16 : 8;
  const bases = { strOffsets: headerSize, addr: headerSize, rnglists: headerSize + 4, loclists: headerSize + 4 };
  const reader = new Reader(bytes, entriesOffset, end);
  const abbreviation = abbreviationOf(reader.uleb());
  for (const { name, form, implicit } of abbreviation?.attributes ?? []) {
    const key = BASE_ATTRIBUTES[name];
    if (key === undefined || (form !== DW_FORM.sec_offset && form !== DW_FORM.data4)) {
      skipForm(reader, form, unit);
      continue;
    }
    const value = readForm(reader, form, implicit, unit);
    if (value.kind === 'sectionOffset') bases[key] = value.offset;
  }
  return bases;
}

const BASE_ATTRIBUTES: Readonly<Record<number, keyof Bases>> = {
  [DW_AT.str_offsets_base]: 'strOffsets',
  [DW_AT.addr_base]: 'addr',
  [DW_AT.GNU_addr_base]: 'addr',
  [DW_AT.rnglists_base]: 'rnglists',
  [DW_AT.loclists_base]: 'loclists',
};

function sectionString(section: Uint8Array, offset: number): string {
  const reader = new Reader(section, offset);
  return reader.string();
}

function rowOf(offsets: Uint32Array, wanted: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (offsets[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return offsets[low] === wanted ? low : -1;
}
