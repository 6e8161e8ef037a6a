/** 32-bit branches, system instructions, hints, barriers and coprocessors (Armv7-M ARM, A5.3.4, A5.3.18 and B5.2). */
import { conditionalBranchOffset, longBranchOffset } from '../operands.js';
import * as flow from '../semantics/flow.js';
import { BAD, row, type Row } from './row.js';

const none = (): object => ({});

export const CONTROL32: readonly Row[] = [
  row(
    'B_T3',
    'A7.7.12',
    '11110 s cccc iiiiii 10 j 0 k ooooooooooo',
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
    (f, at) => ({ target: at.pc + 4 + longBranchOffset(f) }),
    flow.B,
    { placement: 'lastInIT' },
  ),
  row(
    'BL_T1',
    'A7.7.18',
    '11110 s iiiiiiiiii 11 j 1 k ooooooooooo',
    (f, at) => ({ target: at.pc + 4 + longBranchOffset(f) }),
    flow.BL,
    { placement: 'lastInIT' },
  ),
  row(
    'MSR_T1',
    'B5.2.3',
    '11110 0 1110 0 z nnnn 10 y 0 kk xx iiiiiiii',
    (f) => ({ n: f['n']!, code: f['i']!, mask: f['k']! }),
    flow.system('MSR'),
    {
      unpredictable: [`n=${BAD}`, 'z=1', 'y=1', 'x!=0', 'k=0'],
    },
  ),
  row(
    'MRS_T1',
    'B5.2.2',
    '11110 0 1111 1 z xxxx 10 y 0 dddd iiiiiiii',
    (f) => ({ d: f['d']!, code: f['i']! }),
    flow.system('MRS'),
    {
      unpredictable: [`d=${BAD}`, 'z=1', 'y=1', 'x!=15'],
    },
  ),
  row('NOP_T2', 'A7.7.88', '11110 0 1110 10 xxxx 10 y 0 z 000 0000 0000', none, flow.NOP, {
    unpredictable: ['x!=15', 'y=1', 'z=1'],
  }),
  row('YIELD_T2', 'A7.7.263', '11110 0 1110 10 xxxx 10 y 0 z 000 0000 0001', none, flow.NOP, {
    unpredictable: ['x!=15', 'y=1', 'z=1'],
  }),
  row('WFE_T2', 'A7.7.261', '11110 0 1110 10 xxxx 10 y 0 z 000 0000 0010', none, flow.system('WFE'), {
    unpredictable: ['x!=15', 'y=1', 'z=1'],
  }),
  row('WFI_T2', 'A7.7.262', '11110 0 1110 10 xxxx 10 y 0 z 000 0000 0011', none, flow.system('WFI'), {
    unpredictable: ['x!=15', 'y=1', 'z=1'],
  }),
  row('SEV_T2', 'A7.7.129', '11110 0 1110 10 xxxx 10 y 0 z 000 0000 0100', none, flow.system('SEV'), {
    unpredictable: ['x!=15', 'y=1', 'z=1'],
  }),
  row('HINT_T2', 'A5.3.4', '11110 0 1110 10 xxxx 10 y 0 z 000 hhhhhhhh', (f) => ({ code: f['h']! }), flow.NOP, {
    see: ['h=0|1|2|3|4'],
    unpredictable: ['x!=15', 'y=1', 'z=1'],
  }),
  row('CLREX_T1', 'A7.7.23', '11110 0 1110 11 xxxx 10 y 0 zzzz 0010 wwww', none, flow.system('CLREX'), {
    unpredictable: ['x!=15', 'y=1', 'z!=15', 'w!=15'],
  }),
  row('DSB_T1', 'A7.7.33', '11110 0 1110 11 xxxx 10 y 0 zzzz 0100 oooo', (f) => ({ code: f['o']! }), flow.NOP, {
    unpredictable: ['x!=15', 'y=1', 'z!=15'],
  }),
  row('DMB_T1', 'A7.7.32', '11110 0 1110 11 xxxx 10 y 0 zzzz 0101 oooo', (f) => ({ code: f['o']! }), flow.NOP, {
    unpredictable: ['x!=15', 'y=1', 'z!=15'],
  }),
  row('ISB_T1', 'A7.7.37', '11110 0 1110 11 xxxx 10 y 0 zzzz 0110 oooo', (f) => ({ code: f['o']! }), flow.NOP, {
    unpredictable: ['x!=15', 'y=1', 'z!=15'],
  }),
  row('UDF_T2', 'A7.7.194', '11110 1111111 iiii 1010 iiiiiiiiiiii', (f) => ({ code: f['i']! }), flow.system('UDF')),
  // Every coprocessor space: no coprocessor is there, so all of it is NOCP (A5.3.18, B1.5.16).
  row(
    'COPROCESSOR_T1',
    'A5.3.18',
    '1110 11 xxxxxx xxxx xxxx cccc xxxxxxxx',
    (f) => ({ code: f['c']! }),
    flow.system('NOCP'),
  ),
  row(
    'COPROCESSOR_T2',
    'A5.3.18',
    '1111 11 xxxxxx xxxx xxxx cccc xxxxxxxx',
    (f) => ({ code: f['c']! }),
    flow.system('NOCP'),
  ),
];
