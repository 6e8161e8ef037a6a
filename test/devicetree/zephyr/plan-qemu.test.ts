/**
 * What plans say against what MPUs do: regions of several devicetrees, written to the MPU of QEMU's Cortex-M3, M33 and M55 (and of
 * our emulator), and each edge tried. QEMU's answers are in gold/; it skips misaligned v7 regions, so those stay out.
 */
import assert from 'node:assert/strict';
import { check, Pmsav8 } from '../../../emulator/index.js';
import {
  compareSlots,
  mpuPlan,
  mpuTargetOf,
  type Devicetree,
  type MpuPlan,
  type PlanOptions,
} from '../../../devicetree/index.js';
import { hex32 } from '../../../base/index.js';
import { runOnRingfence } from '../../differential/ringfence.js';
import { checkGold } from '../../support/gold.js';
import { requireTool } from '../../support/requirements.js';
import {
  AN385,
  AN505,
  AN547,
  edgesOf,
  expectedAt,
  parseAnswers,
  planImage,
  runOn,
  type PlanAnswers,
  type PlanMachine,
  type PlanSet,
} from './plan-image.js';
import { boardOf, type BoardMemory } from './tree.js';

const RAM = 0x10_0000;
const NOCACHE = 0x20_0000;
const FLASH = 0x40_0000;
const PPB = 0x80_0000;
const IO = 0x100_0000;
const EXTMEM = 0x200_0000;
const PXN = 0x400_0000;
const DEVICE = 0x800_0000;
const WT = 0x1000_0000;

interface Case {
  readonly title: string;
  readonly memories: readonly (readonly [base: number, size: number, attribute: number])[];
  readonly options?: PlanOptions;
}

const V7: readonly Case[] = [
  {
    title: 'every type',
    memories: [
      [0x2002_0000, 0x4000, NOCACHE],
      [0x2100_0000, 0x1000, IO],
      [0x2110_0000, 0x10_0000, EXTMEM],
      [0x2120_0000, 0x20, FLASH],
      [0x2130_0000, 0x100, PPB],
    ],
  },
  {
    title: 'code in RAM, flash writable, write-through',
    options: { xip: false, allowFlashWrite: true },
    memories: [
      [0x2100_0000, 0x2000, FLASH],
      [0x2110_0000, 0x8000, WT],
      [0x2120_0000, 0x40, RAM],
    ],
  },
  {
    title: 'regions over regions',
    memories: [
      [0x2100_0000, 0x10_0000, EXTMEM],
      [0x2104_0000, 0x4_0000, RAM],
      [0x2104_0000, 0x1000, FLASH],
      [0x2104_0800, 0x20, EXTMEM],
      [0x2000_0000, 0x100, NOCACHE],
    ],
  },
  {
    title: 'sizes that are no powers of two',
    memories: [
      [0x2100_0000, 0x3000, RAM],
      [0x2108_0000, 0x21, FLASH],
      [0x2110_0000, 5, EXTMEM],
      [0x2111_0000, 0, FLASH],
    ],
  },
  {
    title: 'types that are passed over',
    memories: [
      [0x2100_0000, 0x1000, RAM | IO],
      [0x2110_0000, 0x1000, DEVICE],
      [0x2120_0000, 0x1000, FLASH],
    ],
  },
];

const V8: readonly Case[] = [
  {
    title: 'every type',
    memories: [
      [0x8000_0000, 0x4020, NOCACHE],
      [0x8010_0020, 0x1000, IO],
      [0x8020_0000, 0x20, FLASH],
      [0x8020_0020, 0x20, RAM],
      [0x8030_0000, 0x1_0000, DEVICE],
      [0x8040_0000, 0x60, WT],
      [0x8050_0000, 0x1000, EXTMEM],
    ],
  },
  {
    title: 'flash writable for everyone, RAM executable',
    options: { xip: false, allowFlashWrite: true },
    memories: [
      [0x8000_0000, 0x1000, FLASH],
      [0x8010_0000, 0x1000, RAM],
      [0x8020_0000, 0x1000, WT],
    ],
  },
  {
    title: 'overlaps fault',
    memories: [
      [0x8000_0000, 0x1000, RAM],
      [0x8000_0800, 0x1000, FLASH],
      [0x8000_0820, 0x20, RAM],
    ],
  },
  {
    title: 'bases and ends that are no multiples of 32, regions that match nothing',
    memories: [
      [0x8000_0010, 0x20, FLASH],
      [0x8010_0000, 0x1010, RAM],
      [0x8020_0000, 16, FLASH],
      [0x8030_0000, 0, FLASH],
      [0xf000_0000, 0x1000_0020, RAM],
    ],
  },
];

