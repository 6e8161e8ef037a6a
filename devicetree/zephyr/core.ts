/** The MPU that will carry out a devicetree's regions: which core, which layout of registers, how many regions. */
import { isOkay, type Devicetree, type DevicetreeNode, type DevicetreeProperty } from '../model/index.js';
import { cellOf, stringsOf } from './properties.js';
import type { ArmArchitecture, FactSource, MpuTarget, Pmsa } from './types.js';

interface Core {
  readonly name: string;
  readonly architecture: ArmArchitecture;
  /** Undefined: the core never has an MPU of this kind. */
  readonly pmsa: Pmsa | undefined;
  /** Line of the core's own data cache in bytes; absent: it has none (a system cache is the SoC's). */
  readonly cacheLineBytes?: number;
}

/** Cores by their `compatible` without `arm,`. The architectures are those of Arm's technical reference manuals. */
const CORES: readonly Core[] = [
  { name: 'cortex-m0', architecture: 'Armv6-M', pmsa: undefined },
  { name: 'cortex-m0+', architecture: 'Armv6-M', pmsa: 'v6' },
  { name: 'cortex-m0plus', architecture: 'Armv6-M', pmsa: 'v6' },
  { name: 'cortex-m1', architecture: 'Armv6-M', pmsa: undefined },
  { name: 'cortex-m3', architecture: 'Armv7-M', pmsa: 'v7' },
  { name: 'cortex-m4', architecture: 'Armv7-M', pmsa: 'v7' },
  { name: 'cortex-m4f', architecture: 'Armv7-M', pmsa: 'v7' },
  { name: 'cortex-m7', architecture: 'Armv7-M', pmsa: 'v7', cacheLineBytes: 32 },
  { name: 'cortex-m23', architecture: 'Armv8-M Baseline', pmsa: 'v8' },
  { name: 'cortex-m33', architecture: 'Armv8-M Mainline', pmsa: 'v8' },
  { name: 'cortex-m33f', architecture: 'Armv8-M Mainline', pmsa: 'v8' },
  { name: 'cortex-m35p', architecture: 'Armv8-M Mainline', pmsa: 'v8' },
  { name: 'cortex-m52', architecture: 'Armv8.1-M Mainline', pmsa: 'v8', cacheLineBytes: 32 },
  { name: 'cortex-m55', architecture: 'Armv8.1-M Mainline', pmsa: 'v8', cacheLineBytes: 32 },
  { name: 'cortex-m55f', architecture: 'Armv8.1-M Mainline', pmsa: 'v8', cacheLineBytes: 32 },
  { name: 'cortex-m85', architecture: 'Armv8.1-M Mainline', pmsa: 'v8', cacheLineBytes: 32 },
  { name: 'cortex-r4', architecture: 'Armv7-R', pmsa: undefined, cacheLineBytes: 32 },
  { name: 'cortex-r4f', architecture: 'Armv7-R', pmsa: undefined, cacheLineBytes: 32 },
  { name: 'cortex-r5', architecture: 'Armv7-R', pmsa: undefined, cacheLineBytes: 32 },
  { name: 'cortex-r5f', architecture: 'Armv7-R', pmsa: undefined, cacheLineBytes: 32 },
  { name: 'cortex-r7', architecture: 'Armv7-R', pmsa: undefined, cacheLineBytes: 32 },
  { name: 'cortex-r8', architecture: 'Armv7-R', pmsa: undefined, cacheLineBytes: 32 },
  { name: 'cortex-r52', architecture: 'Armv8-R', pmsa: undefined, cacheLineBytes: 64 },
  { name: 'cortex-r82', architecture: 'Armv8-R', pmsa: undefined, cacheLineBytes: 64 },
];

const CORE_BY_NAME = new Map(CORES.map((core) => [core.name, core]));

