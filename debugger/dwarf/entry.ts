/** A debugging information entry: a tag, attributes, and a place in the unit's tree (DWARF 5, 2.1 to 2.3). */
import type { Abbreviation } from './abbreviations.js';
import { type AttributeValue, readForm, skipForm } from './forms.js';
import { Reader } from './reader.js';
import type { Unit } from './unit.js';

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
