/**
 * The matrix of exceptions: what goes wrong, where, in which state of priorities and masks, and which faults are enabled. A cell is
 * one combination; guest/exceptions.s makes it happen, or guest/exceptions-v6.s where every fault is a HardFault.
 */
import { combine } from './combine.js';

/** The guests' tables, in their order; the interrupt is one of guest/exceptions-v6.s. */
export const TRIGGERS = [
  'NMI',
  'HardFault',
  'MemManage',
  'BusFault',
  'UsageFault',
  'SVCall',
  'PendSV',
  'interrupt',
] as const;
const COMMON_SOURCES = [
  'load denied',
  'store denied',
  'fetch denied',
  'load from nothing',
  'store to nothing',
  'fetch from nothing',
  'undefined',
  'even branch',
  'unaligned load',
  'unaligned list',
  'divide by zero',
  'coprocessor',
  'float',
  'SP below limit',
  'store below limit',
  'SVC',
  'BKPT',
  'return',
  'pend NMI',
  'pend PendSV',
  'load from system space',
] as const;
/** Of guest/exceptions-v6.s alone, behind the others; the wide instructions are Armv7-M's. */
const NARROW_SOURCES = [
  'unaligned halfword load',
  'unaligned signed load',
  'unaligned store',
  'unaligned halfword store',
  'unaligned list store',
  'undefined narrow',
  'undefined MOVW',
  'undefined LDREX',
  'even POP',
  'pend interrupt',
] as const;
export const SOURCES = [...COMMON_SOURCES, ...NARROW_SOURCES] as const;

export type Trigger = (typeof TRIGGERS)[number];
export type Source = (typeof SOURCES)[number];

/** What runs when something goes wrong. */
export interface State {
  readonly first?: Trigger;
  readonly second?: Trigger;
  /** Thread mode is on the process stack, unprivileged. */
  readonly psp?: boolean;
  readonly unprivileged?: boolean;
  readonly basepri?: number;
  readonly primask?: boolean;
  readonly faultmask?: boolean;
  /** Of PendSV, the interrupt and SVCall; the faults have 0x80. */
  readonly priority?: number;
  /** Of SVCall, where it has another. */
  readonly svcall?: number;
}

export const LOW = 0xc0;
export const EQUAL = 0x80;
export const HIGH = 0x40;

const COMMON_STATES = {
  Thread: {},
  'Thread on PSP': { psp: true },
  'Thread, unprivileged': { psp: true, unprivileged: true },
  'Thread, BASEPRI 0x40': { basepri: HIGH },
  'Thread, BASEPRI 0x80': { basepri: EQUAL },
  'Thread, BASEPRI 0xc0': { basepri: LOW },
  'Thread, PRIMASK': { primask: true, psp: true },
  'Thread, FAULTMASK': { faultmask: true },
  'PendSV, lower': { first: 'PendSV', priority: LOW },
  'PendSV, equal': { first: 'PendSV', priority: EQUAL, psp: true },
  'PendSV, higher': { first: 'PendSV', priority: HIGH },
  'PendSV, lower, BASEPRI 0x40': { first: 'PendSV', priority: LOW, basepri: HIGH },
  'PendSV, lower, PRIMASK': { first: 'PendSV', priority: LOW, primask: true },
  'PendSV, lower, FAULTMASK': { first: 'PendSV', priority: LOW, faultmask: true },
  'SVCall, lower': { first: 'SVCall', priority: LOW, psp: true },
  'SVCall, higher': { first: 'SVCall', priority: HIGH },
  MemManage: { first: 'MemManage' },
  BusFault: { first: 'BusFault', psp: true },
  UsageFault: { first: 'UsageFault' },
  'MemManage in PendSV': { first: 'PendSV', second: 'MemManage', priority: LOW },
  HardFault: { first: 'HardFault' },
  'HardFault, PSP': { first: 'HardFault', psp: true },
  NMI: { first: 'NMI' },
  'NMI in PendSV': { first: 'PendSV', second: 'NMI', priority: LOW },
  'NMI in HardFault': { first: 'HardFault', second: 'NMI' },
} as const satisfies Readonly<Record<string, State>>;