/** Zephyr's compatibles of the MPU node, and the layout that each means. */
const MPU_COMPATIBLES: ReadonlyMap<string, Pmsa> = new Map([
  ['arm,armv6m-mpu', 'v6'],
  ['arm,armv7m-mpu', 'v7'],
  ['arm,armv8m-mpu', 'v8'],
  ['arm,armv8.1m-mpu', 'v8'],
]);

const ARCHITECTURE: Record<Pmsa, ArmArchitecture> = { v6: 'Armv6-M', v7: 'Armv7-M', v8: 'Armv8-M Mainline' };

/** NXP's own protection unit, which ORs permissions and has another driver. */
const SYSMPU_COMPATIBLES = ['nxp,sysmpu', 'nxp,kinetis-mpu'];

/** Cortex-M0+, M3 and M4 have 8 regions or none; Zephyr asserts 8. Others are built with 0 to 16, usually 8. */
const ASSUMED_REGIONS = 8;
/** MPU_TYPE.DREGION has 8 bits. */
const MOST_REGIONS = 255;

/** What is known better than from devicetree: a running target's MPU_TYPE, a launch configuration. */
export interface MpuTargetOverrides {
  /** As in a `compatible`, with or without `arm,`. */
  readonly core?: string;
  readonly pmsa?: Pmsa;
  readonly regionCount?: number;
}

interface FoundMpu {
  readonly node: DevicetreeNode;
  readonly pmsa: Pmsa;
}

/** Saves decoding thousands of others: all compatibles of protection units have `mpu` in them. */
function mayBeMpu(node: DevicetreeNode): boolean {
  const values = node.properties.get('compatible')?.syntax.values;
  return values?.some((value) => value.kind !== 'string' || value.text.includes('mpu')) === true;
}

function findMpu(
  tree: Devicetree,
  wanted: Pmsa | undefined,
): { readonly okay?: FoundMpu; readonly disabled?: FoundMpu; readonly sysmpu: boolean } {
  let okay: FoundMpu | undefined;
  let disabled: FoundMpu | undefined;
  let sysmpu = false;
  for (const node of tree.nodes()) {
    if (!mayBeMpu(node)) continue;
    const compatible = stringsOf(node, 'compatible');
    sysmpu ||= isOkay(node) && compatible.some((each) => SYSMPU_COMPATIBLES.includes(each));
    const pmsa = compatible.map((each) => MPU_COMPATIBLES.get(each)).find((each) => each !== undefined);
    if (pmsa === undefined) continue;
    const found = { node, pmsa };
    if (!isOkay(node)) disabled ??= found;
    else if (okay === undefined || (okay.pmsa !== wanted && pmsa === wanted)) okay = found;
  }
  return { sysmpu, ...(okay === undefined ? {} : { okay }), ...(disabled === undefined ? {} : { disabled }) };
}

function coreName(compatible: readonly string[]): string | undefined {
  return compatible
    .filter((each) => each.startsWith('arm,'))
    .map((each) => each.slice('arm,'.length))
    .find((each) => CORE_BY_NAME.has(each));
}

/** The first CPU node that is okay; on a tree with several cores Zephyr's own files leave one. */
function findCpu(tree: Devicetree): DevicetreeNode | undefined {
  const cpus = [...(tree.find('/cpus')?.children.values() ?? [])].filter(
    (node) => node.baseName === 'cpu' && isOkay(node) && stringsOf(node, 'compatible').length > 0,
  );
  return cpus.find((node) => coreName(stringsOf(node, 'compatible')) !== undefined) ?? cpus[0];
}

interface RegionCount {
  readonly count: number;
  readonly from: FactSource;
  readonly property?: DevicetreeProperty;
}

