/** Plans against Zephyr's MPU driver (arch/arm/core/mpu) as facts: register values, slots, what is left out, who decides. */
import assert from 'node:assert/strict';
import {
  compareSlots,
  decidersOf,
  mpuPlan,
  mpuTargetOf,
  planConfigFrom,
  rangeWords,
  zephyrRulesOf,
  type DropReason,
  type MpuPlan,
  type PlanOptions,
  type ProgrammedRegion,
} from '../../../devicetree/index.js';
import { boardOf, treeOf, type BoardMemory } from './tree.js';

const RAM = 0x10_0000;
const NOCACHE = 0x20_0000;
const FLASH = 0x40_0000;
const PPB = 0x80_0000;
const IO = 0x100_0000;
const EXTMEM = 0x200_0000;
const PXN = 0x400_0000;
const DEVICE = 0x800_0000;
const WT = 0x1000_0000;

const CORES = {
  'cortex-m0+': 'armv6m-mpu',
  'cortex-m4': 'armv7m-mpu',
  'cortex-m7': 'armv7m-mpu',
  'cortex-m23': 'armv8m-mpu',
  'cortex-m33': 'armv8m-mpu',
  'cortex-m55': 'armv8m-mpu',
} as const;
type Core = keyof typeof CORES;

function planOf(core: Core, memories: readonly BoardMemory[], options: PlanOptions = {}, regions = 8): MpuPlan {
  const tree = boardOf(core, CORES[core], regions, memories);
  return mpuPlan(tree, mpuTargetOf(tree), options);
}

function one(core: Core, base: number, size: number, attribute: number, options: PlanOptions = {}): ProgrammedRegion {
  const plan = planOf(core, [{ name: `m@${base.toString(16)}`, reg: [base, size], attribute }], options);
  const region = plan.programmed.find((each) => each.origin === 'devicetree');
  assert.ok(region, plan.dropped[0]?.message);
  return region;
}

function registers(region: ProgrammedRegion): readonly [number, number] {
  return [region.registers.RBAR, region.registers.kind === 'rasr' ? region.registers.RASR : region.registers.RLAR];
}

/** Type, options, core, RBAR, RASR or RLAR of 4 KiB at 0x60000000 in slot 2. */
const ENCODINGS: readonly (readonly [string, number, Core, PlanOptions, number, number])[] = [
  ['RAM', RAM, 'cortex-m4', { zephyr: '4.1' }, 0x6000_0012, 0x110b_0017],
  ['RAM, not XIP', RAM, 'cortex-m4', { zephyr: '4.1', xip: false }, 0x6000_0011, 0x010b_0017],
  ['RAM_NOCACHE', NOCACHE, 'cortex-m4', { zephyr: '4.1' }, 0x6000_0012, 0x1108_0017],
  ['FLASH', FLASH, 'cortex-m4', { zephyr: '4.1' }, 0x6000_0012, 0x0702_0017],
  ['FLASH in main', FLASH, 'cortex-m4', { zephyr: 'main' }, 0x6000_0012, 0x0602_0017],
  ['FLASH, writable', FLASH, 'cortex-m4', { allowFlashWrite: true }, 0x6000_0012, 0x0202_0017],
  ['PPB', PPB, 'cortex-m4', { zephyr: '4.1' }, 0x6000_0012, 0x0104_0017],
  ['IO', IO, 'cortex-m4', { zephyr: '4.1' }, 0x6000_0012, 0x0110_0017],
  ['EXTMEM', EXTMEM, 'cortex-m4', { zephyr: '4.1' }, 0x6000_0012, 0x0004_0017],
  ['RAM_WT', WT, 'cortex-m4', { zephyr: 'main' }, 0x6000_0012, 0x1102_0017],
  ['RAM', RAM, 'cortex-m0+', { zephyr: '4.1' }, 0x6000_0012, 0x110b_0017],
  ['RAM', RAM, 'cortex-m33', { zephyr: '4.1' }, 0x6000_0001, 0x6000_0fe3],
  ['RAM, not XIP', RAM, 'cortex-m33', { zephyr: '4.1', xip: false }, 0x6000_0000, 0x6000_0fe3],
  ['RAM_NOCACHE', NOCACHE, 'cortex-m33', { zephyr: '4.1' }, 0x6000_0001, 0x6000_0fe5],
  ['FLASH', FLASH, 'cortex-m23', { zephyr: '4.1' }, 0x6000_0006, 0x6000_0fe1],
  ['FLASH, writable', FLASH, 'cortex-m33', { allowFlashWrite: true }, 0x6000_0002, 0x6000_0fe1],
  ['DEVICE', DEVICE, 'cortex-m33', { zephyr: 'main' }, 0x6000_0001, 0x6000_0fe7],
  ['IO', IO, 'cortex-m33', { zephyr: 'main' }, 0x6000_0001, 0x6000_0fe7],
  ['RAM_WT', WT, 'cortex-m33', { zephyr: 'main' }, 0x6000_0001, 0x6000_0fe1],
  // Armv8.1-M: CONFIG_ARM_MPU_PXN is on, and data gets PXN (RLAR bit 4).
  ['RAM', RAM, 'cortex-m55', { zephyr: 'main' }, 0x6000_0001, 0x6000_0fe3],
  ['RAM_NOCACHE', NOCACHE, 'cortex-m55', { zephyr: 'main' }, 0x6000_0001, 0x6000_0ff5],
  ['RAM_PXN', PXN, 'cortex-m55', { zephyr: 'main' }, 0x6000_0006, 0x6000_0ff3],
  ['DEVICE', DEVICE, 'cortex-m55', { zephyr: 'main' }, 0x6000_0001, 0x6000_0ff7],
  ['RAM_NOCACHE', NOCACHE, 'cortex-m55', { zephyr: '4.1' }, 0x6000_0001, 0x6000_0fe5],
];

