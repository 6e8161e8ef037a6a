/** Heaps by attribute as subsys/mem_mgmt/mem_attr_heap.c and lib/heap of Zephyr have them; sizes worked out by hand from heap.h. */
import assert from 'node:assert/strict';
import {
  heapRegionAt,
  initPool,
  placeAllocation,
  regionsOf,
  type HeapPool,
  type MemoryNode,
} from '../../../devicetree/index.js';
import { boardOf, type BoardMemory } from './tree.js';

const CACHE = 0x1_0000;
const NON_CACHE = 0x2_0000;
const DMA = 0x4_0000;
const RAM = 0x10_0000;

type Row = readonly [name: string, base: number, size: number, attribute: number];

function regions(...rows: readonly Row[]): readonly MemoryNode[] {
  const nodes = rows.map(([name, base, size, attribute]): BoardMemory => ({ name, reg: [base, size], attribute }));
  return regionsOf(boardOf('cortex-m4', 'armv7m-mpu', 8, nodes));
}

function poolOf(...rows: readonly Row[]): HeapPool {
  return initPool(regions(...rows));
}

const POOL = poolOf(
  ['big@20010000', 0x2001_0000, 0x1_0000, CACHE],
  ['small@20000000', 0x2000_0000, 0x1000, CACHE | RAM],
  ['plain@30000000', 0x3000_0000, 0x1000, RAM],
  ['both@10000000', 0x1000_0000, 0x1000, CACHE | DMA],
);

/**
 * Size of a region at a multiple of 8, and the largest block of the fresh heap. 4096: less a footer of 4, 511 units of 8; 9 buckets
 * and 16 bytes of struct take 7 units; 504 units less a header of 4. Beyond 0x7fff units headers and footers are 8.
 */
const LARGEST: readonly (readonly [size: number, bytes: number])[] = [
  [4096, 4028],
  [0x1_0000, 65_452],
  [0x4_0000, 262_052],
  [0x8_0000, 524_192],
  [64, 20],
  [48, 4],
  [40, 0],
  [32, 0],
  [16, 0],
  [0, 0],
];

/** Attribute, alignment, bytes, where it lands, in words. */
const PLACES: readonly (readonly [number, number, number, string | undefined, string])[] = [
  [
    CACHE,
    0,
    64,
    'big@20010000',
    'big@20010000 (0x20010000-0x2001ffff): the first heap in devicetree order with exactly DT_MEM_SW_ALLOC_CACHE.',
  ],
  [
    CACHE | DMA,
    32,
    64,
    'both@10000000',
    'both@10000000 (0x10000000-0x10000fff): the first heap in devicetree order with exactly DT_MEM_SW_ALLOC_CACHE | DT_MEM_SW_ALLOC_DMA.',
  ],
  [
    DMA,
    0,
    64,
    undefined,
    'NULL: no heap has exactly DT_MEM_SW_ALLOC_DMA; both@10000000 has more bits than asked for, and that does not count.',
  ],
  [NON_CACHE, 0, 64, undefined, 'NULL: no heap has exactly DT_MEM_SW_ALLOC_NON_CACHE.'],
  [CACHE, 0, 0, undefined, 'NULL: 0 bytes are never allocated.'],
  [CACHE, 0, 65_453, undefined, 'NULL: none of the 2 heaps with exactly DT_MEM_SW_ALLOC_CACHE can hold 0xffad bytes.'],
  [
    CACHE,
    0,
    65_452,
    'big@20010000',
    'big@20010000 (0x20010000-0x2001ffff): the first heap in devicetree order with exactly DT_MEM_SW_ALLOC_CACHE.',
  ],
  // Alignment is paid for in advance: 64 bytes less a header of 4 are added.
  [
    CACHE,
    64,
    65_392,
    'big@20010000',
    'big@20010000 (0x20010000-0x2001ffff): the first heap in devicetree order with exactly DT_MEM_SW_ALLOC_CACHE.',
  ],
  [
    CACHE,
    64,
    65_393,
    undefined,
    'NULL: none of the 2 heaps with exactly DT_MEM_SW_ALLOC_CACHE can hold 0xff71 bytes aligned to 64.',
  ],
  [
    CACHE | DMA,
    0,
    4029,
    undefined,
    'NULL: the heap with exactly DT_MEM_SW_ALLOC_CACHE | DT_MEM_SW_ALLOC_DMA cannot hold 0xfbd bytes.',
  ],
  // The documented example has size and alignment swapped.
  [
    CACHE,
    0x100,
    32,
    'big@20010000',
    'big@20010000 (0x20010000-0x2001ffff): the first heap in devicetree order with exactly DT_MEM_SW_ALLOC_CACHE.',
  ],
  [CACHE, 48, 32, undefined, 'The alignment 48 is no power of two. The arguments are (attribute, align, bytes).'],
  [1, 0, 32, undefined, 'NULL: 0x00000001 are not software bits (19:16), and heaps know no others.'],
  [RAM | CACHE, 0, 32, undefined, 'NULL: 0x00100000 are not software bits (19:16), and heaps know no others.'],
];

