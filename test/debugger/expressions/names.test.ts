/** Names that need a frame: members of `this`, registers, format suffixes; and what is asked of the context. */
import assert from 'node:assert/strict';
import { describe as summarize, evaluate, splitFormat, type EvaluationContext } from '../../../debugger/index.js';
import { loadProgram } from './program.js';

const plain = loadProgram('cpp', {
  ...{
    r0: 1,
    r1: 2,
    sp: 0x2000_0010,
    pc: 0x8004,
    lr: 0xffff_fffd,
    xpsr: 0x2100_0003,
    msp: 0x2000_0010,
    psp: 0x2000_0020,
  },
  ...{ control: 3, primask: 1, basepri: 0x20, faultmask: 0 },
});
const inMethod: EvaluationContext = { ...plain, thisObject: () => plain.findVariable('derived') };

function shown(text: string, context: EvaluationContext): string {
  const result = evaluate(text, context);
  if (!result.ok) return result.error.message;
  return summarize(result.value, context, result.format === undefined ? {} : { format: result.format });
}

const IN_METHOD: readonly (readonly [text: string, value: string])[] = [
  ['own_', '8'],
  ['id_ + extra', '28'],
  ['this', '0x20000010 <derived>'],
  ['*this', '{<Base> = {id_ = 7}, <Other> = {extra = 21}, own_ = 8}'],
  ['this->own_', '8'],
  ['this->Base::id_', '7'],
  ['target', '55'],
  ['::target', '55'],
  ['$sp', '536870928'],
  ['$SP,x', '0x20000010'],
  ['$pc,x', '0x8004'],
  ['$Lr,x', '0xfffffffd'],
  ['$xPSR & 0x1ff', '3'],
  ['$psp - $msp', '16'],
  ['$control & 2 ? $psp : $msp', '536870944'],
  ['$primask + $basepri + $faultmask', '33'],
  ['*(int *)$sp', '7'],
  ['((Derived *)$sp)->own_', '8'],
  ['*(unsigned int *)0x20000014', '21'],
  ['target,x', '0x37'],
  ['target , h', '0x37'],
  ['target,z', '0x00000037'],
  ['target,o', '067'],
  ['target,b', '0b110111'],
  ['target,c', "55 '7'"],
  ['target,n', '55'],
  ['derived,x', '{<Base> = {id_ = 0x7}, <Other> = {extra = 0x15}, own_ = 0x8}'],
  ['(Derived&)*base_pointer', '@0x20000010: {<Base> = {id_ = 7}, <Other> = {extra = 21}, own_ = 8}'],
  ['static_cast<Derived *>(other_pointer)->own_', '8'],
  ['(Buffer< int,3 > *) &buffer', '0x20000038 <buffer>'],
  ['sizeof(int (*)[3])', '4'],
  ['sizeof(int[3][2])', '24'],
  ['sizeof(void (*)(int, char *, ...))', '4'],
  ['(app::Mode)0', 'app::Mode::Idle'],
  ['app::Mode::Busy', 'app::Mode::Busy'],
];

describe('names in a frame', () => {
  for (const [text, value] of IN_METHOD) it(text, () => assert.equal(shown(text, inMethod), value));

  it('asks the context for names without spaces, scopes and files kept', () => {
    const asked: string[] = [];
    const context: EvaluationContext = {
      ...plain,
      findVariable(name) {
        asked.push(name);
        return plain.findVariable('target');
      },
    };
    for (const text of ["'main.c'::g", 'f::s', ':: g', 'a :: b::c', "'Buffer<int>::n'"]) evaluate(text, context);
    const expected = ["'main.c'::g", 'f::s', '::g', 'a::b::c', 'Buffer<int>::n'];
    assert.deepEqual([...new Set(asked)], expected);
  });

  it('a variable hides a type of its name', () => {
    const context: EvaluationContext = {
      ...plain,
      findVariable: (name) => plain.findVariable(name === 'Base' ? 'target' : name),
    };
    assert.equal(shown('(Base) + 1', context), '56');
    assert.equal(shown('(Other *) 0', context), '0x0');
  });

  it('finds locals, then members of this, then what is outside', () => {
    const outside = (name: string) => plain.findVariable(name === 'own_' ? 'target' : name);
    const hiding = { ...inMethod, findVariable: outside, findLocal: () => undefined };
    assert.equal(shown('own_', hiding), '8');
    assert.equal(shown('::own_', { ...hiding, findVariable: () => plain.findVariable('target') }), '55');
    assert.equal(shown('own_', { ...hiding, findLocal: outside }), '55');
    assert.equal(shown('own_', { ...inMethod, findVariable: outside }), '55');
  });

  it('splits off a format only at the end', () => {
    assert.deepEqual(splitFormat('a,x'), { expression: 'a', format: 'hex' });
    assert.deepEqual(splitFormat('(a,x)'), { expression: '(a,x)' });
    assert.deepEqual(splitFormat('a, xy'), { expression: 'a, xy' });
    assert.deepEqual(splitFormat(',x'), { expression: ',x' });
  });
});