/** Core, base and size asked for, what is covered (undefined: nothing certain), kinds of remarks. */
const SHAPES: readonly (readonly [Core, number, number, string | undefined, readonly string[]])[] = [
  ['cortex-m4', 0x2002_0000, 0x4000, '0x20020000-0x20023fff', []],
  ['cortex-m4', 0x2002_1000, 0x3000, '0x20020000-0x20023fff', ['size-rounded-up', 'base-masked']],
  ['cortex-m4', 0x2003_8010, 0x1000, '0x20038000-0x20038fff', ['base-masked']],
  ['cortex-m4', 0x2003_8000, 0x3000, '0x20038000-0x2003bfff', ['size-rounded-up']],
  ['cortex-m4', 0x2003_8000, 16, '0x20038000-0x2003801f', ['below-minimum']],
  ['cortex-m4', 0x2003_8000, 0, '0x20038000-0x2003801f', ['zero-size']],
  ['cortex-m4', 0x8000_0000, 0x8000_0000, '0x80000000-0xffffffff', ['ppb-unchecked']],
  ['cortex-m4', 0x8000_0000, 0x8000_0001, '0x00000000-0xffffffff', ['size-rounded-up', 'base-masked', 'ppb-unchecked']],
  ['cortex-m0+', 0x2000_0100, 256, '0x20000100-0x200001ff', []],
  ['cortex-m0+', 0x2000_0100, 128, undefined, ['below-minimum']],
  ['cortex-m0+', 0x2000_0100, 0, undefined, ['zero-size']],
  ['cortex-m33', 0x2002_1000, 0x3020, '0x20021000-0x2002401f', []],
  ['cortex-m33', 0x2002_1000, 0x1010, '0x20021000-0x2002201f', ['end-rounded']],
  ['cortex-m33', 0x2002_1010, 0x20, '0x20021000-0x2002101f', ['base-masked']],
  ['cortex-m33', 0x2002_1000, 16, '0x20021000-0x2002101f', ['below-minimum']],
  ['cortex-m33', 0x2002_1000, 0, undefined, ['zero-size']],
  ['cortex-m33', 0xf000_0000, 0x1000_0000, '0xf0000000-0xffffffff', []],
  ['cortex-m33', 0xf000_0000, 0x1000_0020, undefined, ['matches-nothing']],
];

