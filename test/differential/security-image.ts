/** Images of guest/security.s: cells as words. */
import { elfImage, wordBytes } from './elf-image.js';
import { guestBinary } from './gold.js';
import { HEADER, NS_BASE, routineFinder, SECURE_BASE } from './guest-tables.js';
import {
  ENABLED,
  FLOATS,
  FRAMES,
  NON_SECURE_STEPS,
  SOURCES,
  STACKS,
  STATES,
  STEPS,
  TROUBLES,
  type SecurityCell,
  type Source,
  type StackPointer,
  type State,
} from './security-cells.js';

export interface SecurityTarget {
  readonly name: string;
  /** Of QEMU and of our board. */
  readonly machine: string;
  readonly guest: string;
  /** Where its answers lie below `gold/`, with the slash. */
  readonly gold: string;
  readonly floats: boolean;
}

export const SECURITY_TARGETS: readonly SecurityTarget[] = [
  { name: 'cortex-m33', machine: 'mps2-an521', guest: 'security', gold: 'cortex-m33/', floats: false },
  { name: 'cortex-m33f', machine: 'mps2-an505', guest: 'security-float', gold: 'cortex-m33f/', floats: true },
];

/** Offsets in the guest, see there. */
const CELLS = 0x0001_0000;
const TABLE = 0x2000_0400;
const DENIED = 0x2000_1000;
const DATA = 0x2000_4000;
/** From a Secure address of data to that of Non-secure state. */
const NS = 0x6001_0000;
const NOTHING = [0x9000_0000, 0xa000_0000] as const;

/** Registers, and how far the Non-secure ones are from them. */
const NS_SCS = 0x2_0000;
const AIRCR = 0xe000_ed0c;
const VTOR = 0xe000_ed08;
const CCR = 0xe000_ed14;
const SHPR1 = 0xe000_ed18;
const SHPR2 = 0xe000_ed1c;
const SHPR3 = 0xe000_ed20;
const SHCSR = 0xe000_ed24;
const CPACR = 0xe000_ed88;
const NSACR = 0xe000_ed8c;
const MPU_CTRL = 0xe000_ed94;
const FPCCR = 0xe000_ef34;
const FPCAR = 0xe000_ef38;

const VECTKEY = 0x05fa_0000;
const PRIS = 1 << 14;
const BFHFNMINS = 1 << 13;
const FAULT_PRIORITIES = 0x8080_8080;
/** STKALIGN and NONBASETHRDENA, which are ones, with traps of unaligned accesses and divisions by zero. */
const CCR_VALUE = 0x0219;
const FULL_ACCESS = 0x00f0_0000;
const LSPACT = 1;

type Pair = readonly [place: number, value: number];

/** Addresses in the guest's tables. */
interface Routines {
  readonly step: (index: number) => number;
  readonly source: (index: number) => number;
  readonly spot: (index: number) => number;
}

const isNonSecure = (pointer: StackPointer): boolean => pointer >= 2;
const stateOf = ({ state }: SecurityCell): State => STATES[state];
const isThread = ({ steps = [] }: State): boolean => steps.every((step) => step.includes('float'));

/** The stack pointer in question: the code's own, or for a return that which it goes back to. */
function pointerOf(cell: SecurityCell): StackPointer {
  const state = stateOf(cell);
  if (cell.source === 'return') return state.below!;
  const psp = isThread(state) && state.psp === true;
  return ((state.secure === true ? 0 : 2) + (psp ? 1 : 0)) as StackPointer;
}

/** Stack pointers and their limits. */
function stackWords(cell: SecurityCell): readonly number[] {
  const words = [0, 0, 0, 0, 0, 0, 0, 0];
  const { stack, source } = cell;
  const pointer = pointerOf(cell);
  const ns = isNonSecure(pointer);
  const own = ns ? NS : 0;
  if (source === 'SP below limit') words[4 + pointer] = 0x2000_2f80 - (pointer % 2 === 1 ? 0x1000 : 0) + own;
  if (stack === undefined) return words;
  const other = DATA + 0x100 + (ns ? 0 : NS);
  words[pointer] =
    stack === 'in nothing' ? NOTHING[ns ? 1 : 0] + 0x100 : stack === 'of the other state' ? other : STACKS[stack] + own;
  if (stack === 'beyond limit') words[4 + pointer] = words[pointer] - 0x10;
  if (stack === 'beyond limit for R4 to R11') words[4 + pointer] = words[pointer] - 0x28;
  return words;
}

