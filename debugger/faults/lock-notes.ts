/**
 * What Mbed OS's locks have to do with a fault: a write to ROM and the ROM write lock, an instruction in RAM and the RAM
 * execution lock, and what the memory does with a store that the MPU lets through.
 */
import { hex32 } from '../../base/index.js';
import type { Fault, StoreBehaviour } from '../../emulator/index.js';
import type { FaultContext, LockView } from './context.js';
import { memoryAt } from './place.js';

/** The driver's region over ROM; the RAM regions are those above it. */
const ROM_REGION = 0;

export type LockName = 'romWrite' | 'ramExecution';

/** Which of the two locks a denied access is about; undefined for any other access. */
export function lockConcerned(fault: Fault, context: FaultContext): LockName | undefined {
  const { failure } = fault;
  if (context.locks === undefined || failure === undefined) return undefined;
  const { kind } = failure.access;
  if (failure.kind === 'bus')
    return kind === 'store' && memoryAt(context.board, failure.access.address)?.store === 'busFault'
      ? 'romWrite'
      : undefined;
  if (failure.kind !== 'mpu' || failure.verdict.decider.kind !== 'region') return undefined;
  const { region } = failure.verdict.decider;
  if (kind === 'store' && region === ROM_REGION && failure.verdict.rule === 'accessPermission') return 'romWrite';
  if (kind === 'fetch' && region > ROM_REGION && failure.verdict.rule === 'executeNever') return 'ramExecution';
  return undefined;
}

/** What happens to a plain store once the MPU allows it, by the board's memory. */
const OUTCOMES: Readonly<Record<StoreBehaviour, string>> = {
  write:
    'the store would stick on this board, because the memory takes plain stores; on a part with real flash it would not',
  ignore: 'the store would be dropped on this board without a fault: this memory ignores plain stores',
  busFault:
    'the store would still fault on this board, with a BusFault: many devices fault even when the MPU allows the write',
};

const TITLES: Readonly<Record<LockName, string>> = { romWrite: 'ROM write lock', ramExecution: 'RAM execution lock' };

function stateText(name: LockName, lock: LockView): string {
  const title = TITLES[name];
  if (!lock.linked) return `Nothing in this program takes the ${title} (its counter is not linked).`;
  if (lock.count === 0) return `The ${title} is not held (count 0).`;
  const holders = lock.holders.length === 0 ? '' : `, by ${lock.holders.join('; ')}`;
  return `The ${title} is held (count ${lock.count})${holders}.`;
}

function storeNote(fault: Fault, context: FaultContext): string | undefined {
  const address = fault.failure!.access.address;
  const memory = memoryAt(context.board, address);
  return memory === undefined
    ? undefined
    : `With the lock held ${OUTCOMES[memory.store]} (${memory.name} at ${hex32(address)}).`;
}

/** Full sentences; empty for programs without the lock manager and for accesses that no lock is about. */
export function lockNotes(fault: Fault, context: FaultContext): readonly string[] {
  const name = lockConcerned(fault, context);
  if (name === undefined) return [];
  const lock = context.locks![name];
  const notes = [stateText(name, lock)];
  if (fault.failure!.kind === 'bus') {
    notes.push(
      lock.count > 0
        ? 'The MPU allowed the write, and the memory refused it: many devices still fault even when the MPU allows it.'
        : 'The MPU did not stop this write; the memory itself refuses plain stores.',
    );
    return notes;
  }
  if (lock.linked && lock.count > 0) {
    notes.push(
      'The region denied the access although the lock is held: count and MPU disagree. mbed_mpu_init() under a held lock, ' +
        'or a counter that wrapped, switches the protection back on.',
    );
  }
  const outcome = name === 'romWrite' ? storeNote(fault, context) : undefined;
  if (outcome !== undefined) notes.push(outcome);
  return notes;
}