/** Attribute, core, release, why no region comes of it. */
const DROPS: readonly (readonly [number, Core, PlanOptions, DropReason, string])[] = [
  [
    0x1,
    'cortex-m4',
    {},
    'no-arm-type',
    'No DT_MEM_ARM_MPU_ type: the attribute only describes the memory, no MPU region is programmed.',
  ],
  [
    0,
    'cortex-m4',
    {},
    'no-arm-type',
    'No DT_MEM_ARM_MPU_ type: the attribute only describes the memory, no MPU region is programmed.',
  ],
  [
    RAM | IO,
    'cortex-m4',
    {},
    'several-arm-types',
    'RAM | IO: exactly one Arm MPU type counts, so Zephyr programs no MPU region and says nothing.',
  ],
  [
    0x4000_0000,
    'cortex-m4',
    {},
    'not-an-arm-type',
    'Architecture bits 0x40000000 are no Arm MPU type: Zephyr programs no MPU region and says nothing.',
  ],
  [
    DEVICE,
    'cortex-m33',
    { zephyr: '4.1' },
    'type-newer-than-zephyr',
    'DT_MEM_ARM_MPU_DEVICE came after Zephyr 4.1, which programs no MPU region and says nothing.',
  ],
  [
    EXTMEM,
    'cortex-m33',
    {},
    'type-not-on-core',
    'EXTMEM has no encoding on Armv8-M Mainline: Zephyr programs no MPU region and says nothing.',
  ],
  [
    PPB,
    'cortex-m23',
    {},
    'type-not-on-core',
    'PPB has no encoding on Armv8-M Baseline: Zephyr programs no MPU region and says nothing.',
  ],
  [
    IO,
    'cortex-m33',
    { zephyr: '4.1' },
    'type-not-on-core',
    'IO has no encoding on Armv8-M Mainline: Zephyr programs no MPU region and says nothing.',
  ],
  [
    DEVICE,
    'cortex-m4',
    {},
    'type-not-on-core',
    'DEVICE has no encoding on Armv7-M: Zephyr programs no MPU region and says nothing.',
  ],
  [
    PXN,
    'cortex-m33',
    {},
    'type-not-on-core',
    'RAM_PXN has no encoding on Armv8-M Mainline: Zephyr programs no MPU region and says nothing.',
  ],
  [RAM, 'cortex-m4', { memAttr: false }, 'mem-attr-off', 'CONFIG_MEM_ATTR is off: no MPU region is programmed.'],
  [RAM, 'cortex-m4', { armMpu: false }, 'mpu-off', 'CONFIG_ARM_MPU is off: no MPU region is programmed.'],
  [
    RAM,
    'cortex-m4',
    { declaresAttribute: () => false },
    'not-declared',
    'No binding of this node declares zephyr,memory-attr: C never sees it, and no MPU region is programmed.',
  ],
];

