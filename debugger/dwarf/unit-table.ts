/** All units of a file: which one has the code at an address, and which entry a reference means. */
import type { Finding } from '../../base/index.js';
import { type Abbreviations, readAbbreviations } from './abbreviations.js';
import { readAranges } from './aranges.js';
import { DW_TAG } from './constants.js';
import type { AttributeValue } from './forms.js';
import { type Interval, IntervalMap } from './intervals.js';
import { type AddressRange, rangesOf } from './ranges.js';
import type { DebugFile, DebugSections } from './sections.js';
import { type Entry, Unit, type UnitFile } from './unit.js';
import { readUnitHeaders } from './unit-header.js';

/** More findings than this say nothing new. */
const FINDING_LIMIT = 100;

export class UnitTable implements UnitFile {
  readonly file: DebugFile;
  readonly units: readonly Unit[];
  readonly findings: Finding[] = [];
  private readonly abbreviationTables = new Map<number, Abbreviations>();
  private byAddress: IntervalMap<Unit> | undefined;
  private bySignature: Map<bigint, Unit> | undefined;

  constructor(file: DebugFile) {
    this.file = file;
    const { info, types } = file.sections;
    const report = (finding: Finding): void => this.report(finding);
    const headers = [...readUnitHeaders(info, 0, false, report), ...readUnitHeaders(types, info.length, true, report)];
    this.units = headers.map((header) => new Unit(this, header));
    if (this.units.some((unit) => unit.header.kind === 'skeleton')) {
      this.report({
        code: 'dwarf-split',
        severity: 'warning',
        message: `${file.name} keeps part of its debug information in .dwo files, which are not read. Build without -gsplit-dwarf.`,
        where: file.name,
      });
    }
  }

  get sections(): DebugSections {
    return this.file.sections;
  }

  report(finding: Finding): void {
    if (this.findings.length < FINDING_LIMIT) this.findings.push(finding);
  }

  abbreviations(offset: number): Abbreviations {
    let table = this.abbreviationTables.get(offset);
    if (table === undefined) {
      table = readAbbreviations(this.sections.abbrev, offset);
      this.abbreviationTables.set(offset, table);
    }
    return table;
  }

  /** The compilation unit with the code at an address. */
  unitAt(pc: number): Unit | undefined {
    this.byAddress ??= new IntervalMap(this.codeIntervals());
    return this.byAddress.at(pc)?.value;
  }

  /** The entry at an offset of the common numbering. */
  entryAt(offset: number): Entry | undefined {
    return this.unitOfOffset(offset)?.entryAt(offset);
  }

  /** What a reference attribute means. */
  follow(value: AttributeValue | undefined): Entry | undefined {
    if (value?.kind === 'reference') return this.entryAt(value.offset);
    if (value?.kind !== 'signature') return undefined;
    this.bySignature ??= new Map(
      this.units.flatMap((unit) => (unit.header.signature === undefined ? [] : [[unit.header.signature, unit]])),
    );
    const unit = this.bySignature.get(value.signature);
    return unit?.entryAt(unit.unitOffset + unit.header.typeOffset);
  }

  /** Ranges that hold code of the linked program; removed code has been left at address 0. */
  liveRanges(entry: Entry): AddressRange[] {
    return rangesOf(entry).filter(({ start }) => this.file.isCode(start));
  }

  private unitOfOffset(offset: number): Unit | undefined {
    let low = 0;
    let high = this.units.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.units[middle]!.unitOffset <= offset) low = middle + 1;
      else high = middle;
    }
    const unit = this.units[low - 1];
    return unit?.contains(offset) === true ? unit : undefined;
  }

  private codeIntervals(): Interval<Unit>[] {
    const intervals: Interval<Unit>[] = [];
    const withoutRanges = new Map<number, Unit>();
    for (const unit of this.units) {
      if (unit.header.kind === 'type') continue;
      const ranges = unit.root === undefined ? [] : this.liveRanges(unit.root);
      for (const range of ranges) intervals.push({ ...range, value: unit });
      if (ranges.length === 0) withoutRanges.set(unit.unitOffset, unit);
    }
    // .debug_aranges serves the units that do not say their ranges themselves; their functions do so otherwise.
    for (const { unitOffset, start, end } of readAranges(this.sections.aranges)) {
      const unit = withoutRanges.get(unitOffset);
      if (unit === undefined || !this.file.isCode(start)) continue;
      intervals.push({ start, end, value: unit });
    }
    const served = new Set(intervals.map(({ value }) => value));
    for (const unit of withoutRanges.values()) {
      if (!served.has(unit)) for (const range of this.functionRanges(unit)) intervals.push({ ...range, value: unit });
    }
    return intervals;
  }

  private functionRanges(unit: Unit): AddressRange[] {
    const ranges: AddressRange[] = [];
    for (let row = 0; row < unit.rowCount; row++) {
      const entry = unit.tagOfRow(row) === DW_TAG.subprogram ? unit.entryOfRow(row) : undefined;
      if (entry !== undefined) ranges.push(...this.liveRanges(entry));
    }
    return ranges;
  }
}
