/** The rows of the "Locks" view. */
import assert from 'node:assert/strict';
import { lockRows } from '../../extension/locks/rows.js';
import type { LockBody } from '../../protocol/index.js';
import { locks } from '../vscode/fake-adapter/bodies.js';
import { allRows, contentText } from './support.js';

const body = locks('/demo/main.c');
const [ramExecution, romWrite] = body.locks as readonly [LockBody, LockBody];

function firstText(lock: LockBody): string {
  return contentText(lockRows({ present: true, locks: [lock] }))[0]!;
}

describe('Lock rows', () => {
  it('show holders, history newest first, findings, and a lock that is not linked', () => {
    assert.deepEqual(contentText(lockRows(body)), [
      '(error) RAM execution | held once · protection on',
      '  (error) The counter is 1, but RAM is still execute-never.',
      '  (symbol-numeric) Counter | 1 (peak 3) · mem_xn_lock',
      '  (key) Held by | 1',
      '    (debug-stackframe-focused) main | main.c:9 · ScopedRamExecutionLock',
      '      (debug-stackframe) mbed::ScopedRamExecutionLock | main.c:9 · inlined',
      '      (debug-stackframe) main | main.c:11',
      '  (history) History | 2 events',
      '    (arrow-up) lock: 0 → 1 | mbed::ScopedRamExecutionLock · main.c:9',
      '      (debug-stackframe) mbed::ScopedRamExecutionLock | main.c:9 · inlined',
      '      (debug-stackframe) main | main.c:11',
      '    (debug-restart) mbed_mpu_init: 0 | unknown caller',
      '(circle-slash) ROM write | not linked · protection on',
    ]);
  });

  for (const [what, lock, text] of [
    ['free', { count: 0, findings: [] }, '(shield) RAM execution | free · protection on'],
    [
      'held',
      { count: 41, protectionOn: false, findings: [] },
      '(unlock) RAM execution | held 41 times · protection off',
    ],
  ] as const)
    it(`tell a lock that is ${what}`, () => assert.equal(firstText({ ...ramExecution, ...lock }), text));

  it('never show the count of a lock that is not linked', () => {
    assert.equal(firstText(romWrite), '(circle-slash) ROM write | not linked · protection on');
    assert.equal(lockRows({ present: true, locks: [romWrite] }).rows[0]!.children.length, 0);
  });

  it('say how much of a long history is kept, and keep ids when it moves on', () => {
    const ids = (dropped: number, kept: readonly number[]): string[] => {
      const history = kept.map((i) => ({ ...ramExecution.history[0]!, retired: i }));
      const rows = allRows(lockRows({ present: true, locks: [{ ...ramExecution, history, dropped }] }).rows);
      assert.ok(rows.some((row) => row.description === `${dropped + kept.length} events, last ${kept.length} kept`));
      return rows.filter((row) => row.label === 'mbed_mpu_init: 0').map((row) => row.id);
    };
    assert.deepEqual(ids(5, [5, 6]), ['ramExecution/history/6', 'ramExecution/history/5']);
    assert.deepEqual(ids(6, [6, 7]), ['ramExecution/history/7', 'ramExecution/history/6']);
  });

  it('show the note where there is no lock manager', () => {
    assert.deepEqual(lockRows({ present: false, note: 'No Mbed OS here.', locks: [] }), {
      message: 'No Mbed OS here.',
      rows: [],
    });
    assert.match(lockRows({ present: false, locks: [] }).message!, /no MPU lock manager/);
  });

  it('have unique ids', () => {
    const ids = allRows(lockRows(body).rows).map((row) => row.id);
    assert.equal(new Set(ids).size, ids.length);
  });
});
