/** The table of guest/float-exceptions.s: what exceptions do with floating-point registers, in every setting that matters. */
import { combine } from './combine.js';
import { bytesToWords, elfImage, wordBytes } from './elf-image.js';
import { guestBinary } from './gold.js';

/** The guest's tables, in its order. */
const THREADS = ['integer', 'float', 'pend', 'undefined', 'load', 'first', 'both', 'twice'] as const;
const ACTIONS = [
  'nothing',
  'float',
  'read',
  'forget',
  'off',
  'offFloat',
  'basic',
  'extended',
  'pend',
  'pendFloat',
  'deny',
  'denyFloat',
  'frame',
  'clearAutomatic',
  'store',
  'end',
] as const;

export interface Case {
  readonly thread: (typeof THREADS)[number];
  /** Of the first handler, and of one that comes amid or behind it. */
  readonly action: (typeof ACTIONS)[number];
  readonly second?: (typeof ACTIONS)[number];
  /** FPCCR, with ASPEN and LSPEN. */
  readonly fpccr: number;
  readonly cpacr?: number;
  readonly shcsr?: number;
  /** Priorities: MemManage, BusFault and UsageFault; SVCall. */
  readonly shpr1?: number;
  readonly shpr2?: number;
  readonly ccr?: number;
  readonly control?: number;
  readonly sp?: number;
  readonly mpuCtrl?: number;
  readonly fpdscr?: number;
  /** Region 2: where, what it says at first, and once an action has changed it. */
  readonly denied?: number;
  readonly rasr?: number;
  readonly laterRasr?: number;
}

const ASPEN = 0x8000_0000;
const LSPEN = 0x4000_0000;
/** Neither, either, both. */
const FPCCR = [0, ASPEN, LSPEN, ASPEN + LSPEN];
const AUTOMATIC = [ASPEN, ASPEN + LSPEN];
const FULL_ACCESS = 0x00f0_0000;
const PRIVILEGED_ACCESS = 0x0050_0000;
const STKALIGN = 0x200;
const FAULTS = 0x0007_0000;
const LOW = 0x8000_0000;
/** nPRIV, SPSEL and FPCA of CONTROL. */
const PRIVILEGED_PSP = 2;
const UNPRIVILEGED_PSP = 3;
const FPCA = 4;
const STACK = 0x2010_0000;
/** Stacks of which all or the upper part is no memory: behind the PSRAM of one board nothing answers. */
const NO_MEMORY: Readonly<Record<string, readonly number[]>> = {
  'mps2-an386': [0x9000_0100],
  'mps2-an500': [0x9000_0100, 0x6100_0048],
};
const PENDSV_FIRST = 0;

/** Region 2, 256 bytes: no access, privileged access only, read-only. */
const RASR = [0x1000_000f, 0x1100_000f, 0x1600_000f];

/** SP such that the boundary at `edge` parts a frame: below it R0 to xPSR, from it on the floating-point registers. */
const parted = (edge: number): number => edge + 0x48;

