/** The image that programs plans into a real MPU (guest/mpu-plan.s) and tries accesses, and what plans say about them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decidersOf, type MpuPlan, type RegionRegisters } from '../../../devicetree/index.js';
import { bytesToWords, elfImage, wordBytes } from '../../differential/elf-image.js';
import { guestBinary } from '../../differential/gold.js';

/** A machine of QEMU, where it starts, and 64 KiB of RAM that no plan touches, for the image. */
export interface PlanMachine {
  readonly name: 'mps2-an385' | 'mps2-an505' | 'mps3-an547';
  readonly kind: 7 | 8;
  readonly vectors: number;
  readonly base: number;
  readonly regions: number;
  /** RAM where accesses can be tried: first byte, byte after the last. */
  readonly memories: readonly (readonly [number, number])[];
}

export const AN385: PlanMachine = {
  name: 'mps2-an385',
  kind: 7,
  vectors: 0,
  base: 0x21f0_0000,
  regions: 8,
  memories: [
    [0x100, 0x40_0000],
    [0x2000_0000, 0x2040_0000],
    [0x2100_0000, 0x21f0_0000],
  ],
};

/** The secure side. */
export const AN505: PlanMachine = {
  name: 'mps2-an505',
  kind: 8,
  vectors: 0x1000_0000,
  base: 0x80f0_0000,
  regions: 16,
  memories: [
    [0x1000_0100, 0x1040_0000],
    [0x3800_0000, 0x3840_0000],
    [0x8000_0000, 0x80f0_0000],
  ],
};

const TABLE = 0x4000;
const OUTPUT = 0x8000;
const STACK_TOP = 0x3f00;
const MPU_CTRL_ENABLE_PRIVDEFENA = 5;

/** Armv8.1-M, the secure side: code in DDR4. */
export const AN547: PlanMachine = {
  name: 'mps3-an547',
  kind: 8,
  vectors: 0x0000_0000,
  base: 0x60f0_0000,
  regions: 16,
  memories: [
    [0x6000_0000, 0x60f0_0000],
    [0x6100_0000, 0x6800_0000],
  ],
};

/** One plan and the addresses to try. */
export interface PlanSet {
  readonly plan: MpuPlan;
  readonly addresses: readonly number[];
}

/** What was tried at an address: `rwx` privileged, `rwx` unprivileged, `-` where it was refused. */
export type Tried = string;

export interface PlanAnswers {
  /** RBAR and RASR or RLAR of each programmed region as the MPU reads them back. */
  readonly registers: readonly (readonly [number, number])[];
  readonly tried: readonly Tried[];
}

function second(registers: RegionRegisters): number {
  return registers.kind === 'rasr' ? registers.RASR : registers.RLAR;
}

/** The region that opens the image's 64 KiB to everyone, in the last slot. */
function openRegion(machine: PlanMachine): readonly number[] {
  const slot = machine.regions - 1;
  if (machine.kind === 7) return [slot, machine.base, 0x0302_0000 | (15 << 1) | 1];
  return [slot, machine.base | 2, (machine.base + 0xffe0) | 1];
}

function tableOf(machine: PlanMachine, { plan, addresses }: PlanSet): readonly number[] {
  const regions = plan.programmed.flatMap(({ registers }) => [registers.RNR, registers.RBAR, second(registers)]);
  const mair = plan.programmed.map(({ registers }) => (registers.kind === 'rlar' ? registers.MAIR0 : 0));
  const count = plan.programmed.length + 1;
  const head = [machine.kind, MPU_CTRL_ENABLE_PRIVDEFENA, mair[0] ?? 0, count];
  return [...head, ...regions, ...openRegion(machine), addresses.length, ...addresses];
}

export function planImage(machine: PlanMachine, sets: readonly PlanSet[]): Uint8Array {
  const table = [...sets.flatMap((set) => tableOf(machine, set)), 0];
  if (TABLE + 4 * table.length > OUTPUT) throw new Error(`${table.length} words do not fit between table and answers`);
  return elfImage(machine.base | 1, [
    { address: machine.vectors, bytes: wordBytes([machine.base + STACK_TOP, machine.base | 1]) },
    { address: machine.base, bytes: guestBinary('mpu-plan') },
    { address: machine.base + TABLE, bytes: wordBytes(table) },
  ]);
}

function triedText(bits: number): Tried {
  return ['r', 'w', 'x', 'r', 'w', 'x'].map((letter, n) => ((bits >>> n) & 1 ? letter : '-')).join('');
}

export function parseAnswers(bytes: Uint8Array, sets: readonly PlanSet[]): readonly PlanAnswers[] {
  const words = bytesToWords(bytes);
  let at = 0;
  return sets.map(({ plan, addresses }) => {
    const registers = plan.programmed.map((): readonly [number, number] => [words[at++]!, words[at++]!]);
    at += 2; // the open region
    return { registers, tried: addresses.map(() => triedText(words[at++]!)) };
  });
}

/** What the plan says will be granted at an address of RAM, in the same form. */
export function expectedAt(plan: MpuPlan, address: number): Tried {
  const [decided] = decidersOf(plan, { base: address, size: 1 });
  const rights = ({ read, write, execute }: { read: boolean; write: boolean; execute: boolean }): string =>
    `${read ? 'r' : '-'}${write ? 'w' : '-'}${execute ? 'x' : '-'}`;
  if (decided?.by === 'background') return 'rwx---';
  const region = decided?.by === 'region' ? decided.regions[0] : undefined;
  return region === undefined ? '------' : rights(region.access.privileged) + rights(region.access.unprivileged);
}

/** The addresses in RAM that tell a region's edges: the bytes just before and after, the first and the last, and the middle. */
export function edgesOf(plan: MpuPlan, machine: PlanMachine): readonly number[] {
  const edges = new Set<number>();
  for (const { covered } of plan.programmed) {
    if (covered === undefined) continue;
    const { base, size } = covered;
    for (const address of [base - 1, base, base + size / 2, base + size - 1, base + size]) {
      if (machine.memories.some(([first, end]) => address >= first && address < end)) edges.add(address);
    }
  }
  return [...edges].sort((a, b) => a - b);
}

/** Runs an image on QEMU; what the guest wrote to its console. */
export function runOn(machine: PlanMachine, elf: Uint8Array): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-plan-'));
  try {
    const image = join(folder, 'image.elf');
    writeFileSync(image, elf);
    const options = ['-M', machine.name, '-nographic', '-monitor', 'none', '-serial', 'none', '-kernel', image];
    const semihosting = ['-semihosting-config', 'enable=on,target=native'];
    const result = spawnSync('qemu-system-arm', [...options, ...semihosting], { timeout: 60_000 });
    if (result.error) throw result.error;
    if (result.status !== 0)
      throw new Error(`QEMU ended with ${result.status ?? result.signal}: ${result.stderr.toString()}`);
    return new Uint8Array(result.stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
