/** Images of guest/exceptions.s and exceptions-v6.s, and how they run behind lockups: QEMU is started again, our machine is reset. */
import { machineWith } from '../emulator/machine/firmware.js';
import { bytesToWords, elfImage, wordBytes } from './elf-image.js';
import {
  ENABLED,
  exceptionCells,
  FRAMES,
  SOURCES,
  STACKS,
  STATES,
  TRIGGERS,
  type Cell,
  type Source,
  type State,
  type Vector,
} from './exception-cells.js';
import { vectorNumber } from './exception-vectors.js';
import { guestBinary } from './gold.js';
import { HEADER, routineFinder, SECURE_BASE } from './guest-tables.js';
import { narrowCells, type NarrowFeatures } from './narrow-cells.js';
import { badEnd, lockupOf, spawnQemu } from './qemu.js';
import { boardOf, type BoardChoice } from './ringfence.js';
import { CORTEX_M0, CORTEX_M0PLUS, CORTEX_M23, CORTEX_M33, CORTEX_M33F, WITHOUT_SECURITY } from './targets.js';

/** What a core's images are made of. */
export interface ExceptionTarget extends BoardChoice {
  readonly name: string;
  /** Below `guest/`. */
  readonly guest: string;
  /** Where its answers lie below `gold/`, with the slash. */
  readonly gold: string;
  readonly v8: boolean;
  readonly floats: boolean;
  /** Without Security Extension, beside a core in Secure state. */
  readonly plain?: true;
  /** Every fault is a HardFault. */
  readonly narrow?: Pick<NarrowFeatures, 'protects'>;
}

export const EXCEPTION_TARGETS: readonly ExceptionTarget[] = [
  { name: 'cortex-m3', machine: 'mps2-an385', guest: 'exceptions', gold: '', v8: false, floats: false },
  {
    name: 'cortex-m4f',
    machine: 'mps2-an386',
    guest: 'exceptions-float',
    gold: 'cortex-m4f/',
    v8: false,
    floats: true,
  },
  { name: 'cortex-m33', machine: 'mps2-an521', guest: 'exceptions-v8', gold: 'cortex-m33/', v8: true, floats: false },
  {
    name: 'cortex-m33f',
    machine: 'mps2-an505',
    guest: 'exceptions-v8-float',
    gold: 'cortex-m33f/',
    v8: true,
    floats: true,
  },
  {
    ...CORTEX_M23,
    guest: 'exceptions-v8-base',
    v8: true,
    floats: false,
    narrow: { protects: true },
  },
  {
    ...CORTEX_M0PLUS,
    machine: 'mps2-an385',
    cpu: { core: 'cortex-m0plus', priorityBits: 2, interrupts: 32 },
    guest: 'exceptions-v6',
    v8: false,
    floats: false,
    narrow: { protects: true },
  },
  {
    ...CORTEX_M0,
    guest: 'exceptions-v6',
    v8: false,
    floats: false,
    narrow: { protects: false },
  },
];

/** They have the gold of a Cortex-M33 in Secure state. */
export const PLAIN_EXCEPTION_TARGETS: readonly ExceptionTarget[] = [CORTEX_M33, CORTEX_M33F].map(
  ({ name, machine, gold, options }) => ({
    name: `${name} without Security Extension`,
    machine,
    cpu: WITHOUT_SECURITY,
    guest: options.fpu === undefined ? 'exceptions-v8' : 'exceptions-v8-float',
    gold,
    v8: true,
    floats: options.fpu !== undefined,
    plain: true,
  }),
);

export function cellsOf(target: ExceptionTarget): readonly Cell[] {
  return target.narrow === undefined ? exceptionCells(target) : narrowCells({ ...target.narrow, v8: target.v8 });
}

/** Whether there are MPU and VTOR. Without VTOR no cell can change its vectors: an image has those of its cells from the start. */
const protects = ({ narrow }: ExceptionTarget): boolean => narrow?.protects ?? true;

/** Offsets in the guest, see there. */
const TABLE = 0x0001_0000;
const VARS = 0x2000_0000;
const DENIED = 0x2000_1000;
const NOTHING = 0x9000_0000;

/** EXC_RETURN.S and EXC_RETURN.ES. */
export const EXC_RETURN_SECURE = 0x41;
const FULL_ACCESS = 0x00f0_0000;
const FPCCR_AUTOMATIC_LAZY = 0xc000_0000;
const FAULT_PRIORITIES = 0x8080_8080;
const STKALIGN = 1 << 9;
const TRAPS = 0x18;
const BFHFNMIGN = 1 << 8;
/** SHCSR's active bits of what a cell makes inactive. */
const ACTIVE_BITS: Readonly<Partial<Record<string, number>>> = {
  MemManage: 1 << 0,
  BusFault: 1 << 1,
  UsageFault: 1 << 3,
  SVCall: 1 << 7,
  PendSV: 1 << 10,
};
/** SP and its limit, where a frame is not to fit between; and limits that the instruction alone goes beyond. */
const TIGHT_STACK = [0x2000_2800, 0x2000_27f0] as const;
const LOOSE_LIMITS = [0x2000_2f80, 0x2000_1f80] as const;

