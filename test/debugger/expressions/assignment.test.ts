/** Assignments in expressions and new values of variables: what they write, by C's conversions. */
import assert from 'node:assert/strict';
import {
  describe as summarize,
  evaluate,
  parseNewValue,
  setValue,
  type EvaluationContext,
  type TypedValue,
} from '../../../debugger/index.js';
import { loadProgram } from './program.js';

function shown(text: string, context: EvaluationContext, allowSideEffects = false): string {
  const result = evaluate(text, context, { allowSideEffects });
  return result.ok ? summarize(result.value, context) : result.error.message;
}

/** Each row: the expression, its own value, then an expression that shows the effect and what that gives (C11 6.5.16). */
const ASSIGNMENTS: readonly (readonly [text: string, value: string, look: string, after: string])[] = [
  ['i = 3', '3', 'i', '3'],
  ['i = 3.9', '3', 'i', '3'],
  ['i += 8', '50', 'i', '50'],
  ['i <<= 2', '168', 'i', '168'],
  ['i++', '42', 'i', '43'],
  ['++i', '43', 'i', '43'],
  ['i--', '42', 'i', '41'],
  ['u8 = 300', "44 ','", 'u8', "44 ','"],
  ['u8 += 100', "44 ','", 'u8', "44 ','"],
  ['yes = 0', 'false', 'yes', 'false'],
  ['yes = 7', 'true', 'yes', 'true'],
  ['f = 1', '1', 'f', '1'],
  ['d /= 2', '1.3591409142295225', 'd', '1.3591409142295225'],
  ['big = -1', '-1', 'big', '-1'],
  ['pi = &negative', '0x20000008 <negative>', '*pi', '-7'],
  ['pp++', '0x20000584 <points+8>', 'pp - points', '2'],
  ['pp += 1', '0x2000058c <points+16>', 'pp->x', '5'],
  ['pi = 0', '0x0', 'pi', '0x0'],
  ['origin = points[2]', '{x = 5, y = 6}', 'origin', '{x = 5, y = 6}'],
  ['packet.flags.middle = -1', '-1', 'packet.flags', '{low = 5, middle = -1, high = 12345}'],
  ['packet.flags.low = 10', '2', 'packet.flags', '{low = 2, middle = -3, high = 12345}'],
  ['wide.b = 0x123456', '1193046', 'wide', '{a = 74565, b = 1193046, c = 344865, on = true}'],
  ['wide.on = 0', 'false', 'wide', '{a = 74565, b = 11259375, c = 344865, on = false}'],
  ['colour = BLUE', 'BLUE', 'colour', 'BLUE'],
  ['level = -1', 'LOW', 'level', 'LOW'],
  ['name = "bye"', '"bye", \'\\000\' <repeats 12 times>', 'name', '"bye", \'\\000\' <repeats 12 times>'],
  ['exact = "xyz"', '"xyz"', 'exact', '"xyz"'],
  ['function = twice', '0x8001 <twice>', '(unsigned)function', '32769'],
  ['operations[1] = &twice', '0x8001 <twice>', 'operations[1]', '0x8001 <twice>'],
  ['numbers[1] = numbers[2] = 9', '9', 'numbers', '{1, 9, 9, 4, 5}'],
  ['i = 1, i + 1', '2', 'i', '1'],
  ['$r3 = 5', '5', '$r3 + 1', '6'],
  ['$R3 -= 1', '99', '$r3', '99'],
  ['$sp = 0x20001000', '536875008', '$SP', '536875008'],
  ['sizeof(i = 5)', '4', 'i', '42'],
  ['0 && (i = 5)', '0', 'i', '42'],
  ['1 || i++', '1', 'i', '42'],
  ['1 ? 2 : i++', '2', 'i', '42'],
];

