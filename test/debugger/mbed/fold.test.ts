// Which holder an unlock call answers, and the limits of the history, on events made by hand.
import assert from 'node:assert/strict';
import {
  applyLockEvent,
  HISTORY_LIMIT,
  HOLDER_LIMIT,
  initialLocks,
  type CallFrame,
  type LockEvent,
  type LocksState,
} from '../../../debugger/index.js';

const REGISTERS = {
  r: Array.from({ length: 16 }, () => 0),
  xpsr: 0,
  msp: 0,
  psp: 0,
  control: 0,
  primask: 0,
  faultmask: 0,
  basepri: 0,
};

/** `function@cfa`, innermost first. */
function frames(...texts: readonly string[]): readonly CallFrame[] {
  return texts.map((text, n) => {
    const [name = '', cfa = ''] = text.split('@');
    return { function: name, address: n, inlined: false, ...(cfa === '' ? {} : { cfa: Number(cfa) }) };
  });
}

interface Call {
  readonly kind: 'lock' | 'unlock';
  readonly sites: readonly CallFrame[];
}

const lock = (...texts: readonly string[]): Call => ({ kind: 'lock', sites: frames(...texts) });
const unlock = (...texts: readonly string[]): Call => ({ kind: 'unlock', sites: frames(...texts) });

function play(calls: readonly Call[]): LocksState {
  let state = initialLocks({ ramExecution: 0, romWrite: 0 }, true);
  calls.forEach(({ kind, sites }, n) => {
    const before = state.ramExecution.count;
    const after = (before + (kind === 'lock' ? 1 : -1)) & 0xffff;
    const event: LockEvent = {
      kind,
      lock: 'ramExecution',
      before,
      after,
      how: 'test',
      protection: undefined,
      retired: n,
      pc: 0,
      callSites: sites,
      registers: REGISTERS,
    };
    state = applyLockEvent(state, event);
  });
  return state;
}

const CTOR = 'mbed::ScopedRamExecutionLock::ScopedRamExecutionLock@0';
const DTOR = 'mbed::ScopedRamExecutionLock::~ScopedRamExecutionLock@0';

const MATCHES: readonly (readonly [what: string, calls: readonly Call[], left: string])[] = [
  ['the only one', [lock('a@1'), unlock('a@1')], ''],
  ['the latest of nobody known', [lock('a@1'), lock('b@2'), unlock('c@3')], 'a'],
  ['its own function, not the latest', [lock('a@1'), lock('b@2'), unlock('a@1')], 'b'],
  ['its own activation of a recursion', [lock('a@1'), lock('a@2'), unlock('a@1')], 'a@2'],
  [
    'the latest of the function where no activation fits',
    [lock('a@1'), lock('a@2'), lock('b@3'), unlock('a@9')],
    'a@1 b@3',
  ],
  ['an object by the function that holds it', [lock(CTOR, 'a@1'), lock(CTOR, 'b@2'), unlock(DTOR, 'a@1')], 'b'],
  ['frames without names', [lock(), lock('b@2'), unlock()], ''],
];

describe('debugger/mbed: fold', () => {
  for (const [what, calls, left] of MATCHES) {
    it(`an unlock answers ${what}`, () => {
      const { holders } = play(calls).ramExecution;
      const names = holders.map(({ callSites }) => {
        const site = callSites.find((frame) => !frame.function?.includes('Scoped'));
        return left.includes('@') ? `${site?.function}@${site?.cfa}` : (site?.function ?? '');
      });
      assert.equal(names.join(' ').trim(), left);
    });
  }

  it('keeps the last of a long history, and counts holders beyond the limit', () => {
    const count = HISTORY_LIMIT + 500;
    const state = play(Array.from({ length: count }, () => lock('a@1'))).ramExecution;
    assert.deepEqual([state.history.length, state.dropped, state.history.at(-1)?.after], [HISTORY_LIMIT, 500, count]);
    assert.deepEqual([state.holders.length, state.unnamedHolders], [HOLDER_LIMIT, count - HOLDER_LIMIT]);
  });

  it('leaves the states before as they were', () => {
    const before = play([lock('a@1')]);
    const text = JSON.stringify(before);
    play([lock('a@1'), unlock('a@1')]);
    applyLockEvent(before, { kind: 'free', retired: 9, pc: 0, callSites: [], registers: REGISTERS });
    assert.equal(JSON.stringify(before), text);
  });
});