/** Of guest/exceptions-v6.s alone. */
const NARROW_STATES = {
  interrupt: { first: 'interrupt', priority: LOW, psp: true },
  'interrupt, PRIMASK': { first: 'interrupt', priority: HIGH, primask: true },
  'SVCall in PendSV': { first: 'PendSV', second: 'SVCall', priority: LOW, svcall: HIGH },
  'SVCall in PendSV, PSP': { first: 'PendSV', second: 'SVCall', priority: EQUAL, svcall: HIGH, psp: true },
  'PendSV in SVCall': { first: 'SVCall', second: 'PendSV', priority: HIGH, svcall: LOW, psp: true },
  'interrupt in SVCall, PRIMASK': { first: 'SVCall', second: 'interrupt', priority: 0, svcall: HIGH, primask: true },
  'HardFault in PendSV': { first: 'PendSV', second: 'HardFault', priority: LOW, psp: true },
  'HardFault in SVCall': { first: 'SVCall', second: 'HardFault', priority: HIGH },
} as const satisfies Readonly<Record<string, State>>;

export const STATES = { ...COMMON_STATES, ...NARROW_STATES } as const;
export type StateName = keyof typeof STATES;

/** Enable bits of SHCSR. */
export const ENABLED = {
  'all enabled': 0x0007_0000,
  'none enabled': 0,
  'MemManage enabled': 0x0001_0000,
  'BusFault enabled': 0x0002_0000,
  'UsageFault enabled': 0x0004_0000,
} as const;
export type Enabled = keyof typeof ENABLED;

/** Where a stack pointer is, when it is no good one; the last is where the memory of a micro:bit ends. */
export const STACKS = {
  denied: 0x2000_1100,
  'denied below': 0x2000_1110,
  'denied above': 0x2000_1010,
  'in nothing': 0x9000_0100,
  'not aligned': 0x2000_1104,
  'beyond limit': 0x2000_2000,
  'partly in nothing': 0x2000_4010,
} as const;
export type Stack = keyof typeof STACKS;

/** What becomes of the frame that a handler returns through. */
const COMMON_FRAMES = {
  good: {},
  'xPSR with IPSR': { xpsr: 0x0100_000e },
  'xPSR without IPSR': { xpsr: 0x0100_0200 },
  'xPSR without T': { xpsr: 0x0000_0000 },
  'xPSR without T, with IPSR': { xpsr: 0x0000_000e },
  'xPSR in IT': { xpsr: 0x0700_0c00 },
  'PC denied': { pc: 0x2000_1000 },
  'PC in nothing': { pc: 0x9000_0000 },
  'PC undefined': { spot: 1 },
} as const satisfies Readonly<Record<string, { xpsr?: number; pc?: number; spot?: number }>>;

/** Of guest/exceptions-v6.s alone: in Armv6-M IPSR ends below that bit. */
const NARROW_FRAMES = { 'xPSR with bit 6 of IPSR': { xpsr: 0x0100_0040 } } as const;

export const FRAMES = { ...COMMON_FRAMES, ...NARROW_FRAMES } as const;
export type Frame = keyof typeof FRAMES;

/** What is wrong with the vector of the exception that is taken. */
export const VECTORS = ['even', 'denied', 'nothing', 'unreadable'] as const;
export type Vector = (typeof VECTORS)[number];

export interface Cell {
  readonly source: Source;
  readonly state: StateName;
  readonly enabled: Enabled;
  /** MPU_CTRL is 7, with HFNMIENA, not 5. */
  readonly hfnmiena?: boolean;
  /** Traps of unaligned accesses and of divisions by zero. */
  readonly traps?: boolean;
  /** CCR.BFHFNMIGN. */
  readonly ignores?: boolean;
  /** Priority of SVCall, where it is not that of the state. */
  readonly svcall?: number;
  /** Stacking: where the stack in use is. */
  readonly stack?: Stack;
  /** Unstacking: the frame, and EXC_RETURN. */
  readonly frame?: Frame;
  readonly returns?: number;
  /** The handler that runs is made inactive first, by SHCSR. */
  readonly inactive?: boolean;
  readonly vector?: Vector;
  /** A floating-point context is to be stored lazily there. */
  readonly lazy?: 'good' | 'denied' | 'nothing';
  /** What was enabled when its frame was made. */
  readonly before?: Enabled;
  readonly access?: boolean;
}

