// The tracker as part of a debugger: invisible, deterministic, resumable, and honest about what is not linked.
import assert from 'node:assert/strict';
import { findLockCounters, LockTracker, lockFindings, runTracked } from '../../../debugger/index.js';
import { SymbolTable, type ElfSymbol } from '../../../debugger/elf/index.js';
import { finish, load, loadProgram } from './tracked-run.js';

const NESTED = 'mbed-mpu/nested-mps2-an385-O2';

function object(name: string, address: number, size = 2): ElfSymbol {
  return { name, address, size, kind: 'object', binding: 'local', isThumb: false, sectionIndex: 1, isAbsolute: false };
}

function table(...symbols: readonly ElfSymbol[]): SymbolTable {
  return new SymbolTable(symbols, [], []);
}

// Names as GCC 12 writes them: C, C++ statics (Itanium ABI, 5.1.2), members of namespaces, clones of -flto.
const COUNTER_SYMBOLS: readonly string[] = [
  'mem_xn_lock',
  'mem_xn_lock.lto_priv.0',
  'mem_xn_lock.123',
  '_ZL11mem_xn_lock',
  '_ZN4mbedL11mem_xn_lockE',
  '_ZL11mem_xn_lock.lto_priv.0',
];

describe('debugger/mbed: counters', () => {
  for (const name of COUNTER_SYMBOLS) {
    it(`finds ${name}`, () => {
      const counters = findLockCounters(table(object(name, 0x2000_0010)));
      assert.deepEqual(counters.ramExecution, { address: 0x2000_0010, symbol: name });
      assert.equal(counters.romWrite, undefined);
      assert.equal(counters.present, true);
    });
  }

  for (const symbol of [
    object('my_mem_xn_lock', 0x2000_0010),
    object('mem_xn_lock', 0x2000_0010, 4),
    object('mem_xn_lock_count', 0x2000_0010),
  ]) {
    it(`does not take ${symbol.name} of ${symbol.size} bytes for a counter`, () => {
      assert.deepEqual(findLockCounters(table(symbol)), { present: false });
    });
  }

  it('asks the debug information when there is no symbol', () => {
    const globals = { global: (name: string) => (name === 'mem_wn_lock' ? { address: 0x2000_0020 } : undefined) };
    assert.deepEqual(findLockCounters(table(), globals), {
      present: true,
      romWrite: { address: 0x2000_0020, symbol: 'mem_wn_lock' },
    });
  });

  it('says "not linked" and not zero for a counter that the linker dropped', () => {
    const loaded = load('mbed-mpu/ram-only-mps2-an385-O2');
    finish(loaded);
    const [ram, rom] = loaded.tracker.report().locks;
    assert.deepEqual([ram?.linked, rom?.linked], [true, false]);
    assert.equal(rom?.address, undefined);
    assert.equal(rom?.symbol, undefined);
  });

  it('has nothing to say of a program without the manager', () => {
    const { tracker } = load('demos/guarded-task-mps2-an385');
    assert.equal(tracker.report().present, false);
    assert.deepEqual(tracker.watchpoints, []);
    assert.equal(tracker.lockViews(), undefined);
  });
});

