/** Floating-point arithmetic, bit by bit and flag by flag, against QEMU 7.2: results over tables of operands, kept as hashes. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { requireTool } from '../support/requirements.js';
import { buildFloatImage, floatGroups, floatHash, floatHashes, FPSCR_VALUES, type FloatImage } from './float-image.js';
import { modelledResult, modelledResults } from './float-model.js';
import { readGold, UPDATE, writeGold } from './gold.js';
import { runOnQemu } from './qemu.js';
import { runOnRingfence } from './ringfence.js';

/** A Cortex-M7 with FPv5-D16 has all there is. */
const MACHINE = 'mps2-an500';
const GOLD = 'float.z';
const SEED = { gold: 1, other: 4 };
const RANDOM_CASES = 300;
const DIGEST_BYTES = 32;

function image(seed: number): FloatImage {
  return buildFloatImage(floatGroups(['fp', 'fp5', 'fpDouble'], seed, RANDOM_CASES));
}

const digest = ({ elf }: FloatImage): Uint8Array => new Uint8Array(createHash('sha256').update(elf).digest());

/** QEMU's hashes on the image of the gold's seed; throws an Error if that has changed since. */
function goldHashes(of: FloatImage): Uint8Array {
  const gold = readGold(GOLD);
  assert.deepEqual(gold.slice(0, DIGEST_BYTES), digest(of), 'the image has changed: npm run update-gold');
  return gold.slice(DIGEST_BYTES);
}

/** Instructions and values of FPSCR whose hashes differ between two runs of an image. */
function differences(of: FloatImage, ours: Uint8Array, theirs: Uint8Array): readonly string[] {
  const [a, b] = [floatHashes(of, ours), floatHashes(of, theirs)];
  return of.groups.flatMap(({ stub }, g) =>
    FPSCR_VALUES.filter((_, f) => a[g]![f] !== b[g]![f]).map(
      (fpscr) => `${stub.instruction} with FPSCR 0x${fpscr.toString(16)}`,
    ),
  );
}

/** The same between a run and the emulator's arithmetic alone, for what is one operation. */
function differencesOfArithmetic(of: FloatImage, output: Uint8Array): readonly string[] {
  const hashes = floatHashes(of, output);
  return of.groups.flatMap(({ stub, table }, g) =>
    stub.operation === undefined
      ? []
      : FPSCR_VALUES.filter((fpscr, f) => floatHash(modelledResults(stub, table, fpscr)) !== hashes[g]![f]).map(
          (fpscr) => `${stub.instruction} with FPSCR 0x${fpscr.toString(16)}`,
        ),
  );
}

describe('floating-point arithmetic', () => {
  before(function () {
    if (!UPDATE) return;
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    const made = image(SEED.gold);
    writeGold(GOLD, Buffer.concat([digest(made), runOnQemu(made.elf, { machine: MACHINE })]));
  });

  it('is what QEMU computed, results and cumulative flags', () => {
    const made = image(SEED.gold);
    assert.deepEqual(differencesOfArithmetic(made, goldHashes(made)), []);
  });

  it('is so in every instruction on a core', () => {
    const made = image(SEED.gold);
    assert.deepEqual(differences(made, runOnRingfence(made.elf, { machine: MACHINE }), goldHashes(made)), []);
  });

  it('is what the QEMU that is installed computes, from other operands', function () {
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    const made = image(SEED.other);
    const theirs = runOnQemu(made.elf, { machine: MACHINE });
    assert.deepEqual(differences(made, runOnRingfence(made.elf, { machine: MACHINE }), theirs), []);
  });

  it('shows in the hash of its group when one flag of one result differs', () => {
    const { groups } = image(SEED.gold);
    const { stub, table } = groups[0]!;
    const results = modelledResults(stub, table, 0);
    const wrong = results.map((result, i) => (i === 100 ? { ...result, fpscr: result.fpscr ^ 0x10 } : result));
    assert.notEqual(floatHash(wrong), floatHash(results));
  });

  it('is asked for every exception and for every operation', () => {
    const { groups } = image(SEED.gold);
    const operations = groups.filter(({ stub }) => stub.operation !== undefined);
    assert.ok(operations.length > 100);
    let raised = 0;
    for (const { stub, table } of operations)
      for (const operands of table.slice(0, 200))
        for (const fpscr of [0, 0x0100_0000]) raised |= modelledResult(stub, operands, fpscr).fpscr;
    assert.equal(raised & 0x9f, 0x9f);
  });
});
