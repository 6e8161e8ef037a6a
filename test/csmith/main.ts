/**
 * `npm run csmith`: random programs on the emulator, on QEMU and on the host until every slot is filled. Goes on where the last
 * run with the same first seed ended; slots with a difference are run again. Options: --programs, --cores, --seed, --jobs,
 * --fresh; --record writes the committed programs anew instead.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { root } from '../support/root.js';
import { CORES, isRunnable } from './cores.js';
import { recordGold } from './gold.js';
import type { SlotRecord } from './slots.js';
import { summary } from './summary.js';
import type { Answer, Task } from './worker.js';

const { values: given } = parseArgs({
  options: {
    programs: { type: 'string', default: '200' },
    cores: { type: 'string', default: CORES.filter(isRunnable).map(({ core }) => core).join(',') }, // prettier-ignore
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    fresh: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
  },
});
const firstSeed = Number(given.seed);
const programs = Number(given.programs);
const cores = given.cores.split(',');

const folder = join(root, '.cache/csmith');
const results = join(folder, `results-${firstSeed}.jsonl`);

/** What is known from earlier runs; a slot with a difference counts as unknown. */
function readRecords(): SlotRecord[] {
  if (!existsSync(results)) return [];
  const lines = readFileSync(results, 'utf8').split('\n').filter((line) => line !== ''); // prettier-ignore
  return lines.map((line) => JSON.parse(line) as SlotRecord).filter(({ result }) => result.kind === 'compared');
}

function checkArguments(): void {
  const unknown = cores.filter((name) => !CORES.some((target) => target.core === name && isRunnable(target)));
  if (unknown.length > 0) throw new Error(`not emulated, or no board for it: ${unknown.join(', ')}`);
  if (![firstSeed, programs, Number(given.jobs)].every((number) => Number.isInteger(number) && number > 0))
    throw new Error('--seed, --programs and --jobs are whole numbers above 0');
}

/** The slots that lack a core, each with the cores that it lacks. */
function openTasks(records: readonly SlotRecord[]): Task[] {
  const done = new Set(records.map(({ slot, core }) => `${slot} ${core}`));
  return Array.from({ length: programs }, (_, slot) => ({
    firstSeed,
    slot,
    cores: cores.filter((core) => !done.has(`${slot} ${core}`)),
  })).filter((task) => task.cores.length > 0);
}

function report(records: readonly SlotRecord[]): void {
  const within = records.filter(({ slot }) => slot < programs);
  for (const core of CORES.map((target) => target.core).filter((name) => cores.includes(name)))
    for (const line of summary(core, within)) console.log(line);
}

function work(worker: ChildProcess, tasks: Task[], records: SlotRecord[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const task = tasks.shift();
      if (task) worker.send(task);
      else worker.disconnect();
    };
    worker.on('message', (answer: Answer) => {
      if ('error' in answer) {
        console.log(answer.error);
        process.exitCode = 1;
      } else remember(answer.records, records, tasks.length);
      next();
    });
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
    next();
  });
}

function remember(fresh: readonly SlotRecord[], records: SlotRecord[], left: number): void {
  for (const record of fresh) {
    appendFileSync(results, `${JSON.stringify(record)}\n`);
    records.push(record);
    if (record.result.kind === 'different') process.exitCode = 1;
    const tried = record.rejected.length === 0 ? '' : ` after ${record.rejected.length} others`;
    console.log(
      `${record.core}, slot ${record.slot}, seed ${record.id.seed}${tried}: ${record.result.kind}; ${left} left`,
    );
  }
}

async function compareAll(): Promise<void> {
  checkArguments();
  mkdirSync(folder, { recursive: true });
  if (given.fresh) rmSync(results, { force: true });
  const records = readRecords();
  const tasks = openTasks(records);
  console.log(`${tasks.length} of ${programs} slots to fill for ${cores.join(', ')}; results in ${results}`);
  const workers = Array.from({ length: Math.min(Number(given.jobs), tasks.length) }, () =>
    fork(fileURLToPath(new URL('worker.js', import.meta.url))),
  );
  await Promise.all(workers.map((worker) => work(worker, tasks, records)));
  report(records);
}

if (given.record) recordGold();
else await compareAll();
