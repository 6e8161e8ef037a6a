/** One unit of `.debug_info` or `.debug_types`: its header at once, its entries when first asked for (DWARF 5, 7.5.1). */
import type { Finding } from '../../base/index.js';
import type { Abbreviation, Abbreviations } from './abbreviations.js';
import { DW_AT, DW_FORM, DW_UT } from './constants.js';
import { Entry } from './entry.js';
import { type FormContext, readForm, skipForm } from './forms.js';
import { type OffsetSize, Reader } from './reader.js';
import type { DebugSections } from './sections.js';

export interface UnitHeader {
  readonly bytes: Uint8Array;
  /** Where the unit's section starts in the common numbering of entries; 0 for `.debug_info`. */
  readonly base: number;
  /** Of the unit in its section, and past its end. */
  readonly offset: number;
  readonly end: number;
  readonly version: number;
  readonly offsetSize: OffsetSize;
  readonly addressSize: number;
  readonly kind: 'compile' | 'partial' | 'type' | 'skeleton';
  readonly abbrevOffset: number;
  readonly entriesOffset: number;
  /** Type units: what DW_FORM_ref_sig8 names, and where the type is in the unit. */
  readonly signature: bigint | undefined;
  readonly typeOffset: number;
}

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

const UNIT_KINDS: Readonly<Record<number, UnitHeader['kind']>> = {
  [DW_UT.compile]: 'compile',
  [DW_UT.type]: 'type',
  [DW_UT.partial]: 'partial',
  [DW_UT.skeleton]: 'skeleton',
};

/** All unit headers of a section. A header that cannot be read is reported and passed over by its length. */
export function readUnitHeaders(
  bytes: Uint8Array,
  base: number,
  isTypes: boolean,
  report: (finding: Finding) => void,
): UnitHeader[] {
  const headers: UnitHeader[] = [];
  const where = isTypes ? '.debug_types' : '.debug_info';
  let offset = 0;
  while (offset < bytes.length) {
    const reader = new Reader(bytes, offset);
    const { length, offsetSize } = reader.initialLength();
    const end = reader.position + length;
    if (reader.failed || end > bytes.length) {
      report({
        code: 'dwarf-cut-off',
        severity: 'warning',
        message: `${where} is cut off at byte ${offset}, so debug information is missing. Build the file again.`,
        where,
      });
      break;
    }
    if (length > 0) {
      const header = readHeader(reader, { bytes, base, offset, end, offsetSize }, isTypes);
      if (typeof header === 'object') headers.push(header);
      else
        report({
          code: 'dwarf-unit-skipped',
          severity: 'warning',
          message: `A unit of ${where} is left out: ${header}.`,
          where,
        });
    }
    offset = end;
  }
  return headers;
}

type Frame = Pick<UnitHeader, 'bytes' | 'base' | 'offset' | 'end' | 'offsetSize'>;

/** The header after its length, or why the unit cannot be used. */
function readHeader(reader: Reader, frame: Frame, isTypes: boolean): UnitHeader | string {
  const version = reader.u16();
  if (version < 2 || version > 5)
    return `its DWARF version is ${version}, and 2 to 5 can be read; build with -gdwarf-5`;
  let kind: UnitHeader['kind'] | undefined = isTypes ? 'type' : 'compile';
  let addressSize = 0;
  if (version >= 5) {
    kind = UNIT_KINDS[reader.u8()];
    addressSize = reader.u8();
  }
  const abbrevOffset = reader.offset(frame.offsetSize);
  if (version < 5) addressSize = reader.u8();
  if (kind === undefined) return 'it is of a kind that belongs into another file; build without -gsplit-dwarf';
  if (kind === 'skeleton') reader.skip(8);
  const signature = kind === 'type' ? reader.u64() : undefined;
  const typeOffset = kind === 'type' ? reader.offset(frame.offsetSize) : 0;
  if (addressSize !== 4) return `its addresses have ${addressSize} bytes, and a Cortex-M has 4`;
  if (reader.failed || reader.position > frame.end) return 'its header is cut off';
  return { ...frame, version, addressSize, kind, abbrevOffset, entriesOffset: reader.position, signature, typeOffset };
}
