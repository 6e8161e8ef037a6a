/**
 * Random C programs print on Ringfence what they print on QEMU and on an i386. Some are committed with what was printed; with
 * the tools present, QEMU is asked about those again, and a few new programs are made. `npm run csmith` does it at length.
 */
import assert from 'node:assert/strict';
import { seededRandom } from '../model/random.js';
import { leaveOut, requireTool } from '../support/requirements.js';
import { CORES, isRunnable } from './cores.js';
import { runOnQemu, runOnRingfence } from './engines.js';
import { readGold, type GoldProgram } from './gold.js';
import { hostIsReady, LEVELS, TOOLS } from './programs.js';
import { runSlot } from './slots.js';

const BUDGET = 20_000_000;
/** Of processor time. */
const QEMU_SECONDS = 60;
/** Of the programs that are made anew. */
const FIRST_SEED = 900_001;
const SLOTS = 2;

/** The one that is over first: units are printed while it runs, which takes a hundred times as long. */
function shortest(programs: readonly GoldProgram[]): GoldProgram {
  return programs.reduce((least, program) => (program.elf.length < least.elf.length ? program : least));
}

describe('random C programs', () => {
  for (const target of CORES.filter(isRunnable)) {
    describe(`on ${target.core}`, () => {
      for (const { id, level, elf, printed } of readGold(target.core)) {
        const kind = id.float ? 'with floats' : 'of integers';
        it(`seed ${id.seed}, ${kind}, at ${level} prints ${printed.trim()}`, () => {
          const { stateHash, retired, ...whole } = runOnRingfence(elf, target.machine, { budget: BUDGET });
          assert.deepEqual(whole, { ending: 'exit', output: printed, findings: [] });

          const random = seededRandom(id.seed);
          const slice = (): number => 1 + random.below(random.chance(90) ? 100_000 : 10);
          const sliced = runOnRingfence(elf, target.machine, { budget: BUDGET, slice });
          assert.deepEqual(sliced, { ...whole, stateHash, retired });
        });
      }

      it('in units printed at run time: the shortest ends in the same state', () => {
        const { elf } = shortest(readGold(target.core));
        const interpreted = runOnRingfence(elf, target.machine, { budget: BUDGET });
        assert.deepEqual(runOnRingfence(elf, target.machine, { budget: BUDGET, execution: 'units' }), interpreted);
      });
    });
  }
});

describe('random C programs on QEMU', () => {
  before(function () {
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
  });

  for (const { core, machine } of CORES) {
    it(`print what is committed for ${core}`, () => {
      for (const { id, elf, printed } of readGold(core))
        assert.deepEqual(runOnQemu(elf, machine, QEMU_SECONDS), { ending: 'exit', output: printed }, `seed ${id.seed}`);
    });
  }
});

describe('random C programs that are committed', () => {
  it('have every core at every level, with floats and without', () => {
    for (const { core } of CORES) {
      const kinds = new Set(readGold(core).map(({ id, level }) => `${level} ${id.float}`));
      assert.equal(kinds.size, 2 * LEVELS.length, core);
    }
  });

  it('print the same on an i386 unless operations are fused', () => {
    const fused = new Set(LEVELS.flatMap(({ name, fused }) => (fused ? [name] : [])));
    for (const { core } of CORES)
      for (const { id, level, host } of readGold(core))
        assert.ok(host || (id.float && fused.has(level)), `${core}, seed ${id.seed}, ${level}`);
  });
});

describe('random C programs made anew', () => {
  before(function () {
    for (const [tool, debianPackage] of TOOLS) requireTool(this, tool, debianPackage);
    if (!hostIsReady()) leaveOut(this, 'gcc -m32', 'gcc-multilib', 'gcc has no headers for -m32');
  });

  for (let slot = 0; slot < SLOTS; slot++) {
    it(`print the same everywhere (slot ${slot} from seed ${FIRST_SEED})`, function () {
      this.timeout(600_000);
      for (const { core, id, result } of runSlot(FIRST_SEED, slot, CORES.filter(isRunnable))) {
        const where = `${core}, seed ${id.seed}`;
        if (result.kind !== 'compared') assert.fail(`${where}: ${JSON.stringify(result)}`);
        const different = result.levels.filter(({ verdict }) => verdict.host === 'different');
        assert.deepEqual(different, [], where);
      }
    });
  }
});
