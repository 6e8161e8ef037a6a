/**
 * `npm run csmith`: random programs on the emulator, on QEMU and on the host until every slot is filled. Goes on where the last
 * run with the same first seed ended; slots with a difference are run again. Options: options.ts.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findTool } from '../support/requirements.js';
import { root } from '../support/root.js';
import { CORES } from './cores.js';
import { recordGold } from './gold.js';
import { helpText, readOptions, UsageError, type CsmithOptions } from './options.js';
import { hostIsReady, TOOLS } from './programs.js';
import type { SlotRecord } from './slots.js';
import { summary } from './summary.js';
import type { Answer, Task } from './worker.js';

const { programs, cores, seed: firstSeed, jobs, fresh, record, help } = optionsOrExit();

const folder = join(root, '.cache/csmith');
const results = join(folder, `results-${firstSeed}.jsonl`);

/** What is known from earlier runs; a slot with a difference counts as unknown. */
function readRecords(): SlotRecord[] {
  if (!existsSync(results)) return [];
  const lines = readFileSync(results, 'utf8').split('\n').filter((line) => line !== ''); // prettier-ignore
  return lines.map((line) => JSON.parse(line) as SlotRecord).filter(({ result }) => result.kind === 'compared');
}

function optionsOrExit(): CsmithOptions {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${helpText()}`);
    process.exit(2);
  }
}

function checkTools(): void {
  const missing = TOOLS.flatMap(([tool, debianPackage]) => (findTool(tool) === undefined ? [debianPackage] : []));
  if (missing.length === 0 && !hostIsReady()) missing.push('gcc-multilib');
  if (missing.length > 0) throw new Error(`install the Debian packages ${missing.join(', ')}`);
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
  mkdirSync(folder, { recursive: true });
  if (fresh) rmSync(results, { force: true });
  const records = readRecords();
  const tasks = openTasks(records);
  console.log(`${tasks.length} of ${programs} slots to fill for ${cores.join(', ')}; results in ${results}`);
  const workers = Array.from({ length: Math.min(jobs, tasks.length) }, () =>
    fork(fileURLToPath(new URL('worker.js', import.meta.url))),
  );
  await Promise.all(workers.map((worker) => work(worker, tasks, records)));
  report(records);
}

if (help) console.log(helpText());
else {
  checkTools();
  if (record) recordGold();
  else await compareAll();
}
