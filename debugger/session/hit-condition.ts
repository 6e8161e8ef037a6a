/** Hit conditions as editors offer them: a bare number, or a comparison, or every n-th hit. */

export type HitCondition = (hits: number) => boolean;

const OPERATORS: Readonly<Record<string, (hits: number, count: number) => boolean>> = {
  '': (hits, count) => hits >= count,
  '==': (hits, count) => hits === count,
  '=': (hits, count) => hits === count,
  '>=': (hits, count) => hits >= count,
  '>': (hits, count) => hits > count,
  '<=': (hits, count) => hits <= count,
  '<': (hits, count) => hits < count,
  '%': (hits, count) => hits % count === 0,
};

/** Which hits stop, counted from 1; undefined for text that is none. A bare number stops from that hit on. */
export function parseHitCondition(text: string): HitCondition | undefined {
  const match = /^\s*(==?|>=?|<=?|%|)\s*(\d{1,9})\s*$/.exec(text);
  const operator = match === null ? undefined : OPERATORS[match[1]!];
  if (match === null || operator === undefined) return undefined;
  const count = Number(match[2]);
  if (count === 0 && match[1] === '%') return undefined;
  return (hits) => operator(hits, count);
}
