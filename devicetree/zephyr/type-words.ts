/** What a type of region means on a core, for people who are about to choose one. */
import { accessBy, memoryBy, rasrAttributes, rasrRegisters, rlarRegisters, v8Attributes } from './encodings.js';
import type { ArmRegionType, PlanConfig, Pmsa } from './types.js';
import { accessWords } from './words.js';

/** An address in RAM, below which nothing is execute-never by itself. */
const EXAMPLE_BASE = 0x2000_0000;

/**
 * Access and memory type of a region of that type: `privileged: read, write; unprivileged: no access; Normal, write-back`. Undefined:
 * the driver has no such type for this layout of registers, and a node with it gets no region.
 */
export function armTypeWords(type: ArmRegionType, pmsa: Pmsa, config: PlanConfig): string | undefined {
  const v7 = pmsa === 'v8' ? undefined : rasrAttributes(type, config);
  const v8 = pmsa === 'v8' ? v8Attributes(type, config) : undefined;
  const registers =
    v7 !== undefined
      ? rasrRegisters(0, EXAMPLE_BASE, 4096, v7, pmsa)
      : v8 !== undefined
        ? rlarRegisters(0, EXAMPLE_BASE, 4096, v8)
        : undefined;
  if (registers === undefined) return undefined;
  return `${accessWords(accessBy(registers, EXAMPLE_BASE))}; ${memoryBy(registers, pmsa)}`;
}
