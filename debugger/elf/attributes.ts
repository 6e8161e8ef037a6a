/** Build attributes of an Arm object (".ARM.attributes", Addenda to the ABI for the Arm Architecture, chapter 3). */
import { decodeUtf8 } from '../../base/index.js';

interface AttributeRow {
  readonly tag: number;
  readonly name: string;
  readonly kind: 'number' | 'text';
  /** What the numbers mean, in the ABI's words; absent where the number speaks for itself. */
  readonly values?: readonly string[];
}

/** The tags that a loader or a report may want to name. Others are kept by number. */
export const ATTRIBUTES = [
  { tag: 4, name: 'Tag_CPU_raw_name', kind: 'text' },
  { tag: 5, name: 'Tag_CPU_name', kind: 'text' },
  {
    tag: 6,
    name: 'Tag_CPU_arch',
    kind: 'number',
    values: [
      'Pre-v4',
      'v4',
      'v4T',
      'v5T',
      'v5TE',
      'v5TEJ',
      'v6',
      'v6KZ',
      'v6T2',
      'v6K',
      'v7',
      'v6-M',
      'v6S-M',
      'v7E-M',
      'v8-A',
      'v8-R',
      'v8-M.baseline',
      'v8-M.mainline',
      'v8.1-A',
      'v8.2-A',
      'v8.3-A',
      'v8.1-M.mainline',
      'v9-A',
    ],
  },
  { tag: 7, name: 'Tag_CPU_arch_profile', kind: 'number' },
  { tag: 8, name: 'Tag_ARM_ISA_use', kind: 'number', values: ['No', 'Yes'] },
  { tag: 9, name: 'Tag_THUMB_ISA_use', kind: 'number', values: ['No', 'Thumb-1', 'Thumb-2', 'Yes'] },
  {
    tag: 10,
    name: 'Tag_FP_arch',
    kind: 'number',
    values: [
      'No',
      'VFPv1',
      'VFPv2',
      'VFPv3',
      'VFPv3-D16',
      'VFPv4',
      'VFPv4-D16',
      'FP for Armv8',
      'FPv5/FP-D16 for Armv8',
    ],
  },
  { tag: 11, name: 'Tag_WMMX_arch', kind: 'number' },
  { tag: 12, name: 'Tag_Advanced_SIMD_arch', kind: 'number' },
  { tag: 13, name: 'Tag_PCS_config', kind: 'number' },
  { tag: 14, name: 'Tag_ABI_PCS_R9_use', kind: 'number', values: ['V6', 'SB', 'TLS', 'Unused'] },
  { tag: 15, name: 'Tag_ABI_PCS_RW_data', kind: 'number' },
  { tag: 16, name: 'Tag_ABI_PCS_RO_data', kind: 'number' },
  { tag: 17, name: 'Tag_ABI_PCS_GOT_use', kind: 'number' },
  { tag: 18, name: 'Tag_ABI_PCS_wchar_t', kind: 'number' },
  { tag: 19, name: 'Tag_ABI_FP_rounding', kind: 'number' },
  { tag: 20, name: 'Tag_ABI_FP_denormal', kind: 'number' },
  { tag: 21, name: 'Tag_ABI_FP_exceptions', kind: 'number' },
  { tag: 22, name: 'Tag_ABI_FP_user_exceptions', kind: 'number' },
  { tag: 23, name: 'Tag_ABI_FP_number_model', kind: 'number' },
  { tag: 24, name: 'Tag_ABI_align_needed', kind: 'number' },
  { tag: 25, name: 'Tag_ABI_align_preserved', kind: 'number' },
  { tag: 26, name: 'Tag_ABI_enum_size', kind: 'number', values: ['Unused', 'small', 'int', 'forced to int'] },
  {
    tag: 27,
    name: 'Tag_ABI_HardFP_use',
    kind: 'number',
    values: ['As Tag_FP_arch', 'SP only', 'Reserved', 'Deprecated'],
  },
  { tag: 28, name: 'Tag_ABI_VFP_args', kind: 'number', values: ['AAPCS', 'VFP registers', 'custom', 'compatible'] },
  { tag: 29, name: 'Tag_ABI_WMMX_args', kind: 'number' },
  { tag: 30, name: 'Tag_ABI_optimization_goals', kind: 'number' },
  { tag: 31, name: 'Tag_ABI_FP_optimization_goals', kind: 'number' },
  { tag: 34, name: 'Tag_CPU_unaligned_access', kind: 'number', values: ['None', 'v6'] },
  { tag: 36, name: 'Tag_FP_HP_extension', kind: 'number' },
  { tag: 38, name: 'Tag_ABI_FP_16bit_format', kind: 'number', values: ['None', 'IEEE 754', 'Alternative Format'] },
  { tag: 42, name: 'Tag_MPextension_use', kind: 'number' },
  { tag: 44, name: 'Tag_DIV_use', kind: 'number' },
  { tag: 46, name: 'Tag_DSP_extension', kind: 'number' },
  { tag: 48, name: 'Tag_MVE_arch', kind: 'number', values: ['No', 'MVE Integer only', 'MVE Integer and FP'] },
  { tag: 66, name: 'Tag_T2EE_use', kind: 'number' },
  { tag: 67, name: 'Tag_conformance', kind: 'text' },
  { tag: 68, name: 'Tag_Virtualization_use', kind: 'number' },
] as const satisfies readonly AttributeRow[];

