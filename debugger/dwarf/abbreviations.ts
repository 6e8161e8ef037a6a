/** `.debug_abbrev`: which attributes in which forms an entry has (DWARF 5, 7.5.3). */
import { DW_FORM } from './constants.js';
import { Reader } from './reader.js';

export interface AttributeSpec {
  readonly name: number;
  readonly form: number;
  /** The value itself, for DW_FORM_implicit_const. */
  readonly implicit: bigint;
}

export interface Abbreviation {
  readonly code: number;
  readonly tag: number;
  readonly hasChildren: boolean;
  readonly attributes: readonly AttributeSpec[];
}

export type Abbreviations = ReadonlyMap<number, Abbreviation>;

/** The table at an offset; ends early where the section does. */
export function readAbbreviations(section: Uint8Array, offset: number): Abbreviations {
  const reader = new Reader(section, offset);
  const table = new Map<number, Abbreviation>();
  for (;;) {
    const code = reader.uleb();
    const tag = reader.uleb();
    const hasChildren = reader.u8() !== 0;
    const attributes = readSpecs(reader);
    // A failed reader answers zero.
    if (code === 0 || reader.failed) return table;
    table.set(code, { code, tag, hasChildren, attributes });
  }
}

function readSpecs(reader: Reader): AttributeSpec[] {
  const specs: AttributeSpec[] = [];
  for (;;) {
    const name = reader.uleb();
    const form = reader.uleb();
    const implicit = form === DW_FORM.implicit_const ? reader.slebBig() : 0n;
    if ((name === 0 && form === 0) || reader.failed) return specs;
    specs.push({ name, form, implicit });
  }
}
