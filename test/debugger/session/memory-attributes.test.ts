/** The debug console on Zephyr's memory attributes. The answers themselves: test/devicetree/zephyr/. */
import assert from 'node:assert/strict';
import { UserError } from '../../../base/index.js';
import { memoryAttributesAnswer, memoryAttributesText } from '../../../debugger/session/memory-attributes.js';
import { build } from '../../devicetree/build.js';

const { tree } = build(
  `/dts-v1/;
/ {
	#address-cells = <1>;
	#size-cells = <1>;
	memory@20000000 { reg = <0x20000000 0x1000>; zephyr,memory-attr = <0x140000>; };
	memory@20010000 { reg = <0x20010000 0x1000>; zephyr,memory-attr = <0x50000>; };
};
`,
  'zephyr',
);

const ask = (text: string): string => memoryAttributesAnswer(text, tree, (expression) => Number(expression));

describe('debug console: memory attributes', () => {
  it('lists the regions, and the heaps among them', () => {
    const lines = memoryAttributesText(tree).split('\n');
    assert.equal(lines.length, 2);
    assert.match(
      lines[0]!,
      /^memory@20000000 +0x20000000-0x20000fff +4 KiB +0x00140000 \(.*DT_MEM_SW_ALLOC_DMA\), a heap/,
    );
  });

  it('says where an allocation lands', () => {
    assert.match(ask('alloc DT_MEM_SW_ALLOC_DMA 256'), /^memory@20000000 /);
    assert.match(ask('alloc (DT_MEM_SW_ALLOC_CACHE | DT_MEM_SW_ALLOC_DMA) 256 32'), /^memory@20010000 /);
    assert.match(
      ask('alloc 0x10000 16'),
      /^NULL: no heap has exactly DT_MEM_SW_ALLOC_CACHE; memory@20010000 has more bits/,
    );
  });

  it('says what a check of a buffer returns', () => {
    assert.match(ask('check 0x20000000 4096 0x40000'), /^0: /);
    assert.match(ask('check 0x20000001 4096 0'), /^-ENOSPC: /);
    assert.match(ask('check 0x30000000 1 0'), /^-ENOBUFS: /);
  });

  it('says what it cannot read, and that there is no devicetree', () => {
    for (const text of [
      '',
      'alloc',
      'alloc 1',
      'alloc DT_NONSENSE 16',
      'alloc 1 lots',
      'check 1 2',
      'free 1 2',
      'alloc 1 2 3 4',
    ])
      assert.throws(() => ask(text), UserError, text);
    assert.throws(() => memoryAttributesText(undefined), /names? the build's zephyr.dts/);
  });
});