export interface Features {
  readonly v8: boolean;
  readonly floats: boolean;
}

const ALL_ENABLED = Object.keys(ENABLED) as Enabled[];
const BOTH: readonly Enabled[] = ['all enabled', 'none enabled'];
const NEGATIVE: readonly StateName[] = [
  'Thread, FAULTMASK',
  'PendSV, lower, FAULTMASK',
  'HardFault',
  'NMI',
  'NMI in HardFault',
];
const POSITIVE = (Object.keys(COMMON_STATES) as StateName[]).filter(
  (name) => ![...NEGATIVE, 'HardFault, PSP', 'NMI in PendSV'].includes(name),
);
/** Those that a frame is returned through need none of their own. */
const STANDING = COMMON_SOURCES.filter((source) => source !== 'return');
export const LIMIT_SOURCES: readonly Source[] = ['SP below limit', 'store below limit'];

/** Without limits, and on every board. */
const BAD_STACKS = ['denied', 'denied below', 'denied above', 'in nothing', 'not aligned'] as const;

/** The instruction itself. */
function atInstructions(): readonly Cell[] {
  return [
    ...combine<Cell>({ source: STANDING, state: POSITIVE, enabled: ALL_ENABLED, traps: [true] }),
    ...combine<Cell>({
      source: ['unaligned load', 'divide by zero'],
      state: ['Thread', 'NMI'],
      enabled: BOTH,
      traps: [false],
    }),
    ...combine<Cell>({
      source: STANDING,
      state: NEGATIVE.slice(0, 4),
      enabled: ['all enabled'],
      hfnmiena: [false],
      traps: [true],
    }),
    ...combine<Cell>({
      source: ['load denied', 'fetch denied', 'fetch from nothing', 'store denied'],
      state: NEGATIVE,
      enabled: BOTH,
      hfnmiena: [true],
      traps: [true],
    }),
    ...combine<Cell>({
      source: ['load denied', 'load from nothing', 'store to nothing', 'fetch from nothing', 'load from system space'],
      state: ['Thread', 'PendSV, higher', ...NEGATIVE],
      enabled: BOTH,
      hfnmiena: [true],
      ignores: [true],
    }),
  ];
}

/** Entry: the frame does not fit where the stack is. */
function whileStacking({ v8 }: Features): readonly Cell[] {
  const stacks = v8 ? [...BAD_STACKS, 'beyond limit' as const] : BAD_STACKS;
  const sources = [
    'SVC',
    'pend PendSV',
    'pend NMI',
    'undefined',
    'load denied',
    'load from nothing',
    'fetch denied',
  ] as const satisfies readonly Source[];
  return [
    ...combine<Cell>({
      source: sources,
      state: ['Thread', 'Thread, unprivileged', 'Thread, PRIMASK', 'PendSV, lower', 'SVCall, higher', 'MemManage'],
      enabled: ALL_ENABLED,
      stack: stacks,
    }),
    ...combine<Cell>({
      source: ['SVC', 'pend PendSV'],
      state: ['Thread', 'Thread on PSP', 'Thread, BASEPRI 0xc0', 'PendSV, lower'],
      enabled: BOTH,
      stack: stacks,
      svcall: [LOW, HIGH],
    }),
    ...combine<Cell>({
      source: ['pend NMI', 'undefined', 'SVC'],
      state: ['Thread, FAULTMASK', 'HardFault', 'NMI'],
      enabled: ['all enabled'],
      hfnmiena: [false, true],
      stack: ['denied', 'in nothing', ...(v8 ? (['beyond limit'] as const) : [])],
    }),
  ];
}

