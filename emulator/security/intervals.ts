/** What code of one security state may do, all addresses cut into runs: attribution and the MPU of that state together. */
import type { Rights } from '../core/access.js';
import { rightsOf, type MpuContext } from '../mpu/check.js';
import { rightsIntervals, type RightsInterval } from '../mpu/intervals.js';
import type { MpuView } from '../mpu/view.js';
import { attributionIntervals, type IdauRange } from './attribution.js';
import type { SauView } from './sau.js';

/** A run of addresses that one security state reaches in the same way, whatever its MPU says. */
export interface ReachInterval {
  readonly start: number;
  /** Exclusive, up to 2^32. */
  readonly end: number;
  readonly data: boolean;
  readonly fetch: boolean;
}

/**
 * What attribution leaves to one state: Non-secure code reaches nothing that is Secure, Secure code fetches nothing that is
 * Non-secure. Callable memory counts as Secure: SG is an exception to look for. It changes with the SAU alone, so it is worth
 * keeping while `Sau.version` stays.
 */
export function reachIntervals(sau: SauView, idau: readonly IdauRange[], secure: boolean): readonly ReachInterval[] {
  const data = attributionIntervals(sau, idau, { secure });
  const fetch = attributionIntervals(sau, idau, { secure, fetch: true });
  const intervals: ReachInterval[] = [];
  for (let start = 0, [d, f] = [0, 0]; start < 2 ** 32;) {
    const end = Math.min(data[d]!.end, fetch[f]!.end);
    const next = {
      data: secure || data[d]!.attribution.nonSecure,
      fetch: secure !== fetch[f]!.attribution.nonSecure,
    };
    const last = intervals.at(-1);
    if (last?.data === next.data && last.fetch === next.fetch) intervals[intervals.length - 1] = { ...last, end };
    else intervals.push({ start, end, ...next });
    if (data[d]!.end === end) d++;
    if (fetch[f]!.end === end) f++;
    start = end;
  }
  return intervals;
}

/** `rights` where attribution lets data and fetches of the state pass. */
function within({ read, write, execute }: Rights, { data, fetch }: ReachInterval): Rights {
  return rightsOf(read && data, write && data, execute && fetch);
}

/** Like `rightsIntervals` of the MPU of one state, with nothing granted where attribution refuses. */
export function securedRightsIntervals(
  mpu: MpuView,
  reach: readonly ReachInterval[],
  context: MpuContext,
): readonly RightsInterval[] {
  const rights = rightsIntervals(mpu, context);
  const intervals: RightsInterval[] = [];
  for (let start = 0, [r, w] = [0, 0]; start < 2 ** 32;) {
    const granted = rights[r]!;
    const reached = reach[w]!;
    const end = Math.min(granted.end, reached.end);
    const privileged = within(granted.privileged, reached);
    const unprivileged = within(granted.unprivileged, reached);
    const last = intervals.at(-1);
    if (last?.privileged === privileged && last.unprivileged === unprivileged)
      intervals[intervals.length - 1] = { ...last, end };
    else intervals.push({ start, end, privileged, unprivileged });
    if (granted.end === end) r++;
    if (reached.end === end) w++;
    start = end;
  }
  return intervals;
}
