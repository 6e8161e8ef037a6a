/** A process that fills slots for `main.ts`, one at a time, and lets everybody else go first. */
import { setPriority } from 'node:os';
import { CORES } from './cores.js';
import { runSlot, type SlotRecord } from './slots.js';

export interface Task {
  readonly firstSeed: number;
  readonly slot: number;
  readonly cores: readonly string[];
}

export type Answer = { readonly records: readonly SlotRecord[] } | { readonly error: string };

function answer({ firstSeed, slot, cores }: Task): Answer {
  try {
    const chosen = CORES.filter(({ core }) => cores.includes(core));
    return { records: runSlot(firstSeed, slot, chosen) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

setPriority(10);
process.on('message', (task: Task) => process.send!(answer(task)));