/** Return: through a frame that cannot be read or used, or by an EXC_RETURN that does not fit. */
function whileUnstacking({ v8 }: Features): readonly Cell[] {
  const states = [
    'PendSV, lower',
    'PendSV, equal',
    'PendSV, higher',
    'PendSV, lower, PRIMASK',
    'PendSV, lower, FAULTMASK',
    'SVCall, lower',
    'MemManage in PendSV',
    'UsageFault',
    'HardFault, PSP',
    'NMI in PendSV',
  ] as const satisfies readonly StateName[];
  return [
    ...combine<Cell>({ source: ['return'], state: states, enabled: ALL_ENABLED, stack: BAD_STACKS }),
    ...combine<Cell>({
      source: ['return'],
      state: [...states, 'NMI', 'NMI in HardFault'],
      enabled: BOTH,
      frame: Object.keys(COMMON_FRAMES) as Frame[],
    }),
    ...combine<Cell>({
      source: ['return'],
      state: [...states, 'HardFault', 'NMI', 'NMI in HardFault'],
      enabled: BOTH,
      returns: v8
        ? [0xffff_fff1, 0xffff_fff9, 0xffff_fffd, 0xffff_fff0, 0xffff_fff3, 0xffff_ffd9, 0xffff_ffb8, 0xffff_ffbc]
        : [0xffff_fff1, 0xffff_fff9, 0xffff_fffd, 0xffff_fff0, 0xffff_fff5, 0xffff_fffb, 0xf000_0000, 0xffff_fff7],
    }),
    ...combine<Cell>({
      source: ['return'],
      state: ['PendSV, lower', 'SVCall, lower', 'UsageFault', 'MemManage in PendSV'],
      enabled: BOTH,
      inactive: [true],
    }),
  ];
}

/** The exception's vector leads nowhere, or cannot be read. */
function atVectors(): readonly Cell[] {
  return [
    ...combine<Cell>({
      source: ['SVC', 'pend PendSV', 'pend NMI', 'undefined', 'load denied', 'fetch from nothing', 'BKPT'],
      state: ['Thread', 'Thread, unprivileged', 'Thread, PRIMASK', 'PendSV, lower', 'PendSV, higher'],
      enabled: BOTH,
      vector: ['even', 'denied', 'nothing'],
    }),
    ...combine<Cell>({
      source: ['SVC', 'pend NMI', 'undefined'],
      state: ['Thread', 'PendSV, lower', 'HardFault'],
      enabled: ['all enabled'],
      vector: ['unreadable'],
    }),
  ];
}

/** A floating-point instruction finds registers that are to be stored for the code that was interrupted. */
function whileStoringLazily(): readonly Cell[] {
  const states = [
    'PendSV, lower',
    'PendSV, equal',
    'PendSV, higher',
    'PendSV, lower, BASEPRI 0x40',
    'PendSV, lower, PRIMASK',
    'PendSV, lower, FAULTMASK',
    'SVCall, lower',
    'SVCall, higher',
    'MemManage',
    'UsageFault',
    'NMI',
  ] as const satisfies readonly StateName[];
  return [
    ...combine<Cell>({
      source: ['float'],
      state: states,
      enabled: BOTH,
      lazy: ['good', 'denied', 'nothing'],
      before: ALL_ENABLED,
      hfnmiena: [false, true],
    }),
    ...combine<Cell>({
      source: ['float', 'undefined', 'load denied', 'SVC'],
      state: states.slice(0, -1),
      enabled: BOTH,
      lazy: ['good', 'denied'],
      access: [false],
    }),
  ];
}

/** All cells for a core of the main profile. */
export function exceptionCells(features: Features): readonly Cell[] {
  const cells = [
    ...atInstructions(),
    ...whileStacking(features),
    ...whileUnstacking(features),
    ...atVectors(),
    ...(features.floats ? whileStoringLazily() : []),
  ];
  return cells.filter(({ source }) => features.v8 || !LIMIT_SOURCES.includes(source));
}

/** What a cell is, in words. */
export function describeCell(cell: Cell): string {
  return Object.entries(cell)
    .map(([name, value]) => {
      if (name === 'source' || name === 'state' || name === 'enabled') return String(value);
      return `${name} ${typeof value === 'number' ? value.toString(16) : String(value)}`;
    })
    .join('; ');
}
