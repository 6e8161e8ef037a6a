/** `mem_attr_check_buf` as subsys/mem_mgmt/mem_attr.c of Zephyr has it, its wrapping sums included. */
import assert from 'node:assert/strict';
import {
  checkBuffer,
  regionsOf,
  type CheckCode,
  type CheckConfig,
  type CheckResult,
} from '../../../devicetree/index.js';
import { boardOf, treeOf } from './tree.js';

const CACHEABLE = 1;
const DMA = 8;
const RAM = 0x10_0000;

const REGIONS = regionsOf(
  boardOf('cortex-m4', 'armv7m-mpu', 8, [
    { name: 'plain@10000000', reg: [0x1000_0000, 0x1000], attribute: 0 },
    { name: 'cached@20000000', reg: [0x2000_0000, 0x1000], attribute: CACHEABLE | DMA },
    { name: 'inner@20000800', reg: [0x2000_0800, 0x100], attribute: RAM },
    { name: 'top@f0000000', reg: [0xf000_0000, 0x1000_0000], attribute: CACHEABLE },
    { name: 'high@fffff000', reg: [0xe000_0000, 0x1000], attribute: CACHEABLE },
    { name: 'off@30000000', reg: [0x3000_0000, 0x1000], attribute: CACHEABLE, extra: { status: 'disabled' } },
  ]),
);

const CHECKS: readonly (readonly [
  what: string,
  address: number,
  size: number,
  attributes: number,
  code: CheckCode,
  region: string | undefined,
  quirk?: CheckResult['quirk'],
  config?: CheckConfig,
])[] = [
  ['fits', 0x2000_0000, 0x1000, CACHEABLE, '0', 'cached@20000000'],
  ['has all bits asked for', 0x2000_0010, 4, CACHEABLE | DMA, '0', 'cached@20000000'],
  ['asks for nothing', 0x1000_0000, 4, 0, '0', 'plain@10000000'],
  ['lacks a bit', 0x1000_0000, 4, DMA, '-EINVAL', 'plain@10000000'],
  ['the first region in the table decides, not the inner one', 0x2000_0800, 4, RAM, '-EINVAL', 'cached@20000000'],
  ['one byte too many', 0x2000_0000, 0x1001, CACHEABLE, '-ENOSPC', 'cached@20000000'],
  ['too big goes before attributes', 0x1000_0000, 0x1001, DMA, '-ENOSPC', 'plain@10000000'],
  ['outside', 0x4000_0000, 4, 0, '-ENOBUFS', undefined],
  ['just behind', 0x2000_1000, 4, 0, '-ENOBUFS', undefined],
  ['in a disabled node', 0x3000_0000, 4, 0, '-ENOBUFS', undefined],
  ['nothing', 0x2000_0000, 0, CACHEABLE, '-ENOTSUP', undefined],
  ['with an MMU', 0x2000_0000, 4, CACHEABLE, '-ENOSYS', undefined, undefined, { mmu: true }],
  ['an MMU goes before the size', 0x2000_0000, 0, CACHEABLE, '-ENOSYS', undefined, undefined, { mmu: true }],
  ['a region that ends at 4 GiB never matches', 0xf000_0000, 4, CACHEABLE, '-ENOBUFS', 'top@f0000000', 'end-wraps'],
  ['… on 64 bits it does', 0xf000_0000, 4, CACHEABLE, '0', 'top@f0000000', undefined, { addressBits: 64 }],
  ['a buffer that wraps passes', 0x2000_0000, 0xf000_0000, CACHEABLE, '0', 'cached@20000000', 'buffer-wraps'],
  ['… with its attributes checked', 0x2000_0000, 0xf000_0000, RAM, '-EINVAL', 'cached@20000000', 'buffer-wraps'],
  [
    '… on 64 bits it does not',
    0x2000_0000,
    0xf000_0000,
    CACHEABLE,
    '-ENOSPC',
    'cached@20000000',
    undefined,
    { addressBits: 64 },
  ],
];

describe('devicetree: zephyr mem_attr', () => {
  for (const [what, address, size, attributes, code, region, quirk, config] of CHECKS) {
    it(`${what}: ${code}`, () => {
      const result = checkBuffer(REGIONS, address, size, attributes, config);
      assert.deepEqual([result.code, result.region?.name, result.quirk], [code, region, quirk]);
      assert.match(result.message, /^[A-Z0-9a-z].*\.$/);
    });
  }

  it('says why in a sentence', () => {
    const message = (address: number, size: number, attributes: number): string =>
      checkBuffer(REGIONS, address, size, attributes).message;
    assert.equal(
      message(0x1000_0000, 4, DMA),
      'plain@10000000 (0x10000000-0x10000fff) lacks the attribute bits 0x00000008.',
    );
    assert.equal(
      message(0xf000_0000, 4, 0),
      'top@f0000000 (0xf0000000-0xffffffff) ends where addresses end: its end wraps to 0, and no buffer is ever found in it.',
    );
    assert.equal(
      message(0x2000_0000, 0xf000_0000, CACHEABLE),
      "All of the buffer lies in cached@20000000 (0x20000000-0x20000fff), which has every attribute bit asked for. The buffer's end wraps to 0x10000000, so the check takes it as inside although it is not.",
    );
  });

  it('lists okay nodes, parents first, with the first block of reg', () => {
    const tree = treeOf({
      '#address-cells': [1],
      '#size-cells': [1],
      'b@1000': {
        '#address-cells': [1],
        '#size-cells': [1],
        ranges: true,
        reg: [0x1000, 0x100, 0x9000, 0x100],
        'zephyr,memory-attr': [1],
        'c@1010': { reg: [0x1010, 0x10], 'zephyr,memory-attr': [2] },
      },
      'a@0': { reg: [0, 0x100], 'zephyr,memory-attr': [4] },
    });
    assert.deepEqual(
      regionsOf(tree).map(({ name, base, size, attribute }) => [name, base, size, attribute]),
      [
        ['b@1000', 0x1000, 0x100, 1],
        ['c@1010', 0x1010, 0x10, 2],
        ['a@0', 0, 0x100, 4],
      ],
    );
  });
});