const REFUSED: readonly (readonly [text: string, message: string])[] = [
  ['5 = 3', 'Left operand of assignment is not an lvalue.'],
  ['i + 1 = 3', 'Left operand of assignment is not an lvalue.'],
  ['exact = "wxyz"', 'The string has 4 characters, the array only 3.'],
  ['origin = 5', 'A value of type "int" cannot be assigned to one of type "struct point".'],
  ['origin = packet', 'A value of type "struct packet" cannot be assigned to one of type "struct point".'],
  ['i = origin', 'A structure cannot be assigned to a number.'],
  ['numbers = 5', 'Only strings can be assigned to arrays.'],
  ['*(int *)16 = 5', 'Cannot access memory at address 0x10.'],
  ['$r9 = 1', 'There is no register named $r9.'],
];

describe('assignment', () => {
  for (const [text, value, look, after] of ASSIGNMENTS) {
    it(text, () => {
      const context = loadProgram('c', { r3: 100, sp: 0x2000_2000 });
      assert.equal(shown(text, context, true), value);
      assert.equal(shown(look, context), after);
    });
  }
  for (const [text, message] of REFUSED) {
    it(`${text} is refused`, () => assert.equal(shown(text, loadProgram('c'), true), message));
  }
});

describe('new values of variables', () => {
  const context = loadProgram('cpp', { r4: 0x1122_3344, r5: 0x5566_7788 });
  const find = (text: string): TypedValue => {
    const result = evaluate(text, context);
    assert.ok(result.ok, text);
    return result.value;
  };

  it('go by the enumerator alone', () => {
    const result = parseNewValue(find('mode'), ' Idle', context);
    assert.ok(result.ok);
    assert.deepEqual(result.writes, [{ kind: 'memory', address: 0x2000_0070, bytes: Uint8Array.of(0) }]);
  });

  it('reach through references', () => {
    assert.ok(setValue(find('reference'), '0x10 + 1', context).ok);
    assert.equal(shown('target', context), '17');
  });

  it('say what is wrong with them', () => {
    const result = setValue(find('target'), 'nonsense', context);
    assert.deepEqual(result, {
      ok: false,
      error: { message: 'No symbol "nonsense" in the current context.', column: 0 },
    });
  });

  it('change registers and pieces of registers and memory', () => {
    const type = find('target').type;
    const wide = find('(long long)target').type;
    const short = find('variant.low').type;
    const inRegister: TypedValue = { type, location: { kind: 'register', register: 4 } };
    assert.deepEqual(parseNewValue(inRegister, '-2', context), {
      ok: true,
      writes: [{ kind: 'register', name: 'r4', value: 0xffff_fffe }],
    });
    const upperHalf: TypedValue = { type: short, location: inRegister.location, offsetBytes: 2 };
    assert.deepEqual(parseNewValue(upperHalf, '0x7fff', context), {
      ok: true,
      writes: [{ kind: 'register', name: 'r4', value: 0x7fff_3344 }],
    });
    const split: TypedValue = {
      type: wide,
      location: {
        kind: 'pieces',
        pieces: [
          { location: { kind: 'register', register: 5 }, sizeBytes: 4 },
          { location: { kind: 'memory', address: 0x2000_0000 }, sizeBytes: 4 },
        ],
      },
    };
    assert.equal(summarize(split, context), ((12n << 32n) | 0x5566_7788n).toString());
    assert.deepEqual(parseNewValue(split, '0x100000002', context), {
      ok: true,
      writes: [
        { kind: 'register', name: 'r5', value: 2 },
        { kind: 'memory', address: 0x2000_0000, bytes: Uint8Array.of(1, 0, 0, 0) },
      ],
    });
  });

  it('cannot be given to what is optimized out', () => {
    const gone: TypedValue = { type: find('target').type, location: { kind: 'unavailable', why: 'optimized out' } };
    assert.deepEqual(parseNewValue(gone, '1', context), {
      ok: false,
      error: { message: 'The value cannot be changed: optimized out.', column: 0 },
    });
  });
});
