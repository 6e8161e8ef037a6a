/** What somebody probably meant: the nearest of some names. */

/** Longer names are not compared. */
const LONGEST = 100;

/**
 * The name that is nearest to `name`, if at most a third of its letters (one of a short name) have to be changed, put in, left out
 * or swapped with their neighbour; the first of several.
 */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let limit = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const other of names) {
    if (Math.abs(other.length - name.length) >= limit || other.length > LONGEST || name.length > LONGEST) continue;
    const changes = distance(name, other, limit);
    if (changes >= limit) continue;
    best = other;
    limit = changes;
  }
  return best;
}

/** Optimal string alignment distance (Damerau-Levenshtein without editing a swapped pair again), or `limit` where it is not less. */
function distance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(previous[j - 1]! + (same ? 0 : 1), previous[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    if (Math.min(...row) >= limit) return limit;
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}