describe('debugger/mbed: tracker', () => {
  it('stops the user nowhere, and counts the same instructions as a run without it', () => {
    const watched = load(NESTED);
    const plain = load(NESTED);
    plain.machine.setWatchpoints([]);
    const end = plain.machine.run(10_000_000);
    const event = finish(watched);
    assert.deepEqual(event, end);
    assert.equal(watched.machine.stateHash(), plain.machine.stateHash());
  });

  it('does not depend on how the run is sliced', () => {
    const whole = load(NESTED);
    finish(whole);
    for (const slice of [1, 7, 100]) {
      const sliced = load(NESTED);
      finish(sliced, slice);
      assert.deepEqual(sliced.tracker.save(), whole.tracker.save(), `slices of ${slice}`);
    }
  });

  it('ends a budget exactly, also when the last instruction hits', () => {
    const first = load(NESTED);
    finish(first);
    const { retired } = first.tracker.save().ramExecution.history[1]!;
    const second = load(NESTED);
    const event = runTracked(second.machine, [second.tracker], retired);
    assert.deepEqual([event.reason, event.retired], ['budget', retired]);
    assert.equal(second.tracker.save().ramExecution.count, 1);
  });

  it("does not swallow a user's breakpoint right behind a hit", () => {
    const first = load(NESTED);
    let after = 0;
    for (;;) {
      const event = first.machine.run(10_000_000);
      first.tracker.observe(event);
      after = event.pc;
      if (first.tracker.save().ramExecution.count > 0) break;
    }
    const second = load(NESTED);
    second.machine.setBreakpoints(new Set([after]));
    const event = runTracked(second.machine, [second.tracker], 10_000_000, (address) => address === after);
    assert.deepEqual([event.reason, event.pc], ['breakpoint', after]);
    assert.equal(second.tracker.save().ramExecution.count, 1);
  });

  it('serves a watchpoint of the user on the same counter too', () => {
    const { machine, tracker } = load(NESTED);
    const { address } = tracker.counters.ramExecution!;
    machine.setWatchpoints([
      { id: 1, start: address, end: address + 2, read: false, write: true },
      ...tracker.watchpoints,
    ]);
    // The first write is the clearing of .bss.
    for (const count of [0, 1, 2]) {
      const event = runTracked(machine, [tracker], 10_000_000);
      assert.ok(event.reason === 'watchpoint' && event.hit.watchpointId === 1);
      assert.equal(tracker.save().ramExecution.count, count);
    }
  });

  it('goes back with a snapshot and forward again to the same state', () => {
    const { machine, tracker } = load(NESTED);
    runTracked(machine, [tracker], 2000);
    const snapshot = { machine: machine.save(), locks: tracker.save() };
    const end = runTracked(machine, [tracker], 10_000_000);
    const final = tracker.save();
    machine.restore(snapshot.machine);
    tracker.restore(snapshot.locks);
    assert.equal(tracker.save().ramExecution.count, 2);
    assert.deepEqual(runTracked(machine, [tracker], 10_000_000), end);
    assert.deepEqual(tracker.save(), final);
  });

  it('takes the clearing of .bss after a reset for what it is', () => {
    const { machine, tracker } = load('mbed-mpu/leak-mps2-an385-O2');
    finish({ machine, tracker, elf: loadProgram('mbed-mpu/leak-mps2-an385-O2'), onLine: () => undefined });
    assert.equal(tracker.save().ramExecution.count, 6);
    // RAM keeps 6 and 1 over the reset, and the start-up code clears them.
    machine.reset();
    tracker.reset();
    runTracked(machine, [tracker], 100_000);
    const { history, findings, peak } = tracker.save().ramExecution;
    assert.equal(
      history
        .filter(({ kind }) => kind !== 'lock' && kind !== 'unlock')
        .map(({ kind }) => kind)
        .join(),
      'initialize',
    );
    assert.deepEqual(findings, []);
    assert.equal(peak, 6);
    assert.equal(history[1]?.before, 0);
  });

  it('notes a counter that the debugger writes', () => {
    const { machine, tracker } = load(NESTED);
    runTracked(machine, [tracker], 1000);
    assert.equal(tracker.save().ramExecution.count, 1);
    machine.writeMemory(tracker.counters.ramExecution!.address, Uint8Array.of(9, 0));
    tracker.memoryWritten();
    const { count, findings } = tracker.save().ramExecution;
    assert.equal(count, 9);
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['locks-count-written'],
    );
  });

  it('notices a count that the compiler has left out', () => {
    const loaded = load('mbed-mpu/ram-only-mps2-an385-O2-lto');
    finish(loaded);
    assert.deepEqual(
      lockFindings(loaded.tracker.save()).map(({ code }) => code),
      ['locks-count-left-out'],
    );
  });

  it('does not call the moment within a lock call a disagreement', () => {
    const { machine, tracker } = load(NESTED);
    let steps = 0;
    let off = 0;
    for (; steps < 5000; steps++) {
      const event = runTracked(machine, [tracker], 1);
      if (event.reason !== 'budget') break;
      const ram = tracker.report().locks[0]!;
      if (ram.count === 0 && !ram.protectionOn && tracker.save().initialized) off++;
      assert.deepEqual(ram.findings, [], `after ${event.retired} instructions`);
    }
    // Such moments exist: the regions are switched before the count is written.
    assert.ok(off > 0);
  });

  it('attaches to a program that runs already', () => {
    const { machine, tracker } = load(NESTED);
    runTracked(machine, [tracker], 1000);
    const late = new LockTracker({
      machine,
      counters: tracker.counters,
      source: { lineAt: () => undefined, functionAt: () => undefined, frames: () => [] },
    });
    assert.equal(late.save().ramExecution.count, 1);
    runTracked(machine, [late], 10_000_000);
    assert.equal(late.save().ramExecution.count, 0);
    assert.deepEqual(lockFindings(late.save()), []);
  });
});
