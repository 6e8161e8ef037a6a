/**
 * What published examples and texts about memory attributes get wrong, found and mended: after the first fix of every finding,
 * made as often as one is left, nothing is left to say and the devicetree compiles.
 */
import assert from 'node:assert/strict';
import { applyFix, filesOf, lintFiles, memory, OVERLAY_PATH, report, root, type Example } from './support.js';

interface Published extends Example {
  readonly name: string;
  /** Every finding before the first fix. */
  readonly finds: readonly string[];
  /** What the mended overlay has in it. */
  readonly ends: string;
}

const PUBLISHED: readonly Published[] = [
  {
    name: 'a type as DT_ARM_MPU(…)',
    source: root(memory({ attribute: '( DT_ARM_MPU(ATTR_MPU_RAM_NOCACHE) )' })),
    finds: ['ZM001'],
    ends: 'zephyr,memory-attr = <DT_MEM_ARM_MPU_RAM_NOCACHE>;',
  },
  {
    name: 'DT_MEM_NON_CACHEABLE | ATTR_SW_ALLOC_NON_CACHE on 4.1, where the first does not exist',
    zephyr: { version: '4.1' },
    source: root(memory({ attribute: '( DT_MEM_NON_CACHEABLE | ATTR_SW_ALLOC_NON_CACHE )' })),
    finds: ['ZM003', 'ZM004'],
    ends: 'zephyr,memory-attr = <DT_MEM_SW_ALLOC_NON_CACHE>;',
  },
  {
    name: 'the same on main, where it is 0x102 and no heap',
    zephyr: { version: 'main' },
    source: root(memory({ attribute: '( DT_MEM_NON_CACHEABLE | ATTR_SW_ALLOC_NON_CACHE )' })),
    finds: ['ZM004'],
    ends: 'zephyr,memory-attr = <( DT_MEM_NON_CACHEABLE | DT_MEM_SW_ALLOC_NON_CACHE )>;',
  },
  {
    name: 'an attribute on plain mmio-sram',
    source: root(
      memory({ compatible: '"mmio-sram"', name: null, attribute: '( DT_MEM_CACHEABLE | DT_MEM_SW_ALLOC_CACHE )' }),
    ),
    finds: ['ZM022'],
    ends: 'compatible = "zephyr,memory-region", "mmio-sram";',
  },
  {
    name: 'a linker region on plain mmio-sram',
    source: root(memory({ compatible: '"mmio-sram"', attribute: 'DT_MEM_ARM_MPU_RAM_NOCACHE' })),
    finds: ['ZM020'],
    ends: 'compatible = "zephyr,memory-region", "mmio-sram";',
  },
  {
    name: 'an attribute on a node without compatible',
    core: 'r5',
    source: root(
      memory({ compatible: null, name: null, attribute: '(DT_MEM_READABLE | DT_MEM_EXECUTABLE | DT_MEM_CACHEABLE)' }),
    ),
    finds: ['ZM022'],
    ends: 'compatible = "zephyr,memory-region";',
  },
  {
    name: '"mmio-sram" before "zephyr,memory-region"',
    source: root(memory({ compatible: '"mmio-sram", "zephyr,memory-region"' })),
    finds: ['ZM021'],
    ends: 'compatible = "zephyr,memory-region", "mmio-sram";',
  },
  {
    name: 'heaps of which "the smallest is used first"',
    source: root(
      memory({ label: 'big', size: '0x10000', attribute: 'DT_MEM_SW_ALLOC_CACHE' }),
      memory({ label: 'small', at: '20060000', size: '0x1000', attribute: 'DT_MEM_SW_ALLOC_CACHE' }),
    ),
    finds: ['ZM074'],
    ends: '};\n\tbig: memory@20040000 {',
  },
  {
    name: 'a heap that "has the requested property"',
    source: root(
      memory({ label: 'cached', attribute: 'DT_MEM_SW_ALLOC_CACHE' }),
      memory({ label: 'dma', at: '20060000', attribute: '(DT_MEM_SW_ALLOC_CACHE | DT_MEM_SW_ALLOC_DMA)' }),
    ),
    finds: ['ZM073'],
    ends: 'zephyr,memory-attr = <DT_MEM_SW_ALLOC_DMA>;',
  },
  ...['RAM', 'RAM_NOCACHE', 'FLASH', 'IO', 'EXTMEM'].map((type): Published => ({
    name: `the string "${type}" of the property before 3.5`,
    source: root(memory({ more: [`zephyr,memory-region-mpu = "${type}";`] })),
    finds: ['ZM007'],
    ends: `zephyr,memory-attr = <DT_MEM_ARM_MPU_${type}>;`,
  })),
  ...['RAM', 'RAM_NOCACHE', 'FLASH', 'IO', 'EXTMEM'].map((type): Published => ({
    name: `the string "${type}" of the first months of zephyr,memory-attr`,
    source: root(memory({ more: [`zephyr,memory-attr = "${type}";`] })),
    finds: ['ZM006'],
    ends: `zephyr,memory-attr = <DT_MEM_ARM_MPU_${type}>;`,
  })),
];

/** More rounds than any example needs. */
const ROUNDS = 8;

describe('devicetree lint: published examples', () => {
  for (const example of PUBLISHED) {
    it(`finds and mends ${example.name}`, () => {
      let files = filesOf(example);
      let linted = lintFiles(files, example.zephyr);
      assert.deepEqual(linted.findings.map(({ code }) => code).sort(), example.finds, report(linted.findings));
      for (let round = 0; linted.findings.length > 0 && round < ROUNDS; round++) {
        const fix = linted.findings.flatMap(({ fixes = [] }) => fixes)[0];
        assert.ok(fix !== undefined, `no fix for: ${report(linted.findings)}`);
        files = applyFix(files, fix);
        linted = lintFiles(files, example.zephyr);
      }
      assert.equal(report([...linted.errors, ...linted.findings]), '');
      assert.ok(files.get(OVERLAY_PATH)!.includes(example.ends), files.get(OVERLAY_PATH));
    });
  }
});
