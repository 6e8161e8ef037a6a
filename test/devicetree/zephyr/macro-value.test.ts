/** Values of macros by the rules of C (C11 6.5), and bounds on hostile ones. */
import assert from 'node:assert/strict';
import type { MacroDefinition } from '../../../devicetree/index.js';
import { macroValue } from '../../../devicetree/zephyr/macro-value.js';

const OTHERS: readonly (readonly [name: string, body: string, parameters?: readonly string[]])[] = [
  ['SHIFT', '(20)'],
  ['UP', '((x) << SHIFT)', ['x']],
  ['BOTH', '((a) | (b))', ['a', 'b']],
  ['A', '(DT | 0x4)'],
  ['DT', 'BIT(3)'],
  ['DEEP', 'DEEP2'],
  ['DEEP2', 'DEEP'],
  ['WIDE', 'BOTH(WIDE2, WIDE2)'],
  ['WIDE2', 'BOTH(WIDE3, WIDE3)'],
  ['WIDE3', 'BOTH(WIDE, 1)'],
];

const BODIES: readonly (readonly [string, number | undefined])[] = [
  ['1', 1],
  ['0x10UL', 16],
  ['010', 8],
  ['BIT(31)', 0x8000_0000],
  ['GENMASK(19, 16)', 0xf_0000],
  ['GENMASK(31, 20)', 0xfff0_0000],
  ['UP(BIT(1))', 0x20_0000],
  ['UP(1 | 4)', 0x50_0000],
  ['BOTH(UP(1), A)', 0x10_000c],
  ['1 + 2 * 3', 7],
  ['1 << 2 + 1', 8],
  ['1 | 2 ^ 3 & 2', 1 | (2 ^ (3 & 2))],
  ['~0', 0xffff_ffff],
  ['-1 & 0xff', 0xff],
  ['(((((1)))))', 1],
  ['', undefined],
  ['(1', undefined],
  ['1)', undefined],
  ['UP', undefined],
  ['UP()', undefined],
  ['UP(1, 2)', undefined],
  ['NOBODY', undefined],
  ['1 << 64', undefined],
  ['BIT(-1)', undefined],
  ['1 ? 2 : 3', undefined],
  ['DEEP', undefined],
  ['WIDE', undefined],
  ['('.repeat(5000) + '1' + ')'.repeat(5000), undefined],
  ['1 ' + '+ 1 '.repeat(5000), undefined],
];

describe('devicetree: zephyr macro values', () => {
  for (const [body, value] of BODIES) {
    it(body.length > 40 ? `${body.slice(0, 20)}… (${body.length} characters)` : JSON.stringify(body), () => {
      const macros = new Map<string, MacroDefinition>();
      for (const [name, text, parameters] of [...OTHERS, ['ASKED', body] as const]) {
        macros.set(name, { name, body: text, variadic: false, ...(parameters === undefined ? {} : { parameters }) });
      }
      assert.equal(macroValue('ASKED', macros), value);
    });
  }
});
