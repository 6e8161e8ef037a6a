/** What values unfold to, over the programs that gdb-multiarch described; each child's expression gives the child again. */
import assert from 'node:assert/strict';
import {
  childCounts,
  children,
  describe as summarize,
  evaluate,
  typeName,
  type EvaluationContext,
  type Page,
  type TypedValue,
} from '../../../debugger/index.js';
import { loadProgram } from '../expressions/program.js';

const c = loadProgram('c');
const cpp = loadProgram('cpp');

function find(text: string, context: EvaluationContext): TypedValue {
  const result = evaluate(text, context);
  assert.ok(result.ok, text);
  return result.value;
}

/** `name = value` of each child, after checking that its expression means the same value. */
function unfold(text: string, context: EvaluationContext, page?: Page): string[] {
  return children(find(text, context), context, page, text).map((child) => {
    const shown = summarize(child.value, context);
    assert.ok(child.expression !== undefined, child.name);
    if (!child.name.startsWith('<anonymous')) {
      assert.equal(summarize(find(child.expression, context), context), shown, child.expression);
    }
    return `${child.name} = ${shown}`;
  });
}

const UNFOLDED: readonly (readonly [text: string, context: EvaluationContext, rows: readonly string[]])[] = [
  ['origin', c, ['x = 3', 'y = -4']],
  ['i', c, []],
  ['nothing', c, []],
  ['text', c, ["*text = 99 'c'"]],
  ['pi', c, ['*pi = 42']],
  ['null_pointer', c, []],
  ['pv', c, []],
  ['function', c, []],
  ['pp', c, ['x = 3', 'y = 4']],
  ['pp + 1', c, ['x = 5', 'y = 6']],
  ['ppi', c, ['*ppi = 0x20000004 <i>']],
  ['row', c, ['*row = {4, 5, 6}']],
  ['grid', c, ['[0] = {1, 2, 3}', '[1] = {4, 5, 6}']],
  ['grid[1]', c, ['[0] = 4', '[1] = 5', '[2] = 6']],
  ['exact', c, ["[0] = 97 'a'", "[1] = 98 'b'", "[2] = 99 'c'"]],
  ['*inner@2', c, ['[0] = 3', '[1] = 4']],
  ['list->next', c, ['value = 2', 'next = 0x20000620 <third>']],
  ['packet.flags', c, ['low = 5', 'middle = -3', 'high = 12345']],
  [
    'packet',
    c,
    [
      "kind = 7 '\\a'",
      'length = 513',
      '<anonymous union> = {word = 1078530011, bytes = "\\333\\017I@", real = 3.14159274}',
      'flags = {low = 5, middle = -3, high = 12345}',
      'corners = {{x = 1, y = 2}, {x = 3, y = 4}}',
    ],
  ],
  ['derived', cpp, ['<Base> = {id_ = 7}', '<Other> = {extra = 21}', 'own_ = 8']],
  ['derived_pointer', cpp, ['<Base> = {id_ = 7}', '<Other> = {extra = 21}', 'own_ = 8']],
  ['derived_reference', cpp, ['<Base> = {id_ = 7}', '<Other> = {extra = 21}', 'own_ = 8']],
  ['reference', cpp, []],
  ['app::config', cpp, ['mode = app::Mode::Busy', 'enabled = true', 'count = 2']],
  ['fixed', cpp, ['_M_elems = {10, 20, 30, 40}']],
];

describe('children of values', () => {
  for (const [text, context, rows] of UNFOLDED) {
    it(text, () => {
      const actual = unfold(text, context);
      const counts = childCounts(find(text, context), context);
      assert.equal(counts.named + counts.indexed, rows.length);
      assert.deepEqual(actual, rows);
    });
  }

  it('come in pages for arrays, clipped to the array', () => {
    assert.deepEqual(childCounts(find('ramp', c), c), { named: 0, indexed: 210 });
    assert.deepEqual(unfold('ramp', c, { start: 10, count: 3 }), ['[10] = 11', '[11] = 12', '[12] = 0']);
    assert.deepEqual(unfold('ramp', c, { start: 209, count: 100 }), ['[209] = 0']);
    assert.deepEqual(unfold('ramp', c, { start: 210, count: 1 }), []);
    assert.deepEqual(unfold('ramp', c, { start: -5, count: 1 }), ['[0] = 1']);
  });

  it('are never more than a page, however large the array claims to be', () => {
    const huge: TypedValue = {
      type: { kind: 'array', element: () => find('i', c).type, dimensions: [0x3000_0000] },
      location: { kind: 'memory', address: 0x2000_0000 },
    };
    assert.equal(children(huge, c).length, 4096);
    assert.equal(summarize(huge, c, { maxElements: 2 }), '{74565, 42...}');
  });

  it('go on inside an anonymous union', () => {
    const union = children(find('packet', c), c, undefined, 'packet')[2]!;
    const inner = children(union.value, c, undefined, union.expression);
    assert.deepEqual(
      inner.map((child) => [child.name, child.expression, typeName(child.value.type)]),
      [
        ['word', 'packet.word', 'uint32_t'],
        ['bytes', 'packet.bytes', 'uint8_t [4]'],
        ['real', 'packet.real', 'float'],
      ],
    );
  });
});