/** Words of the frame: offset and value. */
function framePairs(cell: SecurityCell, { spot }: Routines): readonly Pair[] {
  const { frame } = cell;
  if (frame === undefined) return [];
  const { callee, below } = stateOf(cell);
  const ns = isNonSecure(below!);
  const words: (typeof FRAMES)[keyof typeof FRAMES] & {
    xpsr?: number;
    pc?: 'denied' | 'nothing';
    spot?: number;
    other?: number;
    callable?: number;
    signature?: number;
  } = FRAMES[frame];
  const base = callee === true ? 0x28 : 0;
  const code = (index: number, nonSecure: boolean): number => (spot(index) & ~1) + (nonSecure ? NS_BASE : 0);
  const pairs: Pair[] = [];
  const pc = (value: number): void => void pairs.push([base + 24, value]);
  pc(code(0, ns));
  if (words.xpsr !== undefined) pairs.push([base + 28, words.xpsr]);
  if (words.pc === 'denied') pc(DENIED + (ns ? NS : 0));
  if (words.pc === 'nothing') pc(NOTHING[ns ? 1 : 0]);
  if (words.spot !== undefined) pc(code(words.spot, ns));
  if (words.other !== undefined) pc(code(words.other, !ns));
  if (words.callable !== undefined) pc(code(words.callable, false));
  if (words.signature !== undefined && callee === true) pairs.push([0, words.signature]);
  return pairs;
}

/** The exceptions whose vectors cells change, by the source, and whether they are Secure whoever makes them happen. */
const EXCEPTIONS: Readonly<Partial<Record<Source, readonly [exception: number, secure?: boolean]>>> = {
  SVC: [11],
  'pend PendSV_NS': [14, false],
  'pend NMI': [2, true],
  undefined: [6],
  'load denied': [4],
  'load from the other state': [7, true],
  'fetch from the other state': [7, true],
};
const HARD_FAULT = 3;

/** The vector or the table. */
function vectorPairs(cell: SecurityCell, { spot }: Routines): readonly Pair[] {
  const { vector, source, enabled, faultsNs } = cell;
  if (vector === undefined) return [];
  const [number, always] = EXCEPTIONS[source]!;
  const own = always ?? stateOf(cell).secure === true;
  const isEscalated = [4, 6, 7].includes(number) && enabled === 'none enabled';
  const target = number === 2 ? faultsNs !== true : isEscalated && faultsNs !== true ? true : own;
  const far = target ? 0 : NS_SCS;
  if (vector === 'table nothing') return [[VTOR + far, NOTHING[target ? 0 : 1]]];
  if (vector === 'table of the other state') return [[VTOR + far, TABLE + (target ? NS : 0)]];
  const data = target ? 0 : NS;
  const values: Readonly<Record<Exclude<typeof vector, `table ${string}`>, number>> = {
    even: (spot(0) & ~1) + (target ? 0 : NS_BASE),
    denied: DENIED + data + 1,
    nothing: NOTHING[target ? 0 : 1] + 1,
    'of the other state': spot(0) + (target ? NS_BASE : 0),
    callable: spot(2),
  };
  return [[TABLE + data + 4 * (isEscalated ? HARD_FAULT : number), values[vector]]];
}

/** Registers of the floating-point extension in the context. */
function troublePairs(cell: SecurityCell): readonly Pair[] {
  if (cell.trouble === undefined) return [];
  const trouble: {
    fpcar?: 'denied' | 'nothing' | 'other';
    cpacr?: number;
    cpacrNs?: number;
    nsacr?: number;
    lspact?: 'S' | 'NS';
  } = TROUBLES[cell.trouble];
  const fpccr = FLOATS[cell.floats!];
  const pairs: Pair[] = [];
  if (trouble.fpcar !== undefined)
    for (const ns of [false, true]) {
      const places = {
        denied: DENIED + (ns ? NS : 0),
        nothing: NOTHING[ns ? 1 : 0],
        other: DATA + (ns ? 0 : NS),
      } as const;
      pairs.push([FPCAR + (ns ? NS_SCS : 0), places[trouble.fpcar]]);
    }
  if (trouble.cpacr !== undefined) pairs.push([CPACR, trouble.cpacr]);
  if (trouble.cpacrNs !== undefined) pairs.push([CPACR + NS_SCS, trouble.cpacrNs]);
  if (trouble.nsacr !== undefined) pairs.push([NSACR, trouble.nsacr]);
  // FPCCR.S says whose registers they are.
  if (trouble.lspact !== undefined) pairs.push([FPCAR, DATA + 0x200], [FPCAR + NS_SCS, DATA + NS + 0x200]);
  if (trouble.lspact === 'S') pairs.push([FPCCR, fpccr + 4 + LSPACT]);
  if (trouble.lspact === 'NS') pairs.push([FPCCR, fpccr], [FPCCR + NS_SCS, fpccr + LSPACT]);
  return pairs;
}

