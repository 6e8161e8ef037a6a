/** Programs that fault: the committed demos, and a few hand-assembled instructions on a machine set up by the debugger's hand. */
import assert from 'node:assert/strict';
import { findBoard } from '../../../debugger/launch/index.js';
import {
  explainFault,
  findLockCounters,
  mainStack,
  LockTracker,
  runTracked,
  sourceResolver,
  type FaultContext,
  type FaultReport,
} from '../../../debugger/index.js';
import { openDebugInformation } from '../../../debugger/dwarf/index.js';
import type { ElfFile } from '../../../debugger/elf/index.js';
import { type BoardDescription, type Fault, faultOf, Machine } from '../../../emulator/index.js';
import { boardOf, loadProgram } from '../mbed/tracked-run.js';

export interface FaultedDemo {
  readonly elf: ElfFile;
  readonly machine: Machine;
  readonly fault: Fault;
  readonly context: FaultContext;
}

export function readerOf(machine: Machine): FaultContext['readMemory'] {
  return (address, length) => machine.readMemory(address, length);
}

/** A demo at its fault, before the handler's first instruction. */
export function faultedDemo(name: string): FaultedDemo {
  const elf = loadProgram(name);
  const board = findBoard(boardOf(name));
  const machine = new Machine({ board, semihosting: {} });
  for (const { loadAddress, bytes } of elf.segments) machine.writeMemory(loadAddress, bytes);
  machine.reset();
  const debug = openDebugInformation(elf);
  const readMemory = readerOf(machine);
  const source = sourceResolver({ symbols: elf.symbols, debug, readMemory });
  const tracker = new LockTracker({ machine, counters: findLockCounters(elf.symbols, debug), source });
  machine.setWatchpoints(tracker.watchpoints);
  const event = runTracked(machine, [tracker], 10_000_000);
  const fault = faultOf(event);
  assert.ok(fault, `${name} stops by ${event.reason}`);
  const locks = tracker.lockViews();
  const stack = mainStack(elf.symbols, new DataView(machine.readMemory(0, 4).buffer).getUint32(0, true));
  assert.ok(stack);
  const stacks = [stack];
  const common = {
    stacks,
    mpu: machine.mpuView,
    readMemory,
    board,
    symbols: elf.symbols,
    sections: elf.sections,
    source,
  };
  return { elf, machine, fault, context: locks === undefined ? common : { ...common, locks } };
}

export const CODE = 0x100;
export const HANDLER = 0x80;
export const SVC_HANDLER = 0x90;
export const STACK_TOP = 0x2000_1000;

const SHCSR = 0xe000_ed24;
const ALL_ENABLED = 7 << 16;

export interface Setting {
  /** Halfwords at CODE. */
  readonly code: readonly number[];
  /** By number; 13 is SP. */
  readonly registers?: Readonly<Record<number, number>>;
  /** Words that are written before the run, in this order: MPU, CCR, VTOR. */
  readonly words?: readonly (readonly [address: number, value: number])[];
  /** Halfwords of the fault handlers; a branch to itself if absent. */
  readonly handler?: readonly number[];
  /** Halfwords of the SVC handler. */
  readonly svc?: readonly number[];
  /** False leaves MemManage, BusFault and UsageFault disabled. */
  readonly enabled?: boolean;
  readonly unprivileged?: boolean;
  readonly primask?: boolean;
  readonly board?: BoardDescription;
}

function littleEndian(values: readonly number[], size: 2 | 4): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => Array.from({ length: size }, (_, i) => (value >>> (8 * i)) & 0xff)));
}

/** Runs the code until it faults. Vectors: 3 to 6 and 12 the handler, 11 SVC's, all others one that no test reaches. */
export function faultOfCode(setting: Setting): { readonly machine: Machine; readonly fault: Fault } {
  const machine = new Machine({ board: setting.board ?? findBoard('mps2-an385') });
  const vectors = Array.from({ length: 48 }, (_, n) =>
    (n >= 3 && n <= 6) || n === 12 ? HANDLER | 1 : n === 11 ? SVC_HANDLER | 1 : 0xf1,
  );
  machine.writeMemory(0, littleEndian([STACK_TOP, CODE | 1, ...vectors.slice(2)], 4));
  machine.writeMemory(CODE, littleEndian(setting.code, 2));
  // Behind the vectors that are used; entries 32 to 47 of the table are overwritten and never taken.
  machine.writeMemory(HANDLER, littleEndian(setting.handler ?? [0xe7fe], 2));
  machine.writeMemory(SVC_HANDLER, littleEndian(setting.svc ?? [0x4770], 2));
  machine.reset();
  if (setting.enabled !== false) machine.writeMemory(SHCSR, littleEndian([ALL_ENABLED], 4));
  for (const [address, value] of setting.words ?? []) machine.writeMemory(address, littleEndian([value >>> 0], 4));
  for (const [n, value] of Object.entries(setting.registers ?? {})) machine.cpu.setReg(Number(n), value);
  if (setting.unprivileged) machine.cpu.control = 1;
  if (setting.primask) machine.cpu.primask = 1;
  const event = machine.run(100);
  const fault = faultOf(event);
  assert.ok(fault, event.reason);
  return { machine, fault };
}

export function reportOfCode(setting: Setting, more: Partial<FaultContext> = {}): FaultReport {
  const { machine, fault } = faultOfCode(setting);
  const board = setting.board ?? findBoard('mps2-an385');
  return explainFault(fault, { mpu: machine.mpuView, readMemory: readerOf(machine), board, ...more });
}
