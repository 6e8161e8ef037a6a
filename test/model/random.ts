/** A small seeded source of numbers, so that every random test can be repeated from the seed that it prints. */

export interface Random {
  readonly seed: number;
  /** 32 random bits, unsigned. */
  word(): number;
  /** 0 to `limit` - 1. */
  below(limit: number): number;
  /** True in `percent` of all calls. */
  chance(percent: number): boolean;
  pick<T>(from: readonly T[]): T;
}

/** Marsaglia's xorshift on 128 bits of state ("Xorshift RNGs", 2003, the variant 11, 8, 19). */
export function seededRandom(seed: number): Random {
  let x = (seed ^ 0x1234_5678) >>> 0 || 1;
  let y = 362_436_069;
  let z = 521_288_629;
  let w = 88_675_123;
  const word = (): number => {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = w ^ (w >>> 19) ^ (t ^ (t >>> 8));
    return w >>> 0;
  };
  for (let i = 0; i < 16; i++) word();
  const below = (limit: number): number => Math.floor((word() / 2 ** 32) * limit);
  return {
    seed,
    word,
    below,
    chance: (percent) => below(100) < percent,
    pick: (from) => from[below(from.length)]!,
  };
}
