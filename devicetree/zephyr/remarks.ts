/** Where the hardware does something else than what a node asks for, in a sentence each. */
import { hex32 } from '../../base/index.js';
import type { MemoryRange, ArmRegionType, Pmsa, RegionRemark } from './types.js';
import { contains, hexWords, intersection, rangeWords, sizeWords } from './words.js';

/** The Private Peripheral Bus (Armv7-M ARM B3.5.1, Armv8-M ARM B8). */
export const PPB: MemoryRange = { base: 0xe000_0000, size: 0x10_0000 };

interface Requested {
  readonly attribute: number | undefined;
  readonly requested: MemoryRange;
}

const DT_MEM_CACHEABLE = 1;

function truncation({ requested: { base, size } }: Requested): readonly RegionRemark[] {
  const what = [base > 0xffff_ffff ? `Base ${hexWords(base)}` : '', size > 0xffff_ffff ? `size ${hexWords(size)}` : ''];
  const wide = what.filter((each) => each !== '');
  if (wide.length === 0) return [];
  const kept = `${hex32(base % 2 ** 32)}, size ${hex32(size % 2 ** 32)}`;
  return [
    {
      kind: 'truncated',
      message: `${wide.join(' and ')} ${wide.length > 1 ? 'have' : 'has'} more than 32 bits: C keeps ${kept}.`,
    },
  ];
}

/** `, without the last 16 bytes`: what a node asks for and does not get. */
function lostWords(requested: MemoryRange, covered: MemoryRange): string {
  const lost = requested.base + requested.size - (covered.base + covered.size);
  return lost > 0 ? `, without the last ${sizeWords(Math.min(lost, requested.size))} of what is asked for` : '';
}

function rasrRemarks(requested: MemoryRange, covered: MemoryRange | undefined, pmsa: Pmsa): readonly RegionRemark[] {
  const { size } = requested;
  if (covered === undefined) {
    const message = `${sizeWords(size)}: Armv6-M has no region below 256 bytes, and what this one does is UNPREDICTABLE.`;
    return [{ kind: size === 0 ? 'zero-size' : 'below-minimum', message }];
  }
  const remarks: RegionRemark[] = [];
  const really = `it really covers ${rangeWords(covered)}${lostWords(requested, covered)}`;
  const least = pmsa === 'v6' ? 256 : 32;
  if (size === 0) remarks.push({ kind: 'zero-size', message: `Size 0 becomes ${sizeWords(covered.size)}: ${really}.` });
  else if (size < least) {
    remarks.push({
      kind: 'below-minimum',
      message: `${sizeWords(size)} become ${sizeWords(covered.size)}: ${really}.`,
    });
  } else if (size < covered.size) {
    const message = `${sizeWords(size)} become ${sizeWords(covered.size)}, the next power of two: ${really}.`;
    remarks.push({ kind: 'size-rounded-up', message });
  }
  if (requested.base !== covered.base) {
    const multiple = `Base ${hexWords(requested.base)} is no multiple of ${sizeWords(covered.size)}`;
    remarks.push({ kind: 'base-masked', message: `${multiple}, and the MPU ignores the lower bits: ${really}.` });
  }
  return remarks;
}

function v8Remarks(requested: MemoryRange, covered: MemoryRange | undefined): readonly RegionRemark[] {
  const { base, size } = requested;
  if (size === 0 && covered === undefined) {
    return [{ kind: 'zero-size', message: 'Size 0 puts the limit below the base: the region matches no address.' }];
  }
  if (covered === undefined) {
    const message = 'The limit wraps around to below the base: the region matches no address.';
    return [{ kind: 'matches-nothing', message }];
  }
  const really = `it really covers ${rangeWords(covered)}${lostWords(requested, covered)}`;
  if (base !== covered.base) {
    const message = `Base ${hexWords(base)} is no multiple of 32, and the MPU ignores the lower bits: ${really}.`;
    return [{ kind: 'base-masked', message }];
  }
  if (size < 32) return [{ kind: 'below-minimum', message: `${sizeWords(size)} become 32: ${really}.` }];
  return [{ kind: 'end-rounded', message: `Size ${sizeWords(size)} is no multiple of 32: ${really}.` }];
}

function ppbRemarks(covered: MemoryRange | undefined): readonly RegionRemark[] {
  if (covered === undefined || intersection(covered, PPB) === undefined) return [];
  return [
    { kind: 'ppb-unchecked', message: `${rangeWords(PPB)} never asks the MPU: the region changes nothing there.` },
  ];
}

/** Remarks on a region, most important first. */
export function remarksOf(
  asked: Requested,
  type: ArmRegionType,
  covered: MemoryRange | undefined,
  pmsa: Pmsa,
): readonly RegionRemark[] {
  const requested = { base: asked.requested.base % 2 ** 32, size: asked.requested.size % 2 ** 32 };
  const exact = covered !== undefined && contains(requested, covered) && contains(covered, requested);
  const shape = exact ? [] : pmsa === 'v8' ? v8Remarks(requested, covered) : rasrRemarks(requested, covered, pmsa);
  const cacheable =
    type === 'RAM_NOCACHE' && asked.attribute !== undefined && (asked.attribute & DT_MEM_CACHEABLE) !== 0;
  const contradiction: readonly RegionRemark[] = cacheable
    ? [
        {
          kind: 'nocache-and-cacheable',
          message: 'RAM_NOCACHE with DT_MEM_CACHEABLE: asserts with CONFIG_ASSERT, else it is not cacheable.',
        },
      ]
    : [];
  return [...truncation(asked), ...shape, ...contradiction, ...ppbRemarks(covered)];
}