/** Armv8.1-M: privileged execute-never. */
const V81: readonly Case[] = [
  {
    title: 'PXN',
    memories: [
      [0x6000_0000, 0x1000, PXN],
      [0x6010_0000, 0x1000, FLASH],
      [0x6020_0000, 0x1000, NOCACHE],
      [0x6030_0000, 0x1000, DEVICE],
      [0x6040_0000, 0x1000, RAM],
    ],
  },
  {
    title: 'without PXN',
    options: { zephyr: '4.1' },
    memories: [
      [0x6000_0000, 0x1000, PXN],
      [0x6020_0000, 0x1000, NOCACHE],
    ],
  },
];

interface Bench {
  readonly machine: PlanMachine;
  readonly core: string;
  readonly mpu: string;
  readonly flash: readonly number[];
  readonly sram: readonly number[];
  readonly cases: readonly Case[];
}

const BENCHES: readonly Bench[] = [
  {
    machine: AN385,
    core: 'cortex-m3',
    mpu: 'armv7m-mpu',
    flash: [0, 0x8_0000],
    sram: [0x2000_0000, 0x4_0000],
    cases: V7,
  },
  {
    machine: AN505,
    core: 'cortex-m33',
    mpu: 'armv8m-mpu',
    flash: [0x1000_0000, 0x4_0000],
    sram: [0x3800_0000, 0x2_0000],
    cases: V8,
  },
  {
    machine: AN547,
    core: 'cortex-m55',
    mpu: 'armv8.1m-mpu',
    flash: [0x6100_0000, 0x4_0000],
    sram: [0x6200_0000, 0x2_0000],
    cases: V81,
  },
];

function treeFor({ core, mpu, machine, flash, sram }: Bench, each: Case): Devicetree {
  const memories = each.memories.map(([base, size, attribute], n): BoardMemory => ({
    name: `m${n}@${base.toString(16)}`,
    reg: [base, size],
    attribute,
  }));
  return boardOf(core, mpu, machine.regions, memories, { flash, sram });
}

function setsOf(bench: Bench): readonly PlanSet[] {
  return bench.cases.map((each) => {
    const tree = treeFor(bench, each);
    const plan = mpuPlan(tree, mpuTargetOf(tree), each.options ?? {});
    return { plan, addresses: edgesOf(plan, bench.machine) };
  });
}

/** A line for each region as the MPU reads it back, and for each address that was tried. */
function answerText(title: string, { plan, addresses }: PlanSet, answers: PlanAnswers): string {
  const registers = plan.programmed.map(({ slot }, n) => `${slot}: ${answers.registers[n]!.map(hex32).join(' ')}`);
  const tried = addresses.map(
    (address, n) => `${hex32(address)} ${answers.tried[n]!.slice(0, 3)} ${answers.tried[n]!.slice(3)}`,
  );
  return [title, ...registers, ...tried, ''].join('\n');
}

function expectedAnswers({ plan, addresses }: PlanSet): PlanAnswers {
  return {
    registers: plan.programmed.map((region) => readBack(plan, region)),
    tried: addresses.map((address) => expectedAt(plan, address)),
  };
}

/** VALID reads as zero and REGION as RNR (Armv7-M ARM B3.5.8). A v8 MPU before Armv8.1-M has no PXN. */
function readBack(plan: MpuPlan, { registers, slot }: MpuPlan['programmed'][number]): readonly [number, number] {
  if (registers.kind === 'rlar') return [registers.RBAR, registers.RLAR];
  assert.ok(plan.target.pmsa === 'v7');
  return [((registers.RBAR & ~0x1f) | slot) >>> 0, registers.RASR];
}

/** Regions at random in 256 KiB, so that they meet. On v7 at multiples of their sizes. */
function randomCases(seed: number, count: number, { machine }: Bench): readonly Case[] {
  let state = seed;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const types = machine.kind === 7 ? [RAM, NOCACHE, FLASH, PPB, IO, EXTMEM, WT] : [RAM, NOCACHE, FLASH, IO, DEVICE, WT];
  const start = machine.kind === 7 ? 0x2100_0000 : 0x8000_0000;
  const region = (): readonly [number, number, number] => {
    const size = machine.kind === 7 ? 2 ** (5 + below(13)) : below(0x8000);
    const base = machine.kind === 7 ? below(0x4_0000 / size) * size : below(0x4_0000);
    return [start + base, size, types[below(types.length)]!];
  };
  return Array.from({ length: count }, (_, n) => ({
    title: `seed ${seed}, case ${n}`,
    memories: Array.from({ length: 1 + below(5) }, region),
    options: { xip: below(2) === 0, allowFlashWrite: below(2) === 0 },
  }));
}

