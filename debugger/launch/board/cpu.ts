/** The core, its MPU and its NVIC, from `/cpus`, the MPU's node and the interrupt controller's, held against the core's profile. */
import { hex32 } from '../../../base/index.js';
import type { Devicetree, DevicetreeFinding, DevicetreeNode } from '../../../devicetree/index.js';
import {
  EMULATED,
  isEmulated,
  PROFILES,
  type CoreName,
  type CoreProfile,
  type CpuDescription,
  type FpuName,
  type IdauRange,
} from '../../../emulator/index.js';
import { cellOf, cellsOf, compatibleOf, findingAt, isNvic, referredNode } from './nodes.js';

/** SysTick and timers need a rate even where the devicetree leaves the clock to the firmware. */
const DEFAULT_CLOCK_HZ = 25_000_000;
/** Interrupts come by 32; a board that counts none has these. */
const INTERRUPTS_OF_A_WORD = 32;
const DEFAULT_REGIONS = 8;

interface Spelling {
  readonly core: CoreName;
  readonly fpu?: FpuName;
}

/** Zephyr's names for the cores, the smallest first. */
export const CORES: Readonly<Record<string, Spelling>> = {
  'arm,cortex-m0': { core: 'cortex-m0' },
  'arm,cortex-m0+': { core: 'cortex-m0plus' },
  'arm,cortex-m1': { core: 'cortex-m1' },
  'arm,cortex-m3': { core: 'cortex-m3' },
  'arm,cortex-m4': { core: 'cortex-m4' },
  'arm,cortex-m4f': { core: 'cortex-m4', fpu: 'fpv4-sp-d16' },
  'arm,cortex-m7': { core: 'cortex-m7', fpu: 'fpv5-d16' },
  'arm,cortex-m23': { core: 'cortex-m23' },
  'arm,cortex-m33': { core: 'cortex-m33' },
  'arm,cortex-m33f': { core: 'cortex-m33', fpu: 'fpv5-sp-d16' },
};

const MPUS: Readonly<Record<string, CoreProfile['mpu']['architecture']>> = {
  'arm,armv6m-mpu': 'pmsav6',
  'arm,armv7m-mpu': 'pmsav7',
  'arm,armv8m-mpu': 'pmsav8',
  'arm,armv8.1m-mpu': 'pmsav8',
};

const SYSTICKS = ['arm,armv6m-systick', 'arm,armv7m-systick', 'arm,armv8m-systick', 'arm,armv8.1m-systick'];

/** Undefined: there is no core in the tree that can be emulated; `findings` says why. */
export function cpuOf(
  tree: Devicetree,
  highestInterrupt: number,
  vectors: number,
  findings: DevicetreeFinding[],
): CpuDescription | undefined {
  const cpu = [...(tree.find('/cpus')?.children.values() ?? [])].find((node) => node.baseName === 'cpu');
  if (cpu === undefined) {
    findings.push(
      findingAt(tree.root, 'board-no-cpu', 'error', 'There is no /cpus/cpu@0, so nothing says which core to emulate.'),
    );
    return undefined;
  }
  const spelling = coreOf(cpu, findings);
  if (spelling === undefined) return undefined;
  const profile = PROFILES[spelling.core];
  const nvic = [...tree.nodes()].find(isNvic);
  const words = Math.max(1, Math.ceil((highestInterrupt + 1) / INTERRUPTS_OF_A_WORD));
  const interrupts = { lowest: 1, highest: profile.interrupts };
  const needed = Math.min(profile.interrupts, words * INTERRUPTS_OF_A_WORD);
  const { priorityBits } = profile;
  return {
    ...spelling,
    ...optionsOf(cpu, profile, findings),
    priorityBits: inRange(nvic, 'arm,num-irq-priority-bits', priorityBits.highest, priorityBits, profile, findings),
    mpuRegions: mpuRegions(profile, cpu, findings),
    interrupts: inRange(nvic, 'ringfence,num-interrupts', needed, interrupts, profile, findings),
    clockHz: clockHz(tree, cpu, findings),
    ...(cpu.properties.has('ringfence,no-systick') && { sysTick: false }),
    initialVtor: initialVtor(profile, cpu, vectors, findings),
  };
}

