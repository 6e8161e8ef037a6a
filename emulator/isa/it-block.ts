/** ITSTATE (Armv7-M ARM, A7.3.3): base condition in bits 7 to 5, the rest counts the block down. */

/** ITSTATE right after an IT instruction with `firstcond:mask`. */
export function startIT(firstcond: number, mask: number): number {
  return (firstcond << 4) | mask;
}

export function inITBlock(itState: number): boolean {
  return (itState & 0xf) !== 0;
}

export function lastInITBlock(itState: number): boolean {
  return (itState & 0xf) === 8;
}

/** The condition of the instruction that `itState` stands for; 14 (always) outside a block. */
export function conditionOf(itState: number): number {
  return inITBlock(itState) ? itState >>> 4 : 14;
}

/** ITAdvance(). */
export function advanceIT(itState: number): number {
  return (itState & 7) === 0 ? 0 : (itState & 0xe0) | ((itState << 1) & 0x1f);
}
