// The lock histories against what each program prints: counts of both locks, and whether the protection is on, after every step.
import assert from 'node:assert/strict';
import { lockFindings, type LockFinding, type LocksReport } from '../../../debugger/index.js';
import type { StopEvent } from '../../../emulator/index.js';
import { finish, load } from './tracked-run.js';

const LEVELS = ['O0', 'O2', 'Os', 'O2-lto'] as const;

interface History {
  readonly program: string;
  /** The highest counts and the last ones, RAM execution / ROM write (Mbed OS run on QEMU). */
  readonly peak: string;
  readonly end: string;
  /** Named and unnamed holders at the end. */
  readonly holders: string;
  /** Codes of findings, each once. */
  readonly findings: readonly string[];
}

const DISAGREE = 'locks-disagree-with-enable';

const HISTORIES: readonly History[] = [
  { program: 'nested', peak: '3/2', end: '0/0', holders: '0/0', findings: [] },
  { program: 'leak', peak: '6/1', end: '6/1', holders: '6/1', findings: [] },
  { program: 'static-object', peak: '2/0', end: '1/0', holders: '1/0', findings: [] },
  { program: 'recursive', peak: '41/41', end: '0/0', holders: '0/0', findings: [] },
  // The assertion ends the program before the counter is written.
  { program: 'unbalanced', peak: '0/0', end: '0/0', holders: '0/0', findings: [] },
  {
    program: 'unbalanced-ndebug',
    peak: '65535/0',
    end: '0/0',
    holders: '1/0',
    findings: ['locks-unlock-below-zero', DISAGREE, 'locks-overflow'],
  },
  { program: 'overflow', peak: '65535/0', end: '65535/0', holders: '65535/0', findings: [] },
  {
    program: 'overflow-ndebug',
    peak: '65535/0',
    end: '0/0',
    holders: '65536/0',
    findings: ['locks-overflow', DISAGREE],
  },
  {
    // The last lock is an object of main, so it is given back after the last step.
    program: 'init-under-lock',
    peak: '2/0',
    end: '0/0',
    holders: '0/0',
    findings: ['locks-init-under-lock', DISAGREE],
  },
  {
    program: 'before-init',
    peak: '1/0',
    end: '0/0',
    holders: '0/0',
    findings: ['locks-before-init', 'locks-init-under-lock', DISAGREE],
  },
];

interface Step {
  readonly step: string;
  readonly printed: string;
  readonly tracked: string;
  readonly printedOn: string;
  readonly trackedOn: string;
}

interface Followed {
  readonly steps: readonly Step[];
  readonly report: LocksReport;
  readonly findings: readonly LockFinding[];
  readonly event: StopEvent;
}

function pair(report: LocksReport, figure: 'count' | 'peak'): string {
  return report.locks.map((lock) => lock[figure]).join('/');
}

/** The program's `locks xn=… wn=…` and `mpu ctrl=… xn=… wn=…` lines beside the tracker's figures at that moment. */
function follow(name: string): Followed {
  const loaded = load(name);
  const { machine, tracker } = loaded;
  const steps: Step[] = [];
  let step = '';
  let printed = '';
  let tracked = '';
  loaded.onLine = (line) => {
    step = /^step: (.*)/.exec(line)?.[1] ?? step;
    const counts = /^locks xn=(\d+) wn=(\d+)/.exec(line);
    if (counts) {
      printed = `${counts[1]}/${counts[2]}`;
      tracked = pair(tracker.report(), 'count');
    }
    const mpu = /^mpu ctrl=(\d+) xn=(\d) wn=(\d)/.exec(line);
    // The program prints ENABLE bits; with MPU_CTRL = 0 they protect nothing.
    const on = mpu?.[1] === '0' ? '0/0' : `${mpu?.[2]}/${mpu?.[3]}`;
    const regions = machine.mpuView.regions();
    const bits = machine.mpuView.enabled
      ? [regions[1], regions[0]].map((region) => Number(region?.enabled)).join('/')
      : '0/0';
    if (mpu) {
      const trackedOn = tracker
        .report()
        .locks.map(({ protectionOn }) => Number(protectionOn))
        .join('/');
      assert.equal(bits, on, step);
      steps.push({ step, printed, tracked, printedOn: on, trackedOn });
    }
  };
  const event = finish(loaded);
  return { steps, event, report: tracker.report(), findings: lockFindings(tracker.save()) };
}

describe('debugger/mbed: lock histories', () => {
  for (const { program, peak, end, holders, findings } of HISTORIES) {
    for (const level of LEVELS) {
      it(`${program} at ${level}`, () => {
        const followed = follow(`mbed-mpu/${program}-mps2-an385-${level}`);
        assert.equal(followed.event.reason, 'exit');
        assert.ok(followed.steps.length > 0);
        for (const { step, printed, tracked, printedOn, trackedOn } of followed.steps) {
          assert.equal(tracked, printed, step);
          assert.equal(trackedOn, printedOn, step);
        }
        const { report } = followed;
        assert.equal(pair(report, 'count'), end);
        assert.equal(pair(report, 'peak'), peak);
        assert.equal(report.locks.map((lock) => lock.holders.length + lock.unnamedHolders).join('/'), holders);
        assert.deepEqual([...new Set(followed.findings.map(({ code }) => code))], findings);
      });
    }
  }
});

/** Call sites as `function:line`, inlined ones with a star; from the programs' sources. */
const CALL_SITES: readonly (readonly [program: string, level: string, event: number, sites: string])[] = [
  ['nested', 'O0', 1, 'mbed::ScopedRamExecutionLock::ScopedRamExecutionLock update:24 main:33'],
  ['nested', 'O2', 1, 'mbed::ScopedRamExecutionLock::ScopedRamExecutionLock* update*:24 main:33'],
  [
    'nested',
    'O2',
    3,
    'mbed::ScopedRamExecutionLock::ScopedRamExecutionLock* write_a_page*:8 erase_and_write*:18 update*:26 main:33',
  ],
  ['leak', 'O0', 1, 'transfer:8 main:21'],
  ['leak', 'Os', 1, 'transfer*:8 main:21'],
];

describe('debugger/mbed: call sites', () => {
  for (const [program, level, event, sites] of CALL_SITES) {
    it(`${program} at ${level}, event ${event}`, () => {
      const entry = follow(`mbed-mpu/${program}-mps2-an385-${level}`).report.locks[0]!.history[event]!;
      const texts = entry.callSites.map(
        ({ function: name, inlined, source }) =>
          `${name}${inlined ? '*' : ''}${name?.includes('Scoped') ? '' : `:${source?.line}`}`,
      );
      assert.equal(texts.join(' '), sites);
    });
  }

  it('names the object or the function that took a lock', () => {
    const how = (program: string): (string | undefined)[] =>
      follow(`mbed-mpu/${program}-mps2-an385-O2`).report.locks.map((lock) => lock.holders[0]?.how);
    assert.deepEqual(how('static-object'), ['ScopedRamExecutionLock', undefined]);
    assert.deepEqual(how('leak'), ['mbed_mpu_manager_lock_ram_execution', 'mbed_mpu_manager_lock_rom_write']);
  });
});