describe('devicetree: zephyr MPU plan', () => {
  for (const [title, attribute, core, options, rbar, second] of ENCODINGS) {
    it(`writes ${title} on ${core} (${options.zephyr ?? 'main'})`, () => {
      assert.deepEqual(registers(one(core, 0x6000_0000, 0x1000, attribute, options)), [rbar, second]);
    });
  }

  for (const [core, base, size, covered, remarks] of SHAPES) {
    it(`${core}: 0x${base.toString(16)} + 0x${size.toString(16)} covers ${covered ?? 'nothing certain'}`, () => {
      const region = one(core, base, size, RAM);
      assert.equal(region.covered && rangeWords(region.covered), covered);
      assert.deepEqual(
        region.remarks.map((remark) => remark.kind),
        remarks,
      );
    });
  }

  for (const [attribute, core, options, reason, message] of DROPS) {
    it(`leaves out ${message}`, () => {
      const plan = planOf(core, [{ name: 'm@60000000', reg: [0x6000_0000, 0x1000], attribute }], options);
      const dropped = plan.dropped.find((region) => region.origin === 'devicetree');
      assert.deepEqual([dropped?.reason, dropped?.message], [reason, message]);
      assert.ok(dropped?.node?.path === '/m@60000000' && dropped.property?.name === 'zephyr,memory-attr');
    });
  }

  it('counts MAIR0 as write-through, write-back, not cacheable, device', () => {
    const region = one('cortex-m33', 0x6000_0000, 0x1000, RAM);
    assert.equal(region.registers.kind === 'rlar' && region.registers.MAIR0, 0x0044_ffaa);
    assert.equal(region.memory, 'Normal, write-back, not shareable');
    assert.equal(one('cortex-m33', 0x6000_0000, 0x1000, DEVICE).memory, 'Device-nGnRnE');
  });

  it('knows that Armv6-M has no TEX: RAM_NOCACHE is Strongly-ordered there', () => {
    assert.equal(one('cortex-m0+', 0x2000_0000, 0x1000, NOCACHE).memory, 'Strongly-ordered');
    assert.equal(one('cortex-m4', 0x2000_0000, 0x1000, NOCACHE).memory, 'Normal, not cacheable, not shareable');
  });

  it('cuts base and size to 32 bits, as C does', () => {
    const tree = treeOf({
      '#address-cells': [2],
      '#size-cells': [2],
      cpus: { 'cpu@0': { compatible: 'arm,cortex-m4' } },
      'm@0': { reg: [1, 0x2000_0000, 1, 0], 'zephyr,memory-attr': [RAM] },
    });
    const [region] = mpuPlan(tree, mpuTargetOf(tree)).programmed;
    assert.equal(region?.covered && rangeWords(region.covered), '0x20000000-0x2000001f');
    assert.equal(
      region?.remarks[0]?.message,
      'Base 0x120000000 and size 0x100000000 have more than 32 bits: C keeps 0x20000000, size 0x00000000.',
    );
  });

  it('puts the SoC first, then nodes in tree order, and passes over nodes that are not okay', () => {
    const plan = planOf('cortex-m4', [
      { name: 'b@60000000', reg: [0x6000_0000, 0x1000], attribute: RAM },
      { name: 'off@61000000', reg: [0x6100_0000, 0x1000], attribute: RAM, extra: { status: 'disabled' } },
      { name: 'described@62000000', reg: [0x6200_0000, 0x1000], attribute: 1 },
      { name: 'a@50000000', reg: [0x5000_0000, 0x1000], attribute: RAM, extra: { status: 'ok' } },
    ]);
    assert.deepEqual(
      plan.regions.map((region) => [region.name, region.state === 'programmed' ? region.slot : region.reason]),
      [
        ['FLASH_0', 0],
        ['SRAM_0', 1],
        ['b@60000000', 2],
        ['described@62000000', 'no-arm-type'],
        ['a@50000000', 3],
      ],
    );
  });

  it('rounds the SoC’s regions as arm_mpu_mem_cfg.h does', () => {
    const soc = (core: Core, flash: number, sram: number, options: PlanOptions = {}): readonly string[] => {
      const tree = boardOf(core, CORES[core], 8, [], { flash: [0, flash], sram: [0x2000_0000, sram] });
      return mpuPlan(tree, mpuTargetOf(tree), options).programmed.map((region) => rangeWords(region.covered!));
    };
    // v7: whole KiB, a power of two, at least 32 KiB of flash and 16 KiB of RAM.
    assert.deepEqual(soc('cortex-m4', 0x4000, 0x1000), ['0x00000000-0x00007fff', '0x20000000-0x20003fff']);
    assert.deepEqual(soc('cortex-m4', 0x60000, 0x18000), ['0x00000000-0x0007ffff', '0x20000000-0x2001ffff']);
    // v8: as they are, in whole KiB; main takes RAM to the byte.
    assert.deepEqual(soc('cortex-m33', 0x60000, 0x18420), ['0x00000000-0x0005ffff', '0x20000000-0x2001841f']);
    assert.deepEqual(soc('cortex-m33', 0x60000, 0x18420, { zephyr: '4.1' }), [
      '0x00000000-0x0005ffff',
      '0x20000000-0x200183ff',
    ]);
    assert.deepEqual(soc('cortex-m33', 0x60000, 0x18000, { xip: false }), ['0x20000000-0x20017fff']);
  });

  it('takes a table of the SoC that is given, and says when one is only assumed', () => {
    const table = { socRegions: [{ name: 'FLEX', base: 0x6000_0000, size: 0x80_0000, type: 'FLASH' as const }] };
    assert.deepEqual(
      planOf(
        'cortex-m7',
        [{ name: 'n@20200000', reg: [0x2020_0000, 0x8000], attribute: NOCACHE }],
        table,
      ).programmed.map((region) => [region.slot, region.name]),
      [
        [0, 'FLEX'],
        [1, 'n@20200000'],
      ],
    );
    assert.deepEqual(
      planOf('cortex-m7', [], { customSocRegions: true }).notes.map((note) => note.kind),
      ['soc-regions-assumed'],
    );
  });

  it('keeps the SoC’s slots where /chosen does not tell its memories', () => {
    const tree = treeOf({
      '#address-cells': [1],
      '#size-cells': [1],
      cpus: { 'cpu@0': { compatible: 'arm,cortex-m4' } },
      'm@20000000': { reg: [0x2000_0000, 0x1000], 'zephyr,memory-attr': [RAM] },
    });
    const plan = mpuPlan(tree, mpuTargetOf(tree));
    assert.deepEqual(
      plan.programmed.map((region) => region.slot),
      [2],
    );
    assert.deepEqual(
      plan.notes.map((note) => note.message),
      [
        '/chosen has no usable zephyr,flash: where FLASH_0 lies is not known.',
        '/chosen has no usable zephyr,sram: where SRAM_0 lies is not known.',
      ],
    );
  });

  it('leaves the MPU off when slots run out, and says how many are wanted', () => {
    const memories = Array.from({ length: 8 }, (_, n) => ({
      name: `m@${n}`,
      reg: [0x6000_0000 + n * 0x1000, 0x1000],
      attribute: RAM,
    }));
    const plan = planOf('cortex-m4', memories);
    assert.equal(plan.enabled, false);
    assert.equal(plan.programmed.length, 8);
    assert.deepEqual(
      plan.dropped.map((region) => [region.name, region.reason, region.message]),
      [
        [
          'm@6',
          'no-slot',
          'Needs MPU slot 8, but the hardware has slots 0 to 7: Zephyr gives up and leaves the whole MPU off.',
        ],
        [
          'm@7',
          'no-slot',
          'Needs MPU slot 9, but the hardware has slots 0 to 7: Zephyr gives up and leaves the whole MPU off.',
        ],
      ],
    );
    assert.equal(plan.slots.message, '8 MPU slots: 2 SoC, 8 devicetree; 2 too many.');
    assert.equal(plan.slots.free, -2);
    assert.equal(decidersOf(plan, { base: 0, size: 16 })[0]?.by, 'off');
    assert.match(planOf('cortex-m4', memories, { assert: true }).dropped[0]?.message ?? '', /: Zephyr asserts\.$/);
  });

  it('counts the slots that the configuration takes besides', () => {
    const plan = planOf('cortex-m4', [{ name: 'm@60000000', reg: [0x6000_0000, 0x1000], attribute: RAM }], {
      stackGuard: true,
      userspace: true,
      nullPointerGuard: true,
    });
    assert.equal(
      plan.slots.message,
      '8 MPU slots: 2 SoC, 1 devicetree, 1 null-pointer guard, 1 user thread stack, 1 stack guard; 2 left.',
    );
  });

  it('tells overriding on v7, and whether it changes anything', () => {
    const plan = planOf('cortex-m4', [
      { name: 'nc@20010000', reg: [0x2001_0000, 0x1000], attribute: NOCACHE },
      { name: 'same@20020000', reg: [0x2002_0000, 0x1000], attribute: RAM },
      { name: 'all@20010000', reg: [0x2001_0000, 0x1000], attribute: RAM },
    ]);
    assert.deepEqual(
      plan.overlaps.map(({ effect, lower, higher, shared, hidesWhole, sameRights }) => [
        effect,
        lower.slot,
        higher.slot,
        rangeWords(shared),
        hidesWhole,
        sameRights,
      ]),
      [
        ['overrides', 1, 2, '0x20010000-0x20010fff', false, false],
        ['overrides', 1, 3, '0x20020000-0x20020fff', false, true],
        ['overrides', 1, 4, '0x20010000-0x20010fff', false, true],
        ['overrides', 2, 4, '0x20010000-0x20010fff', true, false],
      ],
    );
    assert.equal(
      plan.overlaps[3]?.message,
      'Slot 4 (all@20010000) decides for 0x20010000-0x20010fff, all of slot 2 (nc@20010000).',
    );
  });

  it('tells overlaps on v8 as faults, and that RAM’s slot goes when threads run', () => {
    const plan = planOf('cortex-m33', [{ name: 'nc@20010000', reg: [0x2001_0000, 0x1000], attribute: NOCACHE }], {
      stackGuard: true,
    });
    assert.equal(plan.overlaps[0]?.effect, 'faults');
    assert.equal(
      plan.overlaps[0].message,
      'Slot 1 (SRAM_0) and slot 2 (nc@20010000) both match 0x20010000-0x20010fff: every access there faults.',
    );
    assert.deepEqual(
      plan.notes.map((note) => note.kind),
      ['sram-slot-cleared'],
    );
  });

  it('says who decides, without gaps', () => {
    const plan = planOf('cortex-m4', [
      { name: 'nc@2003f000', reg: [0x2003_f000, 0x1000], attribute: NOCACHE },
      { name: 'io@e000e000', reg: [0xe000_e000, 0x1000], attribute: PPB },
    ]);
    const told = (base: number, size: number): readonly string[] =>
      decidersOf(plan, { base, size }).map(({ range, by, regions }) =>
        `${rangeWords(range)} ${by} ${regions.map((region) => region.slot).join(' ')}`.trim(),
      );
    assert.deepEqual(told(0x2003_e000, 0x3000), [
      '0x2003e000-0x2003efff region 1',
      '0x2003f000-0x2003ffff region 2 1',
      '0x20040000-0x20040fff background',
    ]);
    assert.deepEqual(told(0xe000_d000, 0x3000), ['0xe000d000-0xe000ffff ppb']);
    assert.deepEqual(told(0xe00f_f000, 0x2000), ['0xe00ff000-0xe00fffff ppb', '0xe0100000-0xe0100fff background']);
  });

  it('warns that RAM_NOCACHE contradicts DT_MEM_CACHEABLE', () => {
    assert.deepEqual(
      one('cortex-m4', 0x2000_0000, 0x1000, NOCACHE | 1).remarks.map((remark) => remark.kind),
      ['nocache-and-cacheable'],
    );
  });

  it('reads a .config: what is not there is off', () => {
    const config = planConfigFrom(
      new Map([
        ['CONFIG_ARM_MPU', 'y'],
        ['CONFIG_XIP', 'y'],
        ['CONFIG_FLASH_BASE_ADDRESS', '0x8000000'],
        ['CONFIG_FLASH_SIZE', '2048'],
        ['CONFIG_SRAM_BASE_ADDRESS', '0x24000000'],
        ['CONFIG_SRAM_SIZE', '512'],
      ]),
      '4.1',
    );
    assert.equal(config.memAttr, false);
    const plan = planOf('cortex-m7', [], config);
    assert.deepEqual(
      plan.programmed.map((region) => rangeWords(region.covered!)),
      ['0x08000000-0x081fffff', '0x24000000-0x2407ffff'],
    );
  });

  it('translates addresses through ranges, and takes the first block of reg', () => {
    const tree = treeOf({
      '#address-cells': [1],
      '#size-cells': [1],
      cpus: { 'cpu@0': { compatible: 'arm,cortex-m4' } },
      soc: {
        '#address-cells': [1],
        '#size-cells': [1],
        ranges: [0, 0x4000_0000, 0x1000_0000],
        'm@1000': { reg: [0x1000, 0x100, 0x9000, 0x100], 'zephyr,memory-attr': [IO] },
      },
    });
    const [region] = mpuPlan(tree, mpuTargetOf(tree)).programmed;
    assert.equal(region?.covered && rangeWords(region.covered), '0x40001000-0x400010ff');
  });

  it('tells nodes that Zephyr refuses', () => {
    const tree = treeOf({
      '#address-cells': [1],
      '#size-cells': [1],
      cpus: { 'cpu@0': { compatible: 'arm,cortex-m4' } },
      noreg: { 'zephyr,memory-attr': [RAM] },
      'text@0': { reg: [0, 1], 'zephyr,memory-attr': 'RAM' },
      'two@0': { reg: [0, 1], 'zephyr,memory-attr': [RAM, IO] },
      'string@0': { reg: [0, 1], 'zephyr,memory-attr': 'abc' },
    });
    assert.deepEqual(
      mpuPlan(tree, mpuTargetOf(tree)).dropped.map((region) => [region.name, region.reason]),
      [
        ['noreg', 'no-reg'],
        ['text@0', 'not-one-cell'],
        ['two@0', 'not-one-cell'],
        ['string@0', 'not-one-cell'],
      ],
    );
  });

  it('takes a version for the rules that hold in it', () => {
    const rules = ['3.4.0', 'v3.5.0', '3.6.99', '3.7.1', '4.0.0', '4.1.0-rc1', '4.3.0', '4.4.0', '5.0.0', 'main', ''];
    assert.deepEqual(rules.map(zephyrRulesOf), [
      undefined,
      '3.5',
      '3.5',
      '3.7',
      '3.7',
      '4.1',
      '4.1',
      'main',
      'main',
      undefined,
      undefined,
    ]);
  });

  it('compares with a running MPU by meaning', () => {
    const v7 = planOf('cortex-m4', [
      { name: 'a@20021000', reg: [0x2002_1000, 0x4000], attribute: RAM },
      { name: 'b@60000000', reg: [0x6000_0000, 0x1000], attribute: NOCACHE },
    ]);
    const compared = compareSlots(v7, [
      // REGION and VALID read otherwise, and AP 7 grants what AP 6 does.
      { RBAR: 0x0000_0000, second: 0x0702_0025 },
      { RBAR: 0x2000_0001, second: 0x1302_0021 },
      // The base's ignored bits may read as zero.
      { RBAR: 0x2002_0002, second: 0x110b_001b },
      { RBAR: 0x6000_0003, second: 0x1108_0016 },
      { RBAR: 0x2000_1004, second: 0x1000_0009 },
      { RBAR: 0, second: 0 },
    ]);
    assert.deepEqual(
      compared.map(({ state, differences }) => [state, differences]),
      [
        ['as-planned', []],
        [
          'different',
          [
            'covers 0x20000000-0x2001ffff instead of 0x20000000-0x2003ffff',
            'grants read, write instead of privileged: read, write; unprivileged: no access',
            'is Normal, write-through, not shareable instead of Normal, write-back, not shareable',
          ],
        ],
        ['as-planned', []],
        ['off', []],
        ['unplanned', []],
        ['free', []],
      ],
    );
    const v8 = planOf('cortex-m33', []);
    assert.deepEqual(
      compareSlots(v8, [
        { RBAR: 0x0000_0006, second: 0x0007_ffe1 },
        { RBAR: 0x2000_0000, second: 0x2003_ffe3 },
      ]).map(({ state, differences }) => [state, ...differences]),
      [
        ['as-planned'],
        [
          'different',
          'grants privileged: read, write, execute; unprivileged: no access instead of privileged: read, write; unprivileged: no access',
        ],
      ],
    );
  });

  it('asserts 8 regions where the core cannot have others', () => {
    assert.deepEqual(
      planOf('cortex-m4', [], {}, 16).notes.map((note) => note.message),
      ['cortex-m4 has 8 MPU regions or none, and Zephyr asserts 8, not 16.'],
    );
    assert.deepEqual(planOf('cortex-m7', [], {}, 16).notes, []);
  });
});
