/** Writes a unit of DWARF 5 for tests: .debug_info and .debug_abbrev of a tree of entries, and nothing else. */
import { DebugInformation, type DebugFile, type DebugSections } from '../../../debugger/dwarf/index.js';
import { DW_FORM } from '../../../debugger/dwarf/constants.js';

/** A number is DW_FORM_udata, a text DW_FORM_string, bytes an expression, true a flag, an entry a reference. */
export type BuiltValue = number | string | true | Uint8Array | BuiltEntry | { readonly address: number };

export interface BuiltEntry {
  readonly tag: number;
  readonly attributes: Readonly<Record<number, BuiltValue>>;
  readonly children: BuiltEntry[];
}

export function entry(
  tag: number,
  attributes: Readonly<Record<number, BuiltValue>> = {},
  ...children: BuiltEntry[]
): BuiltEntry {
  return { tag, attributes, children };
}

const HEADER_BYTES = 12;

function uleb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return bytes;
}

function u32(value: number): number[] {
  return [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);
}

function formOf(value: BuiltValue): number {
  if (typeof value === 'number') return DW_FORM.udata;
  if (typeof value === 'string') return DW_FORM.string;
  if (value === true) return DW_FORM.flag_present;
  if (value instanceof Uint8Array) return DW_FORM.exprloc;
  return 'tag' in value ? DW_FORM.ref4 : DW_FORM.addr;
}

function bytesOf(value: BuiltValue, offsets: ReadonlyMap<BuiltEntry, number>): number[] {
  if (typeof value === 'number') return uleb(value);
  if (typeof value === 'string') return [...Buffer.from(value), 0];
  if (value === true) return [];
  if (value instanceof Uint8Array) return [...uleb(value.length), ...value];
  return u32('tag' in value ? (offsets.get(value) ?? 0) : value.address);
}

/** The debug information of one unit with this root; every address below 0x10000 is code. */
export function buildUnit(root: BuiltEntry): DebugInformation {
  const abbreviations: number[] = [];
  const codes = new Map<BuiltEntry, number>();
  const offsets = new Map<BuiltEntry, number>();
  const number = (one: BuiltEntry): void => {
    codes.set(one, codes.size + 1);
    const specs = Object.entries(one.attributes).flatMap(([name, value]) => [
      ...uleb(Number(name)),
      ...uleb(formOf(value)),
    ]);
    abbreviations.push(...uleb(codes.get(one)!), ...uleb(one.tag), one.children.length > 0 ? 1 : 0, ...specs, 0, 0);
    one.children.forEach(number);
  };
  number(root);
  const write = (): number[] => {
    const bytes: number[] = [];
    const put = (one: BuiltEntry): void => {
      offsets.set(one, HEADER_BYTES + bytes.length);
      bytes.push(
        ...uleb(codes.get(one)!),
        ...Object.values(one.attributes).flatMap((value) => bytesOf(value, offsets)),
      );
      if (one.children.length === 0) return;
      one.children.forEach(put);
      bytes.push(0);
    };
    put(root);
    return bytes;
  };
  // References may go forward: offsets are known after the first time.
  write();
  const entries = write();
  // unit_length, version, unit_type (DW_UT_compile), address_size, debug_abbrev_offset (DWARF 5, 7.5.1).
  const info = [...u32(entries.length + HEADER_BYTES - 4), 5, 0, 1, 4, ...u32(0), ...entries];
  const none = new Uint8Array();
  const sections = new Proxy({} as DebugSections, {
    get: (_, key) =>
      key === 'info' ? Uint8Array.from(info) : key === 'abbrev' ? Uint8Array.from([...abbreviations, 0]) : none,
  });
  const file: DebugFile = {
    name: 'built',
    sections,
    ehFrameAddress: 0,
    isCode: (address) => address < 0x1_0000,
    symbolAddress: () => undefined,
  };
  return new DebugInformation(file);
}
