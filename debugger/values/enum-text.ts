/** Enumerators by name, and combinations of flags: `(READ | EXECUTE)`. */
import type { Kind } from './type-shape.js';

/** Flags are enumerations whose values are single bits (0 may have a name too), as GDB decides. */
function areFlags(values: readonly bigint[]): boolean {
  return values.length > 0 && values.every((value) => value >= 0n && (value & (value - 1n)) === 0n);
}

/** The name of `value`, a combination of flags, or the number. */
export function enumText(type: Kind<'enum'>, value: bigint): string {
  const enumerators = type.enumerators();
  const exact = enumerators.find((enumerator) => enumerator.value === value);
  if (exact !== undefined) return exact.name;
  if (!areFlags(enumerators.map((enumerator) => enumerator.value))) return value.toString();
  if (value === 0n) return '0';
  let rest = value;
  const parts: string[] = [];
  for (const enumerator of enumerators) {
    if ((rest & enumerator.value) === 0n) continue;
    parts.push(enumerator.name);
    rest &= ~enumerator.value;
  }
  if (rest !== 0n) parts.push(`unknown: 0x${rest.toString(16)}`);
  return `(${parts.join(' | ')})`;
}