function coreOf(cpu: DevicetreeNode, findings: DevicetreeFinding[]): Spelling | undefined {
  const compatible = compatibleOf(cpu);
  const name = compatible.find((one) => Object.hasOwn(CORES, one));
  const spelling = name === undefined ? undefined : CORES[name]!;
  if (spelling !== undefined && isEmulated(spelling.core, spelling)) return spelling;
  const emulated = EMULATED.cores.map((core) => PROFILES[core].title).join(', ');
  const cores = compatible.length === 0 ? 'a core without `compatible`' : compatible.join(', ');
  const unit = spelling?.fpu === undefined ? '' : ' with a floating-point unit';
  const what = spelling === undefined ? cores : `a ${PROFILES[spelling.core].title}${unit}`;
  const message = `The core is ${what}; Ringfence emulates ${emulated}.`;
  findings.push(findingAt(cpu, 'board-core-unknown', 'error', message, 'compatible'));
  return undefined;
}

/** The DSP extension and the Security Extension, of which devicetree says nothing by itself. */
function optionsOf(
  cpu: DevicetreeNode,
  profile: CoreProfile,
  findings: DevicetreeFinding[],
): Pick<CpuDescription, 'dsp' | 'security' | 'secureMpuRegions' | 'sauRegions' | 'idau'> {
  const has = (property: string, option: 'dsp' | 'security', what: string): boolean => {
    if (!cpu.properties.has(property)) return false;
    if (profile[option] === 'optional') return true;
    if (profile[option] === 'never') {
      const message = `A ${profile.title} has no ${what}: ${property} is ignored.`;
      findings.push(findingAt(cpu, 'board-core-option', 'warning', message, property));
    }
    return false;
  };
  const dsp = has('ringfence,dsp', 'dsp', 'DSP extension') ? { dsp: true } : {};
  if (!has('ringfence,security-extension', 'security', 'Security Extension')) return dsp;
  const secureMpuRegions = cellOf(cpu, 'ringfence,secure-mpu-regions');
  const sau = { name: 'ringfence,sau-regions', most: 8 } as const;
  const sauRegions = cellOf(cpu, sau.name) ?? sau.most;
  if (sauRegions > sau.most) {
    const message = `${sau.name} is ${sauRegions}; a SAU has ${sau.most} regions at most, so many are emulated.`;
    findings.push(findingAt(cpu, 'board-out-of-range', 'warning', message, sau.name));
  }
  return {
    ...dsp,
    security: true,
    ...(secureMpuRegions !== undefined && profile.mpu.regionCounts.includes(secureMpuRegions) && { secureMpuRegions }),
    sauRegions: Math.min(sauRegions, sau.most),
    idau: idauOf(cpu, findings),
  };
}

const IDAU_KINDS: readonly Pick<IdauRange, 'kind' | 'callableBit'>[] = [
  { kind: 'nonSecure' },
  { kind: 'secure' },
  { kind: 'nonSecureCallable' },
  { kind: 'exempt' },
  { kind: 'nonSecureCallable', callableBit: 0 },
  { kind: 'nonSecureCallable', callableBit: 1 },
];
const IDAU_CELLS = 4;

/** `ringfence,idau`: base, size, an index of `IDAU_KINDS`, and the region's number, for each range. */
function idauOf(cpu: DevicetreeNode, findings: DevicetreeFinding[]): IdauRange[] {
  const cells = cellsOf(cpu, 'ringfence,idau');
  const ranges: IdauRange[] = [];
  for (let i = 0; i < cells.length; i += IDAU_CELLS) {
    const [start = 0, sizeBytes = 0, kind = -1, region] = cells.slice(i, i + IDAU_CELLS);
    const what = IDAU_KINDS[kind];
    if (what === undefined || region === undefined || start + sizeBytes > 2 ** 32) {
      const message = `Range ${i / IDAU_CELLS} of ringfence,idau is not <base size kind region> with a kind from 0 to 5; it is left out.`;
      findings.push(findingAt(cpu, 'board-idau', 'warning', message, 'ringfence,idau'));
    } else ranges.push({ start, end: start + sizeBytes, ...what, region });
  }
  return ranges;
}

