/** Mistakes in expressions: one sentence and the column that it is about; and no input hangs or throws. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe as summarize, evaluate } from '../../../debugger/index.js';
import { loadProgram } from './program.js';

const context = loadProgram('c');

const MISTAKES: readonly (readonly [text: string, column: number, message: string])[] = [
  ['', 0, 'There is no expression.'],
  ['  ', 0, 'There is no expression.'],
  ['foo', 0, 'No symbol "foo" in the current context.'],
  ['i + foo', 4, 'No symbol "foo" in the current context.'],
  ['app::foo', 0, 'No symbol "foo" in "app".'],
  ['origin.z', 6, 'There is no member named z in "struct point".'],
  ['i.x', 1, 'Attempt to extract a component of a value that is not a structure.'],
  ['i +', 3, "A syntax error in expression, near `'."],
  ['1 2', 2, "A syntax error in expression, near `2'."],
  ['i)', 1, 'Junk after end of expression.'],
  ['i # 2', 2, "Invalid character '#' in expression."],
  ["'", 0, 'Unmatched single quote.'],
  ["''", 0, 'Empty or overlong character constant.'],
  ['"abc', 0, 'Unterminated string in expression.'],
  ['struct point', 0, 'Attempt to use a type name as an expression.'],
  ['(struct missing *)0', 1, 'No struct type named missing.'],
  ['(unsigned float)1', 1, '"unsigned float" is no type.'],
  ['12abc', 0, 'Invalid number "12abc".'],
  ['99999999999999999999', 0, 'Numeric constant too large.'],
  ['i / (i - 42)', 2, 'Division by zero.'],
  ['1.5 % 2', 4, 'Integer-only operation on floating point number.'],
  ['twice(1, 2)', 5, 'Calling functions of the program is not supported.'],
  ['origin + 1', 7, 'A value of type "struct point" has no operators.'],
  ['*pv', 0, 'Attempt to dereference a generic pointer.'],
  ['&(i + 1)', 0, 'Attempt to take address of value not located in memory.'],
  ['i = 3', 2, 'Changing the program is not allowed here.'],
  ['i++', 1, 'Changing the program is not allowed here.'],
  ['$foo', 0, 'There is no register named $foo.'],
  ['*(int *)16 + 1', 11, 'Cannot access memory at address 0x10.'],
  ['('.repeat(5000), 1000, 'The expression is too long.'],
  ['('.repeat(900), 100, 'The expression is nested too deeply.'],
  ['~'.repeat(900) + '1', 199, 'The expression is nested too deeply.'],
  ['1'.repeat(9000), 8192, 'The expression is too long.'],
];

describe('mistakes in expressions', () => {
  for (const [text, column, message] of MISTAKES) {
    it(text.length > 40 ? `${text.slice(0, 10)}… (${text.length})` : `"${text}"`, () => {
      const result = evaluate(text, context);
      assert.ok(!result.ok);
      assert.deepEqual(result.error, { message, column });
    });
  }

  it('takes long chains without exhausting the stack', () => {
    const result = evaluate(Array(490).fill('1').join(' + '), context);
    assert.ok(result.ok);
    assert.equal(summarize(result.value, context), '490');
  });
});

const WORDS = [
  ...['i', 'pi', 'origin', 'packet', 'numbers', 'text', 'list', 'twice', 'colour', '$r0', 'missing', 'struct', 'point'],
  ...['int', 'unsigned', 'char', 'const', 'uint32_t', 'sizeof', 'x', '1', '0', '2.5f', '0x20000000', "'a'", '"s"'],
  ...['(', ')', '[', ']', '{', '}', '*', '&', '+', '-', '/', '%', '<<', '>>', '<', '>', '==', '&&', '||', '?', ':'],
  ...['.', '->', '++', '--', '=', '+=', ',', '@', '!', '~', '::', "'", '"', '\\', '$', '#', 'é'],
];

describe('odd expressions', () => {
  it('give a value or a sentence, whatever is typed', () => {
    const typed = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }).map((words) => words.join('')),
      fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(typed, fc.boolean(), (text, allowSideEffects) => {
        const result = evaluate(text, loadedAnew(), { allowSideEffects });
        if (result.ok) assert.equal(typeof summarize(result.value, context, { maxElements: 20 }), 'string');
        else assert.ok(result.error.column >= 0 && result.error.column <= text.length);
      }),
      { numRuns: 3000 },
    );
  });
});

/** Writes of earlier expressions must not matter: they go nowhere. */
function loadedAnew(): typeof context {
  return { ...context, writeMemory: () => true, writeRegister: () => true };
}
