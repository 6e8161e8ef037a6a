/**
 * Compares two programs on one machine: they take turns, and each round gives one ratio, so that whatever else the machine does
 * meets both. Absolute times are not for comparing between machines or days.
 */

/** One contestant's run of the same work: how many guest instructions, in how many seconds of host time. */
export interface Sample {
  readonly instructions: number;
  readonly seconds: number;
}

export interface Comparison {
  /** Median speed of each contestant, in million guest instructions a second. */
  readonly oursMips: number;
  readonly theirsMips: number;
  /** Median over the rounds of (our speed / their speed) in that round. */
  readonly ratio: number;
  /** Smallest and largest ratio of a round. */
  readonly low: number;
  readonly high: number;
}

/** The middle value, or the mean of the two middle ones. Throws on an empty list. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('the median of no values');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Million guest instructions a second. Throws when no time was measured. */
export function mips({ instructions, seconds }: Sample): number {
  if (!(seconds > 0)) throw new RangeError(`a run of ${seconds} seconds has no speed`);
  return instructions / seconds / 1e6;
}

/** Runs both in turn, `rounds` times; who goes first changes every round. */
export async function sideBySide(
  rounds: number,
  ours: () => Sample | Promise<Sample>,
  theirs: () => Sample | Promise<Sample>,
): Promise<Comparison> {
  const pairs: { ours: number; theirs: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) {
      const first = mips(await ours());
      pairs.push({ ours: first, theirs: mips(await theirs()) });
    } else {
      const first = mips(await theirs());
      pairs.push({ ours: mips(await ours()), theirs: first });
    }
  }
  const ratios = pairs.map((pair) => pair.ours / pair.theirs);
  return {
    oursMips: median(pairs.map((pair) => pair.ours)),
    theirsMips: median(pairs.map((pair) => pair.theirs)),
    ratio: median(ratios),
    low: Math.min(...ratios),
    high: Math.max(...ratios),
  };
}

/** One line for a terminal, e.g. `emulator 350 MIPS, QEMU 1950 MIPS: 0.18 (0.17 to 0.19)`. */
export function comparisonText(oursName: string, theirsName: string, result: Comparison): string {
  const { oursMips, theirsMips, ratio, low, high } = result;
  const speeds = `${oursName} ${oursMips.toFixed(0)} MIPS, ${theirsName} ${theirsMips.toFixed(0)} MIPS`;
  return `${speeds}: ${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}