/** Addresses in the guest's tables. */
interface Routines {
  readonly trigger: (name: string | undefined) => number;
  readonly source: (name: Source) => number;
  readonly spot: (index: number) => number;
}

/** Whether the stack in question is the process stack: the code's own, or for a return that which it goes back to. */
function usesPsp({ source }: Cell, { first, second, psp }: State): boolean {
  if (psp !== true) return false;
  return source === 'return' ? second === undefined : first === undefined;
}

/** MSP, PSP and their limits. */
function stackWords(cell: Cell, state: State): readonly number[] {
  const { stack, source } = cell;
  const choose = (value: number): readonly number[] => (usesPsp(cell, state) ? [0, value] : [value, 0]);
  if (stack === 'beyond limit') return [...choose(TIGHT_STACK[0]), ...choose(TIGHT_STACK[1])];
  if (source === 'SP below limit' || source === 'store below limit') return [0, 0, ...LOOSE_LIMITS];
  return stack === undefined ? [0, 0, 0, 0] : [...choose(STACKS[stack]), 0, 0];
}

/** VTOR, the number of a vector and its value. */
function vectorWords(cell: Cell, { spot }: Routines): readonly [vtor: number, exception: number, value: number] {
  const { vector } = cell;
  if (vector === undefined) return [0, 0, 0];
  if (vector === 'unreadable') return [NOTHING, 0, 0];
  const values: Readonly<Record<Exclude<Vector, 'unreadable'>, number>> = {
    even: spot(2) & ~1,
    denied: DENIED + 1,
    nothing: NOTHING + 1,
  };
  return [0, vectorNumber(cell), values[vector]];
}

/** PC and xPSR of the frame. */
function frameWords({ frame }: Cell, { spot }: Routines): readonly number[] {
  if (frame === undefined || frame === 'good') return [0, 0];
  const { pc, xpsr, spot: index } = FRAMES[frame] as { pc?: number; xpsr?: number; spot?: number };
  return [pc ?? spot(index ?? 0) & ~1, xpsr ?? 0];
}

function cellWords(cell: Cell, routines: Routines, target: ExceptionTarget): readonly number[] {
  const state: State = STATES[cell.state];
  const triggers = [state.first, state.second];
  const before = ENABLED[cell.before ?? 'all enabled'];
  const own = { MemManage: 1 << 16, BusFault: 1 << 17, UsageFault: 1 << 18 } as const;
  const needed = triggers.map((name) => (name !== undefined && name in own ? own[name as keyof typeof own] : 0));
  const priority = state.priority ?? 0x80;
  const innermost = state.second ?? state.first;
  const words = [
    routines.trigger(state.first),
    routines.trigger(state.second),
    routines.source(cell.source),
    state.first === 'HardFault' ? 0 : before | needed[0]! | needed[1]!,
    ENABLED[cell.enabled],
    cell.inactive === true ? ACTIVE_BITS[innermost ?? '']! : 0,
    FAULT_PRIORITIES,
    (cell.svcall ?? state.svcall ?? priority) << 24,
    priority << 16,
    STKALIGN | (cell.traps === true ? TRAPS : 0) | (cell.ignores === true ? BFHFNMIGN : 0),
    protects(target) ? (cell.hfnmiena === true ? 7 : 5) : 0,
    state.psp === true ? 2 : 0,
    cell.lazy === undefined ? 0 : 1,
    FPCCR_AUTOMATIC_LAZY,
    (cell.access ?? (cell.lazy !== undefined || cell.source !== 'float')) ? FULL_ACCESS : 0,
    cell.lazy === 'denied' ? DENIED : cell.lazy === 'nothing' ? NOTHING : 0,
    ...stackWords(cell, state),
    state.basepri ?? 0,
    state.primask === true ? 1 : 0,
    state.faultmask === true ? 1 : 0,
    state.unprivileged === true ? 1 : 0,
    ...(protects(target) ? vectorWords(cell, routines) : [0, 0, 0]),
    ...frameWords(cell, routines),
    (cell.returns ?? 0) & ~(target.plain === true ? EXC_RETURN_SECURE : 0),
    0,
    0,
  ];
  if (words.length !== 32) throw new Error(`${words.length} words`);
  return words.map((word) => word >>> 0);
}

