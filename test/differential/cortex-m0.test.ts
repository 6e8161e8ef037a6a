/** The Cortex-M0 against QEMU's, on a micro:bit: random streams, which patterns are instructions, and what exceptions do. */
import assert from 'node:assert/strict';
import { decode, disassemble } from '../../emulator/index.js';
import { onRequest, requireTool } from '../support/requirements.js';
import { goldResults, imageOf, SEEDS } from './cortex-m0-streams.js';
import { isBkpt, sweepNarrow, sweepWide } from './decode-sweep-v6.js';
import { narrowPatterns, widePatterns } from './decode-sweep.js';
import { readGold, UPDATE, writeGold } from './gold.js';
import { qemuEngine, runOnQemu, type StreamEngine } from './qemu.js';
import { ringfenceEngine } from './ringfence.js';
import { NOT_IN_STREAMS, rowExecutions } from './row-executions.js';
import type { StreamImage } from './stream-image.js';
import { describeMismatch, differingBlocks, explainMismatch, runStream, type StreamResult } from './stream-results.js';
import { CORTEX_M0, CORTEX_M3, instructionsOf, type Target } from './targets.js';

const QEMU = qemuEngine(CORTEX_M0);
/** For guests that rely on SysTick. */
const QEMU_COUNTED: StreamEngine = {
  name: QEMU.name,
  run: (elf) => runOnQemu(elf, { machine: CORTEX_M0.machine, icount: true }),
};
const RINGFENCE = ringfenceEngine(CORTEX_M0);

/** Another seed than the gold's. `npm run proof` goes through more. */
const OTHER_SEED = 100;
/** Executions that every row must have had in the gold streams. */
const ENOUGH = 10;

function mismatches(image: StreamImage, theirs: readonly StreamResult[], engine: StreamEngine): readonly string[] {
  return differingBlocks(runStream(engine, image), theirs)
    .slice(0, 10)
    .map((block) => describeMismatch(image, explainMismatch(image, block, engine, QEMU)));
}

describe('random instruction streams of cortex-m0', () => {
  before(function () {
    if (!UPDATE) return;
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    writeGold('cortex-m0/stream.z', Buffer.concat(SEEDS.map((seed) => QEMU.run(imageOf(seed).elf))));
  });

  SEEDS.forEach((seed, part) =>
    it(`end as they did on QEMU, seed ${seed}`, () => {
      assert.deepEqual(differingBlocks(runStream(RINGFENCE, imageOf(seed)), goldResults(part)), []);
    }),
  );

  it('end by an SVC or a HardFault, and often by each', () => {
    const ends = SEEDS.flatMap((_, part) => goldResults(part).map(({ exception }) => exception));
    assert.deepEqual([...new Set(ends)].sort(), [11, 3]);
    for (const one of [3, 11]) assert.ok(ends.filter((exception) => exception === one).length > ends.length / 4);
  });

  it('run every encoding of the tables, apart from those that a stream cannot hold', () => {
    const counts = new Map<string, number>();
    SEEDS.forEach((seed, part) => {
      for (const [name, count] of rowExecutions(CORTEX_M0, imageOf(seed), goldResults(part)))
        counts.set(name, (counts.get(name) ?? 0) + count);
    });
    const rare = [...counts].filter(([, count]) => count < ENOUGH).map(([name]) => name);
    assert.deepEqual(rare.sort(), [...NOT_IN_STREAMS.keys()].filter((name) => counts.has(name)).sort());
  });

  it(`end as on the QEMU that is installed, with seed ${OTHER_SEED}`, function () {
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    const image = imageOf(OTHER_SEED);
    assert.deepEqual(mismatches(image, runStream(QEMU, image), RINGFENCE), []);
  });
});

/** What QEMU 7.2 runs on its cortex-m0 although Armv6-M leaves it UNDEFINED (DDI 0419E, A5.2.5): CBZ, CBNZ, IT, SETEND. */
function runByQemuOnly(pattern: number): boolean {
  const isCbz = (pattern & 0xf500) === 0xb100;
  const isIt = pattern >>> 8 === 0xbf && (pattern & 0xf) !== 0;
  const isSetend = (pattern & 0xfff7) === 0xb650;
  return isCbz || isIt || isSetend;
}

