/**
 * A slot is one program of a run: a seed, and where that program is no good for a core, the next seed of the slot. All cores
 * run the same program where they can.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareSeed, type Rejection, type SeedResult } from './compare.js';
import type { CsmithCore } from './cores.js';
import { generate, runOnHost, type ProgramId } from './programs.js';

/** Seeds of one slot lie so far apart that slots never share one. */
const NEXT_ATTEMPT = 1_000_000;
const MOST_ATTEMPTS = 200;

export interface SlotRecord {
  readonly slot: number;
  readonly core: CsmithCore['core'];
  readonly id: ProgramId;
  readonly result: Exclude<SeedResult, { kind: 'rejected' }>;
  /** The seeds before that were no good, with the reason. */
  readonly rejected: readonly { readonly seed: number; readonly why: Rejection }[];
}

/** Every second slot has a program with floats. */
export function programOf(firstSeed: number, slot: number, attempt: number): ProgramId {
  return { seed: firstSeed + slot + attempt * NEXT_ATTEMPT, float: slot % 2 === 1 };
}

/** Fills a slot for all of the cores. */
export function runSlot(firstSeed: number, slot: number, cores: readonly CsmithCore[]): readonly SlotRecord[] {
  const waiting = new Map(cores.map((target) => [target, [] as SlotRecord['rejected'][number][]]));
  const records: SlotRecord[] = [];
  for (let attempt = 0; waiting.size > 0; attempt++) {
    if (attempt === MOST_ATTEMPTS) throw new Error(`slot ${slot} has no program after ${attempt} seeds`);
    const id = programOf(firstSeed, slot, attempt);
    for (const [target, result] of runProgram(id, [...waiting.keys()])) {
      const rejected = waiting.get(target)!;
      if (result.kind === 'rejected') rejected.push({ seed: id.seed, why: result.why });
      else {
        records.push({ slot, core: target.core, id, result, rejected });
        waiting.delete(target);
      }
    }
  }
  return records;
}

function runProgram(id: ProgramId, cores: readonly CsmithCore[]): readonly (readonly [CsmithCore, SeedResult])[] {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-csmith-'));
  try {
    if (!generate(id, folder)) return cores.map((target) => [target, { kind: 'rejected', why: 'Csmith did not end' }]);
    const onHost = runOnHost(folder);
    return cores.map((target) => [target, compareSeed(target, { id, folder, onHost })]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
