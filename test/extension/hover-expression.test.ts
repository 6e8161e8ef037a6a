/** Which expression a hover evaluates. The caret marks the pointer; what follows is the expression, or nothing. */
import assert from 'node:assert/strict';
import { expressionAt } from '../../extension/hover/expression.js';

const CASES: readonly (readonly [line: string, expression: string | undefined])[] = [
  ['int x = co^unt;', 'count'],
  ['^count++;', 'count'],
  ['coun^t++;', 'count'],
  ['count^++;', undefined],
  ['a.b.^c = 1;', 'a.b.c'],
  ['a.^b.c = 1;', 'a.b'],
  ['^a.b.c = 1;', 'a'],
  ['task->stack[i].le^ft', 'task->stack[i].left'],
  ['task->sta^ck[i].left', 'task->stack'],
  ['task->stack[ind^ex].left', 'index'],
  ['a[b[i]].x^x', 'a[b[i]].xx'],
  ['self.table [ 3 ] . na^me', 'self.table [ 3 ] . name'],
  ['mbed::coun^ter', 'mbed::counter'],
  ['::glo^bal', '::global'],
  ['get(x).fie^ld', 'field'],
  ['run(^x);', 'x'],
  ['ru^n(x);', undefined],
  ['obj.ru^n (x);', undefined],
  ['int y = ^*p;', '*p'],
  ['int y = *^p;', 'p'],
  ['int y = ^*p->next;', '*p->next'],
  ['^**pp = 1;', '**pp'],
  ['y = a ^* b;', undefined],
  ['return ^*p;', '*p'],
  ['f(^&buffer[4]);', '&buffer[4]'],
  ['if (a ^&& b)', undefined],
  ['if (a &^& b)', undefined],
  ['x = ^*next(p);', undefined],
  ['uns^igned x;', undefined],
  ['le^t x = 1;', undefined],
  ['#def^ine X 1', undefined],
  ['x = 0x1^F;', undefined],
  ['x = "a co^unt"; y', undefined],
  ["x = 'c^'; y", undefined],
  ['x = 1; // the co^unt', undefined],
  ['x = /* co^unt */ y;', undefined],
  ['x = /* count */ y^y;', 'yy'],
  ['    ldr r^0, [r1, #4]', 'r0'],
  ['    ldr r0, =table^_end', 'table_end'],
  ['', undefined],
  ['x^', undefined],
];

describe('The expression under the pointer', () => {
  for (const [marked, expected] of CASES)
    it(`is ${expected ?? 'none'} in ${marked === '' ? 'an empty line' : marked}`, () => {
      const column = Math.max(0, marked.indexOf('^'));
      const line = marked.replace('^', '');
      const span = expressionAt(line, column);
      assert.equal(span?.text, expected);
      if (span !== undefined) assert.equal(line.slice(span.start, span.end), span.text);
    });

  it('takes time proportional to hostile lines', () => {
    assert.equal(expressionAt('['.repeat(20_000) + 'x', 20_000)?.text, 'x');
    assert.equal(expressionAt('a.'.repeat(20_000) + 'x', 40_000)?.start, 0);
    assert.equal(expressionAt('a' + ']'.repeat(20_000) + '.x', 20_002)?.text, 'x');
  });
});
