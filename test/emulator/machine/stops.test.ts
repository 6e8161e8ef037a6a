/** Breakpoints, watchpoints, BKPT, sleep and lockup on the machine: where a run stops, and that stopping changes nothing. */
import assert from 'node:assert/strict';
import { findBoard } from '../../../debugger/launch/index.js';
import { Machine, type MachineOptions, type StopEvent } from '../../../emulator/index.js';

const CODE = 0x100;
const STACK = 0x2000_1000;
const DATA = 0x2000_0100;

/** A machine with these halfwords at CODE, out of reset: SP at STACK, every other vector at `handler`. */
function machineOf(halfwords: readonly number[], handler = CODE, options: Partial<MachineOptions> = {}): Machine {
  const machine = new Machine({ board: findBoard('mps2-an385'), ...options });
  const table = Uint32Array.from({ length: 48 }, (_, n) => (n === 0 ? STACK : (n === 1 ? CODE : handler) + 1));
  machine.writeMemory(0, new Uint8Array(table.buffer));
  machine.writeMemory(CODE, new Uint8Array(Uint16Array.from(halfwords).buffer));
  machine.reset();
  return machine;
}

function reasons(events: readonly StopEvent[]): readonly string[] {
  return events.map(({ reason, pc, retired }) => `${reason} ${pc.toString(16)} ${retired}`);
}

// arm-none-eabi-as 2.40: cmp r0, r0; itte eq; addeq r1, #1; addeq.w r2, r2, #1; addne r3, #1; b .
const IT_BLOCK = [0x4280, 0xbf06, 0x3101, 0xf102, 0x0201, 0x3301, 0xe7fe];
// movw r0, #0x100; movt r0, #0x2000; str r1, [r0]; ldrh r2, [r0, #2]; strd r1, r2, [r0, #4]; push {r0}; b .
const ACCESSES = [0xf240, 0x1000, 0xf2c2, 0x0000, 0x6001, 0x8842, 0xe9c0, 0x1201, 0xb401, 0xe7fe];

describe('breakpoints', () => {
  it('stop before each instruction of an IT block, narrow or wide, executed or not', () => {
    const machine = machineOf(IT_BLOCK);
    machine.setBreakpoints(new Set([0x104, 0x106, 0x10a]));
    const events = [1, 2, 3].map(() => machine.run(100));
    assert.deepEqual(reasons(events), ['breakpoint 104 2', 'breakpoint 106 3', 'breakpoint 10a 4']);
    assert.deepEqual(reasons([machine.run(1)]), ['budget 10c 5']);
    assert.deepEqual([...machine.registers().r.slice(1, 4)], [1, 1, 0]);
  });

  it('are gone when they are taken away', () => {
    const machine = machineOf(IT_BLOCK);
    machine.setBreakpoints(new Set([0x104, 0x10c]));
    machine.run(100);
    machine.setBreakpoints(new Set());
    assert.deepEqual(reasons([machine.run(10)]), ['budget 10c 12']);
  });

  it('stop in a loop each time round', () => {
    const machine = machineOf([0x3001, 0xe7fd]); // adds r0, #1; b .-2
    machine.setBreakpoints(new Set([0x100]));
    const events = [1, 2, 3].map(() => machine.run(100));
    assert.deepEqual(reasons(events), ['breakpoint 100 2', 'breakpoint 100 4', 'breakpoint 100 6']);
  });
});

describe('watchpoints', () => {
  const all = { id: 7, start: DATA, end: DATA + 12, read: true, write: true };

  it('stop behind the instruction that did the access, and name it', () => {
    const machine = machineOf(ACCESSES);
    machine.setWatchpoints([all]);
    const events = [1, 2, 3].map(() => machine.run(100));
    assert.deepEqual(reasons(events), ['watchpoint 10a 3', 'watchpoint 10c 4', 'watchpoint 110 5']);
    const hits = events.map((event) => (event.reason === 'watchpoint' ? event.hit : undefined)!);
    assert.deepEqual(
      hits.map(({ watchpointId, pc, access }) => [watchpointId, pc, access.kind, access.address, access.sizeBytes]),
      [
        [7, 0x108, 'store', DATA, 4],
        [7, 0x10a, 'load', DATA + 2, 2],
        [7, 0x10c, 'store', DATA + 4, 4],
      ],
    );
  });

  it('see only the kind of access and the bytes that they watch', () => {
    const machine = machineOf(ACCESSES);
    machine.setWatchpoints([{ ...all, start: DATA + 8, end: DATA + 9, read: false }]);
    assert.deepEqual(reasons([machine.run(100)]), ['watchpoint 110 5']);
    assert.deepEqual(reasons([machine.run(5)]), ['budget 112 10']);
  });

  it('see PUSH and the frame of an exception', () => {
    const machine = machineOf(ACCESSES);
    machine.setWatchpoints([{ ...all, start: STACK - 4, end: STACK }]);
    assert.deepEqual(reasons([machine.run(100)]), ['watchpoint 112 6']);
    const fault = machineOf([0xde00]); // udf #0
    fault.setWatchpoints([{ ...all, start: STACK - 32, end: STACK - 28 }]);
    const first = fault.run(100);
    const second = fault.run(100);
    assert.deepEqual([first.reason, second.reason].sort(), ['fault', 'watchpoint']);
  });

  it('change nothing in the run', () => {
    const watched = machineOf(ACCESSES);
    watched.setWatchpoints([all]);
    while (watched.retired < 20) watched.run(20 - watched.retired);
    const plain = machineOf(ACCESSES);
    plain.run(20);
    assert.equal(watched.stateHash(), plain.stateHash());
  });
});

