/** How numbers and lists read in messages and edits. Addresses and sizes are the plan's `hexWords`, `rangeWords`, `sizeWords`. */

/** `0x3000`, as sources write numbers. */
export function hex(value: number | bigint): string {
  return `0x${value.toString(16)}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[], last = 'and'): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)!}`;
}

/** `1 region`, `3 regions`. */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
