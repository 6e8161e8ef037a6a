/** Images of guest/faults-v6.s, for Armv6-M and for Armv8-M Baseline, and where their cases lock up. */
import { machineWith } from '../emulator/machine/firmware.js';
import { bytesToWords, elfImage, wordBytes } from './elf-image.js';
import { guestBinary } from './gold.js';
import { badEnd, lockupOf, spawnQemu } from './qemu.js';
import { boardOf } from './ringfence.js';
import type { Target } from './targets.js';

/** What a core's images are made of. */
export interface FaultTarget {
  readonly target: Target;
  /** Below `guest/`. */
  readonly guest: string;
  /** Where the image is loaded. */
  readonly base: number;
}

const HEADER = 0x400;
const LIMIT = 1_000_000;
/** Of the guest's tables. */
export const CONTEXTS = [
  'Thread, MSP',
  'Thread, PSP',
  'Thread, PRIMASK',
  'PendSV',
  'interrupt',
  'SVCall',
  'HardFault',
  'NMI',
] as const;
export const CASES = 23;
const SVC_CASE = 18;
/** HardFault and NMI: what faults there locks up, unless the case leaves it. */
export const LOCKING: readonly number[] = [6, 7];
/** Cases 0 to 18 fault where they stand; the others need a process stack or leave the handler. */
const STANDING = SVC_CASE + 1;

/** The image of all cases, or of one. */
export function faultImage({ guest, base }: FaultTarget, context = -1, number = -1): Uint8Array {
  const bytes = guestBinary(guest).slice();
  bytes.set(wordBytes([context, number]), HEADER);
  return elfImage(bytesToWords(bytes)[1]!, [{ address: base, bytes }]);
}

/** A line for each case: what its handlers saw. */
export function faultLines(log: Uint8Array): readonly string[] {
  const words = [...bytesToWords(log)].map((word) => word.toString(16).padStart(8, '0'));
  return words.join(' ').split(/ (?=ca5e)/);
}

/** PC and IPSR where the core locks up. */
export interface Lockup {
  readonly context: number;
  readonly number: number;
  readonly pc: number;
  readonly ipsr: number;
}

export const LOCKUPS: readonly (readonly [context: number, number: number])[] = LOCKING.flatMap((context) =>
  Array.from({ length: STANDING }, (_, number) => [context, number] as const),
);

export function lockupOnQemu(faults: FaultTarget, context: number, number: number): Lockup {
  const { machine } = faults.target;
  const run = spawnQemu(faultImage(faults, context, number), { machine, timeoutMs: 60_000 });
  const lockup = lockupOf(run);
  if (lockup === undefined) throw badEnd(run);
  return { context, number, pc: lockup.pc, ipsr: lockup.xpsr & 0x3f };
}

export function lockupOnRingfence(faults: FaultTarget, context: number, number: number): Lockup | string {
  const { target } = faults;
  const { machine } = machineWith(faultImage(faults, context, number), target.machine, {
    machine: { board: boardOf(target) },
  });
  for (;;) {
    const event = machine.run(LIMIT - machine.retired);
    if (event.reason === 'lockup') return { context, number, pc: event.pc, ipsr: machine.cpu.ipsr };
    if (event.reason !== 'fault') return event.reason;
  }
}

/** An SVC that is escalated is stacked behind itself on QEMU (docs/emulator-differences.md), so it locks up there too. */
export function corrected(lockup: Lockup): Lockup {
  return lockup.number === SVC_CASE ? { ...lockup, pc: lockup.pc - 2 } : lockup;
}
