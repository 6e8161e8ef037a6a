/** Images of guest/faults-v6.s, for Armv6-M and for Armv8-M Baseline, and where their cases lock up. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBoard } from '../../debugger/launch/index.js';
import { machineWith } from '../emulator/machine/firmware.js';
import { bytesToWords, elfImage, wordBytes } from './elf-image.js';
import { guestBinary } from './gold.js';
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

/** QEMU gives up, and prints its registers. */
export function lockupOnQemu(faults: FaultTarget, context: number, number: number): Lockup {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-qemu-'));
  try {
    writeFileSync(join(folder, 'image.elf'), faultImage(faults, context, number));
    const options = ['-M', faults.target.machine, '-nographic', '-monitor', 'none', '-serial', 'none'];
    const semihosting = ['-semihosting-config', 'enable=on,target=native', '-kernel', join(folder, 'image.elf')];
    const { stderr } = spawnSync('qemu-system-arm', [...options, ...semihosting], { timeout: 60_000 });
    const [, pc, xpsr] = /Lockup[^]*R15=([0-9a-f]+)\s+XPSR=([0-9a-f]+)/.exec(stderr.toString()) ?? [];
    return { context, number, pc: parseInt(pc ?? '', 16), ipsr: parseInt(xpsr ?? '', 16) & 0x3f };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function lockupOnRingfence(faults: FaultTarget, context: number, number: number): Lockup | string {
  const { machine: name, cpu } = faults.target;
  const board = findBoard(name);
  const { machine } = machineWith(faultImage(faults, context, number), name, {
    machine: { board: { ...board, cpu: { ...board.cpu, ...cpu } } },
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
