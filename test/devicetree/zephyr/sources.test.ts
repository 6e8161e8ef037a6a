/** From devicetree source with macros to a plan: chosen references, macros of the workspace's headers, deleted nodes. */
import assert from 'node:assert/strict';
import {
  describeAttribute,
  firstBlock,
  initPool,
  mpuPlan,
  mpuTargetOf,
  placeAllocation,
  rangeWords,
  regionsOf,
} from '../../../devicetree/index.js';
import { readSource } from './tree.js';

/** Headers in the shape of Zephyr's, with one value moved to show that it counts. */
const HEADERS = {
  'memory-attr.h': `
    #define BIT(n) (1 << (n))
    #define DT_MEM_CACHEABLE BIT(0)
    #define DT_MEM_DMA BIT(3)
    #define DT_MEM_SW_ATTR_SHIFT (16)
    #define DT_MEM_ARCH_ATTR_SHIFT (20)`,
  'memory-attr-sw.h': `
    #define DT_MEM_SW(x) ((x) << DT_MEM_SW_ATTR_SHIFT)
    #define ATTR_SW_ALLOC_CACHE BIT(0)
    #define ATTR_SW_ALLOC_DMA BIT(3)
    #define DT_MEM_SW_ALLOC_CACHE DT_MEM_SW(ATTR_SW_ALLOC_CACHE)
    #define DT_MEM_SW_ALLOC_DMA DT_MEM_SW(ATTR_SW_ALLOC_DMA)`,
  'memory-attr-arm.h': `
    #define DT_MEM_ARM(x) ((x) << DT_MEM_ARCH_ATTR_SHIFT)
    #define ATTR_MPU_RAM BIT(0)
    #define ATTR_MPU_RAM_NOCACHE BIT(1)
    #define DT_MEM_ARM_MPU_RAM DT_MEM_ARM(ATTR_MPU_RAM)
    #define DT_MEM_ARM_MPU_RAM_NOCACHE DT_MEM_ARM(ATTR_MPU_RAM_NOCACHE)`,
};

const SOURCE = `
/dts-v1/;
#include <memory-attr.h>
#include <memory-attr-sw.h>
#include <memory-attr-arm.h>
#define KIB(n) (n * 1024)
/ {
  #address-cells = <1>;
  #size-cells = <1>;
  chosen { zephyr,flash = &flash0; zephyr,sram = &sram0; };
  cpus {
    #address-cells = <1>;
    #size-cells = <0>;
    cpu@0 {
      compatible = "arm,cortex-m4f";
      reg = <0>;
      #address-cells = <1>;
      #size-cells = <1>;
      mpu: mpu@e000ed90 { compatible = "arm,armv7m-mpu"; reg = <0xe000ed90 0x40>; };
    };
  };
  soc {
    #address-cells = <1>;
    #size-cells = <1>;
    ranges;
    flash-controller@4001e000 {
      reg = <0x4001e000 0x1000>;
      #address-cells = <1>;
      #size-cells = <1>;
      flash0: flash@8000000 { reg = <0x8000000 KIB(512)>; };
    };
    sram0: memory@20000000 { reg = <0x20000000 KIB(192)>; };
    nocache: memory@20030000 {
      reg = <0x20030000 KIB(64)>;
      zephyr,memory-attr = <(DT_MEM_ARM(ATTR_MPU_RAM_NOCACHE) | DT_MEM_SW_ALLOC_DMA)>;
    };
    gone: memory@30000000 { reg = <0x30000000 KIB(64)>; zephyr,memory-attr = <DT_MEM_ARM_MPU_RAM>; };
    ext: memory@60000000 { reg = <0x60000000 KIB(64)>; zephyr,memory-attr = <DT_MEM_ARM_MPU_RAM>; status = "disabled"; };
  };
};
&mpu { arm,num-mpu-regions = <8>; };
&ext { status = "okay"; zephyr,memory-attr = <(DT_MEM_ARM_MPU_RAM | DT_MEM_CACHEABLE)>; };
/delete-node/ &gone;
`;

