/**
 * The cores that can be emulated, as data: which architecture each has, which parts of the instruction set, and which
 * choices are left to its implementer. Sources: Armv6-M ARM (DDI 0419), Armv7-M ARM (DDI 0403), Armv8-M ARM (DDI 0553) and
 * the cores' Technical Reference Manuals.
 */

export type CoreName =
  'cortex-m0' | 'cortex-m0plus' | 'cortex-m1' | 'cortex-m3' | 'cortex-m4' | 'cortex-m7' | 'cortex-m23' | 'cortex-m33';

/** `Tag_CPU_arch` and the manuals call them so. */
export type Architecture = 'armv6-m' | 'armv7-m' | 'armv7e-m' | 'armv8-m.base' | 'armv8-m.main';

/**
 * Parts of the T32 instruction set that cores have or lack as a whole. Every encoding row belongs to one.
 * - `base`: Armv6-M
 * - `extended`: what Armv8-M Baseline added to Armv6-M and Armv7-M had before: CBZ, MOVW, divisions, exclusives, B.W
 * - `main`: Armv7-M, and with it Armv8-M Mainline
 * - `v8`: both Armv8-Ms: load-acquire, store-release, TT
 * - `v8main`: Armv8-M Mainline alone
 * - `security`: BXNS, BLXNS, TTA and TTAT; `securityMain`: VLSTM and VLLDM, of Armv8-M Mainline with it
 * - `fp`: single precision of FPv4; `fp5`: what FPv5 added to it; `fpDouble`: arithmetic in double precision
 */
export type IsaPart =
  'base' | 'extended' | 'main' | 'dsp' | 'fp' | 'fp5' | 'fpDouble' | 'v8' | 'v8main' | 'security' | 'securityMain';

export type FpuName = 'fpv4-sp-d16' | 'fpv5-sp-d16' | 'fpv5-d16';

/** What an implementer chooses beside the core, as far as the instruction set hangs on it. */
export interface CoreOptions {
  readonly fpu?: FpuName;
  readonly dsp?: boolean;
  readonly security?: boolean;
}

export interface CoreProfile {
  readonly name: CoreName;
  /** `Cortex-M0+`. */
  readonly title: string;
  readonly architecture: Architecture;
  readonly mpu: {
    readonly architecture: 'pmsav6' | 'pmsav7' | 'pmsav8';
    readonly regionCounts: readonly number[];
  };
  /** Implemented bits of a priority field. */
  readonly priorityBits: { readonly lowest: number; readonly highest: number };
  /** The most external interrupts. */
  readonly interrupts: number;
  readonly fpus: readonly FpuName[];
  readonly dsp: 'never' | 'optional' | 'always';
  readonly security: 'never' | 'optional';
  /** Bit-band regions of the system bus: a property of these cores, not of the architecture. */
  readonly bitBand: boolean;
  /** VTOR: Cortex-M0 and M1 have none, their vector table stays at 0. */
  readonly vtor: boolean;
  /** MPU_CTRL, CONTROL.nPRIV: Cortex-M0 and M1 run all code privileged. */
  readonly unprivileged: boolean;
  /** CPUID, in the revision that is emulated. */
  readonly cpuid: number;
}

const V6M = { architecture: 'armv6-m', interrupts: 32, priorityBits: { lowest: 2, highest: 2 } } as const;
const V7M = { interrupts: 240, priorityBits: { lowest: 3, highest: 8 }, vtor: true, unprivileged: true } as const;
const PLAIN = { fpus: [], dsp: 'never', security: 'never' } as const;
const NO_MPU = { architecture: 'pmsav6', regionCounts: [0] } as const;