function inRange(
  node: DevicetreeNode | undefined,
  property: string,
  absent: number,
  { lowest, highest }: { readonly lowest: number; readonly highest: number },
  { title }: CoreProfile,
  findings: DevicetreeFinding[],
): number {
  const value = node === undefined ? undefined : cellOf(node, property);
  if (node === undefined || value === undefined) return absent;
  if (value >= lowest && value <= highest) return value;
  const range = lowest === highest ? String(lowest) : `${lowest} to ${highest}`;
  const message = `${property} is ${value}; a ${title} has ${range}, so ${absent} is taken.`;
  findings.push(findingAt(node, 'board-out-of-range', 'warning', message, property));
  return absent;
}

/** A core without an MPU node has no MPU, as Zephyr reads it. */
function mpuRegions({ title, mpu }: CoreProfile, cpu: DevicetreeNode, findings: DevicetreeFinding[]): number {
  const kinds = [...cpu.children.values()].flatMap((node) =>
    compatibleOf(node).flatMap((name) => (Object.hasOwn(MPUS, name) ? [{ node, name, kind: MPUS[name]! }] : [])),
  );
  const [found] = kinds;
  if (found === undefined) return 0;
  const { node, name, kind } = found;
  if (kind !== mpu.architecture && mpu.regionCounts.length > 1) {
    const message = `A ${title} has no ${name}; its MPU is emulated as ${mpu.architecture.toUpperCase()}.`;
    findings.push(findingAt(node, 'board-mpu-kind', 'warning', message, 'compatible'));
  }
  const count = cellOf(node, 'arm,num-mpu-regions') ?? DEFAULT_REGIONS;
  if (mpu.regionCounts.includes(count)) return count;
  const emulated = mpu.regionCounts.includes(DEFAULT_REGIONS) ? DEFAULT_REGIONS : 0;
  const counts = mpu.regionCounts.filter((one) => one > 0);
  const has = counts.length === 0 ? 'no MPU' : `an MPU of ${counts.join(' or ')} regions or none`;
  const message = `The MPU here has ${count} regions; a ${title} has ${has}, so ${emulated === 0 ? 'none are' : `${emulated} are`} emulated.`;
  findings.push(findingAt(node, 'board-mpu-regions', 'warning', message, 'arm,num-mpu-regions'));
  return emulated;
}

function clockHz(tree: Devicetree, cpu: DevicetreeNode, findings: DevicetreeFinding[]): number {
  const clock = referredNode(tree, cpu, 'clocks');
  const systick = [...tree.nodes()].find((node) => compatibleOf(node).some((name) => SYSTICKS.includes(name)));
  const systickClock = systick && referredNode(tree, systick, 'clocks');
  for (const node of [cpu, clock, systickClock]) {
    const rate = node === undefined ? undefined : cellOf(node, 'clock-frequency');
    if (rate !== undefined && rate > 0) return rate;
  }
  const message = `Nothing says how fast the core runs; ${DEFAULT_CLOCK_HZ / 1e6} MHz is taken. Set clock-frequency in this node.`;
  findings.push(findingAt(cpu, 'board-no-clock', 'information', message));
  return DEFAULT_CLOCK_HZ;
}

/** Where the vector table is out of reset: at 0 on a core without VTOR, whatever the board says. */
function initialVtor(
  { title, vtor }: CoreProfile,
  cpu: DevicetreeNode,
  vectors: number,
  findings: DevicetreeFinding[],
): number {
  const said = cellOf(cpu, 'ringfence,initial-vtor');
  if (vtor) return said ?? vectors;
  if (said !== undefined && said !== 0) {
    const message = `ringfence,initial-vtor is ${hex32(said)}, but a ${title} has no VTOR: its vector table is at 0.`;
    findings.push(findingAt(cpu, 'board-no-vtor', 'warning', message, 'ringfence,initial-vtor'));
  }
  return 0;
}