/** Buses of all kinds. */
const BUSES = `
/dts-v1/;
/ {
  #address-cells = <2>;
  #size-cells = <1>;
  a@100000000 { reg = <1 0 0x100>; };
  soc {
    #address-cells = <1>;
    #size-cells = <1>;
    ranges = <0x0 0x0 0x40000000 0x1000>, <0x10000 0x2 0x50000000 0x1000>;
    b@10 { reg = <0x10 0x20>; };
    c@10010 { reg = <0x10010 0x20>; };
    d@30000 {
      reg = <0x30000 0x20>;
      #address-cells = <1>;
      #size-cells = <1>;
      ranges;
      e@500 { reg = <0x500 4>; };
      f@9999999 { reg = <0x9999999 4>; };
    };
    g { #address-cells = <1>; #size-cells = <0>; h@3 { reg = <3>; }; };
    k {
      #address-cells = <1>;
      #size-cells = <1>;
      ranges = <0x0 0x10000 0x100>;
      l@20 { reg = <0x20 4 0x90 4>; };
    };
  };
};
`;

/** Address and size of the first block by edtlib; undefined where one of them has no value. */
const BLOCKS: readonly (readonly [path: string, base: number | undefined, size: number | undefined])[] = [
  ['/a@100000000', 0x1_0000_0000, 0x100],
  ['/soc/b@10', 0x4000_0010, 0x20],
  ['/soc/c@10010', 0x2_5000_0010, 0x20],
  ['/soc/d@30000', 0x30000, 0x20],
  ['/soc/d@30000/e@500', 0x4000_0500, 4],
  ['/soc/d@30000/f@9999999', 0x999_9999, 4],
  ['/soc/g/h@3', undefined, undefined],
  ['/soc/k/l@20', 0x2_5000_0020, 4],
  ['/soc', undefined, undefined],
];

describe('devicetree: zephyr from sources', () => {
  it('finds addresses through buses as edtlib does', () => {
    const buses = readSource(BUSES).tree;
    for (const [path, base, size] of BLOCKS) {
      const block = firstBlock(buses.find(path)!);
      assert.deepEqual([block?.base, block?.size], [base, size], path);
    }
  });

  const { tree, table } = readSource(SOURCE, HEADERS);

  it('plans what the overlays left', () => {
    const plan = mpuPlan(tree, mpuTargetOf(tree), { zephyr: '4.1' });
    assert.deepEqual(
      plan.programmed.map(({ slot, node, type, covered }) => [slot, node?.path, type, covered && rangeWords(covered)]),
      [
        [0, '/soc/flash-controller@4001e000/flash@8000000', 'FLASH', '0x08000000-0x0807ffff'],
        [1, '/soc/memory@20000000', 'RAM', '0x20000000-0x2003ffff'],
        [2, '/soc/memory@20030000', 'RAM_NOCACHE', '0x20030000-0x2003ffff'],
        [3, '/soc/memory@60000000', 'RAM', '0x60000000-0x6000ffff'],
      ],
    );
    assert.deepEqual(
      plan.programmed.map(({ property }) => property?.name),
      ['zephyr,flash', 'zephyr,sram', 'zephyr,memory-attr', 'zephyr,memory-attr'],
    );
    // The RAM's slot is rounded up over the hole that the carve-out fills.
    assert.equal(plan.overlaps.length, 1);
    assert.equal(plan.target.regionCountProperty?.name, 'arm,num-mpu-regions');
  });

  it('reads the macros of the headers that the source includes', () => {
    assert.equal(
      table.source,
      "this workspace's headers, and the built-in table of Zephyr main for headers that were not read",
    );
    const [nocache] = regionsOf(tree);
    assert.equal(nocache?.attribute, 0x28_0000);
    assert.equal(describeAttribute(nocache.attribute, table).text, 'Arm MPU type RAM_NOCACHE; software: heap for DMA');
    assert.equal(
      placeAllocation(initPool(regionsOf(tree)).heaps, 0x8_0000, 32, 1000).heap?.region.node.path,
      '/soc/memory@20030000',
    );
  });
});