export const PROFILES: Readonly<Record<CoreName, CoreProfile>> = {
  'cortex-m0': {
    ...V6M,
    ...PLAIN,
    name: 'cortex-m0',
    title: 'Cortex-M0',
    mpu: NO_MPU,
    bitBand: false,
    vtor: false,
    unprivileged: false,
    cpuid: 0x410c_c200,
  },
  'cortex-m0plus': {
    ...V6M,
    ...PLAIN,
    name: 'cortex-m0plus',
    title: 'Cortex-M0+',
    mpu: { architecture: 'pmsav6', regionCounts: [0, 8] },
    bitBand: false,
    vtor: true,
    unprivileged: true,
    cpuid: 0x410c_c601,
  },
  'cortex-m1': {
    ...V6M,
    ...PLAIN,
    name: 'cortex-m1',
    title: 'Cortex-M1',
    mpu: NO_MPU,
    bitBand: false,
    vtor: false,
    unprivileged: false,
    cpuid: 0x410c_c210,
  },
  'cortex-m3': {
    ...V7M,
    ...PLAIN,
    name: 'cortex-m3',
    title: 'Cortex-M3',
    architecture: 'armv7-m',
    mpu: { architecture: 'pmsav7', regionCounts: [0, 8] },
    bitBand: true,
    cpuid: 0x410f_c231,
  },
  'cortex-m4': {
    ...V7M,
    name: 'cortex-m4',
    title: 'Cortex-M4',
    architecture: 'armv7e-m',
    mpu: { architecture: 'pmsav7', regionCounts: [0, 8] },
    fpus: ['fpv4-sp-d16'],
    dsp: 'always',
    security: 'never',
    bitBand: true,
    cpuid: 0x410f_c240,
  },
  'cortex-m7': {
    ...V7M,
    name: 'cortex-m7',
    title: 'Cortex-M7',
    architecture: 'armv7e-m',
    mpu: { architecture: 'pmsav7', regionCounts: [0, 8, 16] },
    fpus: ['fpv5-sp-d16', 'fpv5-d16'],
    dsp: 'always',
    security: 'never',
    bitBand: false,
    cpuid: 0x411f_c272,
  },
  'cortex-m23': {
    name: 'cortex-m23',
    title: 'Cortex-M23',
    architecture: 'armv8-m.base',
    mpu: { architecture: 'pmsav8', regionCounts: [0, 4, 8, 12, 16] },
    priorityBits: { lowest: 2, highest: 2 },
    interrupts: 240,
    fpus: [],
    dsp: 'never',
    security: 'optional',
    bitBand: false,
    vtor: true,
    unprivileged: true,
    cpuid: 0x411c_d200,
  },
  'cortex-m33': {
    name: 'cortex-m33',
    title: 'Cortex-M33',
    architecture: 'armv8-m.main',
    mpu: { architecture: 'pmsav8', regionCounts: [0, 4, 8, 12, 16] },
    priorityBits: { lowest: 3, highest: 8 },
    interrupts: 480,
    fpus: ['fpv5-sp-d16'],
    dsp: 'optional',
    security: 'optional',
    bitBand: false,
    vtor: true,
    unprivileged: true,
    cpuid: 0x410f_d213,
  },
};

/**
 * What runs today, in one place: cores, and parts of the instruction set. A board is refused whose core is not among them or
 * has a part that is not.
 */
export const EMULATED: { readonly cores: readonly CoreName[]; readonly parts: readonly IsaPart[] } = {
  cores: ['cortex-m0', 'cortex-m0plus', 'cortex-m1', 'cortex-m3', 'cortex-m4', 'cortex-m7', 'cortex-m23', 'cortex-m33'],
  parts: ['base', 'extended', 'main', 'dsp', 'fp', 'fp5', 'fpDouble', 'v8', 'v8main', 'security', 'securityMain'],
};

const ARCHITECTURE_PARTS: Readonly<Record<Architecture, readonly IsaPart[]>> = {
  'armv6-m': ['base'],
  'armv7-m': ['base', 'extended', 'main'],
  'armv7e-m': ['base', 'extended', 'main', 'dsp'],
  'armv8-m.base': ['base', 'extended', 'v8'],
  'armv8-m.main': ['base', 'extended', 'main', 'v8', 'v8main'],
};

const FPU_PARTS: Readonly<Record<FpuName, readonly IsaPart[]>> = {
  'fpv4-sp-d16': ['fp'],
  'fpv5-sp-d16': ['fp', 'fp5'],
  'fpv5-d16': ['fp', 'fp5', 'fpDouble'],
};

/** The parts of the instruction set that a core has with the options that it was built with. */
export function isaParts(core: CoreName, options: CoreOptions = {}): readonly IsaPart[] {
  return [
    ...ARCHITECTURE_PARTS[PROFILES[core].architecture],
    ...(PROFILES[core].dsp === 'optional' && options.dsp === true ? (['dsp'] as const) : []),
    ...(options.fpu === undefined ? [] : FPU_PARTS[options.fpu]),
    ...(options.security === true ? (['security'] as const) : []),
    ...(options.security === true && PROFILES[core].architecture === 'armv8-m.main' ? (['securityMain'] as const) : []),
  ];
}

/** Whether a core is emulated with the options that it was built with. */
export function isEmulated(core: CoreName, options: CoreOptions = {}): boolean {
  return EMULATED.cores.includes(core) && isaParts(core, options).every((part) => EMULATED.parts.includes(part));
}
