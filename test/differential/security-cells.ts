/**
 * The matrix of exceptions of a core with two security states: what goes wrong, in which state and on top of what, with which
 * masks and priorities, and which faults are enabled. A cell is one combination; guest/security.s makes it happen.
 */
import { combine } from './combine.js';

/** The guest's table of steps, in its order; the last four but one are code of Non-secure state. */
export const STEPS = [
  'NMI',
  'HardFault',
  'MemManage',
  'BusFault',
  'UsageFault',
  'SecureFault',
  'SVCall',
  'PendSV',
  // Non-secure exceptions that Secure code makes pending.
  'MemManage_NS',
  'BusFault_NS',
  'UsageFault_NS',
  'SVCall_NS',
  'PendSV_NS',
  // Secure exceptions that come while Non-secure code runs.
  'NS: MemManage',
  'NS: BusFault',
  'NS: UsageFault',
  'NS: SecureFault',
  'NS: SVCall',
  'NS: PendSV',
  // Non-secure code itself.
  'NS: undefined',
  'NS: SVCall_NS',
  'NS: PendSV_NS',
  'NS: NMI_NS',
  'NS: float',
  'float',
  'call',
] as const;
/** Steps that Non-secure code takes; the other ones are Secure routines. */
export const NON_SECURE_STEPS: readonly string[] = [
  'NS: undefined',
  'NS: SVCall_NS',
  'NS: PendSV_NS',
  'NS: NMI_NS',
  'NS: float',
];
export const SOURCES = [
  'load denied',
  'store denied',
  'fetch denied',
  'load from nothing',
  'store to nothing',
  'fetch from nothing',
  'undefined',
  'even branch',
  'unaligned load',
  'divide by zero',
  'coprocessor',
  'float',
  'SP below limit',
  'SVC',
  'BKPT',
  'return',
  'pend NMI',
  'pend PendSV',
  'load from system space',
  'load from the other state',
  'store to the other state',
  'fetch from the other state',
  'fetch from callable memory',
  'pend PendSV_NS',
  'pend all',
  'pend all for NS',
  'VLSTM',
  'VLLDM',
  'VLSTM denied',
  'VLLDM denied',
] as const;

export type Step = (typeof STEPS)[number];
export type Source = (typeof SOURCES)[number];
/** The stack pointers: MSP, PSP, MSP_NS, PSP_NS. */
export type StackPointer = 0 | 1 | 2 | 3;

/** What runs when something goes wrong. */
export interface State {
  readonly steps?: readonly Step[];
  /** The code is Secure. */
  readonly secure?: boolean;
  /** Thread mode of both states is on the process stacks. */
  readonly psp?: boolean;
  readonly unprivileged?: boolean;
  readonly basepri?: number;
  readonly primask?: boolean;
  readonly faultmask?: boolean;
  readonly basepriNs?: number;
  readonly primaskNs?: boolean;
  readonly faultmaskNs?: boolean;
  /** Of PendSV and SVCall in each state; the faults have 0x80. */
  readonly priority?: number;
  readonly priorityNs?: number;
  /** The stack pointer that has the frame that a return goes through, and whether R4 to R11 are in it. */
  readonly below?: StackPointer;
  readonly callee?: boolean;
  /** Exists with AIRCR.BFHFNMINS alone. */
  readonly needsNs?: boolean;
  /** Faults that the steps need disabled. */
  readonly disabled?: boolean;
}

const LOW = 0xc0;
const HIGH = 0x40;
/** Below what PRIS makes of 0x80. */
const LOWEST = 0xe0;

