/** What code of one security state may do, all addresses cut into runs: attribution and the MPU of that state together. */
import type { Rights } from '../core/access.js';
import { rightsOf, type MpuContext } from '../mpu/check.js';
import { rightsIntervals, type RightsInterval } from '../mpu/intervals.js';
import type { MpuView } from '../mpu/view.js';
import { attributionIntervals, type IdauRange } from './attribution.js';
import type { SauView } from './sau.js';

export interface SecuredUnits {
  /** The MPU of the state that is asked for. */
  readonly mpu: MpuView;
  readonly sau: SauView;
  readonly idau: readonly IdauRange[];
  readonly secure: boolean;
}

/** `rights` where attribution lets data and fetches of the state pass. */
function within({ read, write, execute }: Rights, data: boolean, fetch: boolean): Rights {
  return rightsOf(read && data, write && data, execute && fetch);
}

/**
 * Like `rightsIntervals`, with nothing granted where attribution refuses: to Non-secure code all that is Secure, to Secure code
 * the fetch from what is Non-secure. Callable memory is not executable to Non-secure code; SG is an exception to look for.
 */
export function securedRightsIntervals(
  { mpu, sau, idau, secure }: SecuredUnits,
  context: MpuContext,
): readonly RightsInterval[] {
  const rights = rightsIntervals(mpu, context);
  const data = attributionIntervals(sau, idau, { secure });
  const fetch = attributionIntervals(sau, idau, { secure, fetch: true });
  const intervals: RightsInterval[] = [];
  for (let start = 0, [r, d, f] = [0, 0, 0]; start < 2 ** 32;) {
    const granted = rights[r]!;
    const end = Math.min(granted.end, data[d]!.end, fetch[f]!.end);
    const dataPasses = secure || data[d]!.attribution.nonSecure;
    const fetchPasses = secure !== fetch[f]!.attribution.nonSecure;
    append(intervals, {
      start,
      end,
      privileged: within(granted.privileged, dataPasses, fetchPasses),
      unprivileged: within(granted.unprivileged, dataPasses, fetchPasses),
    });
    if (granted.end === end) r++;
    if (data[d]!.end === end) d++;
    if (fetch[f]!.end === end) f++;
    start = end;
  }
  return intervals;
}

/** Adds a run, or lengthens the last one where it has the same rights. */
function append(intervals: RightsInterval[], next: RightsInterval): void {
  const last = intervals.at(-1);
  if (last?.privileged === next.privileged && last.unprivileged === next.unprivileged)
    intervals[intervals.length - 1] = { ...last, end: next.end };
  else intervals.push(next);
}
