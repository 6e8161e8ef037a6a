/** Armv8-M Baseline on a Cortex-M23: what it has of Armv8-M, and that every fault is a HardFault (Armv8-M ARM, B3.9, D1.2). */
import assert from 'node:assert/strict';
import { EXCEPTION, Machine, type BoardDescription } from '../../../emulator/index.js';
import { bareBoard } from '../machine/bare-board.js';

const STACK = 0x2000_0400;
const CODE = 0x100;
const HANDLER = 0x200;
const CCR = 0xe000_ed14;

function boardOf(security: boolean): BoardDescription {
  return bareBoard({
    core: 'cortex-m23',
    priorityBits: 2,
    mpuRegions: 8,
    ...(security && { security: true, sauRegions: 8 }),
  });
}

function words(machine: Machine, address: number, values: readonly number[]): void {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, n) => view.setUint32(4 * n, value, true));
  machine.writeMemory(address, bytes);
}

/** A machine that is about to execute these halfwords; exceptions go to `HANDLER`, a branch to itself. */
function started(halfwords: readonly number[], security = false): Machine {
  const machine = new Machine({ board: boardOf(security) });
  words(machine, 0, [STACK, CODE | 1, ...Array.from({ length: 14 }, () => HANDLER | 1)]);
  const bytes = new Uint8Array(halfwords.length * 2);
  const view = new DataView(bytes.buffer);
  halfwords.forEach((half, n) => view.setUint16(2 * n, half, true));
  machine.writeMemory(CODE, bytes);
  machine.writeMemory(HANDLER, Uint8Array.of(0xfe, 0xe7));
  machine.reset();
  return machine;
}

/** What the fault that ends a run is, and CFSR, which Baseline has not. */
function faultOfRun(machine: Machine, count: number): unknown {
  const event = machine.run(count);
  return event.reason === 'fault' ? [event.fault.exception, event.fault.bits, event.fault.cfsr] : event.reason;
}

const RUNS: readonly (readonly [string, readonly number[]])[] = [
  ['MOVW', [0xf241, 0x2034]],
  ['SDIV', [0xfb90, 0xf1f1]],
  ['CBNZ', [0xb900]],
  ['LDREX', [0x466b, 0xe853, 0x2f00]],
  ['LDA', [0x466b, 0xe8d3, 0x2faf]],
  ['TT', [0xe840, 0xf100]],
  ['SG', [0xe97f, 0xe97f]],
];
const UNDEFINED: readonly (readonly [string, readonly number[]])[] = [
  ['IT', [0xbf08, 0xbf00]],
  ['LDR.W', [0xf8d3, 0x2000]],
  ['ADD.W', [0xf101, 0x0001]],
  ['UQADD8', [0xfa81, 0xf052]],
  ['BXNS without the Security Extension', [0x4704]],
];

describe('Armv8-M Baseline', () => {
  for (const [name, code] of RUNS)
    it(`runs ${name}`, () => {
      const machine = started([...code, 0xbf00]);
      const count = name === 'LDREX' || name === 'LDA' ? 2 : 1;
      assert.deepEqual([machine.run(count).reason, machine.cpu.pc], ['budget', CODE + code.length * 2]);
    });

  for (const [name, code] of UNDEFINED)
    it(`has no ${name}: HardFault`, () => {
      assert.deepEqual(faultOfRun(started(code), 1), [EXCEPTION.HardFault, ['UNDEFINSTR'], 0]);
    });

  it('traps every unaligned access, whatever firmware writes to CCR', () => {
    // LDR R0, [R1] with R1 = SP + 2 - 8
    const machine = started([0x4669, 0x3906, 0x6808]);
    words(machine, CCR, [0]);
    assert.deepEqual(faultOfRun(machine, 10), [EXCEPTION.HardFault, ['UNALIGNED'], 0]);
  });

  it('stacks EXC_RETURN 0xffffffb8 without the Security Extension, 0xfffffff9 in Secure state with it', () => {
    for (const [security, lr] of [
      [false, 0xffff_ffb8],
      [true, 0xffff_fff9],
    ] as const) {
      const machine = started([0xdf00], security);
      machine.run(1);
      assert.deepEqual([machine.cpu.ipsr, machine.cpu.lr], [EXCEPTION.SVCall, lr]);
    }
  });

  it('has MSPLIM in Secure state alone', () => {
    // MSR MSPLIM, R0; MRS R1, MSPLIM
    const code = [0x2008, 0xf380, 0x880a, 0xf3ef, 0x810a];
    const read = (security: boolean): number => {
      const machine = started(code, security);
      machine.run(3);
      return machine.cpu.reg(1);
    };
    assert.deepEqual([read(false), read(true)], [0, 8]);
  });
});