/** Registers ahead of the steps. */
function firstPairs(cell: SecurityCell): readonly Pair[] {
  const { priority = 0x80, priorityNs = 0x80, disabled } = stateOf(cell);
  const { others, faultsNs, pris, floats } = cell;
  const enabled = disabled === true ? ENABLED['none enabled'] : ENABLED['all enabled'];
  const high = others ?? priorityNs;
  return [
    [AIRCR, VECTKEY + (faultsNs === true ? BFHFNMINS : 0) + (pris === true ? PRIS : 0)],
    ...[0, NS_SCS].flatMap((far): Pair[] => {
      const own = far === 0 ? priority : high;
      return [
        [SHPR1 + far, FAULT_PRIORITIES],
        [SHPR2 + far, own * 2 ** 24],
        [SHPR3 + far, own * 2 ** 24 + (own << 16)],
        [SHCSR + far, enabled[far === 0 ? 0 : 1]],
      ];
    }),
    ...(floats === undefined
      ? []
      : ([
          [FPCCR, FLOATS[floats] + 4],
          [FPCCR + NS_SCS, FLOATS[floats]],
        ] as const)),
  ];
}

/** Registers of the context. */
function contextPairs(cell: SecurityCell, routines: Routines): readonly Pair[] {
  const { hfnmiena, source, floats } = cell;
  const mpu = hfnmiena === true ? 7 : 5;
  const access = source === 'float' && floats === undefined ? 0 : FULL_ACCESS;
  return [
    [CCR, CCR_VALUE],
    [CCR + NS_SCS, CCR_VALUE],
    ...vectorPairs(cell, routines),
    [CPACR, access],
    [CPACR + NS_SCS, access],
    ...troublePairs(cell),
    [MPU_CTRL + NS_SCS, mpu],
    [MPU_CTRL, mpu],
  ];
}

/** SHCSR's active bits of what a cell makes inactive, by the last step. */
const ACTIVE_BITS: Readonly<Record<string, number>> = {
  MemManage: 1 << 0,
  BusFault: 1 << 1,
  HardFault: 0,
  UsageFault: 1 << 3,
  SecureFault: 1 << 4,
  NMI: 0,
  SVCall: 1 << 7,
  PendSV: 1 << 10,
};

function inactiveWords(cell: SecurityCell): readonly [number, number] {
  const last = stateOf(cell).steps?.at(-1);
  if (cell.inactive !== true || last === undefined) return [0, 0];
  const name = last === 'NS: undefined' ? 'UsageFault_NS' : last.replace('NS: ', '');
  const bits = ACTIVE_BITS[name.replace('_NS', '')] ?? 0;
  return name.endsWith('_NS') ? [0, bits] : [bits, 0];
}

const STEP_WORDS = 8;
const LIST_AT = 32;

function cellWords(cell: SecurityCell, routines: Routines): readonly number[] {
  const state = stateOf(cell);
  const steps = (state.steps ?? []).map((name) => {
    const address = routines.step(STEPS.indexOf(name));
    return NON_SECURE_STEPS.includes(name) ? (address & ~1) + NS_BASE : address;
  });
  const source = routines.source(SOURCES.indexOf(cell.source));
  // What only Secure code can do, it does, and hands over.
  const secure = state.secure === true;
  const [enabled, enabledNs] = ENABLED[cell.enabled];
  const [inactive, inactiveNs] = inactiveWords(cell);
  const control = state.psp === true ? 2 : 0;
  const list = (pairs: readonly Pair[]): readonly number[] => [pairs.length, ...pairs.flat()];
  const words = [
    ...Array.from({ length: STEP_WORDS }, (_, n) => steps[n] ?? 0),
    secure ? source : (source & ~1) + NS_BASE,
    state.unprivileged === true ? 1 : 0,
    ...stackWords(cell),
    state.basepri ?? 0,
    state.primask === true ? 1 : 0,
    state.faultmask === true ? 1 : 0,
    state.basepriNs ?? 0,
    state.primaskNs === true ? 1 : 0,
    state.faultmaskNs === true ? 1 : 0,
    0,
    cell.flips ?? 0,
    enabled,
    inactive,
    enabledNs,
    inactiveNs,
    control,
    control,
  ];
  if (words.length !== LIST_AT) throw new Error(`${words.length} words`);
  const lists = [firstPairs(cell), framePairs(cell, routines), contextPairs(cell, routines)];
  return [...words, ...lists.flatMap(list)].map((word) => word >>> 0);
}

export function securityImage({ guest }: SecurityTarget, cells: readonly SecurityCell[]): Uint8Array {
  const bytes = guestBinary(guest).slice();
  const view = new DataView(bytes.buffer);
  const entry = routineFinder(view);
  const routines: Routines = {
    step: (index) => entry(0, index),
    source: (index) => entry(1, index),
    spot: (index) => entry(2, index),
  };
  view.setUint32(HEADER, cells.length, true);
  const places: number[] = [];
  const words: number[] = [];
  for (const cell of cells) {
    places.push(CELLS + 4 * (cells.length + words.length));
    words.push(...cellWords(cell, routines));
  }
  return elfImage(view.getUint32(4, true), [
    { address: SECURE_BASE, bytes },
    { address: NS_BASE, bytes },
    { address: SECURE_BASE + CELLS, bytes: wordBytes([...places, ...words]) },
  ]);
}
