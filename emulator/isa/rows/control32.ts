/** 32-bit branches, system instructions, hints, barriers and coprocessors (Armv7-M ARM, A5.3.4, A5.3.18 and B5.2). */
import { conditionalBranchOffset, longBranchOffset } from '../operands.js';
import * as flow from '../semantics/flow.js';
import { BAD, row, type Row } from './row.js';

/** The hints 0xF0 to 0xFF are DBG. */
const DBG_HINTS = Array.from({ length: 16 }, (_, option) => 0xf0 + option).join('|');

const none = (): object => ({});

/**
 * The coprocessor space: no coprocessor is there, so all of it is NOCP (A5.3.18, B1.5.14). Bits 27 to 24 of ones are
 * UNDEFINED: the table of A5.3.18 has no entry there.
 */
const coprocessorRows = (t: '0' | '1', encoding: string, two: string): readonly Row[] => {
  const head = `111${t} 11`;
  const at = (
    name: string,
    number: number,
    pattern: string,
    text: string,
    options: { readonly see?: readonly string[] } = {},
  ): Row =>
    row(
      `${name}_${encoding}`,
      `A7.7.${number}`,
      `${head} ${pattern}`,
      text.replace('~', `${two}{c}`),
      (f) => ({ code: f['p']! }),
      flow.system('NOCP'),
      options,
    );
  const transfer = '{p}, {CRd}, [{Rn}{coprocessor_offset}';
  const mrcText = `mrc~ {p}, {o}, ${two === '' ? '{status_Rt}' : '{Rt}'}, {CRn}, {CRm}, {{q}}`;
  const noTransfer = { see: ['b=0 u=0 w=0'] };
  return [
    at('STC', 158, '0 b u l w 0 nnnn dddd pppp iiiiiiii', `stc${two}{long}{c} ${transfer}`, noTransfer),
    at('LDC', 39, '0 b u l w 1 nnnn dddd pppp iiiiiiii', `ldc${two}{long}{c} ${transfer}`, noTransfer),
    at('MCRR', 73, '00010 0 qqqq tttt pppp oooo mmmm', 'mcrr~ {p}, {o}, {Rt}, {Rq}, {CRm}'),
    at('MRRC', 81, '00010 1 qqqq tttt pppp oooo mmmm', 'mrrc~ {p}, {o}, {Rt}, {Rq}, {CRm}'),
    at('CDP', 22, '10 oooo nnnn dddd pppp qqq 0 mmmm', 'cdp~ {p}, {o}, {CRd}, {CRn}, {CRm}, {{q}}'),
    at('MCR', 72, '10 ooo 0 nnnn tttt pppp qqq 1 mmmm', 'mcr~ {p}, {o}, {Rt}, {CRn}, {CRm}, {{q}}'),
    at('MRC', 80, '10 ooo 1 nnnn tttt pppp qqq 1 mmmm', mrcText),
    row(
      `COPROCESSOR_${encoding}`,
      'A5.3.18',
      `${head} 00000 x oooooooo pppp iiiiiiii`,
      '.inst.w {word}',
      (f) => ({ code: f['p']! }),
      flow.system('NOCP'),
    ),
  ];
};