function regionCountOf(mpu: DevicetreeNode | undefined, overrides: MpuTargetOverrides): RegionCount {
  if (overrides.regionCount !== undefined) return { count: overrides.regionCount, from: 'given' };
  const property = mpu?.properties.get('arm,num-mpu-regions');
  const count = mpu === undefined ? undefined : cellOf(mpu, 'arm,num-mpu-regions');
  if (property === undefined || count === undefined) return { count: ASSUMED_REGIONS, from: 'assumed' };
  return { count: Math.min(count, MOST_REGIONS), from: 'devicetree', property };
}

/** `cortex-m0plus` is how people read `cortex-m0+`: `Cortex-M0+`. */
function coreTitle(name: string): string {
  return name
    .replace('plus', '+')
    .replace(/^cortex-([mr])(\d+)(\D*)$/, (_, kind: string, number: string, rest: string) => {
      return `Cortex-${kind.toUpperCase()}${number}${rest.toUpperCase()}`;
    });
}

function countWords({ count, from }: RegionCount, mpu: DevicetreeNode | undefined): string {
  const regions = `${count} MPU regions`;
  switch (from) {
    case 'given':
      return `${regions} (given)`;
    case 'devicetree':
      return `${regions} (arm,num-mpu-regions of ${mpu?.name ?? 'the MPU'})`;
    case 'core':
      return `${regions} (as every such core)`;
    case 'assumed':
      return `${regions} (assumed: devicetree does not say)`;
  }
}

function noMpuWords(core: Core | undefined, found: ReturnType<typeof findMpu>): string | undefined {
  if (found.okay !== undefined) return undefined;
  if (found.sysmpu) return 'NXP SYSMPU: not an Arm MPU, and memory attributes follow other rules there';
  if (core === undefined) return found.disabled === undefined ? 'no Cortex-M core in /cpus' : undefined;
  const title = `${coreTitle(core.name)}, ${core.architecture}`;
  if (core.architecture === 'Armv7-R' || core.architecture === 'Armv8-R') {
    return `${title}: its MPU is programmed through CP15, which this plan does not cover`;
  }
  if (core.pmsa === undefined) return `${title}: this core has no MPU`;
  return found.disabled === undefined ? undefined : `${title}: ${found.disabled.node.name} is disabled`;
}

/**
 * The protection unit that Zephyr's Arm MPU driver will program for this tree. The core comes from the first okay node of
 * `/cpus`, the layout and the number of regions from the MPU node (`arm,armv7m-mpu`, `arm,num-mpu-regions`).
 */
export function mpuTargetOf(tree: Devicetree, overrides: MpuTargetOverrides = {}): MpuTarget {
  const cpuNode = findCpu(tree);
  const given = overrides.core?.replace(/^arm,/, '').toLowerCase();
  const name = given ?? (cpuNode === undefined ? undefined : coreName(stringsOf(cpuNode, 'compatible')));
  const core = name === undefined ? undefined : CORE_BY_NAME.get(name);
  const found = findMpu(tree, overrides.pmsa ?? core?.pmsa);
  const none = overrides.pmsa === undefined ? noMpuWords(core, found) : undefined;
  const pmsa = none === undefined ? (overrides.pmsa ?? core?.pmsa ?? found.okay?.pmsa) : undefined;
  const mpuNode = found.okay?.node;
  const architecture = core?.architecture ?? (pmsa === undefined ? undefined : ARCHITECTURE[pmsa]);
  const regions = regionCountOf(mpuNode, overrides);
  const title = core === undefined ? 'Cortex-M' : coreTitle(core.name);
  return {
    core: name,
    architecture,
    pmsa,
    cpuNode,
    mpuNode,
    regionCount: pmsa === undefined ? 0 : regions.count,
    regionCountFrom: pmsa === undefined ? 'core' : regions.from,
    ...(regions.property === undefined ? {} : { regionCountProperty: regions.property }),
    minimumRegionBytes: pmsa === 'v6' ? 256 : 32,
    cacheLineBytes: core?.cacheLineBytes,
    words: none ?? `${title}, ${architecture ?? 'unknown architecture'}, ${countWords(regions, mpuNode)}`,
  };
}
