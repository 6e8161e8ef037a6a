/**
 * Ends of blocks in which QEMU 7.2 parts from the Armv7-M ARM and the emulator follows the manual. The generator avoids what
 * it can cheaply avoid (docs/emulator-differences.md); these are the few that slip through, each as narrow as can be told.
 */
import type { StreamMismatch } from './stream-results.js';

export interface KnownDifference {
  readonly name: string;
  /** Section of the Armv7-M ARM (DDI 0403E). */
  readonly section: string;
  /** `a` of the mismatch is the emulator, `b` is QEMU. */
  explains(mismatch: StreamMismatch): boolean;
}

const PRECISERR_BFARVALID = 0x8200;
const STIMULUS_PORTS = { start: 0xe000_0000, end: 0xe000_0080 } as const;

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    name: "BFAR of an unaligned access is its first byte's address; QEMU gives the address aligned down, of a D register to eight",
    section: 'B2.3.5',
    explains: ({ a, b, differences }) =>
      differences.length === 1 &&
      differences[0] === 'BFAR' &&
      a.registers.CFSR === PRECISERR_BFARVALID &&
      [1, 3, 7].some((low) => (a.registers.BFAR & ~low) >>> 0 === b.registers.BFAR),
  },
  {
    name: 'unprivileged code may access stimulus ports of the ITM, as ITM_TPR has it out of reset; QEMU has no ITM',
    section: 'C1.7.5',
    explains: ({ a, b }) =>
      b.registers.CFSR === PRECISERR_BFARVALID &&
      b.registers.BFAR >= STIMULUS_PORTS.start &&
      b.registers.BFAR < STIMULUS_PORTS.end &&
      a.registers.BFAR !== b.registers.BFAR,
  },
];

/** The first class that explains a mismatch, if one does. */
export function knownDifference(mismatch: StreamMismatch): KnownDifference | undefined {
  return KNOWN_DIFFERENCES.find((known) => known.explains(mismatch));
}
