/**
 * `npm run proof`: random streams on the emulator and on QEMU until enough instructions of each core have been compared.
 * Arguments: the cores (all if absent), how many instructions (2,000,000 if absent), and the first seed. Prints what was
 * compared, and every difference.
 */
import { knownDifference } from './known-differences.js';
import { qemuEngine } from './qemu.js';
import { ringfenceEngine } from './ringfence.js';
import { NOT_IN_STREAMS, rowExecutions } from './row-executions.js';
import { buildStreamImage } from './stream-image.js';
import { SELDOM_ROWS } from './stream-rows.js';
import { blockDoubts, describeMismatch, differingBlocks, explainMismatch, runStream } from './stream-results.js';
import { ALL_TARGETS, type Target } from './targets.js';

const BLOCKS = 20_000;
/** Between two states that are compared. */
const MOST_INSTRUCTIONS = 16;

interface Tally {
  blocks: number;
  unexplained: number;
  readonly executions: Map<string, number>;
  readonly known: Map<string, number>;
  readonly doubts: Map<string, number>;
}

function compareSeed(target: Target, seed: number, tally: Tally): void {
  const [ours, theirs] = [ringfenceEngine(target), qemuEngine(target)];
  const count = Math.min(BLOCKS, target.layout?.blocks ?? BLOCKS);
  const rows = target.layout?.narrow === true ? target.streamRows : [...target.streamRows, ...SELDOM_ROWS];
  const image = buildStreamImage(rows, seed, count, target.layout, MOST_INSTRUCTIONS);
  const qemu = runStream(theirs, image);
  const differing = new Set(differingBlocks(runStream(ours, image), qemu));
  const doubts = blockDoubts(theirs, image, [...differing]);
  for (const [block, { name }] of doubts) {
    differing.delete(block);
    tally.doubts.set(name, (tally.doubts.get(name) ?? 0) + 1);
  }
  for (const block of differing) {
    const mismatch = explainMismatch(image, block, ours, theirs);
    const known = knownDifference(mismatch);
    if (known) tally.known.set(known.name, (tally.known.get(known.name) ?? 0) + 1);
    else {
      tally.unexplained++;
      console.log(describeMismatch(image, mismatch));
    }
  }
  tally.blocks += count - doubts.size;
  for (const [name, count] of rowExecutions(target, image, qemu)) {
    tally.executions.set(name, (tally.executions.get(name) ?? 0) + count);
  }
}

function total(tally: Tally): number {
  return [...tally.executions.values()].reduce((sum, count) => sum + count, 0);
}

function report(target: Target, tally: Tally): void {
  const rare = [...tally.executions].sort(([, a], [, b]) => a - b);
  const left = rare.filter(([name]) => !NOT_IN_STREAMS.has(name) && target.leftOut?.includes(name) !== true);
  console.log(
    `${total(tally)} instructions in ${tally.blocks} blocks, at most ${MOST_INSTRUCTIONS} between two states compared`,
  );
  console.log(`${tally.unexplained} blocks end otherwise than on QEMU without a known reason`);
  for (const [name, count] of tally.known) console.log(`known difference: ${count} ${name}`);
  for (const [name, count] of tally.doubts) console.log(`not measured: ${count} that differ: ${name}`);
  console.log(
    `${left.length} encodings; fewest executions: ${left
      .slice(0, 5)
      .map(([n, c]) => `${n} ${c}`)
      .join(', ')}`,
  );
  for (const [name, why] of NOT_IN_STREAMS)
    if (tally.executions.has(name)) console.log(`not in streams: ${name}: ${why}`);
  for (const name of target.leftOut ?? []) console.log(`not in streams: ${name}: tells the core from its relative`);
}

const isNumber = (text: string): boolean => /^\d+$/.test(text);
const cores = process.argv.slice(2).filter((text) => !isNumber(text));
const [goal = 2_000_000, firstSeed = 100] = process.argv.slice(2).filter(isNumber).map(Number);
for (const target of ALL_TARGETS.filter(({ name }) => cores.length === 0 || cores.includes(name))) {
  const tally: Tally = { blocks: 0, unexplained: 0, executions: new Map(), known: new Map(), doubts: new Map() };
  for (let seed = firstSeed; total(tally) < goal; seed++) {
    compareSeed(target, seed, tally);
    console.log(
      `${target.name}, seed ${seed}: ${total(tally)} instructions, ${tally.unexplained} unexplained differences`,
    );
  }
  report(target, tally);
  if (tally.unexplained > 0) process.exitCode = 1;
}
