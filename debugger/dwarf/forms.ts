/** Attribute values by form (DWARF 5, 7.5.5 and 7.5.6). */
import { DW_FORM } from './constants.js';
import type { OffsetSize, Reader } from './reader.js';

export type AttributeValue =
  | { readonly kind: 'address'; readonly address: number }
  /** `value` is as written: unsigned for the data forms, whose meaning depends on the attribute and the type. */
  | { readonly kind: 'constant'; readonly value: bigint; readonly sizeBytes: number | undefined }
  | { readonly kind: 'block'; readonly bytes: Uint8Array }
  | { readonly kind: 'flag'; readonly value: boolean }
  /** A place in `.debug_info`, or in `.debug_types` counted on from its end. */
  | { readonly kind: 'reference'; readonly offset: number }
  | { readonly kind: 'signature'; readonly signature: bigint }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'sectionOffset'; readonly offset: number }
  | { readonly kind: 'listIndex'; readonly index: number }
  /** A form that we do not know, or one that points into another file. */
  | { readonly kind: 'unsupported'; readonly form: number };

/** What a form's meaning depends on. */
export interface FormContext {
  readonly version: number;
  readonly offsetSize: OffsetSize;
  readonly addressSize: number;
  /** Added to references inside the unit. */
  readonly unitOffset: number;
  stringAt(offset: number): string;
  lineStringAt(offset: number): string;
  indexedString(index: number): string;
  indexedAddress(index: number): number;
}

/** Reads one value. Unknown forms fail the reader, as nothing after them can be found. */
export function readForm(reader: Reader, form: number, implicit: bigint, unit: FormContext): AttributeValue {
  switch (form) {
    case DW_FORM.addr:
      return { kind: 'address', address: reader.address(unit.addressSize) };
    case DW_FORM.data1:
    case DW_FORM.data2:
    case DW_FORM.data4:
    case DW_FORM.data8:
    case DW_FORM.data16: {
      const sizeBytes = DATA_SIZES[form];
      return { kind: 'constant', value: reader.unsigned(sizeBytes), sizeBytes };
    }
    case DW_FORM.udata:
      return { kind: 'constant', value: reader.ulebBig(), sizeBytes: undefined };
    case DW_FORM.sdata:
      return { kind: 'constant', value: reader.slebBig(), sizeBytes: undefined };
    case DW_FORM.implicit_const:
      return { kind: 'constant', value: implicit, sizeBytes: undefined };
    case DW_FORM.block1:
      return { kind: 'block', bytes: reader.take(reader.u8()) };
    case DW_FORM.block2:
      return { kind: 'block', bytes: reader.take(reader.u16()) };
    case DW_FORM.block4:
      return { kind: 'block', bytes: reader.take(reader.u32()) };
    case DW_FORM.block:
    case DW_FORM.exprloc:
      return { kind: 'block', bytes: reader.take(reader.uleb()) };
    case DW_FORM.flag:
      return { kind: 'flag', value: reader.u8() !== 0 };
    case DW_FORM.flag_present:
      return { kind: 'flag', value: true };
    case DW_FORM.string:
      return { kind: 'string', text: reader.string() };
    case DW_FORM.strp:
      return { kind: 'string', text: unit.stringAt(reader.offset(unit.offsetSize)) };
    case DW_FORM.line_strp:
      return { kind: 'string', text: unit.lineStringAt(reader.offset(unit.offsetSize)) };
    case DW_FORM.sec_offset:
      return { kind: 'sectionOffset', offset: reader.offset(unit.offsetSize) };
    case DW_FORM.loclistx:
    case DW_FORM.rnglistx:
      return { kind: 'listIndex', index: reader.uleb() };
    case DW_FORM.ref_sig8:
      return { kind: 'signature', signature: reader.u64() };
    case DW_FORM.indirect: {
      const actual = reader.uleb();
      // A form that names itself would never end.
      if (actual === DW_FORM.indirect || actual === DW_FORM.implicit_const) reader.fail();
      return reader.failed ? { kind: 'unsupported', form } : readForm(reader, actual, 0n, unit);
    }
    default:
      return readReference(reader, form, unit) ?? readIndexed(reader, form, unit) ?? readOther(reader, form, unit);
  }
}

const DATA_SIZES = {
  [DW_FORM.data1]: 1,
  [DW_FORM.data2]: 2,
  [DW_FORM.data4]: 4,
  [DW_FORM.data8]: 8,
  [DW_FORM.data16]: 16,
} as const;