/** The image of cells; where vectors stay in flash, those of the first cell are the image's. */
export function exceptionImage(target: ExceptionTarget, cells: readonly Cell[]): Uint8Array {
  const bytes = guestBinary(target.guest).slice();
  const view = new DataView(bytes.buffer);
  const entry = routineFinder(view);
  const routines: Routines = {
    trigger: (name) => (name === undefined ? 0 : entry(0, (TRIGGERS as readonly string[]).indexOf(name))),
    source: (name) => entry(1, SOURCES.indexOf(name)),
    spot: (index) => entry(2, index),
  };
  view.setUint32(HEADER, cells.length, true);
  const base = target.v8 ? SECURE_BASE : 0;
  const table = wordBytes(cells.flatMap((cell) => cellWords(cell, routines, target)));
  const [, exception, value] = vectorWords(cells[0]!, routines);
  if (!protects(target) && exception !== 0) view.setUint32(4 * exception, value, true);
  return elfImage(view.getUint32(4, true), [
    { address: base, bytes },
    { address: base + TABLE, bytes: table },
  ]);
}

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
const lockup = (ipsr: number, pc: number): string => `lockup ${(ipsr & 0x1ff).toString(16)} ${hex(pc)}`;

/** More instructions than a cell and what lies around it can take. */
const CELL_LIMIT = 50_000;

/** Adds what the guest wrote to the lines of the cells from `first` on; the number of the last cell that it tells of. */
function addEntries(lines: string[], log: Uint8Array, first: number): number {
  let last = first - 1;
  for (const word of bytesToWords(log)) {
    if (word >>> 16 === 0xca5e) last = first + (word & 0xffff);
    else lines[last] = lines[last] === undefined ? hex(word) : `${lines[last]} ${hex(word)}`;
  }
  return last;
}

/** What each cell's handlers saw on QEMU, which ends in a lockup and then begins anew with the next cell. */
export function runOnQemu(machine: string, count: number, image: (first: number) => Uint8Array): readonly string[] {
  const lines: string[] = [];
  for (let next = 0; next < count;) {
    const run = spawnQemu(image(next), { machine });
    const last = addEntries(lines, run.stdout, next);
    if (run.status === 0) break;
    const place = lockupOf(run);
    if (place === undefined || last < next) throw badEnd(run);
    lines[last] = `${lines[last]!} ${lockup(place.xpsr, place.pc)}`;
    next = last + 1;
  }
  return lines;
}

/** The same on our emulator, which is reset behind a lockup. */
export function runOnRingfence(choice: BoardChoice, count: number, image: Uint8Array): readonly string[] {
  const chunks: Uint8Array[] = [];
  const { machine } = machineWith(image, choice.machine, {
    machine: {
      board: boardOf(choice),
      output: (channel, bytes) => {
        if (channel === 'semihosting:stdout') chunks.push(bytes.slice());
      },
    },
  });
  const lines: string[] = [];
  for (;;) {
    const event = machine.run(CELL_LIMIT);
    if (event.reason === 'fault' || event.reason === 'reset') continue;
    const last = addEntries(lines, Buffer.concat(chunks.splice(0)), 0);
    if (event.reason === 'exit') return lines;
    if (event.reason !== 'lockup') throw new Error(`cell ${last} ended with ${event.reason}: ${lines[last]}`);
    lines[last] = `${lines[last]!} ${lockup(machine.cpu.ipsr, event.pc)}`;
    if (last + 1 === count) return lines;
    machine.writeMemory(VARS, wordBytes([last + 1]));
    machine.reset();
  }
}

/** Runs cells image by image: one holds those that have its vectors. */
function runInImages(
  target: ExceptionTarget,
  cells: readonly Cell[],
  run: (cells: readonly Cell[]) => readonly string[],
): readonly string[] {
  if (protects(target)) return run(cells);
  const lines: string[] = [];
  const imageOf = (cell: Cell): string => (cell.vector === undefined ? '' : `${vectorNumber(cell)} ${cell.vector}`);
  for (const image of new Set(cells.map(imageOf))) {
    const numbers = [...cells.keys()].filter((n) => imageOf(cells[n]!) === image);
    run(numbers.map((n) => cells[n]!)).forEach((line, n) => (lines[numbers[n]!] = line));
  }
  return lines;
}

export function runCellsOnQemu(target: ExceptionTarget, cells: readonly Cell[]): readonly string[] {
  return runInImages(target, cells, (some) =>
    runOnQemu(target.machine, some.length, (first) => exceptionImage(target, some.slice(first))),
  );
}

export function runCellsOnRingfence(target: ExceptionTarget, cells: readonly Cell[]): readonly string[] {
  return runInImages(target, cells, (some) => runOnRingfence(target, some.length, exceptionImage(target, some)));
}
