/** Runs one random program at every level on one core of Ringfence, on QEMU and as a program of the host, and compares. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/root.js';
import type { CsmithCore } from './cores.js';
import { runOnQemu, runOnRingfence, type OurOutcome, type Outcome } from './engines.js';
import { compileForCore, LEVELS, undefinedBehaviour, type Level, type ProgramId } from './programs.js';

/** Programs that take longer are left out, and so are those that are over at once without optimisation. */
const BUDGET = 100_000_000;
const SHORTEST = 5000;
/** What has run out of budget may be a loop of ours that is none on QEMU, so there both get more. */
const LONG_BUDGET = 20 * BUDGET;
/** Seconds of processor time; QEMU runs the budget in a second or two. */
const QEMU_SECONDS = 60;
const QEMU_LONG_SECONDS = 10;

/** Differences are kept here with the program and the ELF file. */
const DIFFERENCES = join(root, '.cache/csmith/differences');

/** How the printed checksum compares with that of the same program on an i386. */
export type HostVerdict =
  | { readonly host: 'equal' }
  /** Nothing to compare: fused operations, or a program that does not end there. */
  | { readonly host: 'none' }
  /** Another checksum, of a program on which the sanitizers report something. */
  | { readonly host: 'undefined'; readonly why: readonly string[] }
  | { readonly host: 'different'; readonly printed: string };

export interface LevelResult {
  readonly level: Level['name'];
  readonly printed: string;
  readonly retired: number;
  readonly verdict: HostVerdict;
}

/** One seed on one core: all levels equal to QEMU, or why the program is no good, or a difference. */
export type SeedResult =
  | { readonly kind: 'compared'; readonly levels: readonly LevelResult[] }
  | { readonly kind: 'rejected'; readonly why: Rejection }
  | { readonly kind: 'different'; readonly level: Level['name']; readonly ours: Outcome; readonly qemu: Outcome };

export type Rejection =
  | 'Csmith did not end'
  | 'does not fit into the memories'
  | 'the stack does not suffice'
  | 'ends in an exception'
  | 'runs too long'
  | 'does next to nothing';

/** A program in a folder (`program.c`), with what the host printed, if it came to an end there. */
export interface Subject {
  readonly id: ProgramId;
  readonly folder: string;
  readonly onHost: string | undefined;
}

export function compareSeed(target: CsmithCore, subject: Subject): SeedResult {
  const levels: LevelResult[] = [];
  for (const level of LEVELS) {
    const result = compareLevel(target, level, subject);
    if ('kind' in result) return result;
    levels.push(result);
  }
  return { kind: 'compared', levels };
}

function compareLevel(target: CsmithCore, level: Level, subject: Subject): LevelResult | SeedResult {
  const elf = compileForCore(subject.id, target, level, subject.folder);
  if (elf === undefined) return { kind: 'rejected', why: 'does not fit into the memories' };
  const first = runOnRingfence(elf, target.machine, { budget: BUDGET });
  const long = first.ending === 'unfinished';
  const qemu = runOnQemu(elf, target.machine, long ? QEMU_LONG_SECONDS : QEMU_SECONDS);
  const ours = long && qemu.ending !== 'unfinished' ? runLonger(elf, target) : first;
  if (ours.ending !== qemu.ending || ours.output !== qemu.output || ours.findings.length > 0) {
    keep(subject, target, level, elf);
    return { kind: 'different', level: level.name, ours, qemu };
  }
  const why = long ? 'runs too long' : rejection(level, ours);
  if (why !== undefined) return { kind: 'rejected', why };
  return { level: level.name, printed: ours.output, retired: ours.retired, verdict: hostVerdict(level, subject, ours) };
}

function runLonger(elf: Uint8Array, target: CsmithCore): OurOutcome {
  return runOnRingfence(elf, target.machine, { budget: LONG_BUDGET });
}

function rejection(level: Level, { ending, retired }: OurOutcome): Rejection | undefined {
  if (ending === 'lockup') return 'the stack does not suffice';
  if (ending === 'failure') return 'ends in an exception';
  return level.name === '-O0' && retired < SHORTEST ? 'does next to nothing' : undefined;
}

function hostVerdict(level: Level, { id, folder, onHost }: Subject, { output }: Outcome): HostVerdict {
  if (onHost === undefined || (level.fused && id.float)) return { host: 'none' };
  if (onHost === output) return { host: 'equal' };
  const why = undefinedBehaviour(folder);
  return why.length > 0 ? { host: 'undefined', why } : { host: 'different', printed: onHost };
}

function keep({ id, folder }: Subject, target: CsmithCore, level: Level, elf: Uint8Array): void {
  mkdirSync(DIFFERENCES, { recursive: true });
  copyFileSync(join(folder, 'program.c'), join(DIFFERENCES, `${id.seed}.c`));
  writeFileSync(join(DIFFERENCES, `${id.seed}-${target.core}${level.name}.elf`), elf);
}
