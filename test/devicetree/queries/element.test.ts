/** What stands at a place: tables of sources with a cursor. */
import assert from 'node:assert/strict';
import { elementAt, selectionRanges } from '../../../devicetree/queries/index.js';
import { shown, source, type Files } from './support.js';

const HEADER: Files = {
  '/zephyr/include/a.h':
    '#ifndef A_H\n#define A_H\n#define ONE 1\n#define TWICE(x) (2 * (x))\n#define NODE(n) n: n@0 { }\n#endif\n',
};

/** Source with the cursor, then kind and text of what is there; `-` for nothing. */
const CASES: readonly (readonly [source: string, expected: string])[] = [
  ['/ { so¦c { }; };', 'node-name soc'],
  ['/ { soc¦ { }; };', 'node-name soc'],
  ['/ { l¦a: soc { }; };', 'label la'],
  ['/ { la: soc { }; };\n&l¦a { };', 'reference &la'],
  ['/ { la: soc { }; p = <&l¦a>; };', 'reference &la'],
  ['/ { la: soc { }; p = &{/so¦c}; };', 'reference &{/soc}'],
  ['/ { stat¦us = "okay"; };', 'property-name status'],
  ['/ { status = "ok¦ay"; };', 'string "okay"'],
  ['/ { p = <1 0x2¦0>; };', 'cell 0x20'],
  ['/ { p = <1 (2 +¦ 3)>; };', 'cell (2 + 3)'],
  ['/ { p = [01 0¦2]; };', 'value [01 02]'],
  ['/ { p = < l¦a: 1 >; };', 'label la'],
  ['#include <a.h>\n/ { p = <ON¦E>; };', 'macro-use ONE'],
  ['#include <a.h>\n/ { p = <TWICE(ON¦E)>; };', 'macro-use ONE'],
  ['#include <a.h>\n/ { p = <TWI¦CE(ONE)>; };', 'macro-use TWICE'],
  ['#include <a.h>\n/ { NOD¦E(x); };', 'macro-use NODE'],
  ['#include <a¦.h>\n/ { };', 'include <a.h>'],
  ['#define B¦B 1\n/ { };', 'macro-definition BB'],
  ['#include <a.h>\n#define BB (ON¦E + 1)\n/ { };', 'macro-use ONE'],
  ['#include <a.h>\n#define BB(ONE) (ON¦E + 1)\n/ { };', '-'],
  ['#include <a.h>\n#ifdef ON¦E\n#endif\n/ { };', 'macro-use ONE'],
  ['/ { /* so¦c { }; */ };', '-'],
  ['/ {\n#if 0\n  so¦c { };\n#endif\n};', '-'],
  ['/ { a { }; /delete-node/ a¦; };', 'node-name a'],
  ['/ { p; /delete-property/ p¦; };', 'property-name p'],
  ['/ {   ¦   };', '-'],
];

describe('elementAt', () => {
  for (const [text, expected] of CASES) {
    it(`${text.replaceAll('\n', '⏎')} → ${expected}`, () => {
      const { context, file, offset } = source(text, HEADER);
      const element = elementAt(context, file, offset);
      const got = element === undefined ? '-' : `${element.kind} ${shown(element.range).split(' ').slice(1).join(' ')}`;
      assert.equal(got, expected);
    });
  }

  it('shows a guarded header as active although a second reading leaves it out', () => {
    const files: Files = {
      '/project/main.dts': '/dts-v1/;\n#include <a.h>\n#include <a.h>\n/ { p = <ONE>; };\n',
      '/zephyr/include/a.h': '#ifndef A_H\n#define A_H\n#define O¦NE 1\n#endif\n',
    };
    const { context, file, offset } = source('', files);
    assert.equal(elementAt(context, file, offset)?.kind, 'macro-definition');
  });

  it('names the node that a property in an included file belongs to', () => {
    const { context, file, offset } = source('/ { soc {\n#include "part.dtsi"\n}; };', {
      '/project/part.dtsi': 'reg = <1 2>;\nua¦rt { };\n',
    });
    const element = elementAt(context, file, offset);
    assert.equal(element?.kind === 'node-name' ? element.node?.path : element?.kind, '/soc/uart');
  });

  it('finds what stands in a node that one file opens and another closes', () => {
    const { context, file, offset } = source('#include "open.dtsi"\n  ua¦rt { };\n#include "close.dtsi"\n', {
      '/project/open.dtsi': '/ { soc {\n',
      '/project/close.dtsi': '}; };\n',
    });
    const element = elementAt(context, file, offset);
    assert.equal(element?.kind === 'node-name' ? element.node?.path : element?.kind, '/soc/uart');
  });

  it('grows a selection step by step', () => {
    const { context, file, offset } = source('/ { p = <1 2¦0>; };');
    const texts = selectionRanges(context, file, offset).map((range) => shown(range).split(' ').slice(1).join(' '));
    assert.deepEqual(texts, [
      '20',
      '<1 20>',
      'p = <1 20>;',
      ' p = <1 20>; ',
      '{ p = <1 20>; }',
      '/ { p = <1 20>; };',
      '/dts-v1/; / { p = <1 20>; };',
    ]);
  });
});