export const STATES = {
  'NS Thread': {},
  'NS Thread on PSP': { psp: true },
  'NS Thread, unprivileged': { psp: true, unprivileged: true },
  'NS Thread, PRIMASK_NS': { primaskNs: true },
  'NS Thread, BASEPRI_NS 0x40': { basepriNs: HIGH },
  'NS Thread, BASEPRI_NS 0xc0': { basepriNs: LOW, psp: true },
  'NS Thread, FAULTMASK_NS': { faultmaskNs: true },
  'NS Thread, PRIMASK': { primask: true },
  'NS Thread, BASEPRI 0x40': { basepri: HIGH },
  'NS Thread, BASEPRI 0xc0': { basepri: LOW },
  'NS Thread, FAULTMASK': { faultmask: true },
  'PendSV_NS, lower': { steps: ['NS: PendSV_NS'], priorityNs: LOW, below: 2 },
  'PendSV_NS, higher': { steps: ['NS: PendSV_NS'], priorityNs: HIGH, psp: true, below: 3 },
  'PendSV_NS, lower, PRIMASK': { steps: ['NS: PendSV_NS'], priorityNs: LOW, primask: true, below: 2 },
  'PendSV_NS, lower, FAULTMASK_NS': { steps: ['NS: PendSV_NS'], priorityNs: LOW, faultmaskNs: true, below: 2 },
  'SVCall_NS, lower': { steps: ['NS: SVCall_NS'], priorityNs: LOW, below: 2 },
  MemManage_NS: { steps: ['NS: PendSV_NS', 'MemManage_NS'], priorityNs: LOW, below: 2 },
  UsageFault_NS: { steps: ['NS: undefined'], psp: true, below: 3 },
  HardFault_NS: { steps: ['NS: undefined'], needsNs: true, disabled: true, below: 2 },
  NMI_NS: { steps: ['NS: NMI_NS'], needsNs: true, below: 2 },
  'PendSV_NS over S Thread': { steps: ['PendSV_NS'], priorityNs: LOW, below: 0, callee: true },
  'PendSV_NS over S Thread on PSP': { steps: ['PendSV_NS'], priorityNs: HIGH, psp: true, below: 1, callee: true },
  'MemManage_NS over PendSV': { steps: ['PendSV', 'MemManage_NS'], priority: LOWEST, below: 0, callee: true },
  'NS code in PendSV, lower': { steps: ['PendSV'], priority: LOW, below: 0 },
  'NS code in SecureFault': { steps: ['SecureFault'], psp: true, below: 1 },
  'NS code in HardFault': { steps: ['HardFault'], disabled: true, below: 0 },
  'S Thread': { secure: true },
  'S Thread on PSP': { secure: true, psp: true },
  'S Thread, PRIMASK_NS': { secure: true, primaskNs: true },
  'S Thread, FAULTMASK_NS': { secure: true, faultmaskNs: true },
  'S Thread, FAULTMASK': { secure: true, faultmask: true },
  'PendSV, lower': { secure: true, steps: ['PendSV'], priority: LOW, below: 0 },
  'PendSV, higher': { secure: true, steps: ['PendSV'], priority: HIGH, psp: true, below: 1 },
  SecureFault: { secure: true, steps: ['SecureFault'], below: 0 },
  HardFault: { secure: true, steps: ['HardFault'], disabled: true, below: 0 },
  NMI: { secure: true, steps: ['NMI'], below: 0 },
  'PendSV over NS Thread': { secure: true, steps: ['NS: PendSV'], priority: LOW, below: 2 },
  'PendSV over NS Thread on PSP': { secure: true, steps: ['NS: PendSV'], priority: HIGH, psp: true, below: 3 },
  'SVCall over NS Thread': { secure: true, steps: ['NS: SVCall'], priority: LOW, below: 2 },
  'SecureFault over NS Thread': { secure: true, steps: ['NS: SecureFault'], below: 2 },
  'PendSV over PendSV_NS': {
    secure: true,
    steps: ['NS: PendSV_NS', 'NS: PendSV'],
    priority: HIGH,
    priorityNs: LOW,
    below: 2,
  },
  'S code in PendSV_NS': { secure: true, steps: ['NS: PendSV_NS'], priorityNs: LOW, below: 2 },
  'S code in PendSV_NS over S Thread': { secure: true, steps: ['PendSV_NS'], priorityNs: LOW, below: 0, callee: true },
  'NS Thread with floats': { steps: ['NS: float'] },
  'NS Thread with S floats': { steps: ['float'] },
  'S Thread with floats': { secure: true, steps: ['float'] },
  'S Thread with NS floats': { secure: true, steps: ['NS: float'] },
  'PendSV over S floats': { secure: true, steps: ['float', 'PendSV'], priority: LOW, below: 0 },
  'PendSV over NS floats': { secure: true, steps: ['NS: float', 'NS: PendSV'], priority: LOW, below: 2 },
  'PendSV_NS over NS floats': { steps: ['NS: float', 'NS: PendSV_NS'], priorityNs: LOW, below: 2 },
  'PendSV_NS over S floats': { steps: ['float', 'PendSV_NS'], priorityNs: LOW, below: 0, callee: true },
  'PendSV_NS over NS floats, higher': { steps: ['NS: float', 'NS: PendSV_NS'], priorityNs: HIGH, below: 2 },
  'PendSV_NS over S floats, FAULTMASK': {
    steps: ['float', 'PendSV_NS'],
    priorityNs: LOW,
    faultmask: true,
    below: 0,
    callee: true,
  },
} as const satisfies Readonly<Record<string, State>>;
export type StateName = keyof typeof STATES;

