/** Which patterns are instructions of each core: rows against QEMU, objdump and the assembler (encoding-comparison.ts). */
import assert from 'node:assert/strict';
import { isaParts } from '../../emulator/index.js';
import { onRequest, requireTool } from '../support/requirements.js';
import { narrowPatterns } from './decode-sweep.js';
import { judge, newTally, sweepEncodings, type CoreTally } from './encoding-comparison.js';
import { ASSEMBLER_DIFFERENCES } from './encoding-differences.js';
import { GOLD_CORES, GOLD_LISTS, goldAnswers, makeVerdictGold, verdictsNow } from './encoding-gold.js';
import { SWEPT_CORES, type SweptCore } from './encoding-judge.js';
import { encodingPatterns } from './encoding-patterns.js';
import { askQemuAboutWords, encodingWords, makeWordsGold, WORD_TARGETS, wordsGold } from './encoding-words.js';
import { UPDATE } from './gold.js';
import { disassemble } from './objdump.js';

const SEED = 1;
const SHORT = 20_000;
const LONG = 10_000_000;
const CHUNK = 500_000;

function check({ core, unexplained }: CoreTally): void {
  const some = unexplained.slice(0, 20).map((one) => ({ ...one, pattern: one.pattern.toString(16) }));
  assert.deepEqual(some, [], `${core.label}: ${unexplained.length} differ`);
}

async function sweepAll(): Promise<void> {
  const tallies = SWEPT_CORES.map(newTally);
  await sweepEncodings(narrowPatterns(), tallies);
  for (let asked = 0, part = 0; asked < LONG; part++) {
    const patterns = encodingPatterns(SEED * 1000 + part, Math.min(CHUNK, LONG - asked));
    await sweepEncodings(patterns, tallies);
    asked += patterns.length;
  }
  tallies.forEach(check);
}

function goldTally(core: SweptCore): CoreTally {
  const tally = newTally(core);
  for (const list of GOLD_LISTS) for (const answers of goldAnswers(core, list)) judge(answers, tally);
  return tally;
}

describe('encoding sweep', function () {
  this.timeout(120_000);

  before(async function () {
    if (!UPDATE) return;
    this.timeout(600_000);
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    requireTool(this, 'arm-none-eabi-objdump', 'binutils-arm-none-eabi');
    makeWordsGold();
    await makeVerdictGold();
  });

  const known = new Set<string>();
  for (const core of GOLD_CORES)
    it(`finds no hole and nothing too much in the rows of ${core.label}, by committed answers`, () => {
      const tally = goldTally(core);
      assert.ok(tally.asked > 180_000, `${tally.asked} patterns`);
      check(tally);
      const never = [...tally.rows].filter(([, count]) => count === 0);
      assert.deepEqual(never, [], 'rows without a pattern');
      for (const name of tally.known.keys()) known.add(name);
    });

  it('lists no difference from the assembler that explains nothing', () => {
    const unseen = ASSEMBLER_DIFFERENCES.filter(({ name }) => !known.has(name)).map(({ name }) => name);
    assert.deepEqual(unseen, []);
  });

  it('asks about one Cortex of Armv6-M for all three, which have the same rows', () => {
    for (const core of ['cortex-m0plus', 'cortex-m1'] as const)
      assert.deepEqual(isaParts(core), isaParts('cortex-m0'), core);
  });
});

describe('encoding sweep, with the tools that are installed', function () {
  this.timeout(600_000);

  before(function () {
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    requireTool(this, 'arm-none-eabi-objdump', 'binutils-arm-none-eabi');
  });

  it(`finds no hole and nothing too much in the rows of any core (seed ${SEED})`, async () => {
    const tallies = SWEPT_CORES.map(newTally);
    await sweepEncodings(encodingPatterns(SEED, SHORT), tallies);
    tallies.forEach(check);
  });

  for (const target of WORD_TARGETS)
    it(`has QEMU's answers to words of every encoding on ${target.name}`, () => {
      const gold = wordsGold(target).map(({ outcome }) => outcome);
      assert.equal(askQemuAboutWords(target).join(''), gold.join(''));
    });

  it("has objdump's texts of words of every encoding", () => {
    const gold = wordsGold(WORD_TARGETS[0]!).map(({ text }) => text);
    assert.deepEqual(disassemble(encodingWords()), gold);
  });

  it("has the assembler's verdicts on words of every encoding", async () => {
    for (const core of GOLD_CORES) {
      const gold = goldAnswers(core, 'words').map(({ verdict }) => verdict);
      assert.deepEqual(await verdictsNow(core, 'words'), gold, core.label);
    }
  });

  onRequest('holds for ten million patterns on each core', function (done) {
    this.timeout(14_400_000);
    sweepAll().then(() => {
      done();
    }, done);
  });
});