export const CONTROL32: readonly Row[] = [
  row(
    'B_T3',
    'A7.7.12',
    '11110 s cccc iiiiii 10 j 0 k ooooooooooo',
    'b{cond}.w {branch}',
    (f, at) => ({ cond: f['c']!, target: at.pc + 4 + conditionalBranchOffset(f) }),
    flow.Bcond,
    {
      see: ['c=14|15'],
      placement: 'outsideIT',
    },
  ),
  row(
    'B_T4',
    'A7.7.12',
    '11110 s iiiiiiiiii 10 j 1 k ooooooooooo',
    'b{c}.w {branch}',
    (f, at) => ({ target: at.pc + 4 + longBranchOffset(f) }),
    flow.B,
    { part: 'extended', placement: 'lastInIT' },
  ),
  row(
    'BL_T1',
    'A7.7.18',
    '11110 s iiiiiiiiii 11 j 1 k ooooooooooo',
    'bl{c} {branch}',
    (f, at) => ({ target: at.pc + 4 + longBranchOffset(f) }),
    flow.BL,
    { part: 'base', placement: 'lastInIT' },
  ),
  row(
    'MSR_T1',
    'B5.2.3',
    '11110 0 1110 0 z nnnn 10 y 0 kk xx iiiiiiii',
    'msr{c} {special_mask}, {Rn}',
    (f) => ({ n: f['n']!, code: f['i']!, mask: f['k']! }),
    flow.system('MSR'),
    {
      part: 'base',
      unpredictable: [`n=${BAD}`, 'k!=2'],
      treatedAsUndefined: ['z=1', 'y=1', 'x!=0'],
    },
  ),
  row(
    'MRS_T1',
    'B5.2.2',
    '11110 0 1111 1 z xxxx 10 y 0 dddd iiiiiiii',
    'mrs{c} {Rd}, {special}',
    (f) => ({ d: f['d']!, code: f['i']! }),
    flow.system('MRS'),
    {
      part: 'base',
      unpredictable: [`d=${BAD}`],
      treatedAsUndefined: ['z=1', 'y=1', 'x!=15'],
    },
  ),
  row('NOP_T2', 'A7.7.88', '11110 0 1110 10 xxxx 10 y 0 z 000 0000 0000', 'nop{c}.w', none, flow.NOP, {
    treatedAsUndefined: ['x!=15', 'y=1', 'z=1'],
  }),
  row('YIELD_T2', 'A7.7.263', '11110 0 1110 10 xxxx 10 y 0 z 000 0000 0001', 'yield{c}.w', none, flow.NOP, {
    treatedAsUndefined: ['x!=15', 'y=1', 'z=1'],
  }),
  row('WFE_T2', 'A7.7.261', '11110 0 1110 10 xxxx 10 y 0 z 000 0000 0010', 'wfe{c}.w', none, flow.system('WFE'), {
    treatedAsUndefined: ['x!=15', 'y=1', 'z=1'],
  }),
  row('WFI_T2', 'A7.7.262', '11110 0 1110 10 xxxx 10 y 0 z 000 0000 0011', 'wfi{c}.w', none, flow.system('WFI'), {
    treatedAsUndefined: ['x!=15', 'y=1', 'z=1'],
  }),
  row('SEV_T2', 'A7.7.129', '11110 0 1110 10 xxxx 10 y 0 z 000 0000 0100', 'sev{c}.w', none, flow.system('SEV'), {
    treatedAsUndefined: ['x!=15', 'y=1', 'z=1'],
  }),
  row(
    'HINT_T2',
    'A5.3.4',
    '11110 0 1110 10 xxxx 10 y 0 z 000 hhhhhhhh',
    'nop{c}.w {{h}}',
    (f) => ({ code: f['h']! }),
    flow.NOP,
    {
      see: ['h=0|1|2|3|4', `h=${DBG_HINTS}`],
      treatedAsUndefined: ['x!=15', 'y=1', 'z=1'],
    },
  ),
  row('DBG_T1', 'A7.7.32', '11110 0 1110 10 xxxx 10 y 0 z 000 1111 oooo', 'dbg{c} {#o}', none, flow.NOP, {
    treatedAsUndefined: ['x!=15', 'y=1', 'z=1'],
  }),
  row('CLREX_T1', 'A7.7.23', '11110 0 1110 11 xxxx 10 y 0 zzzz 0010 wwww', 'clrex{c}', none, flow.system('CLREX'), {
    part: 'extended',
    treatedAsUndefined: ['x!=15', 'y=1', 'z!=15', 'w!=15'],
  }),
  row(
    'DSB_T1',
    'A7.7.34',
    '11110 0 1110 11 xxxx 10 y 0 zzzz 0100 oooo',
    'dsb{c} {barrier}',
    (f) => ({ code: f['o']! }),
    flow.NOP,
    {
      part: 'base',
      treatedAsUndefined: ['x!=15', 'y=1', 'z!=15'],
    },
  ),
  row(
    'DMB_T1',
    'A7.7.33',
    '11110 0 1110 11 xxxx 10 y 0 zzzz 0101 oooo',
    'dmb{c} {barrier}',
    (f) => ({ code: f['o']! }),
    flow.NOP,
    {
      part: 'base',
      treatedAsUndefined: ['x!=15', 'y=1', 'z!=15'],
    },
  ),
  row(
    'ISB_T1',
    'A7.7.37',
    '11110 0 1110 11 xxxx 10 y 0 zzzz 0110 oooo',
    'isb{c} {isb_barrier}',
    (f) => ({ code: f['o']! }),
    flow.NOP,
    {
      part: 'base',
      treatedAsUndefined: ['x!=15', 'y=1', 'z!=15'],
    },
  ),
  row(
    'UDF_T2',
    'A7.7.194',
    '11110 1111111 iiii 1010 iiiiiiiiiiii',
    'udf{c}.w {#udf}',
    (f) => ({ code: f['i']! }),
    flow.system('UDF'),
    { part: 'base' },
  ),
  ...coprocessorRows('0', 'T1', ''),
  ...coprocessorRows('1', 'T2', '2'),
];