/** Enable bits of SHCSR of both states. */
export const ENABLED = {
  'all enabled': [0x000f_0000, 0x0007_0000],
  'none enabled': [0, 0],
  'Secure enabled': [0x000f_0000, 0],
  'Non-secure enabled': [0, 0x0007_0000],
} as const;
export type Enabled = keyof typeof ENABLED;

/** Where a stack pointer is, when it is no good one: an offset in the memory of its state, or `other`, which is the other state's. */
export const STACKS = {
  denied: 0x2000_1100,
  'denied below': 0x2000_1110,
  'denied above': 0x2000_1010,
  'denied for R4 to R11': 0x2000_1120,
  'in nothing': undefined,
  'of the other state': undefined,
  'not aligned': 0x2000_1104,
  'beyond limit': 0x2000_2800,
  'beyond limit for R4 to R11': 0x2000_2800,
} as const;
export type Stack = keyof typeof STACKS;

/** What becomes of the frame that a handler returns through. */
export const FRAMES = {
  good: {},
  'xPSR with IPSR': { xpsr: 0x0100_000e },
  'xPSR without IPSR': { xpsr: 0x0100_0200 },
  'xPSR without T': { xpsr: 0x0000_0000 },
  'xPSR with SFPA': { xpsr: 0x0110_0000 },
  'PC denied': { pc: 'denied' },
  'PC in nothing': { pc: 'nothing' },
  'PC undefined': { spot: 1 },
  'PC of the other state': { other: 0 },
  'PC callable': { callable: 2 },
  'signature wrong': { signature: 0xfefa_125c },
  'signature of other FType': { signature: 0xfefa_125a },
} as const satisfies Readonly<
  Record<
    string,
    { xpsr?: number; pc?: 'denied' | 'nothing'; spot?: number; other?: number; callable?: number; signature?: number }
  >
>;
export type Frame = keyof typeof FRAMES;

/** What is wrong with the vector of the exception that is taken. */
export const VECTORS = ['even', 'denied', 'nothing', 'of the other state', 'callable'] as const;
/** Where the whole table of the state lies. */
export const TABLES = ['nothing', 'of the other state'] as const;
export type Vector = (typeof VECTORS)[number] | `table ${(typeof TABLES)[number]}`;

export interface SecurityCell {
  readonly source: Source;
  readonly state: StateName;
  readonly enabled: Enabled;
  /** AIRCR.BFHFNMINS and PRIS. */
  readonly faultsNs?: boolean;
  readonly pris?: boolean;
  /** MPU_CTRL of both states is 7, with HFNMIENA, not 5. */
  readonly hfnmiena?: boolean;
  /** Priority of the other state's PendSV and SysTick, and of its SVCall, where they are not those of the state. */
  readonly others?: number;
  readonly stack?: Stack;
  readonly frame?: Frame;
  /** Bits of EXC_RETURN that change. */
  readonly flips?: number;
  /** The handler that runs is made inactive first. */
  readonly inactive?: boolean;
  readonly vector?: Vector;
  /** FPCCR ahead of the steps. */
  readonly floats?: keyof typeof FLOATS;
  /** What becomes of the floating-point extension in the context. */
  readonly trouble?: keyof typeof TROUBLES;
}

const ASPEN = 0x8000_0000;
const LSPEN = 0x4000_0000;
const CLRONRET = 0x1000_0000;
const TS = 0x0400_0000;
/** Settings of FPCCR. */
export const FLOATS = {
  lazy: ASPEN + LSPEN,
  'lazy, TS': ASPEN + LSPEN + TS,
  'at once': ASPEN,
  'at once, TS': ASPEN + TS,
  'lazy, CLRONRET': ASPEN + LSPEN + CLRONRET,
  'at once, CLRONRET': ASPEN + CLRONRET,
} as const;

/** Where the registers are to be stored, who has access, and what FPCCR claims. */
export const TROUBLES = {
  none: {},
  'FPCAR denied': { fpcar: 'denied' },
  'FPCAR in nothing': { fpcar: 'nothing' },
  'FPCAR of the other state': { fpcar: 'other' },
  'no CPACR': { cpacr: 0 },
  'no CPACR_NS': { cpacrNs: 0 },
  'no NSACR': { nsacr: 0 },
  LSPACT: { lspact: 'S' },
  LSPACT_NS: { lspact: 'NS' },
} as const satisfies Readonly<
  Record<
    string,
    {
      fpcar?: 'denied' | 'nothing' | 'other';
      cpacr?: number;
      cpacrNs?: number;
      nsacr?: number;
      lspact?: 'S' | 'NS';
    }
  >
