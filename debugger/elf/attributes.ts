/** Build attributes of an Arm object (".ARM.attributes", Addenda to the ABI for the Arm Architecture, chapter 3). */
import { decodeUtf8 } from '../../base/index.js';

interface AttributeRow {
  readonly tag: number;
  readonly name: string;
  readonly kind: 'number' | 'text' | 'compatible';
  /** What the numbers mean, in the ABI's words; absent where the number speaks for itself. */
  readonly values?: readonly string[];
}

/** Values of Tag_CPU_arch. */
const ARCHITECTURES = [
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
] as const;

/** The tags that a loader or a report may want to name. Others are kept by number. */
export const ATTRIBUTES = [
  { tag: 4, name: 'Tag_CPU_raw_name', kind: 'text' },
  { tag: 5, name: 'Tag_CPU_name', kind: 'text' },
  {
    tag: 6,
    name: 'Tag_CPU_arch',
    kind: 'number',
    values: ARCHITECTURES,
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
  { tag: 46, name: 'Tag_DSP_extension', kind: 'number', values: ['Follow architecture', 'Allowed'] },
  { tag: 48, name: 'Tag_MVE_arch', kind: 'number', values: ['No', 'MVE Integer only', 'MVE Integer and FP'] },
  { tag: 50, name: 'Tag_PAC_extension', kind: 'number' },
  { tag: 52, name: 'Tag_BTI_extension', kind: 'number' },
  { tag: 65, name: 'Tag_also_compatible_with', kind: 'compatible', values: ARCHITECTURES },
  { tag: 66, name: 'Tag_T2EE_use', kind: 'number' },
  { tag: 67, name: 'Tag_conformance', kind: 'text' },
  { tag: 68, name: 'Tag_Virtualization_use', kind: 'number' },
  { tag: 74, name: 'Tag_BTI_use', kind: 'number' },
  { tag: 76, name: 'Tag_PACRET_use', kind: 'number' },
] as const satisfies readonly AttributeRow[];

export type AttributeName = (typeof ATTRIBUTES)[number]['name'];

/** The attributes of a whole file. What is not stated counts as 0 (ABI addenda, 3.2.1). */
export interface BuildAttributes {
  /** False when the file has no `.ARM.attributes` at all, so that nothing is known. */
  readonly present: boolean;
  /** The byte of the section from which on it cannot be read, where it is damaged; what stands before it is known. */
  readonly damagedAt: number | undefined;
  /** Of `Tag_also_compatible_with` the architecture that it names, as `Tag_CPU_arch` has it. */
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

const VERSION = 0x41; // 'A'
const TAG_FILE = 1;
const TAG_CPU_ARCH = 6;
const TAG_COMPATIBILITY = 32;

/** Attributes from the section's bytes. Nothing in them is trusted: what cannot be read is left out, and nothing is thrown. */
export function parseAttributes(bytes: Uint8Array = new Uint8Array()): BuildAttributes {
  const found: Found = { numbers: new Map(), texts: new Map() };
  const damagedAt = bytes.length === 0 ? undefined : readVendors(bytes, found);
  const { numbers, texts } = found;
  const number = (name: AttributeName): number => numbers.get(TAGS.get(name)!.tag) ?? 0;
  const text = (name: AttributeName): string | undefined => texts.get(TAGS.get(name)!.tag);
  return {
    present: numbers.size + texts.size > 0,
    damagedAt,
    number,
    text,
    describe: (name) => {
      const value = number(name);
      if (name === 'Tag_CPU_arch_profile') return PROFILES[String.fromCharCode(value)] ?? 'None';
      return text(name) ?? TAGS.get(name)!.values?.[value] ?? String(value);
    },
  };
}

interface Found {
  readonly numbers: Map<number, number>;
  readonly texts: Map<number, string>;
}

/** A stretch of the section that is read once; where it ends too early, `damagedAt` says at which byte, for good. */
class Stretch {
  damagedAt: number | undefined;
  private readonly bytes: Uint8Array;
  private at: number;
  private readonly end: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /** Whether there is anything to read; false once something was damaged. */
  get hasMore(): boolean {
    return this.damagedAt === undefined && this.at < this.end;
  }

  byte(): number | undefined {
    if (this.at < this.end) return this.bytes[this.at++]!;
    this.damagedAt ??= this.at;
    return undefined;
  }

  /** The rest of a part that begins with its own size, counted from `start`, and ends where the part or this stretch does. */
  part(start: number): Stretch {
    const size = this.word();
    const end = Math.min(start + size, this.end);
    if (start + size > this.end || end < this.at) this.damagedAt = start;
    const part = new Stretch(this.bytes, this.at, Math.max(end, this.at));
    this.at = Math.max(end, this.at);
    return part;
  }

  get offset(): number {
    return this.at;
  }

  private word(): number {
    let value = 0;
    for (let shift = 0; shift < 32; shift += 8) value |= (this.byte() ?? 0) << shift;
    return value >>> 0;
  }

  /** ULEB128. Infinity for what does not fit into 32 bits, whose lowest bit is `isOdd` all the same. */
  uleb(): { readonly value: number; readonly isOdd: boolean } {
    let value = 0;
    let isOdd = false;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      if (byte === undefined) return { value: 0, isOdd: false };
      if (shift === 0) isOdd = (byte & 1) === 1;
      if ((byte & 0x7f) !== 0) value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return { value: value > 0xffff_ffff ? Infinity : value, isOdd };
    }
  }

  /** Up to a NUL, which has to be there. */
  string(): string {
    const start = this.at;
    const stop = this.bytes.subarray(start, this.end).indexOf(0);
    this.at = stop < 0 ? this.end : start + stop + 1;
    if (stop >= 0) return decodeUtf8(this.bytes.subarray(start, start + stop));
    this.damagedAt ??= start;
    return '';
  }
}

/** Walks the vendors' parts; only "aeabi" is public. The byte from which on nothing could be read, if there is one. */
function readVendors(bytes: Uint8Array, found: Found): number | undefined {
  const section = new Stretch(bytes, 0, bytes.length);
  if (section.byte() !== VERSION) return 0;
  while (section.hasMore) {
    const vendor = section.part(section.offset);
    const name = vendor.string();
    const damagedAt = vendor.damagedAt ?? (name === 'aeabi' ? readScopes(vendor, found) : undefined);
    if (damagedAt !== undefined) return section.damagedAt ?? damagedAt;
  }
  return section.damagedAt;
}

/** Walks the file, section and symbol scopes of one vendor; only the file's attributes are of use to a loader. */
function readScopes(vendor: Stretch, found: Found): number | undefined {
  while (vendor.hasMore) {
    const start = vendor.offset;
    const scope = vendor.byte();
    const part = vendor.part(start);
    if (scope === TAG_FILE) readPairs(part, found);
    if (part.damagedAt !== undefined) return vendor.damagedAt ?? part.damagedAt;
  }
  return vendor.damagedAt;
}

function readPairs(part: Stretch, { numbers, texts }: Found): void {
  while (part.hasMore) {
    const { value: tag, isOdd } = part.uleb();
    const kind = kindOf(tag, isOdd);
    const number = kind === 'number' || tag === TAG_COMPATIBILITY ? part.uleb().value : undefined;
    const also = kind === 'compatible' ? alsoCompatible(part) : undefined;
    const text = kind === 'text' || tag === TAG_COMPATIBILITY ? part.string() : undefined;
    if (part.damagedAt !== undefined) return;
    if (number !== undefined) numbers.set(tag, number);
    if (also !== undefined) numbers.set(tag, also);
    if (text !== undefined) texts.set(tag, text);
  }
}

/** Of unknown tags from 33 on, odd ones carry text and even ones a number (ABI addenda, 3.2.2). */
function kindOf(tag: number, isOdd: boolean): AttributeRow['kind'] {
  return ROWS.get(tag)?.kind ?? (tag > TAG_COMPATIBILITY && isOdd ? 'text' : 'number');
}

/** A tag and its value within a string (ABI addenda, 3.3.5.7); the architecture, if the tag is about that. */
function alsoCompatible(part: Stretch): number | undefined {
  const { value: tag, isOdd } = part.uleb();
  const value = kindOf(tag, isOdd) === 'text' ? undefined : part.uleb().value;
  part.string();
  return tag === TAG_CPU_ARCH ? value : undefined;
}
