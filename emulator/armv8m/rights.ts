/** What code of one security state may do in the whole address space: what its MPU grants, where the attribution lets it. */
import type { Rights } from '../core/access.js';
import type { RightsInterval } from '../mpu/intervals.js';
import { attributionIntervals, type AttributionInterval, type IdauRange } from '../security/attribution.js';
import type { SauView } from '../security/sau.js';

const NO_RIGHTS: Rights = Object.freeze({ read: false, write: false, execute: false });

/**
 * `own`, the intervals of the state's MPU, cut down by SAU and IDAU: Non-secure code reaches no Secure memory, and Secure code
 * executes no Non-secure memory.
 */
export function attributed(
  own: readonly RightsInterval[],
  { sau, idau }: { readonly sau: SauView; readonly idau: readonly IdauRange[] },
  secure: boolean,
): readonly RightsInterval[] {
  const data = attributionIntervals(sau, idau, { secure });
  const fetch = attributionIntervals(sau, idau, { secure, fetch: true });
  const points = new Set<number>();
  for (const { start } of [...own, ...data, ...fetch]) points.add(start);
  const starts = [...points].sort((a, b) => a - b);
  const at = cursor(own);
  const dataAt = cursor(data);
  const fetchAt = cursor(fetch);
  const intervals: RightsInterval[] = [];
  starts.forEach((start, n) => {
    const end = starts[n + 1] ?? 2 ** 32;
    const { privileged, unprivileged } = at(start);
    const cut = (rights: Rights): Rights => narrowed(rights, dataAt(start), fetchAt(start), secure);
    intervals.push({ start, end, privileged: cut(privileged), unprivileged: cut(unprivileged) });
  });
  return intervals;
}

/** Finds the interval of ascending addresses. */
function cursor<T extends { readonly end: number }>(intervals: readonly T[]): (address: number) => T {
  let n = 0;
  return (address) => {
    while (intervals[n]!.end <= address) n++;
    return intervals[n]!;
  };
}

function narrowed(rights: Rights, data: AttributionInterval, fetch: AttributionInterval, secure: boolean): Rights {
  const reaches = secure || data.attribution.nonSecure;
  const runs = secure !== fetch.attribution.nonSecure;
  if (reaches && (runs || !rights.execute)) return rights;
  if (!reaches && !(runs && rights.execute)) return NO_RIGHTS;
  return Object.freeze({
    read: reaches && rights.read,
    write: reaches && rights.write,
    execute: runs && rights.execute,
  });
}