>;

const ALL_ENABLED = Object.keys(ENABLED) as Enabled[];
const BOTH: readonly Enabled[] = ['all enabled', 'none enabled'];
const EITHER = [false, true] as const;
const names = Object.keys(STATES) as StateName[];
const stateOf = (name: StateName): State => STATES[name];
const hasFloats = (name: StateName): boolean => name.includes('floats');
const PLAIN = names.filter((name) => !hasFloats(name));
const NON_SECURE = PLAIN.filter((name) => stateOf(name).secure !== true);
const SECURE = PLAIN.filter((name) => stateOf(name).secure === true);
const HANDLERS = PLAIN.filter((name) => stateOf(name).below !== undefined);
const FLOAT_SOURCES: readonly Source[] = ['VLSTM', 'VLLDM', 'VLSTM denied', 'VLLDM denied'];
/** Those that a frame is returned through, and those that only Secure code can do, need none of their own. */
const STANDING = SOURCES.filter(
  (source) => !['return', 'pend PendSV_NS', 'pend all', 'pend all for NS', ...FLOAT_SOURCES].includes(source),
);
const SECURE_SOURCES: readonly Source[] = [
  'load denied',
  'store denied',
  'load from nothing',
  'undefined',
  'SVC',
  'BKPT',
  'pend PendSV',
  'pend NMI',
  'pend PendSV_NS',
  'load from the other state',
  'fetch from the other state',
];

/** The instruction itself. */
function atInstructions(): readonly SecurityCell[] {
  return [
    ...combine<SecurityCell>({ source: STANDING, state: NON_SECURE, enabled: ALL_ENABLED, faultsNs: EITHER }),
    ...combine<SecurityCell>({
      source: ['load denied', 'load from nothing', 'undefined', 'SVC', 'load from the other state', 'pend PendSV'],
      state: NON_SECURE,
      enabled: BOTH,
      faultsNs: EITHER,
      pris: [true],
    }),
    ...combine<SecurityCell>({ source: SECURE_SOURCES, state: SECURE, enabled: BOTH, faultsNs: EITHER }),
    ...combine<SecurityCell>({
      source: ['load denied', 'fetch denied'],
      state: [...NON_SECURE, ...SECURE],
      enabled: BOTH,
      faultsNs: EITHER,
      hfnmiena: [true],
    }),
  ];
}

/** Exceptions of both states that are pending at once: which comes first, and which behind it. */
function together(): readonly SecurityCell[] {
  return combine<SecurityCell>({
    source: ['pend all', 'pend all for NS'],
    state: ['S Thread', 'S Thread on PSP', 'PendSV, lower', 'PendSV over NS Thread', 'SecureFault'],
    enabled: ['all enabled'],
    faultsNs: EITHER,
    pris: EITHER,
    others: [0x00, 0x20, 0x40, 0x80, 0xc0],
  });
}

/** Entry: the frame does not fit where the stack is. */
function whileStacking(): readonly SecurityCell[] {
  const stacks = Object.keys(STACKS) as Stack[];
  return [
    ...combine<SecurityCell>({
      source: ['SVC', 'undefined', 'pend PendSV', 'load denied', 'load from the other state'],
      state: ['NS Thread', 'NS Thread, unprivileged', 'NS Thread, PRIMASK', 'PendSV_NS, lower', 'SVCall_NS, lower'],
      enabled: ALL_ENABLED,
      faultsNs: EITHER,
      stack: stacks,
    }),
    ...combine<SecurityCell>({
      source: ['pend PendSV_NS', 'pend all', 'undefined'],
      state: ['S Thread', 'S Thread on PSP', 'PendSV, lower'],
      enabled: ALL_ENABLED,
      faultsNs: EITHER,
      stack: stacks,
    }),
    ...combine<SecurityCell>({
      source: ['pend NMI', 'undefined'],
      state: ['NS Thread, FAULTMASK_NS', 'NS Thread, FAULTMASK', 'HardFault_NS', 'NMI_NS', 'NS code in HardFault'],
      enabled: ['all enabled'],
      faultsNs: EITHER,
      stack: ['denied', 'in nothing', 'of the other state', 'beyond limit'],
    }),
  ];
}