function readReference(reader: Reader, form: number, unit: FormContext): AttributeValue | undefined {
  const inUnit = (offset: number): AttributeValue => ({ kind: 'reference', offset: unit.unitOffset + offset });
  switch (form) {
    case DW_FORM.ref1:
      return inUnit(reader.u8());
    case DW_FORM.ref2:
      return inUnit(reader.u16());
    case DW_FORM.ref4:
      return inUnit(reader.u32());
    case DW_FORM.ref8:
      return inUnit(reader.offset(8));
    case DW_FORM.ref_udata:
      return inUnit(reader.uleb());
    case DW_FORM.ref_addr:
      // DWARF 2 made it as wide as an address (DWARF 3, 7.4).
      return {
        kind: 'reference',
        offset: unit.version <= 2 ? reader.address(unit.addressSize) : reader.offset(unit.offsetSize),
      };
    default:
      return undefined;
  }
}

function readIndexed(reader: Reader, form: number, unit: FormContext): AttributeValue | undefined {
  const text = (index: number): AttributeValue => ({ kind: 'string', text: unit.indexedString(index) });
  const address = (index: number): AttributeValue => ({ kind: 'address', address: unit.indexedAddress(index) });
  switch (form) {
    case DW_FORM.strx:
    case DW_FORM.GNU_str_index:
      return text(reader.uleb());
    case DW_FORM.strx1:
      return text(reader.u8());
    case DW_FORM.strx2:
      return text(reader.u16());
    case DW_FORM.strx3:
      return text(reader.u24());
    case DW_FORM.strx4:
      return text(reader.u32());
    case DW_FORM.addrx:
    case DW_FORM.GNU_addr_index:
      return address(reader.uleb());
    case DW_FORM.addrx1:
      return address(reader.u8());
    case DW_FORM.addrx2:
      return address(reader.u16());
    case DW_FORM.addrx3:
      return address(reader.u24());
    case DW_FORM.addrx4:
      return address(reader.u32());
    default:
      return undefined;
  }
}

/** Forms that point into a supplementary file are passed over; others end the reading. */
function readOther(reader: Reader, form: number, unit: FormContext): AttributeValue {
  if (form === DW_FORM.ref_sup4) reader.skip(4);
  else if (form === DW_FORM.ref_sup8) reader.skip(8);
  else if (form === DW_FORM.strp_sup || form === DW_FORM.GNU_ref_alt || form === DW_FORM.GNU_strp_alt)
    reader.offset(unit.offsetSize);
  else reader.fail();
  return { kind: 'unsupported', form };
}

/** Bytes that a form always has, by form; the others are counted by `skipForm`. */
const FIXED_SIZES: Readonly<Record<number, number>> = {
  [DW_FORM.data1]: 1,
  [DW_FORM.ref1]: 1,
  [DW_FORM.flag]: 1,
  [DW_FORM.strx1]: 1,
  [DW_FORM.addrx1]: 1,
  [DW_FORM.data2]: 2,
  [DW_FORM.ref2]: 2,
  [DW_FORM.strx2]: 2,
  [DW_FORM.addrx2]: 2,
  [DW_FORM.strx3]: 3,
  [DW_FORM.addrx3]: 3,
  [DW_FORM.data4]: 4,
  [DW_FORM.ref4]: 4,
  [DW_FORM.strx4]: 4,
  [DW_FORM.addrx4]: 4,
  [DW_FORM.ref_sup4]: 4,
  [DW_FORM.data8]: 8,
  [DW_FORM.ref8]: 8,
  [DW_FORM.ref_sig8]: 8,
  [DW_FORM.ref_sup8]: 8,
  [DW_FORM.data16]: 16,
  [DW_FORM.flag_present]: 0,
  [DW_FORM.implicit_const]: 0,
};

/** Moves past a value without decoding it. */
export function skipForm(reader: Reader, form: number, unit: FormContext): void {
  const size = FIXED_SIZES[form];
  if (size !== undefined) {
    reader.skip(size);
    return;
  }
  switch (form) {
    case DW_FORM.strp:
    case DW_FORM.line_strp:
    case DW_FORM.sec_offset:
      reader.skip(unit.offsetSize);
      return;
    case DW_FORM.addr:
      reader.skip(unit.addressSize);
      return;
    case DW_FORM.string:
      reader.skipString();
      return;
    case DW_FORM.udata:
    case DW_FORM.sdata:
    case DW_FORM.strx:
    case DW_FORM.addrx:
    case DW_FORM.ref_udata:
    case DW_FORM.GNU_str_index:
    case DW_FORM.GNU_addr_index:
      reader.uleb();
      return;
    default:
      readForm(reader, form, 0n, unit);
  }
}