export type AttributeName = (typeof ATTRIBUTES)[number]['name'];

/** The attributes of a whole file. What is not stated counts as 0 (ABI addenda, 3.2.1). */
export interface BuildAttributes {
  /** False when the file has no `.ARM.attributes` at all, so that nothing is known. */
  readonly present: boolean;
  number(name: AttributeName): number;
  text(name: AttributeName): string | undefined;
  /** The value as people read it: `v7E-M`, `VFPv4-D16`, `Microcontroller`. */
  describe(name: AttributeName): string;
}

const ROWS = new Map<number, AttributeRow>(ATTRIBUTES.map((row) => [row.tag, row]));
const TAGS = new Map<string, AttributeRow>(ATTRIBUTES.map((row) => [row.name, row]));
const PROFILES: Readonly<Record<string, string>> = {
  A: 'Application',
  R: 'Realtime',
  M: 'Microcontroller',
  S: 'Application or Realtime',
};

const TAG_FILE = 1;
const TAG_COMPATIBILITY = 32;

/** Attributes from the section's bytes. What cannot be read is left out: the values read before it stay. */
export function parseAttributes(bytes: Uint8Array | undefined): BuildAttributes {
  const numbers = new Map<number, number>();
  const texts = new Map<number, string>();
  if (bytes !== undefined && bytes[0] === 0x41) readVendors(bytes, numbers, texts);
  const number = (name: AttributeName): number => numbers.get(TAGS.get(name)!.tag) ?? 0;
  const text = (name: AttributeName): string | undefined => texts.get(TAGS.get(name)!.tag);
  return {
    present: numbers.size + texts.size > 0,
    number,
    text,
    describe: (name) => {
      const value = number(name);
      if (name === 'Tag_CPU_arch_profile') return PROFILES[String.fromCharCode(value)] ?? 'None';
      return text(name) ?? TAGS.get(name)!.values?.[value] ?? String(value);
    },
  };
}

/** Walks the vendors' parts; only "aeabi" is public. */
function readVendors(bytes: Uint8Array, numbers: Map<number, number>, texts: Map<number, string>): void {
  let at = 1;
  while (at + 4 <= bytes.length) {
    const size = word(bytes, at);
    if (size < 5) return;
    const end = Math.min(at + size, bytes.length);
    const vendor = string(bytes, at + 4, end);
    if (vendor.text === 'aeabi') readScopes(bytes, vendor.next, end, numbers, texts);
    at = end;
  }
}

/** Walks the file, section and symbol scopes of one vendor; only the file's attributes are of use to a loader. */
function readScopes(
  bytes: Uint8Array,
  start: number,
  end: number,
  numbers: Map<number, number>,
  texts: Map<number, string>,
): void {
  let at = start;
  while (at + 5 <= end) {
    const size = word(bytes, at + 1);
    if (size < 5) return;
    const scopeEnd = Math.min(at + size, end);
    if (bytes[at] === TAG_FILE) readPairs(bytes, at + 5, scopeEnd, numbers, texts);
    at = scopeEnd;
  }
}

function readPairs(
  bytes: Uint8Array,
  start: number,
  end: number,
  numbers: Map<number, number>,
  texts: Map<number, string>,
): void {
  let at = start;
  while (at < end) {
    const tag = uleb(bytes, at, end);
    at = tag.next;
    const row = ROWS.get(tag.value);
    // Unknown tags from 32 on: odd ones carry text, even ones a number (ABI addenda, 3.2.2).
    const isText = row === undefined ? tag.value > TAG_COMPATIBILITY && tag.value % 2 === 1 : row.kind === 'text';
    if (!isText) {
      const value = uleb(bytes, at, end);
      numbers.set(tag.value, value.value);
      at = value.next;
    }
    if (isText || tag.value === TAG_COMPATIBILITY) {
      const value = string(bytes, at, end);
      texts.set(tag.value, value.text);
      at = value.next;
    }
  }
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

function uleb(bytes: Uint8Array, start: number, end: number): { value: number; next: number } {
  let value = 0;
  let at = start;
  for (let shift = 0; at < end; shift += 7) {
    const byte = bytes[at++]!;
    if (shift < 28) value |= (byte & 0x7f) << shift;
    if ((byte & 0x80) === 0) break;
  }
  return { value, next: Math.max(at, start + 1) };
}

function string(bytes: Uint8Array, start: number, end: number): { text: string; next: number } {
  let stop = start;
  while (stop < end && bytes[stop] !== 0) stop++;
  return { text: decodeUtf8(bytes.subarray(start, stop)), next: stop + 1 };
}
