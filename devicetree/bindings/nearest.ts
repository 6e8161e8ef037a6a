/** What somebody probably meant: the nearest of some names. */

/** The name that is at most a third of its length away from `name` by Levenshtein distance; the first of several. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const other of names) {
    if (Math.abs(other.length - name.length) >= bestDistance) continue;
    const far = distance(name, other, bestDistance);
    if (far < bestDistance) {
      best = other;
      bestDistance = far;
    }
  }
  return best;
}

/** Levenshtein distance, or `limit` where it is not less. Names longer than that are not compared. */
function distance(a: string, b: string, limit: number): number {
  if (a.length > 100 || b.length > 100) return limit;
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, previous[j]! + 1, row[j - 1]! + 1));
    }
    if (Math.min(...row) >= limit) return limit;
    previous = row;
  }
  return previous[b.length]!;
}