/** The cases of a machine: they differ in where there is no memory. */
export const floatExceptionCases = (machine: string): readonly Case[] => [
  // The state machine: contexts that are made or not, on both stacks, with frames that are aligned or not.
  ...combine<Case>({
    thread: ['integer', 'float', 'first', 'both'],
    action: ['nothing', 'float'],
    fpccr: FPCCR,
    control: [0, PRIVILEGED_PSP, UNPRIVILEGED_PSP],
    sp: [STACK, STACK + 4],
    ccr: [0, STKALIGN],
  }),
  // What handlers do with the context of the code that they interrupt.
  ...combine<Case>({
    thread: ['float', 'integer'],
    action: ['read', 'forget', 'off', 'offFloat', 'basic', 'extended', 'frame', 'clearAutomatic', 'end'],
    fpccr: FPCCR,
    control: [PRIVILEGED_PSP, UNPRIVILEGED_PSP],
  }),
  ...combine<Case>({
    thread: ['float', 'integer', 'twice', 'both'],
    action: ['pend', 'pendFloat', 'read', 'nothing'],
    second: ['nothing', 'float', 'read'],
    fpccr: FPCCR,
    control: [PRIVILEGED_PSP, UNPRIVILEGED_PSP],
  }),
  // Access to the extension.
  ...combine<Case>({
    thread: ['float', 'first'],
    action: ['nothing'],
    cpacr: [0, PRIVILEGED_ACCESS, FULL_ACCESS],
    fpccr: AUTOMATIC,
    control: [0, PRIVILEGED_PSP, UNPRIVILEGED_PSP],
    shcsr: [0, FAULTS],
  }),
  ...combine<Case>({
    thread: ['float', 'first'],
    action: ['float'],
    cpacr: [0, PRIVILEGED_ACCESS, FULL_ACCESS],
    fpccr: AUTOMATIC,
    control: [0, PRIVILEGED_PSP, UNPRIVILEGED_PSP],
  }),
  ...combine<Case>({
    thread: ['integer'],
    action: ['nothing', 'float'],
    cpacr: [0, PRIVILEGED_ACCESS, FULL_ACCESS],
    fpccr: FPCCR,
    control: [PRIVILEGED_PSP + FPCA, UNPRIVILEGED_PSP + FPCA],
  }),
  // FPDSCR.
  ...combine<Case>({
    thread: ['first', 'float'],
    action: ['read', 'float'],
    fpccr: FPCCR,
    fpdscr: [0x07c0_0000, 0x0340_0000],
    control: [UNPRIVILEGED_PSP],
  }),
  // Frames that the MPU denies, in part or once they are there.
  ...combine<Case>({
    thread: ['float'],
    action: ['nothing', 'float', 'read'],
    fpccr: AUTOMATIC,
    control: [PRIVILEGED_PSP, UNPRIVILEGED_PSP],
    sp: [parted(STACK)],
    mpuCtrl: [1, 5],
    denied: [STACK, STACK - 0x100],
    rasr: RASR,
    shcsr: [0, FAULTS],
    shpr1: [0, 0x0040_4040],
    shpr2: [0, LOW],
  }),
  ...combine<Case>({
    thread: ['float'],
    action: ['deny', 'denyFloat'],
    fpccr: AUTOMATIC,
    control: [PRIVILEGED_PSP, UNPRIVILEGED_PSP],
    sp: [parted(STACK)],
    mpuCtrl: [5],
    denied: [STACK, STACK - 0x100],
    rasr: [0],
    laterRasr: RASR,
    shcsr: [0, FAULTS],
    shpr1: [0, 0x0040_4040],
    shpr2: [0, LOW],
  }),
  // Frames that no memory answers for.
  ...combine<Case>({
    thread: ['float'],
    action: ['nothing', 'float'],
    fpccr: AUTOMATIC,
    control: [PRIVILEGED_PSP, UNPRIVILEGED_PSP],
    sp: NO_MEMORY[machine]!,
    mpuCtrl: [0],
    shcsr: [0, FAULTS],
    shpr1: [0, 0x0040_4040],
    shpr2: [0, LOW],
  }),
  // Other exceptions: PendSV, UsageFault, MemManage, and HardFault in their place.
  ...combine<Case>({
    thread: ['pend', 'undefined', 'load'],
    action: ['nothing', 'float', 'read', 'store'],
    fpccr: FPCCR,
    control: [0, PRIVILEGED_PSP],
    mpuCtrl: [5],
    denied: [0x2020_0000],
    rasr: [0x1000_000f],
    shcsr: [0, FAULTS],
  }),
  ...combine<Case>({
    thread: ['undefined', 'pend'],
    action: ['float', 'nothing'],
    fpccr: AUTOMATIC,
    control: [PRIVILEGED_PSP],
    sp: [parted(STACK)],
    mpuCtrl: [5, 7],
    denied: [STACK],
    rasr: [0x1000_000f],
    shcsr: [0x0001_0000, FAULTS],
    shpr1: [0, 0x0040_4040],
  }),
];

const HEADER = 0x400;
const TABLE = 0x0001_0000;
/** Defaults: full access, SVCall below the faults, frames on the process stack. */
const caseWords = (one: Case, addressOf: (table: 0 | 1, index: number) => number): readonly number[] => {
  const action = (name: Case['action'] | undefined): number =>
    name === undefined ? 0 : addressOf(1, ACTIONS.indexOf(name)) & 0xfffe;
  return [
    one.cpacr ?? FULL_ACCESS,
    one.fpccr,
    one.shcsr ?? FAULTS,
    one.shpr1 ?? 0x0040_4040,
    one.shpr2 ?? LOW,
    PENDSV_FIRST,
    one.ccr ?? STKALIGN,
    one.control ?? PRIVILEGED_PSP,
    one.sp ?? STACK,
    addressOf(0, THREADS.indexOf(one.thread)),
    (action(one.second) << 16) | action(one.action),
    one.mpuCtrl ?? 0,
    one.fpdscr ?? 0,
    (one.denied ?? 0x2030_0000) | 0x12,
    one.rasr ?? 0,
    one.laterRasr ?? 0,
  ].map((word) => word >>> 0);
};

export function floatExceptionsImage(cases: readonly Case[]): Uint8Array {
  const runner = guestBinary('float-exceptions').slice();
  const view = new DataView(runner.buffer);
  const tables = [1, 2].map((word) => view.getUint32(HEADER + 4 * word, true));
  const addressOf = (table: 0 | 1, index: number): number => view.getUint32(tables[table]! + 4 * index, true);
  view.setUint32(HEADER, cases.length, true);
  const words = cases.flatMap((one) => caseWords(one, addressOf));
  return elfImage(view.getUint32(4, true), [
    { address: 0, bytes: runner },
    { address: TABLE, bytes: wordBytes(words) },
  ]);
}

/** A line for each case: what its handlers saw. Throws an Error if there are not as many as cases. */
export function caseLines(log: Uint8Array, count: number): readonly string[] {
  const words = [...bytesToWords(log)].map((word) => word.toString(16).padStart(8, '0'));
  const lines = words.join(' ').split(/ (?=ca5e)/);
  if (lines.length !== count) throw new Error(`${lines.length} lines for ${count} cases`);
  return lines;
}

export function describeCase(one: Case): string {
  return Object.entries(one as unknown as Readonly<Record<string, string | number>>)
    .map(([name, value]) => `${name}=${typeof value === 'number' ? value.toString(16) : value}`)
    .join(' ');
}