/** Return: through a frame that cannot be read or used, or by an EXC_RETURN that does not fit. */
function whileUnstacking(): readonly SecurityCell[] {
  const stacks = (Object.keys(STACKS) as Stack[]).filter((stack) => !stack.startsWith('beyond'));
  const flips = [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x21, 0x41, 0x60, 0x61, 0x0c, 0x48, 0x28, 0x100, 0x30];
  return [
    ...combine<SecurityCell>({ source: ['return'], state: HANDLERS, enabled: BOTH, faultsNs: EITHER, stack: stacks }),
    ...combine<SecurityCell>({
      source: ['return'],
      state: HANDLERS,
      enabled: BOTH,
      faultsNs: EITHER,
      frame: Object.keys(FRAMES) as Frame[],
    }),
    ...combine<SecurityCell>({ source: ['return'], state: HANDLERS, enabled: BOTH, faultsNs: EITHER, flips }),
    ...combine<SecurityCell>({
      source: ['return'],
      state: HANDLERS,
      enabled: BOTH,
      faultsNs: [false],
      inactive: [true],
    }),
  ];
}

/** The exception's vector leads nowhere or to the other state, or cannot be read. */
function atVectors(): readonly SecurityCell[] {
  const vectors: readonly Vector[] = [...VECTORS, ...TABLES.map((table) => `table ${table}` as const)];
  return [
    ...combine<SecurityCell>({
      source: ['SVC', 'undefined', 'load denied', 'load from the other state', 'pend NMI'],
      state: ['NS Thread', 'NS Thread, unprivileged', 'PendSV_NS, lower', 'NS code in PendSV, lower'],
      enabled: BOTH,
      faultsNs: EITHER,
      vector: vectors,
    }),
    ...combine<SecurityCell>({
      source: ['pend PendSV_NS', 'SVC', 'undefined', 'fetch from the other state'],
      state: ['S Thread', 'PendSV, lower', 'PendSV over NS Thread'],
      enabled: BOTH,
      faultsNs: EITHER,
      vector: vectors,
    }),
  ];
}

/** Floating-point registers of one state, when the other one needs them, returns or is interrupted. */
function withFloats(): readonly SecurityCell[] {
  const states = names.filter(hasFloats);
  const troubles = Object.keys(TROUBLES) as (keyof typeof TROUBLES)[];
  return [
    ...combine<SecurityCell>({
      source: ['float', 'return', 'SVC', 'undefined'],
      state: states,
      enabled: BOTH,
      faultsNs: EITHER,
      floats: ['lazy', 'lazy, TS', 'at once', 'lazy, CLRONRET'],
      trouble: troubles,
    }),
    ...combine<SecurityCell>({
      source: ['pend PendSV_NS', ...FLOAT_SOURCES],
      state: states.filter((name) => stateOf(name).secure === true),
      enabled: BOTH,
      faultsNs: [false],
      floats: Object.keys(FLOATS) as (keyof typeof FLOATS)[],
      trouble: troubles,
    }),
    ...combine<SecurityCell>({
      source: ['float'],
      state: states.filter((name) => name.includes('PendSV')),
      enabled: ['Secure enabled', 'Non-secure enabled'],
      faultsNs: EITHER,
      hfnmiena: [true],
      floats: ['lazy', 'lazy, TS'],
      trouble: troubles,
    }),
  ];
}

/** One cell in four, spread over all properties: what a run of the tests has time for. */
export function isSampled(_: unknown, n: number): boolean {
  return Math.imul(n, 0x9e37_79b1) >>> 30 === 0;
}

/** All cells for a core. */
export function securityCells({ floats }: { readonly floats: boolean }): readonly SecurityCell[] {
  const cells = [
    ...atInstructions(),
    ...together(),
    ...whileStacking(),
    ...whileUnstacking(),
    ...atVectors(),
    ...(floats ? withFloats() : []),
  ];
  return cells.filter(({ source, state, faultsNs }) => {
    const { needsNs, below } = stateOf(state);
    if (needsNs === true && faultsNs !== true) return false;
    return source !== 'return' || below !== undefined;
  });
}

/** What a cell is, in words. */
export function describeSecurityCell(cell: SecurityCell): string {
  return Object.entries(cell)
    .filter(([, value]) => value !== false)
    .map(([name, value]) => {
      if (name === 'source' || name === 'state' || name === 'enabled') return String(value);
      return value === true ? name : `${name} ${typeof value === 'number' ? value.toString(16) : String(value)}`;
    })
    .join('; ');
}