/** The plan in an MPU of PMSAv8, through its registers. */
function programmed(plan: MpuPlan): Pmsav8 {
  const mpu = new Pmsav8({ regionCount: AN505.regions });
  for (const { registers } of plan.programmed) {
    assert.ok(registers.kind === 'rlar');
    mpu.write(0x08, 4, registers.RNR);
    mpu.write(0x0c, 4, registers.RBAR);
    mpu.write(0x10, 4, registers.RLAR);
    mpu.write(0x30, 4, registers.MAIR0);
  }
  mpu.write(0x04, 4, 5);
  return mpu;
}

/** In the form of `expectedAt`. */
function triedOn(mpu: Pmsav8, address: number): string {
  const letters = [true, false].flatMap((privileged) =>
    (['load', 'store', 'fetch'] as const).map((kind, n) => {
      const access = { kind, address, sizeBytes: 1, privileged, exclusive: false } as const;
      return check(mpu, access, { negativePriority: false }).allowed ? 'rwx'[n] : '-';
    }),
  );
  return letters.join('');
}

describe('devicetree: zephyr plans on MPUs', () => {
  for (const bench of BENCHES) {
    const { machine, cases } = bench;
    const sets = setsOf(bench);
    const textOf = (answers: readonly PlanAnswers[]): string =>
      cases.map((each, n) => answerText(each.title, sets[n]!, answers[n]!)).join('\n');

    it(`say what QEMU's ${machine.name} did`, function () {
      const path = `test/devicetree/zephyr/gold/${machine.name}.txt`;
      if (process.env['UPDATE_GOLDEN'] === '1') {
        requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
        this.timeout(60_000);
        checkGold(path, textOf(parseAnswers(runOn(machine, planImage(machine, sets)), sets)));
      } else checkGold(path, textOf(sets.map(expectedAnswers)));
    });

    it(`say what the installed QEMU's ${machine.name} does`, function () {
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      this.timeout(60_000);
      const answers = parseAnswers(runOn(machine, planImage(machine, sets)), sets);
      assert.equal(textOf(answers), textOf(sets.map(expectedAnswers)));
    });
  }

  for (const bench of BENCHES.slice(0, 2)) {
    it(`say what ${bench.machine.name} does with regions at random`, function () {
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      this.timeout(60_000);
      const cases = randomCases(20_260_911, 60, bench);
      const sets = setsOf({ ...bench, cases });
      const answers = parseAnswers(runOn(bench.machine, planImage(bench.machine, sets)), sets);
      for (const [n, set] of sets.entries()) assert.deepEqual(answers[n], expectedAnswers(set), cases[n]!.title);
    });
  }

  it('say what our emulator does with regions at random', function () {
    this.timeout(60_000);
    const cases = randomCases(7, 20, BENCHES[0]!);
    const sets = setsOf({ ...BENCHES[0]!, cases });
    const answers = parseAnswers(runOnRingfence(planImage(AN385, sets)), sets);
    for (const [n, set] of sets.entries()) assert.deepEqual(answers[n], expectedAnswers(set), cases[n]!.title);
  });

  it('say what our emulator does', () => {
    const sets = setsOf(BENCHES[0]!);
    const answers = parseAnswers(runOnRingfence(planImage(AN385, sets)), sets);
    for (const [n, set] of sets.entries())
      assert.deepEqual(answers[n], expectedAnswers(set), BENCHES[0]!.cases[n]!.title);
  });

  it('say what PMSAv8 of ours does, slot by slot and access by access', () => {
    const bench = BENCHES[1]!;
    const cases = [...bench.cases, ...randomCases(8, 60, bench)];
    for (const [n, { plan, addresses }] of setsOf({ ...bench, cases }).entries()) {
      const mpu = programmed(plan);
      const slots = mpu.regions().map(({ rbar, rlar }) => ({ RBAR: rbar, second: rlar }));
      const states = compareSlots(plan, slots).map(({ state }) => state);
      const wanted = slots.map((_, slot) =>
        plan.programmed.some((each) => each.slot === slot) ? 'as-planned' : 'free',
      );
      assert.deepEqual(states, wanted, cases[n]!.title);
      for (const address of addresses)
        assert.equal(triedOn(mpu, address), expectedAt(plan, address), `${cases[n]!.title}, ${hex32(address)}`);
    }
  });

  it('say what our emulator, which masks bases as silicon does, does with misaligned ones', () => {
    const each: Case = {
      title: 'misaligned',
      memories: [
        [0x2100_1000, 0x3000, FLASH],
        [0x2108_8010, 0x1000, EXTMEM],
      ],
    };
    const tree = treeFor(BENCHES[0]!, each);
    const plan = mpuPlan(tree, mpuTargetOf(tree));
    const sets = [{ plan, addresses: edgesOf(plan, AN385) }];
    const [answers] = parseAnswers(runOnRingfence(planImage(AN385, sets)), sets);
    assert.deepEqual(
      answers?.tried,
      sets[0]!.addresses.map((address) => expectedAt(plan, address)),
    );
    assert.equal(plan.programmed[2]?.remarks.length, 2);
  });
});