describe('BKPT', () => {
  it('stops once and is gone past, if the machine is to stop at it', () => {
    const machine = machineOf([0xbe01, 0x3001, 0xe7fe], CODE, { bkpt: 'stop' });
    assert.deepEqual(reasons([machine.run(10), machine.run(3)]), ['bkpt 100 0', 'budget 104 3']);
  });

  it('is a HardFault otherwise: no monitor is enabled (C1.6.1)', () => {
    const machine = machineOf([0xbe01, 0xe7fe], 0x102);
    const event = machine.run(10);
    assert.equal(event.reason === 'fault' ? event.fault.exception : event.reason, 3);
  });
});

describe('sleep', () => {
  it('is the end where nothing can wake the core', () => {
    assert.deepEqual(reasons([machineOf([0xbf30, 0xe7fe]).run(10)]), ['sleeping 102 1']); // wfi
    assert.deepEqual(reasons([machineOf([0xbf40, 0xbf20, 0xbf20, 0xe7fe]).run(10)]), ['sleeping 106 3']); // sev; wfe; wfe
  });

  it('follows the return from a handler with SLEEPONEXIT (B1.5.18)', () => {
    // movw r0, #0xed10; movt r0, #0xe000; movs r1, #2; str r1, [r0]; svc #0; nop; b .; handler: bx lr
    const code = [0xf64e, 0x5010, 0xf2ce, 0x0000, 0x2102, 0x6001, 0xdf00, 0xbf00, 0xe7fe, 0x4770];
    assert.deepEqual(reasons([machineOf(code, CODE + 18).run(100)]), ['sleeping 10e 6']);
  });
});

describe('lockup', () => {
  it('ends the run at a fault in the HardFault handler, and says why', () => {
    const machine = machineOf([0xde00, 0xde00], CODE + 2); // udf; its handler is udf
    const first = machine.run(10);
    const second = machine.run(10);
    assert.equal(first.reason, 'fault');
    assert.deepEqual(second.reason === 'lockup' ? second.fault.original : second.reason, 6);
    assert.equal(machine.run(10).reason, 'lockup');
  });

  it('goes on where a debugger mends it, and takes exceptions again', () => {
    const machine = machineOf([0xde00, 0xde00, 0x4770, 0xe7fe], CODE + 2); // udf; its handler is udf, bx lr; b .
    machine.run(10);
    assert.equal(machine.run(10).reason, 'lockup');
    machine.writeMemory(CODE + 2, Uint8Array.of(0x00, 0xbf)); // nop
    machine.writeMemory(CODE, Uint8Array.of(0x00, 0xbf, 0x00, 0xbf, 0xfe, 0xe7)); // nop; nop; b .
    machine.cpu.pc = CODE;
    assert.equal(machine.run(10).reason, 'budget');
    machine.writeMemory(0xe000_ed04, Uint8Array.of(0, 0, 0, 0x80)); // NMIPENDSET
    machine.stopAtExceptions = true;
    const event = machine.run(10);
    assert.deepEqual(event.reason === 'exceptionEntry' ? event.exception : event.reason, 2);
  });

  it('is left by an NMI that a debugger makes pending, and comes back after it (B1.5.15)', () => {
    const machine = machineOf([0xde00, 0xde00, 0x4770], CODE + 2); // udf; its handler is udf
    machine.writeMemory(8, Uint8Array.of((CODE + 4) | 1, CODE >>> 8, 0, 0)); // NMI: bx lr
    machine.run(10);
    assert.equal(machine.run(10).reason, 'lockup');
    machine.writeMemory(0xe000_ed04, Uint8Array.of(0, 0, 0, 0x80)); // NMIPENDSET
    machine.stopAtExceptions = true;
    assert.deepEqual(reasons([machine.run(10)]), ['exceptionEntry 104 0']);
    const [returned, again] = [machine.run(10), machine.run(10)];
    assert.deepEqual([returned.reason, returned.pc], ['exceptionReturn', 0xffff_fffe]);
    assert.deepEqual([again.reason, again.pc, machine.cpu.ipsr], ['lockup', 0xffff_fffe, 3]);
  });
});
