/** Arrays of run-time length in all ways of DWARF 5, 5.13: what is expected is what the expressions compute. */
import assert from 'node:assert/strict';
import { DW_AT, DW_ATE, DW_OP, DW_TAG } from '../../../debugger/dwarf/constants.js';
import type { FrameContext } from '../../../debugger/dwarf/index.js';
import { typeName } from '../../../debugger/index.js';
import { buildUnit, entry, type BuiltEntry, type BuiltValue } from './build-unit.js';

const INT = entry(DW_TAG.base_type, { [DW_AT.name]: 'int', [DW_AT.byte_size]: 4, [DW_AT.encoding]: DW_ATE.signed });
/** R4 is 5, and 7 lies at 0x20000000. */
const IN_R4 = Uint8Array.of(DW_OP.breg0 + 4, 0);
const IN_MEMORY = Uint8Array.of(DW_OP.addr, 0, 0, 0, 0x20);
const CONTEXT: FrameContext = {
  pc: 0x1004,
  register: (n) => (n === 4 ? 5 : undefined),
  memory: (address, size) => (address === 0x2000_0000 ? Uint8Array.of(7, 0, 0, 0).subarray(0, size) : undefined),
  cfa: () => undefined,
};

const bound = (attribute: number, value: BuiltValue): BuiltEntry => entry(DW_TAG.subrange_type, { [attribute]: value });
const array = (...bounds: BuiltEntry[]): BuiltEntry => entry(DW_TAG.array_type, { [DW_AT.type]: INT }, ...bounds);
const around = (tag: number, type: BuiltEntry, name?: string): BuiltEntry =>
  entry(tag, { [DW_AT.type]: type, ...(name === undefined ? {} : { [DW_AT.name]: name }) });

/** The name of a variable's type in the frame. `others` are what the type refers to. */
function shown(type: BuiltEntry, ...others: BuiltEntry[]): string {
  const variable = entry(DW_TAG.variable, { [DW_AT.name]: 'v', [DW_AT.type]: type, [DW_AT.location]: IN_MEMORY });
  const place = { [DW_AT.name]: 'f', [DW_AT.low_pc]: { address: 0x1000 }, [DW_AT.high_pc]: 0x100 };
  const function_ = entry(DW_TAG.subprogram, place, ...others, type, variable);
  const unit = { [DW_AT.low_pc]: { address: 0x1000 }, [DW_AT.high_pc]: 0x100 };
  const info = buildUnit(entry(DW_TAG.compile_unit, unit, INT, function_));
  const [frame] = info.framesAt(CONTEXT.pc);
  const found = frame!.blocks()[0]!.variables.find(({ name }) => name === 'v');
  return typeName(found!.typeIn(CONTEXT), 'c');
}

const counter = entry(DW_TAG.variable, { [DW_AT.type]: INT, [DW_AT.location]: IN_MEMORY });
const fixed = entry(DW_TAG.variable, { [DW_AT.type]: INT, [DW_AT.const_value]: 3 });
const lost = entry(DW_TAG.variable, { [DW_AT.type]: INT });

const CASES: readonly (readonly [string, BuiltEntry, readonly BuiltEntry[], string])[] = [
  ['a count that is computed', array(bound(DW_AT.count, IN_R4)), [], 'int [5]'],
  ['an upper bound that is computed', array(bound(DW_AT.upper_bound, IN_R4)), [], 'int [6]'],
  ['an upper bound in a variable', array(bound(DW_AT.upper_bound, counter)), [counter], 'int [8]'],
  ['a count in a variable that is a constant', array(bound(DW_AT.count, fixed)), [fixed], 'int [3]'],
  ['a variable that is nowhere', array(bound(DW_AT.upper_bound, lost)), [lost], 'int []'],
  [
    'two dimensions, one of them constant',
    array(bound(DW_AT.upper_bound, IN_R4), bound(DW_AT.upper_bound, 2)),
    [],
    'int [6][3]',
  ],
];

describe('arrays of run-time length', () => {
  for (const [title, type, others, expected] of CASES) {
    it(title, () => {
      assert.equal(shown(type, ...others), expected);
    });
  }

  it('behind pointers, typedefs and qualifiers', () => {
    const inner = array(bound(DW_AT.count, IN_R4));
    const pointer = around(DW_TAG.pointer_type, inner);
    assert.equal(shown(pointer, inner), 'int (*)[5]');
    const named = around(DW_TAG.typedef, inner, 'row');
    assert.equal(shown(around(DW_TAG.const_type, pointer), inner, pointer), 'int (* const)[5]');
    assert.equal(shown(named, inner), 'row');
  });

  it('a type that refers to itself ends', () => {
    const pointer: BuiltEntry = entry(DW_TAG.pointer_type, {});
    (pointer.attributes as Record<number, BuiltValue>)[DW_AT.type] = pointer;
    assert.equal(shown(pointer), '...');
  });
});
