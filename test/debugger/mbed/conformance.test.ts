// The HAL's conformance program: what the tracker sees of the driver, and who wrote the regions. Expected: the program's source.
import assert from 'node:assert/strict';
import { RegionWriters, runTracked, sourceResolver } from '../../../debugger/index.js';
import { openDebugInformation } from '../../../debugger/dwarf/index.js';
import { load } from './tracked-run.js';

const PROGRAMS = ['mps2-an385', 'lm3s6965evb'].flatMap((board) =>
  ['O0', 'O2', 'Os', 'O2-lto'].map((level) => `mbed-mpu/conformance-${board}-${level}`),
);

/** `init` n times and `free`, by the test function that calls them. */
const CALLS: readonly string[] = [
  ...Array.from({ length: 10 }, () => 'initialize test_init_again_and_again'),
  'free test_init_again_and_again',
  'initialize test_free',
  'free test_free',
  ...Array.from({ length: 4 }, () => ['initialize test_execution', 'free test_execution']).flat(),
  'initialize test_rom_write',
  'free test_rom_write',
];

describe('debugger/mbed: conformance program', () => {
  for (const name of PROGRAMS) {
    it(name, () => {
      const { machine, tracker } = load(name);
      let faults = 0;
      let event = runTracked(machine, [tracker], 50_000_000);
      for (; event.reason === 'fault'; faults++) event = runTracked(machine, [tracker], 50_000_000);
      assert.equal(event.reason, 'exit');
      // Two in each of the four memories and two writes to ROM.
      assert.equal(faults, 10);
      const { locks, note } = tracker.report();
      assert.match(note ?? '', /nobody calls the lock manager/);
      for (const { linked, history, findings } of locks) {
        assert.equal(linked, false);
        assert.deepEqual(
          history.map(({ kind, callSites }) => `${kind} ${callSites[0]?.function}`),
          CALLS,
        );
        assert.deepEqual(findings, []);
      }
    });
  }
});

describe('debugger/mpu: who wrote a region', () => {
  it('names the function, inlined or not, and the kernel that changed a region later', () => {
    const { machine, elf } = load('demos/guarded-task-mps2-an385');
    const readMemory = (address: number, length: number): Uint8Array => machine.readMemory(address, length);
    const source = sourceResolver({ symbols: elf.symbols, debug: openDebugInformation(elf), readMemory });
    const writers = new RegionWriters({ machine, source });
    assert.equal(writers.writerOf(0), undefined);
    machine.setWatchpoints(writers.watchpoints);
    const event = runTracked(machine, [writers], 10_000_000);
    assert.equal(event.reason, 'fault');
    const functions = (region: number): string =>
      (writers.writerOf(region)?.frames ?? []).map((frame) => frame.function).join(' ');
    assert.match(functions(0), /^set_region protect kernel_start main/);
    assert.match(functions(4), /^set_region confine kernel_switch PendSV_Handler/);
    assert.equal(writers.writerOf(1), undefined);
  });

  it('goes back with a snapshot', () => {
    const { machine } = load('mbed-mpu/nested-mps2-an385-O2');
    const source = { lineAt: () => undefined, functionAt: () => undefined, frames: () => [] };
    const writers = new RegionWriters({ machine, source });
    machine.setWatchpoints(writers.watchpoints);
    runTracked(machine, [writers], 500);
    const snapshot = { machine: machine.save(), writers: writers.save() };
    const first = writers.writerOf(1);
    assert.ok(first);
    runTracked(machine, [writers], 10_000_000);
    assert.notDeepEqual(writers.writerOf(1), first);
    machine.restore(snapshot.machine);
    writers.restore(snapshot.writers);
    assert.deepEqual(writers.writerOf(1), first);
  });
});