const WIDE = widePatterns(1, 18);

/** What the encoding tables say, in the letters of the sweep; it asks a NOP instead of the BKPT that calls semihosting. */
function fromTables(target: Target, patterns: ArrayLike<number>): string {
  const set = instructionsOf(target);
  return Array.from(patterns, (pattern) => {
    const [first, second] = pattern < 0x1_0000 ? [pattern, 0] : [pattern >>> 16, pattern & 0xffff];
    const name = decode(first, second, { pc: 0, inIT: false, lastInIT: false }, set)?.row.name ?? 'UDF';
    return name.startsWith('UDF') || (isBkpt(pattern) && pattern !== 0xbeab) ? 'U' : 'R';
  }).join('');
}

function sweepGold(width: 16 | 32): string {
  return new TextDecoder().decode(readGold(`cortex-m0/sweep${width}.z`));
}

function differing(patterns: ArrayLike<number>, a: string, b: string): readonly number[] {
  return Array.from(patterns).filter((pattern, i) => a[i] !== b[i] && !(pattern < 0x1_0000 && runByQemuOnly(pattern)));
}

describe('decode sweep of cortex-m0', () => {
  before(function () {
    if (!UPDATE) return;
    this.timeout(600_000);
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    writeGold('cortex-m0/sweep16.z', new TextEncoder().encode(sweepNarrow(QEMU_COUNTED)));
    writeGold('cortex-m0/sweep32.z', new TextEncoder().encode(sweepWide(QEMU_COUNTED, WIDE)));
  });

  it('finds the same 16-bit patterns undefined as QEMU, but for CBZ, CBNZ, IT and SETEND', () => {
    assert.deepEqual(differing(narrowPatterns(), fromTables(CORTEX_M0, narrowPatterns()), sweepGold(16)), []);
  });

  it('calls those UNDEFINED: they came with Armv7-M, or belong to no Cortex-M', () => {
    const ours = fromTables(CORTEX_M0, narrowPatterns());
    const only = narrowPatterns().filter(runByQemuOnly);
    assert.equal(only.length, 1024 + 240 + 2);
    assert.ok(only.every((pattern) => ours[pattern] === 'U'));
  });

  it('finds the same 32-bit patterns undefined as QEMU', () => {
    assert.ok(WIDE.length > 90_000);
    const ours = fromTables(CORTEX_M0, WIDE);
    assert.deepEqual(differing(WIDE, ours, sweepGold(32)), []);
    assert.ok(ours.split('R').length > 10_000);
  });

  it('reads what it has as the Cortex-M3 does, whose text is held against objdump', () => {
    const [m0, m3] = [instructionsOf(CORTEX_M0), instructionsOf(CORTEX_M3)];
    const at = { pc: 0x1000, inIT: false, lastInIT: false };
    for (const pattern of [...narrowPatterns(), ...WIDE]) {
      const [first, second] = pattern < 0x1_0000 ? [pattern, 0] : [pattern >>> 16, pattern & 0xffff];
      const ours = decode(first, second, at, m0);
      if (ours !== undefined)
        assert.equal(disassemble(ours, 0).text, disassemble(decode(first, second, at, m3)!, 0).text);
    }
  });

  onRequest('holds when the patterns run on the emulator and on the QEMU that is installed', function () {
    this.timeout(600_000);
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    assert.equal(sweepNarrow(RINGFENCE), fromTables(CORTEX_M0, narrowPatterns()));
    assert.equal(sweepWide(RINGFENCE, WIDE), fromTables(CORTEX_M0, WIDE));
    assert.equal(sweepNarrow(QEMU_COUNTED), sweepGold(16));
    assert.equal(sweepWide(QEMU_COUNTED, WIDE), sweepGold(32));
  });
});
