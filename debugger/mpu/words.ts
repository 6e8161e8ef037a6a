/** How the MPU's fields read in words: sizes, access permissions, memory attributes (Armv7-M ARM, B3.5.9; Armv8-M ARM, MPU_RBAR and MAIR_ATTR). */
import { hex32, hex8 } from '../../base/index.js';
import {
  hasReservedPermission,
  permissionsOf,
  type CachePolicy,
  type LimitRegion,
  type MpuRegion,
  type Rights,
  type SizeRegion,
} from '../../emulator/index.js';
import type { AccessInWords } from '../../protocol/index.js';

/** Privileged and unprivileged code, as reports name them. */
export type Privilege = 'privileged' | 'unprivileged';

/** What AP grants to one class of code. */
export function accessWords(region: MpuRegion, privilege: Privilege): AccessInWords {
  if (hasReservedPermission(region)) return 'reserved';
  const { read, write } = permissionsOf(region)[privilege];
  return write ? 'read-write' : read ? 'read-only' : 'no access';
}

/** AP as manuals write it: `AP = 0b110` by size, `AP = 0b10` by limit. */
export function apText({ by, ap }: MpuRegion): string {
  return `AP = 0b${ap.toString(2).padStart(by === 'size' ? 3 : 2, '0')}`;
}

/** Rights as one phrase: `read, write`, `read, execute`, `nothing`. */
export function rightsText(rights: Rights): string {
  const granted = (['read', 'write', 'execute'] as const).filter((right) => rights[right]);
  return granted.length === 0 ? 'nothing' : granted.join(', ');
}

const UNITS = ['bytes', 'KB', 'MB', 'GB'] as const;

/** A size for people: `32 bytes`, `512 KB`, `4 GB`; what is no round number stays in bytes. */
export function sizeText(sizeBytes: number): string {
  if (sizeBytes === 1) return '1 byte';
  let size = sizeBytes;
  let unit = 0;
  while (size >= 1024 && size % 1024 === 0 && unit < UNITS.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size} ${UNITS[unit]!}`;
}

/** First and last address: `0x20000000-0x2000ffff`. `end` is exclusive and may be 2^32. */
export function spanText(start: number, end: number): string {
  return `${hex32(start)}-${hex32(end - 1)}`;
}

/** Cache policies of TEX = 0b1BB (table B3-14): BB is the outer, C and B the inner policy. */
const POLICIES = ['non-cacheable', 'write-back, write and read allocate', 'write-through', 'write-back'] as const;

/** TEX = 0b000 to 0b010 with C and B (table B3-13); `shareable` says what S means there. */
const MEMORY_TYPES: readonly { readonly text: string; readonly shareable: 'always' | 'never' | 'byS' }[] = [
  { text: 'Strongly-ordered', shareable: 'always' },
  { text: 'Device', shareable: 'always' },
  { text: 'Normal, write-through', shareable: 'byS' },
  { text: 'Normal, write-back', shareable: 'byS' },
  { text: 'Normal, non-cacheable', shareable: 'byS' },
  { text: 'Reserved (TEX = 0b001, C = 0, B = 1)', shareable: 'never' },
  { text: 'Implementation defined (TEX = 0b001, C = 1, B = 0)', shareable: 'never' },
  { text: 'Normal, write-back, write and read allocate', shareable: 'byS' },
  { text: 'Device', shareable: 'never' },
];

/** TEX, S, C and B as a memory type: `Normal, write-through`, `Device, shareable`, `Strongly-ordered`. */
function sizeAttributes(region: Pick<SizeRegion, 'tex' | 's' | 'c' | 'b'>): string {
  const shareable = region.s ? ', shareable' : '';
  const cb = (region.c ? 2 : 0) | (region.b ? 1 : 0);
  if (region.tex >= 4) {
    const outer = POLICIES[region.tex & 3]!;
    const inner = POLICIES[cb]!;
    return inner === outer ? `Normal, ${inner}${shareable}` : `Normal, inner ${inner}; outer ${outer}${shareable}`;
  }
  const type = MEMORY_TYPES[region.tex * 4 + cb];
  if (type === undefined)
    return `Reserved (TEX = 0b${region.tex.toString(2).padStart(3, '0')}, C = ${cb >> 1}, B = ${cb & 1})`;
  if (type.shareable === 'byS') return type.text + shareable;
  return type.text === 'Device' ? `Device, ${type.shareable === 'always' ? 'shareable' : 'not shareable'}` : type.text;
}

const SHAREABILITY = ['', ', shareability reserved (SH = 0b01)', ', outer shareable', ', inner shareable'] as const;

function policyText(policy: CachePolicy): string {
  if (policy.kind === 'nonCacheable') return 'non-cacheable';
  const { readAllocate, writeAllocate, transient } = policy;
  const allocations = [...(writeAllocate ? ['write'] : []), ...(readAllocate ? ['read'] : [])].join(' and ');
  return [
    policy.kind === 'writeThrough' ? 'write-through' : 'write-back',
    ...(transient ? ['transient'] : []),
    `${allocations || 'no'} allocate`,
  ].join(', ');
}

/** The MAIR attribute and SH: `Normal, write-back, write and read allocate, inner shareable`, `Device-nGnRnE`. */
function limitAttributes({ memory, sh, attrIndx }: Pick<LimitRegion, 'memory' | 'sh' | 'attrIndx'>): string {
  switch (memory.type) {
    case 'device':
      return `Device-${memory.order}`;
    case 'reserved':
      return `Reserved (Attr${attrIndx} = ${hex8(memory.byte)})`;
    case 'normal': {
      const inner = policyText(memory.inner);
      const outer = policyText(memory.outer);
      const policies = inner === outer ? inner : `inner ${inner}; outer ${outer}`;
      return `Normal, ${policies}${SHAREABILITY[sh]!}`;
    }
  }
}

/** What kind of memory a region makes of its addresses. */
export function attributesText(
  region: Pick<SizeRegion, 'by' | 'tex' | 's' | 'c' | 'b'> | Pick<LimitRegion, 'by' | 'memory' | 'sh' | 'attrIndx'>,
): string {
  return region.by === 'size' ? sizeAttributes(region) : limitAttributes(region);
}

/** Numbers as a list: `0`, `0 and 1`, `0, 1 and 2`. */
export function listText(numbers: readonly number[]): string {
  const last = numbers.at(-1);
  if (last === undefined) return 'none';
  return numbers.length === 1 ? `${last}` : `${numbers.slice(0, -1).join(', ')} and ${last}`;
}