describe('devicetree: zephyr mem_attr_heap', () => {
  it('makes a heap of each region with software bits, in devicetree order', () => {
    assert.equal(POOL.code, '0');
    assert.deepEqual(
      POOL.heaps.map((heap) => [heap.region.name, heap.software]),
      [
        ['big@20010000', CACHE],
        ['small@20000000', CACHE],
        ['both@10000000', CACHE | DMA],
      ],
    );
  });

  for (const [size, bytes] of LARGEST) {
    it(`${size} bytes hold a block of at most ${bytes}`, () => {
      const [heap] = poolOf(['m@20000000', 0x2000_0000, size, CACHE]).heaps;
      assert.equal(heap?.largestBytes, bytes);
      if (bytes > 0) assert.ok(placeAllocation([heap], CACHE, 0, bytes).heap);
      assert.equal(placeAllocation([heap], CACHE, 0, bytes + 1).heap, undefined);
    });
  }

  for (const [attribute, align, bytes, name, message] of PLACES) {
    it(message, () => {
      const placement = placeAllocation(POOL.heaps, attribute, align, bytes);
      assert.deepEqual([placement.heap?.region.name, placement.message], [name, message]);
    });
  }

  it('goes on to the next heap with the same bits where the first has no room', () => {
    const { heaps } = poolOf(['a@20000000', 0x2000_0000, 64, CACHE], ['b@20001000', 0x2000_1000, 0x1000, CACHE]);
    assert.equal(
      placeAllocation(heaps, CACHE, 0, 1000).message,
      'b@20001000 (0x20001000-0x20001fff): the first heap in devicetree order with exactly DT_MEM_SW_ALLOC_CACHE, after a@20000000 had no room.',
    );
  });

  it('takes eight heaps and answers -ENOMEM for a ninth, but keeps the eight', () => {
    const nine = Array.from(
      { length: 9 },
      (_, n) => [`m@2000${n}000`, 0x2000_0000 + n * 0x1000, 0x1000, CACHE] as const,
    );
    const pool = poolOf(...nine);
    assert.deepEqual(
      [pool.code, pool.heaps.length, pool.left.map((region) => region.name)],
      ['-ENOMEM', 8, ['m@20008000']],
    );
    assert.equal(
      pool.message,
      '9 regions have software bits, but there are 8 heaps: from m@20008000 on they stay unused.',
    );
    assert.equal(poolOf(...nine.slice(0, 8)).code, '0');
  });

  it('answers -EALREADY the second time', () => {
    assert.equal(initPool(regions(['m@20000000', 0x2000_0000, 0x1000, CACHE]), true).code, '-EALREADY');
  });

  it('finds the region of an address by the starts alone', () => {
    const at = (address: number): string | undefined => heapRegionAt(POOL.heaps, address)?.name;
    assert.equal(at(0x1000_0000), 'both@10000000');
    assert.equal(at(0x2000_0abc), 'small@20000000');
    assert.equal(at(0x2001_0000), 'big@20010000');
    // Behind the last heap's end it still answers with the last heap; below the first it reads before its table.
    assert.equal(at(0x9000_0000), 'big@20010000');
    assert.equal(at(0x0fff_ffff), undefined);
  });
});
