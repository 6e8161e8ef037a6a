/** Hand-assembled code on a Cortex-M33 with two security states (or another core of Armv8-M), up to its fault. */
import assert from 'node:assert/strict';
import { explainFault, type FaultContext, type FaultReport } from '../../../debugger/index.js';
import { findBoard } from '../../../debugger/launch/index.js';
import { faultOf, Machine, type BoardDescription, type Fault } from '../../../emulator/index.js';
import { readerOf } from './faulty.js';

export const AN505 = findBoard('mps2-an505');

/** The same board around a Cortex-M23, which has neither FPU nor DSP extension. */
export const M23_SECURE: BoardDescription = {
  ...AN505,
  cpu: { ...plainCpu(AN505), core: 'cortex-m23', priorityBits: 2 },
};

function plainCpu({ cpu }: BoardDescription): BoardDescription['cpu'] {
  const kept = Object.entries(cpu).filter(([name]) => name !== 'fpu' && name !== 'dsp');
  return Object.fromEntries(kept) as unknown as BoardDescription['cpu'];
}

/** Secure and Non-secure code, both on ssram1: bit 28 tells the state. */
export const SECURE_CODE = 0x1000_0100;
export const NON_SECURE_CODE = 0x0020_0100;
const SECURE_VECTORS = 0x1000_0000;
const NON_SECURE_VECTORS = 0x0020_0000;
const HANDLER_OFFSET = 0x80;
export const SECURE_STACK = 0x3000_1000;
export const NON_SECURE_STACK = 0x2800_1000;

const VTOR_NS = 0xe002_ed08;
const SHCSR = 0xe000_ed24;
const SHCSR_NS = 0xe002_ed24;
/** SECUREFAULTENA, USGFAULTENA, BUSFAULTENA, MEMFAULTENA. */
const ALL_ENABLED = 0xf << 16;

type Words = readonly (readonly [address: number, value: number])[];

/** SAU_RNR, SAU_RBAR, SAU_RLAR of a region up to `limit`, which is the last address. */
export function sauRegion(number: number, base: number, limit: number, nsc = false): Words {
  return [
    [0xe000_edd8, number],
    [0xe000_eddc, base],
    [0xe000_ede0, ((limit & ~0x1f) | (nsc ? 2 : 0) | 1) >>> 0],
  ];
}

export const SAU_ON: Words = [[0xe000_edd0, 1]];
/** Non-secure code and its stack, as the tests use them. */
export const NON_SECURE_MEMORY: Words = [
  ...sauRegion(0, 0x0020_0000, 0x003f_ffff),
  ...sauRegion(1, 0x2800_0000, 0x280f_ffff),
];

export interface SecuritySetting {
  /** Halfwords, at the code address of the state that runs. */
  readonly code: readonly number[];
  readonly secure?: boolean;
  readonly registers?: Readonly<Record<number, number>>;
  /** Words that are written in this order, as Secure privileged code would. */
  readonly words?: Words;
  /** False leaves MemManage, BusFault, UsageFault and SecureFault disabled in both states. */
  readonly enabled?: boolean;
  readonly board?: BoardDescription;
  /** What else is done to the core before it runs. */
  readonly prepare?: (machine: Machine) => void;
}

function put(machine: Machine, address: number, values: readonly number[], size: 2 | 4): void {
  const bytes = values.flatMap((value) => Array.from({ length: size }, (_, i) => (value >>> (8 * i)) & 0xff));
  assert.equal(machine.writeMemory(address, Uint8Array.from(bytes)), bytes.length);
}

export function securityFault(setting: SecuritySetting): { readonly machine: Machine; readonly fault: Fault } {
  const { board = AN505, secure = false } = setting;
  const machine = new Machine({ board });
  const vectors = (base: number, stack: number): readonly number[] => [
    stack,
    ...Array.from({ length: 15 }, () => base + HANDLER_OFFSET + 1),
  ];
  put(machine, SECURE_VECTORS, vectors(SECURE_VECTORS, SECURE_STACK), 4);
  put(machine, NON_SECURE_VECTORS, vectors(NON_SECURE_VECTORS, NON_SECURE_STACK), 4);
  for (const base of [SECURE_VECTORS, NON_SECURE_VECTORS]) put(machine, base + HANDLER_OFFSET, [0xe7fe], 2);
  put(machine, secure ? SECURE_CODE : NON_SECURE_CODE, setting.code, 2);
  machine.reset();
  put(machine, VTOR_NS, [NON_SECURE_VECTORS], 4);
  if (setting.enabled !== false) for (const address of [SHCSR, SHCSR_NS]) put(machine, address, [ALL_ENABLED], 4);
  for (const [address, value] of setting.words ?? []) put(machine, address, [value], 4);
  const { cpu } = machine;
  cpu.bank(false).msp = NON_SECURE_STACK;
  cpu.secure = secure;
  cpu.pc = secure ? SECURE_CODE : NON_SECURE_CODE;
  for (const [n, value] of Object.entries(setting.registers ?? {})) cpu.setReg(Number(n), value);
  setting.prepare?.(machine);
  const event = machine.run(100);
  const fault = faultOf(event);
  assert.ok(fault, event.reason);
  return { machine, fault };
}

export function securityReport(setting: SecuritySetting, more: Partial<FaultContext> = {}): FaultReport {
  const { machine, fault } = securityFault(setting);
  const { attribution } = machine.armv8m!;
  const security = attribution === undefined ? {} : { security: { mpu: machine.mpuOf(true), sau: attribution.sau } };
  const board = setting.board ?? AN505;
  const common = { mpu: machine.mpuOf(false), readMemory: readerOf(machine), board };
  return explainFault(fault, { ...common, ...security, ...more });
}
