/** The text of every 16-bit and of very many 32-bit patterns against objdump's, and which are defined against QEMU's. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SweepOutcome } from '../../differential/decode-sweep.js';
import { ASSEMBLER_DIFFERENCES } from '../../differential/encoding-differences.js';
import { GOLD_CORES, GOLD_LISTS, goldTexts, type GoldList } from '../../differential/encoding-gold.js';
import { disassemble, slotAddress } from '../../differential/objdump.js';
import { sweepGold, sweepMillion, sweepOnQemu, type SweptPattern } from '../../differential/oracles.js';
import { FLOAT_TARGETS, TARGETS } from '../../differential/targets.js';
import { checkGold } from '../../support/gold.js';
import { onRequest, requireTool } from '../../support/requirements.js';
import { root } from '../../support/root.js';
import { compareDefined, compareText, type Comparison } from './compare.js';
import { DEFINED_DIFFERENCES, TEXT_DIFFERENCES } from './differences.js';

function check(comparison: Comparison, least: number): void {
  assert.ok(comparison.compared >= least, `${comparison.compared} compared`);
  assert.deepEqual(comparison.unexplained.slice(0, 20), [], `${comparison.unexplained.length} differ`);
}

const SYSTEM_GOLD = 'test/emulator/disassembler/gold/system-words.txt';

/** Words too rare for random ones: A5.3.4 and A5.3.6. */
function systemWords(): readonly number[] {
  const run = (first: number, second: number, count: number): readonly number[] =>
    Array.from({ length: count }, (_, i) => first * 0x1_0000 + second + i);
  return [
    ...run(0xf3bf, 0x8f20, 0x60),
    ...run(0xf3af, 0x8000, 0x100),
    ...run(0xf3ef, 0x8300, 0x100),
    ...[0x8000, 0x8400, 0x8800, 0x8c00].flatMap((second) => run(0xf38e, second, 0x100)),
    ...run(0xe8d1, 0xf000, 0x20),
    ...[0xe8d2, 0xe8c2].flatMap((first) => run(first, 0x1f40, 0x20)),
  ];
}

function sweep(patterns: readonly number[]): readonly SweptPattern[] {
  const texts = disassemble(patterns);
  const outcomes = sweepOnQemu(patterns);
  return patterns.map((pattern, i) => ({
    pattern,
    address: slotAddress(i),
    text: texts[i]!,
    outcome: outcomes[i]!,
    absent: false,
  }));
}

function readSystemGold(): readonly SweptPattern[] {
  const lines = readFileSync(join(root, SYSTEM_GOLD), 'utf8').trimEnd().split('\n');
  return lines.map((line, i) => {
    const [word, outcome, ...text] = line.split(' ');
    const pattern = parseInt(word!, 16);
    return { pattern, address: slotAddress(i), text: text.join(' '), outcome: outcome as SweepOutcome, absent: false };
  });
}

for (const target of [...TARGETS, ...FLOAT_TARGETS]) {
  const float = FLOAT_TARGETS.includes(target);

  describe(`disassembler for ${target.name} against objdump and QEMU`, () => {
    for (const [width, least] of [
      [16, 59_392],
      [32, 90_000],
    ] as const) {
      it(`writes ${width}-bit patterns as objdump does`, () => {
        check(compareText(sweepGold(width, target), target), least);
      });

      it(`calls the same ${width}-bit patterns UNDEFINED and NOCP as QEMU`, () => {
        check(compareDefined(sweepGold(width, target), target), least);
      });
    }

    if (float) {
      it('writes patterns of the floating-point extension as objdump does', () => {
        check(compareText(sweepGold('float', target), target), 20_000);
      });

      it('calls the same of them UNDEFINED as QEMU', () => {
        check(compareDefined(sweepGold('float', target), target), 20_000);
      });
    }

    it('reads all barriers, hints, MRS, MSR, table branches and byte exclusives as objdump does', () => {
      check(compareText(readSystemGold(), target), 1700);
    });

    onRequest('holds for a million 32-bit patterns', function () {
      this.timeout(600_000);
      requireTool(this, 'arm-none-eabi-objdump', 'binutils-arm-none-eabi');
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      const swept = [...sweepGold(32, target), ...sweepMillion(target)];
      check(compareText(swept, target), 1_000_000);
      check(compareDefined(swept, target), 1_000_000);
    });
  });
}

/** How many words each list has at least. */
const LEAST: Readonly<Record<GoldList, number>> = { 16: 59_392, 32: 90_000, float: 20_000, words: 9000 };

const OTHERS = GOLD_CORES.filter(({ label }) => ![...TARGETS, ...FLOAT_TARGETS].some(({ name }) => name === label));
for (const core of OTHERS)
  describe(`disassembler for ${core.label} against objdump, the assembler and QEMU`, () => {
    for (const list of GOLD_LISTS) {
      it(`writes what objdump does, and nothing for what the assembler does not take for the core: ${list}`, () => {
        check(compareText(goldTexts(core, list), core), LEAST[list]);
      });

      if (core.qemuHasMore === true) continue;
      it(`calls the same patterns UNDEFINED and NOCP as QEMU: ${list}`, () => {
        check(compareDefined(goldTexts(core, list), core), LEAST[list]);
      });
    }

    if (core.core === 'cortex-m33')
      it('reads all barriers, hints, MRS, MSR, table branches and byte exclusives as objdump does', () => {
        check(compareText(readSystemGold(), core), 1700);
      });
  });

describe('disassembler against objdump and QEMU', () => {
  it('lists no class of differences that explains nothing', function () {
    this.timeout(300_000);
    const system = readSystemGold();
    const seen = new Set(
      GOLD_CORES.flatMap((core) =>
        [...GOLD_LISTS.map((list) => goldTexts(core, list)), system].flatMap((swept) =>
          [compareText, compareDefined].flatMap((compare) => [...compare(swept, core).classes.keys()]),
        ),
      ),
    );
    const unseen = [...TEXT_DIFFERENCES, ...DEFINED_DIFFERENCES].filter(({ name }) => !seen.has(name));
    assert.deepEqual(
      unseen.map(({ name }) => name),
      [],
    );
  });

  it('tells every class of differences in docs/disassembly-differences.md, with its section', () => {
    const document = readFileSync(join(root, 'docs/disassembly-differences.md'), 'utf8');
    const rows = [...document.matchAll(/^\| ([^|]+?) +\| ([AB]\d[.\d]+(?: to [AB]\d[.\d]+)?) +\|/gm)].map(
      ([, name, section]) => ({
        name,
        section,
      }),
    );
    assert.deepEqual(
      rows,
      [...TEXT_DIFFERENCES, ...DEFINED_DIFFERENCES, ...ASSEMBLER_DIFFERENCES].map(({ name, section }) => ({
        name,
        section,
      })),
    );
  });

  it('calls the same barriers, hints and so on UNDEFINED as QEMU', () => {
    check(compareDefined(readSystemGold()), 1700);
  });

  it('has the gold of these words from the objdump and QEMU that are installed', function () {
    requireTool(this, 'arm-none-eabi-objdump', 'binutils-arm-none-eabi');
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    const lines = sweep(systemWords()).map((swept) => `${swept.pattern.toString(16)} ${swept.outcome} ${swept.text}\n`);
    checkGold(SYSTEM_GOLD, lines.join(''));
  });
});
