/** Things by the ranges that they take in files, to find those that share text with another range without trying all. */
import type { SourceFile, SourceRange } from '../source/index.js';

export interface RangeIndex<Value> {
  /** Whether something that shares text with the range passes the test. */
  some(range: SourceRange, test: (value: Value) => boolean): boolean;
}

interface Row<Value> {
  readonly start: number;
  readonly end: number;
  readonly value: Value;
  /** The furthest end of this row and all before it: how far back a search has to go. */
  reach: number;
}

export function rangeIndex<Value>(entries: Iterable<readonly [SourceRange, Value]>): RangeIndex<Value> {
  const files = new Map<SourceFile, Row<Value>[]>();
  for (const [{ file, start, end }, value] of entries) {
    const rows = files.get(file);
    const row = { start, end, value, reach: end };
    if (rows === undefined) files.set(file, [row]);
    else rows.push(row);
  }
  for (const rows of files.values()) {
    rows.sort((a, b) => a.start - b.start);
    for (const [i, row] of rows.entries()) row.reach = Math.max(row.end, rows[i - 1]?.reach ?? 0);
  }
  return {
    some({ file, start, end }, test) {
      const rows = files.get(file) ?? [];
      for (let i = countBefore(rows, end) - 1; i >= 0 && rows[i]!.reach > start; i--)
        if (rows[i]!.end > start && test(rows[i]!.value)) return true;
      return false;
    },
  };
}

/** How many rows begin before the offset. */
function countBefore(rows: readonly Row<unknown>[], offset: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
