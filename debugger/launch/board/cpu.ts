/** The core, its MPU and its NVIC, from `/cpus`, the MPU's node and the interrupt controller's. */
import type { Devicetree, DevicetreeFinding, DevicetreeNode } from '../../../devicetree/index.js';
import { PROFILES, type CoreName, type CpuDescription } from '../../../emulator/index.js';
import { cellOf, compatibleOf, findingAt, isNvic, referredNode } from './nodes.js';

/** SysTick and timers need a rate even where the devicetree leaves the clock to the firmware. */
const DEFAULT_CLOCK_HZ = 25_000_000;
/** What QEMU's machines implement, and the widest that there is. */
const DEFAULT_PRIORITY_BITS = 8;
/** Cores that run; the others of `PROFILES` are known, but not emulated yet. */
const CORES: readonly CoreName[] = ['cortex-m3', 'cortex-m4'];

/** Undefined: there is no core in the tree that can be emulated; `findings` says why. */
export function cpuOf(
  tree: Devicetree,
  highestInterrupt: number,
  initialVtor: number,
  findings: DevicetreeFinding[],
): CpuDescription | undefined {
  const cpu = [...(tree.find('/cpus')?.children.values() ?? [])].find((node) => node.baseName === 'cpu');
  if (cpu === undefined) {
    findings.push(
      findingAt(tree.root, 'board-no-cpu', 'error', 'There is no /cpus/cpu@0, so nothing says which core to emulate.'),
    );
    return undefined;
  }
  const compatible = compatibleOf(cpu);
  const core = CORES.find((name) => compatible.includes(`arm,${name}`));
  if (core === undefined) {
    const cores = compatible.length === 0 ? 'a core without `compatible`' : compatible.join(', ');
    const message = `The core is ${cores}; Ringfence emulates ${CORES.map((name) => `arm,${name}`).join(' and ')}.`;
    findings.push(findingAt(cpu, 'board-core-unknown', 'error', message, 'compatible'));
    return undefined;
  }
  const nvic = [...tree.nodes()].find(isNvic);
  const needed = Math.min(240, Math.max(32, Math.ceil((highestInterrupt + 1) / 32) * 32));
  const interrupts = inRange(nvic, 'ringfence,num-interrupts', needed, 1, 240, findings);
  return {
    core,
    priorityBits: inRange(nvic, 'arm,num-irq-priority-bits', DEFAULT_PRIORITY_BITS, 3, 8, findings),
    mpuRegions: mpuRegions(core, cpu, findings),
    interrupts,
    clockHz: clockHz(tree, cpu, findings),
    initialVtor: cellOf(cpu, 'ringfence,initial-vtor') ?? initialVtor,
  };
}

function inRange(
  node: DevicetreeNode | undefined,
  property: string,
  absent: number,
  lowest: number,
  highest: number,
  findings: DevicetreeFinding[],
): number {
  const value = node === undefined ? undefined : cellOf(node, property);
  if (node === undefined || value === undefined) return absent;
  if (value >= lowest && value <= highest) return value;
  const message = `${property} is ${value}; Armv7-M has ${lowest} to ${highest}, so ${absent} is taken.`;
  findings.push(findingAt(node, 'board-out-of-range', 'warning', message, property));
  return absent;
}

/** A core without an MPU node has no MPU, as Zephyr reads it. */
function mpuRegions(core: CoreName, cpu: DevicetreeNode, findings: DevicetreeFinding[]): 0 | 8 {
  const mpu = [...cpu.children.values()].find((node) => compatibleOf(node).includes('arm,armv7m-mpu'));
  if (mpu === undefined) return 0;
  const count = cellOf(mpu, 'arm,num-mpu-regions') ?? 8;
  if (count === 0 || count === 8) return count;
  const message = `arm,num-mpu-regions is ${count}; the MPU of a ${PROFILES[core].title} has 8 regions or is absent, so 8 are emulated.`;
  findings.push(findingAt(mpu, 'board-mpu-regions', 'warning', message, 'arm,num-mpu-regions'));
  return 8;
}

function clockHz(tree: Devicetree, cpu: DevicetreeNode, findings: DevicetreeFinding[]): number {
  const clock = referredNode(tree, cpu, 'clocks');
  const systick = [...tree.nodes()].find((node) => compatibleOf(node).includes('arm,armv7m-systick'));
  const systickClock = systick && referredNode(tree, systick, 'clocks');
  for (const node of [cpu, clock, systickClock]) {
    const rate = node === undefined ? undefined : cellOf(node, 'clock-frequency');
    if (rate !== undefined && rate > 0) return rate;
  }
  const message = `Nothing says how fast the core runs; ${DEFAULT_CLOCK_HZ / 1e6} MHz is taken. Set clock-frequency in this node.`;
  findings.push(findingAt(cpu, 'board-no-clock', 'information', message));
  return DEFAULT_CLOCK_HZ;
}
