/**
 * A run is the same however it is driven: in slices of any length, over breakpoints, or saved and gone on with on a fresh machine.
 * The measure is the state's digest at the same counts of retired instructions.
 */
import assert from 'node:assert/strict';
import type { Machine, StopEvent } from '../../../emulator/index.js';
import { seededRandom } from '../../model/random.js';
import { firmware, firmwareMachine } from './firmware.js';

/** Programs with faults, SVC, PendSV, SysTick, sleep, exclusives; and how many instructions of each are looked at. */
const PROGRAMS: readonly (readonly [name: string, instructions: number])[] = [
  ['demos/mbed-rom-write-mps2-an385', 40_000],
  ['demos/guarded-task-mps2-an385', 40_000],
  ['demos/stack-overflow-lm3s6965evb-O2', 40_000],
  ['programs/systick-newlib-nano-O2', 60_000],
  ['programs/pendsv-picolibc-O0', 60_000],
  ['programs/svc-newlib-O2', 30_000],
  ['programs/atomics-picolibc-O2', 60_000],
  ['programs/interpreter-newlib-nano-O0', 60_000],
  ['mbed-mpu/conformance-mps2-an385-O2', 60_000],
];
const POINTS = 12;

function start(name: string): Machine {
  return firmwareMachine(firmware(name)).machine;
}

/** Whether nothing comes after this end. Faults, resets and breakpoints are gone on from. */
function isEnd({ reason }: StopEvent): boolean {
  return reason === 'exit' || reason === 'lockup' || reason === 'sleeping';
}

/** Runs on to that count in slices; true if the program has ended before. */
function runTo(machine: Machine, count: number, slice: number): boolean {
  while (machine.retired < count) {
    if (isEnd(machine.run(Math.min(slice, count - machine.retired)))) return true;
  }
  return false;
}

/** Counts to compare at: random ones, and the ends of stretches around exceptions, sleeps and IT blocks. */
function pointsOf(name: string, instructions: number): readonly number[] {
  const random = seededRandom(instructions + name.length);
  const points = new Set(Array.from({ length: POINTS }, () => 1 + random.below(instructions)));
  const machine = start(name);
  const wanted = { handler: 6, it: 6, asleep: 4 };
  while (machine.retired < instructions && !isEnd(machine.run(1))) {
    const at = machine.retired;
    const { xpsr } = machine.registers();
    const it = ((xpsr >>> 25) & 3) | ((xpsr >>> 8) & 0xfc);
    if ((xpsr & 0x1ff) !== 0 && wanted.handler > 0 && random.chance(20)) wanted.handler--;
    else if (it !== 0 && wanted.it > 0 && random.chance(20)) wanted.it--;
    else if (machine.sleeping !== undefined && wanted.asleep > 0) wanted.asleep--;
    else continue;
    points.add(at);
  }
  return [...points].filter((point) => point < machine.retired).sort((a, b) => a - b);
}

function digests(name: string, points: readonly number[], slice: number): readonly string[] {
  const machine = start(name);
  return points.map((point) => {
    assert.equal(runTo(machine, point, slice), false);
    return machine.stateHash();
  });
}

/** The same with breakpoints on every address that the program reaches at a point: each run stops there, often many times. */
function digestsOverBreakpoints(name: string, points: readonly number[]): readonly string[] {
  const places = start(name);
  const addresses = new Set<number>();
  for (const point of points) {
    runTo(places, point, Infinity);
    addresses.add(places.registers().r[15]!);
  }
  const machine = start(name);
  machine.setBreakpoints(addresses);
  let stops = 0;
  const found = points.map((point) => {
    while (machine.retired < point) {
      if (machine.run(point - machine.retired).reason === 'breakpoint') stops++;
    }
    return machine.stateHash();
  });
  assert.ok(stops > 0, 'no breakpoint was met');
  return found;
}

/** Each stretch on a machine of its own, made from what the one before has saved. */
function digestsOverSaves(name: string, points: readonly number[]): readonly string[] {
  let machine = start(name);
  return points.map((point) => {
    const fresh = start(name);
    fresh.restore(structuredClone(machine.save()));
    machine = fresh;
    assert.equal(runTo(machine, point, Infinity), false);
    return machine.stateHash();
  });
}

describe('a run of the emulator', function () {
  this.timeout(120_000);
  for (const [name, instructions] of PROGRAMS) {
    describe(name, () => {
      let points: readonly number[];
      let expected: readonly string[];

      before(() => {
        points = pointsOf(name, instructions);
        expected = digests(name, points, Infinity);
        assert.equal(new Set(expected).size, points.length);
      });

      for (const slice of [1, 7, 1000]) {
        it(`is the same in slices of ${slice}`, () => assert.deepEqual(digests(name, points, slice), expected));
      }
      it('is the same over breakpoints', () => assert.deepEqual(digestsOverBreakpoints(name, points), expected));
      it('is the same saved and restored', () => assert.deepEqual(digestsOverSaves(name, points), expected));
    });
  }
});
