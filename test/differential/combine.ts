/** Tables of cases as products of the values that each property may have. */

type Values<T> = { readonly [K in keyof T]: readonly T[K][] };

/** All combinations of the values of each property, the last property changing fastest. */
export function combine<T extends object>(values: Values<T>): readonly T[] {
  return Object.entries<readonly unknown[]>(values as Record<string, readonly unknown[]>).reduce<readonly T[]>(
    (made, [key, choices]) => made.flatMap((one) => choices.map((choice) => ({ ...one, [key]: choice }))),
    [{} as T],
  );
}
