/** Where the hardware does something else than what a node asks for, in a sentence each. */
import { hex32 } from '../../base/index.js';
import type { AddressRange, ArmRegionType, Pmsa, RegionRemark } from './types.js';
import { contains, hexWords, rangeWords, sizeWords } from './words.js';

interface Requested {
  readonly attribute: number | undefined;
  readonly requested: AddressRange;
}

const DT_MEM_CACHEABLE = 1;

function truncation({ requested: { base, size } }: Requested): readonly RegionRemark[] {
  const what = [base > 0xffff_ffff ? `base ${hexWords(base)}` : '', size > 0xffff_ffff ? `size ${hexWords(size)}` : ''];
  const wide = what.filter((each) => each !== '').join(' and ');
  if (wide === '') return [];
  const kept = `${hex32(base % 2 ** 32)}, size ${hex32(size % 2 ** 32)}`;
  return [{ kind: 'truncated', message: `${wide} has more than 32 bits: C keeps ${kept}.` }];
}

function rasrRemarks(requested: AddressRange, covered: AddressRange | undefined, pmsa: Pmsa): readonly RegionRemark[] {
  const { size } = requested;
  if (covered === undefined) {
    return [
      {
        kind: 'below-minimum',
        message: `${sizeWords(size)}: Armv6-M has no region below 256 bytes, and what this one does is UNPREDICTABLE.`,
      },
    ];
  }
  const remarks: RegionRemark[] = [];
  const really = `it really covers ${rangeWords(covered)}`;
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
    const message = `Base ${hexWords(requested.base)} is no multiple of ${sizeWords(covered.size)}, and the MPU ignores the lower bits: ${really}.`;
    remarks.push({ kind: 'base-masked', message });
  }
  return remarks;
}

function v8Remarks(requested: AddressRange, covered: AddressRange | undefined): readonly RegionRemark[] {
  const { base, size } = requested;
  if (covered === undefined) {
    const why = size === 0 ? 'Size 0 puts the limit below the base' : 'The limit wraps around below the base';
    const kinds: RegionRemark[] = [{ kind: 'matches-nothing', message: `${why}: the region matches no address.` }];
    return size === 0 ? [{ kind: 'zero-size', message: 'Size 0.' }, ...kinds] : kinds;
  }
  const remarks: RegionRemark[] = [];
  const really = `it really covers ${rangeWords(covered)}`;
  const missed = base + size - (covered.base + covered.size);
  const lost = missed > 0 ? `, without the last ${sizeWords(missed)}` : '';
  if (size < 32) remarks.push({ kind: 'below-minimum', message: `${sizeWords(size)} become at least 32: ${really}.` });
  if (base !== covered.base) {
    const message = `Base ${hexWords(base)} is no multiple of 32, and the MPU ignores the lower bits: ${really}${lost}.`;
    remarks.push({ kind: 'base-masked', message });
  }
  if (base + size !== covered.base + covered.size && size >= 32) {
    const message = `The end ${hexWords(base + size)} is no multiple of 32: ${really}${lost}.`;
    remarks.push({ kind: 'end-rounded', message });
  }
  return remarks;
}

/** Remarks on a region, most important first. */
export function remarksOf(
  asked: Requested,
  type: ArmRegionType,
  covered: AddressRange | undefined,
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
  return [...truncation(asked), ...shape, ...contradiction];
}
