/** The 16-bit encodings (Armv7-M ARM, A5.2). */
import { signExtend } from '../../../base/index.js';
import { immediateShift, literalBase, registerList, type At } from '../operands.js';
import type { Fields } from '../pattern.js';
import * as bits from '../semantics/bits.js';
import * as data from '../semantics/data.js';
import * as flow from '../semantics/flow.js';
import * as memory from '../semantics/memory.js';
import * as multiply from '../semantics/multiply.js';
import { row, type Row, NOT_LAST } from './row.js';

const plain = { shift: 'none', amount: 0 } as const;
/** 16-bit data processing sets the flags outside IT blocks only. */
const S = (at: At): boolean => !at.inIT;

const shiftImmediate = (type: number) => (f: Fields, at: At) => ({
  d: f['d']!,
  m: f['m']!,
  ...immediateShift(type, f['i']!),
  S: S(at),
});
const threeRegisters = (f: Fields, at: At) => ({ d: f['d']!, n: f['n']!, m: f['m']!, ...plain, S: S(at) });
const threeBits = (f: Fields, at: At) => ({ d: f['d']!, n: f['n']!, imm: f['i']!, S: S(at) });
const eightBits = (f: Fields, at: At) => ({ d: f['d']!, n: f['d']!, imm: f['i']!, S: S(at) });

const shiftAddMove: readonly Row[] = [
  row(
    'MOV_reg_T2',
    'A7.7.77',
    '00000 00000 mmm ddd',
    'mov{s}{c} {Rd}, {Rm}',
    (f, at) => ({ d: f['d']!, m: f['m']!, ...plain, S: S(at) }),
    data.moveRegister(data.MOV),
    {
      unpredictableIf: (_f, at) => at.inIT,
      unpredictableBecause: 'it sets the flags inside an IT block',
    },
  ),
  row(
    'LSL_imm_T1',
    'A7.7.68',
    '00000 iiiii mmm ddd',
    'lsl{s}{c} {Rd}, {Rm}, {#i}',
    shiftImmediate(0),
    data.moveRegister(data.MOV),
    { see: ['i=0'] },
  ),
  row(
    'LSR_imm_T1',
    'A7.7.70',
    '00001 iiiii mmm ddd',
    'lsr{s}{c} {Rd}, {Rm}, {#shift32}',
    shiftImmediate(1),
    data.moveRegister(data.MOV),
  ),
  row(
    'ASR_imm_T1',
    'A7.7.10',
    '00010 iiiii mmm ddd',
    'asr{s}{c} {Rd}, {Rm}, {#shift32}',
    shiftImmediate(2),
    data.moveRegister(data.MOV),
  ),
  row(
    'ADD_reg_T1',
    'A7.7.4',
    '0001100 mmm nnn ddd',
    'add{s}{c} {Rd}, {Rn}, {Rm}',
    threeRegisters,
    data.arithmeticRegister(data.ADD),
  ),
  row(
    'SUB_reg_T1',
    'A7.7.175',
    '0001101 mmm nnn ddd',
    'sub{s}{c} {Rd}, {Rn}, {Rm}',
    threeRegisters,
    data.arithmeticRegister(data.SUB),
  ),
  row(
    'ADD_imm_T1',
    'A7.7.3',
    '0001110 iii nnn ddd',
    'add{s}{c} {Rd}, {Rn}, {#i}',
    threeBits,
    data.arithmeticImmediate(data.ADD),
  ),
  row(
    'SUB_imm_T1',
    'A7.7.174',
    '0001111 iii nnn ddd',
    'sub{s}{c} {Rd}, {Rn}, {#i}',
    threeBits,
    data.arithmeticImmediate(data.SUB),
  ),
  row(
    'MOV_imm_T1',
    'A7.7.76',
    '00100 ddd iiiiiiii',
    'mov{s}{c} {Rd}, {#i}',
    (f, at) => ({ d: f['d']!, imm: f['i']!, rotated: false, S: S(at) }),
    data.moveImmediate(data.MOV),
  ),
  row(
    'CMP_imm_T1',
    'A7.7.27',
    '00101 nnn iiiiiiii',
    'cmp{c} {Rn}, {#i}',
    (f) => ({ n: f['n']!, imm: f['i']! }),
    data.compareImmediate(data.SUB),
  ),
  row(
    'ADD_imm_T2',
    'A7.7.3',
    '00110 ddd iiiiiiii',
    'add{s}{c} {Rd}, {#i}',
    eightBits,
    data.arithmeticImmediate(data.ADD),
  ),
  row(
    'SUB_imm_T2',
    'A7.7.174',
    '00111 ddd iiiiiiii',
    'sub{s}{c} {Rd}, {#i}',
    eightBits,
    data.arithmeticImmediate(data.SUB),
  ),
];

const twoRegisters = (f: Fields, at: At) => ({ d: f['d']!, n: f['d']!, m: f['m']!, ...plain, S: S(at) });
const shiftRegister = (registerShift: 'LSL' | 'LSR' | 'ASR' | 'ROR') => (f: Fields, at: At) => ({
  d: f['d']!,
  n: f['d']!,
  m: f['m']!,
  registerShift,
  S: S(at),
});
const compared = (f: Fields) => ({ n: f['n']!, m: f['m']!, ...plain });

const dataProcessing: readonly Row[] = [
  row(
    'AND_reg_T1',
    'A7.7.9',
    '010000 0000 mmm ddd',
    'and{s}{c} {Rd}, {Rm}',
    twoRegisters,
    data.logicRegister(data.AND),
  ),
  row(
    'EOR_reg_T1',
    'A7.7.36',
    '010000 0001 mmm ddd',
    'eor{s}{c} {Rd}, {Rm}',
    twoRegisters,
    data.logicRegister(data.EOR),
  ),
  row(
    'LSL_reg_T1',
    'A7.7.69',
    '010000 0010 mmm ddd',
    'lsl{s}{c} {Rd}, {Rm}',
    shiftRegister('LSL'),
    data.shiftByRegister,
  ),
  row(
    'LSR_reg_T1',
    'A7.7.71',
    '010000 0011 mmm ddd',
    'lsr{s}{c} {Rd}, {Rm}',
    shiftRegister('LSR'),
    data.shiftByRegister,
  ),
  row(
    'ASR_reg_T1',
    'A7.7.11',
    '010000 0100 mmm ddd',
    'asr{s}{c} {Rd}, {Rm}',
    shiftRegister('ASR'),
    data.shiftByRegister,
  ),
  row(
    'ADC_reg_T1',
    'A7.7.2',
    '010000 0101 mmm ddd',
    'adc{s}{c} {Rd}, {Rm}',
    twoRegisters,
    data.arithmeticRegister(data.ADC),
  ),
  row(
    'SBC_reg_T1',
    'A7.7.125',
    '010000 0110 mmm ddd',
    'sbc{s}{c} {Rd}, {Rm}',
    twoRegisters,
    data.arithmeticRegister(data.SBC),
  ),
  row(
    'ROR_reg_T1',
    'A7.7.117',
    '010000 0111 mmm ddd',
    'ror{s}{c} {Rd}, {Rm}',
    shiftRegister('ROR'),
    data.shiftByRegister,
  ),
  row('TST_reg_T1', 'A7.7.189', '010000 1000 mmm nnn', 'tst{c} {Rn}, {Rm}', compared, data.testRegister(data.AND)),
  row(
    'RSB_imm_T1',
    'A7.7.119',
    '010000 1001 nnn ddd',
    'neg{s}{c} {Rd}, {Rn}',
    (f, at) => ({ d: f['d']!, n: f['n']!, imm: 0, S: S(at) }),
    data.arithmeticImmediate(data.RSB),
  ),
  row('CMP_reg_T1', 'A7.7.28', '010000 1010 mmm nnn', 'cmp{c} {Rn}, {Rm}', compared, data.compareRegister(data.SUB)),
  row('CMN_reg_T1', 'A7.7.26', '010000 1011 mmm nnn', 'cmn{c} {Rn}, {Rm}', compared, data.compareRegister(data.ADD)),
  row(
    'ORR_reg_T1',
    'A7.7.92',
    '010000 1100 mmm ddd',
    'orr{s}{c} {Rd}, {Rm}',
    twoRegisters,
    data.logicRegister(data.ORR),
  ),
  row(
    'MUL_T1',
    'A7.7.84',
    '010000 1101 nnn ddd',
    'mul{s}{c} {Rd}, {Rn}',
    (f, at) => ({ d: f['d']!, n: f['n']!, m: f['d']!, S: S(at) }),
    multiply.MUL,
  ),
  row(
    'BIC_reg_T1',
    'A7.7.16',
    '010000 1110 mmm ddd',
    'bic{s}{c} {Rd}, {Rm}',
    twoRegisters,
    data.logicRegister(data.BIC),
  ),
  row(
    'MVN_reg_T1',
    'A7.7.86',
    '010000 1111 mmm ddd',
    'mvn{s}{c} {Rd}, {Rm}',
    (f, at) => ({ d: f['d']!, m: f['m']!, ...plain, S: S(at) }),
    data.moveRegister(data.MVN),
  ),
];

const specialData: readonly Row[] = [
  row(
    'ADD_reg_T2',
    'A7.7.4',
    '01000100 d mmmm ddd',
    'add{c} {Rd}, {Rm}',
    (f) => ({ d: f['d']!, n: f['d']!, m: f['m']!, ...plain, S: false }),
    data.arithmeticRegister(data.ADD),
    {
      see: ['d=15'],
      writesSP: ['d'],
      readsPC: ['m'],
    },
  ),
  row(
    'ADD_reg_T2_PC',
    'A7.7.4',
    '01000100 1 mmmm 111',
    'add{c} pc, {Rm}',
    (f) => ({ n: 15, m: f['m']! }),
    data.addToPC,
    {
      unpredictable: ['m=15'],
      readsPC: ['n'],
      placement: 'lastInIT',
    },
  ),
  row('CMP_reg_T2', 'A7.7.28', '01000101 n mmmm nnn', 'cmp{c} {Rn}, {Rm}', compared, data.compareRegister(data.SUB), {
    unpredictable: ['n=15', 'm=15'],
    unpredictableIf: (f) => f['n']! < 8 && f['m']! < 8,
    unpredictableBecause: 'both registers are below R8',
  }),
  row(
    'MOV_reg_T1',
    'A7.7.77',
    '01000110 d mmmm ddd',
    'mov{c} {Rd}, {Rm}',
    (f) => ({ d: f['d']!, m: f['m']!, ...plain, S: false }),
    data.moveRegister(data.MOV),
    {
      see: ['d=15'],
      writesSP: ['d'],
      readsPC: ['m'],
    },
  ),
  row('MOV_reg_T1_PC', 'A7.7.77', '01000110 1 mmmm 111', 'mov{c} pc, {Rm}', (f) => ({ m: f['m']! }), data.moveToPC, {
    readsPC: ['m'],
    placement: 'lastInIT',
  }),
  row('BX_T1', 'A7.7.20', '010001110 mmmm xxx', 'bx{c} {Rm}', (f) => ({ m: f['m']! }), flow.BX, {
    treatedAsUndefined: ['x!=0'],
    readsPC: ['m'],
    placement: 'lastInIT',
  }),
  row('BLX_reg_T1', 'A7.7.19', '010001111 mmmm xxx', 'blx{c} {Rm}', (f) => ({ m: f['m']! }), flow.BLX, {
    unpredictable: ['m=15'],
    treatedAsUndefined: ['x!=0'],
    placement: 'lastInIT',
  }),
];

const registerOffset = (f: Fields) => ({ t: f['t']!, n: f['n']!, m: f['m']!, amount: 0, toPC: false });
const immediateOffset = (scale: number) => (f: Fields) => ({
  t: f['t']!,
  n: f['n'] ?? 13,
  offset: f['i']! * scale,
  index: 'offset' as const,
  toPC: false,
});
const word = { size: 4, signed: false } as const;
const half = { size: 2, signed: false } as const;
const byte = { size: 1, signed: false } as const;
const signedHalf = { size: 2, signed: true } as const;
const signedByte = { size: 1, signed: true } as const;

const loadStore: readonly Row[] = [
  row(
    'LDR_lit_T1',
    'A7.7.44',
    '01001 ttt iiiiiiii',
    'ldr{c} {Rt}, [pc, {#i*4}]{literal}',
    (f, at) => ({ t: f['t']!, target: literalBase(at) + f['i']! * 4, toPC: false }),
    memory.loadLiteral(word),
  ),
  row(
    'STR_reg_T1',
    'A7.7.162',
    '0101 000 mmm nnn ttt',
    'str{c} {Rt}, [{Rn}, {Rm}]',
    registerOffset,
    memory.storeRegister(4),
  ),
  row(
    'STRH_reg_T1',
    'A7.7.171',
    '0101 001 mmm nnn ttt',
    'strh{c} {Rt}, [{Rn}, {Rm}]',
    registerOffset,
    memory.storeRegister(2),
  ),
  row(
    'STRB_reg_T1',
    'A7.7.164',
    '0101 010 mmm nnn ttt',
    'strb{c} {Rt}, [{Rn}, {Rm}]',
    registerOffset,
    memory.storeRegister(1),
  ),
  row(
    'LDRSB_reg_T1',
    'A7.7.61',
    '0101 011 mmm nnn ttt',
    'ldrsb{c} {Rt}, [{Rn}, {Rm}]',
    registerOffset,
    memory.loadRegister(signedByte),
  ),
  row(
    'LDR_reg_T1',
    'A7.7.45',
    '0101 100 mmm nnn ttt',
    'ldr{c} {Rt}, [{Rn}, {Rm}]',
    registerOffset,
    memory.loadRegister(word),
  ),
  row(
    'LDRH_reg_T1',
    'A7.7.57',
    '0101 101 mmm nnn ttt',
    'ldrh{c} {Rt}, [{Rn}, {Rm}]',
    registerOffset,
    memory.loadRegister(half),
  ),
  row(
    'LDRB_reg_T1',
    'A7.7.48',
    '0101 110 mmm nnn ttt',
    'ldrb{c} {Rt}, [{Rn}, {Rm}]',
    registerOffset,
    memory.loadRegister(byte),
  ),
  row(
    'LDRSH_reg_T1',
    'A7.7.65',
    '0101 111 mmm nnn ttt',
    'ldrsh{c} {Rt}, [{Rn}, {Rm}]',
    registerOffset,
    memory.loadRegister(signedHalf),
  ),
  row(
    'STR_imm_T1',
    'A7.7.161',
    '0110 0 iiiii nnn ttt',
    'str{c} {Rt}, [{Rn}, {#i*4}]',
    immediateOffset(4),
    memory.storeImmediate(4),
  ),
  row(
    'LDR_imm_T1',
    'A7.7.43',
    '0110 1 iiiii nnn ttt',
    'ldr{c} {Rt}, [{Rn}, {#i*4}]',
    immediateOffset(4),
    memory.loadImmediate(word),
  ),
  row(
    'STRB_imm_T1',
    'A7.7.163',
    '0111 0 iiiii nnn ttt',
    'strb{c} {Rt}, [{Rn}, {#i}]',
    immediateOffset(1),
    memory.storeImmediate(1),
  ),
  row(
    'LDRB_imm_T1',
    'A7.7.46',
    '0111 1 iiiii nnn ttt',
    'ldrb{c} {Rt}, [{Rn}, {#i}]',
    immediateOffset(1),
    memory.loadImmediate(byte),
  ),
  row(
    'STRH_imm_T1',
    'A7.7.170',
    '1000 0 iiiii nnn ttt',
    'strh{c} {Rt}, [{Rn}, {#i*2}]',
    immediateOffset(2),
    memory.storeImmediate(2),
  ),
  row(
    'LDRH_imm_T1',
    'A7.7.55',
    '1000 1 iiiii nnn ttt',
    'ldrh{c} {Rt}, [{Rn}, {#i*2}]',
    immediateOffset(2),
    memory.loadImmediate(half),
  ),
  row(
    'STR_imm_T2',
    'A7.7.161',
    '1001 0 ttt iiiiiiii',
    'str{c} {Rt}, [sp, {#i*4}]',
    immediateOffset(4),
    memory.storeImmediate(4),
  ),
  row(
    'LDR_imm_T2',
    'A7.7.43',
    '1001 1 ttt iiiiiiii',
    'ldr{c} {Rt}, [sp, {#i*4}]',
    immediateOffset(4),
    memory.loadImmediate(word),
  ),
];

const extension = (f: Fields) => ({ d: f['d']!, m: f['m']!, rotation: 0 });
const two = (f: Fields) => ({ d: f['d']!, m: f['m']! });
const none = (): object => ({});

const miscellaneous: readonly Row[] = [
  row(
    'ADR_T1',
    'A7.7.7',
    '10100 ddd iiiiiiii',
    'add{c} {Rd}, pc, {#i*4}{literal}',
    (f, at) => ({ d: f['d']!, target: literalBase(at) + f['i']! * 4 }),
    data.ADR,
  ),
  row(
    'ADD_SP_imm_T1',
    'A7.7.5',
    '10101 ddd iiiiiiii',
    'add{c} {Rd}, sp, {#i*4}',
    (f) => ({ d: f['d']!, n: 13, imm: f['i']! * 4, S: false }),
    data.arithmeticImmediate(data.ADD),
  ),
  row(
    'ADD_SP_imm_T2',
    'A7.7.5',
    '10110000 0 iiiiiii',
    'add{c} sp, {#i*4}',
    (f) => ({ d: 13, n: 13, imm: f['i']! * 4, S: false }),
    data.arithmeticImmediate(data.ADD),
    { writesSP: ['d'] },
  ),
  row(
    'SUB_SP_imm_T1',
    'A7.7.176',
    '10110000 1 iiiiiii',
    'sub{c} sp, {#i*4}',
    (f) => ({ d: 13, n: 13, imm: f['i']! * 4, S: false }),
    data.arithmeticImmediate(data.SUB),
    { writesSP: ['d'] },
  ),
  row(
    'CBZ_T1',
    'A7.7.21',
    '1011 c 0 h 1 iiiii nnn',
    'cb{nonzero}z {Rn}, {branch}',
    (f, at) => ({ n: f['n']!, nonzero: f['c'] === 1, target: at.pc + 4 + ((f['i']! << 1) | (f['h']! << 6)) }),
    flow.CBZ,
    {
      part: 'extended',
      placement: 'outsideIT',
    },
  ),
  row('SXTH_T1', 'A7.7.184', '1011001000 mmm ddd', 'sxth{c} {Rd}, {Rm}', extension, bits.extend(16, true)),
  row('SXTB_T1', 'A7.7.182', '1011001001 mmm ddd', 'sxtb{c} {Rd}, {Rm}', extension, bits.extend(8, true)),
  row('UXTH_T1', 'A7.7.223', '1011001010 mmm ddd', 'uxth{c} {Rd}, {Rm}', extension, bits.extend(16, false)),
  row('UXTB_T1', 'A7.7.221', '1011001011 mmm ddd', 'uxtb{c} {Rd}, {Rm}', extension, bits.extend(8, false)),
  row(
    'PUSH_T1',
    'A7.7.101',
    '1011010 l rrrrrrrr',
    'push{c} {list}',
    (f) => ({ n: 13, ...registerList(f['r']! | (f['l']! << 14)), wback: true }),
    memory.storeMultiple('DB'),
    {
      treatedAsUndefined: ['r=0 l=0'],
      writesSP: ['n'],
    },
  ),
  row(
    'CPS_T1',
    'B5.2.1',
    '10110110011 x 00 if',
    'cps{effect} {interrupts}',
    (f) => ({ code: (f['x']! << 2) | (f['i']! << 1) | f['f']! }),
    flow.system('CPS'),
    {
      unpredictable: ['i=0 f=0'],
      placement: 'outsideIT',
    },
  ),
  row('REV_T1', 'A7.7.113', '1011101000 mmm ddd', 'rev{c} {Rd}, {Rm}', two, bits.REV),
  row('REV16_T1', 'A7.7.114', '1011101001 mmm ddd', 'rev16{c} {Rd}, {Rm}', two, bits.REV16),
  row('REVSH_T1', 'A7.7.115', '1011101011 mmm ddd', 'revsh{c} {Rd}, {Rm}', two, bits.REVSH),
  row(
    'POP_T1',
    'A7.7.99',
    '1011110 p rrrrrrrr',
    'pop{c} {list}',
    (f) => ({ n: 13, ...registerList(f['r']! | (f['p']! << 15)), wback: true }),
    memory.loadMultiple('IA'),
    {
      treatedAsUndefined: ['r=0 p=0'],
      unpredictableIf: (f, at) => f['p'] === 1 && at.inIT && !at.lastInIT,
      unpredictableBecause: NOT_LAST,
      writesSP: ['n'],
    },
  ),
  row('BKPT_T1', 'A7.7.17', '10111110 iiiiiiii', 'bkpt {hex4}', (f) => ({ code: f['i']! }), flow.system('BKPT')),
  row(
    'IT_T1',
    'A7.7.38',
    '10111111 cccc mmmm',
    'it{pattern} {firstcond}',
    (f) => ({ code: (f['c']! << 4) | f['m']! }),
    flow.NOP,
    {
      part: 'main',
      see: ['m=0'],
      unpredictable: ['c=15'],
      unpredictableIf: (f, at) => at.inIT || (f['c'] === 14 && (f['m']! & (f['m']! - 1)) !== 0),
      unpredictableBecause: 'it is inside an IT block, or has an ELSE for AL',
    },
  ),
  row('NOP_T1', 'A7.7.88', '10111111 0000 0000', 'nop{c}', none, flow.NOP),
  row('YIELD_T1', 'A7.7.263', '10111111 0001 0000', 'yield{c}', none, flow.NOP),
  row('WFE_T1', 'A7.7.261', '10111111 0010 0000', 'wfe{c}', none, flow.system('WFE')),
  row('WFI_T1', 'A7.7.262', '10111111 0011 0000', 'wfi{c}', none, flow.system('WFI')),
  row('SEV_T1', 'A7.7.129', '10111111 0100 0000', 'sev{c}', none, flow.system('SEV')),
  row('HINT_T1', 'A5.2.5', '10111111 hhhh 0000', 'nop{c} {{h}}', (f) => ({ code: f['h']! }), flow.NOP, {
    see: ['h=0|1|2|3|4'],
  }),
];

const multipleAndFlow: readonly Row[] = [
  row(
    'STM_T1',
    'A7.7.159',
    '11000 nnn rrrrrrrr',
    'stmia{c} {Rn}!, {list}',
    (f) => ({ n: f['n']!, ...registerList(f['r']!), wback: true }),
    memory.storeMultiple('IA'),
    {
      treatedAsUndefined: ['r=0'],
      unpredictableIf: (f) => ((f['r']! >>> f['n']!) & 1) === 1 && (f['r']! & ((1 << f['n']!) - 1)) !== 0,
      unpredictableBecause: 'it writes Rn back, which is in the list and not its lowest register',
    },
  ),
  row(
    'LDM_T1',
    'A7.7.41',
    '11001 nnn rrrrrrrr',
    'ldmia{c} {Rn}{writeback}, {list}',
    (f) => ({ n: f['n']!, ...registerList(f['r']!), wback: ((f['r']! >>> f['n']!) & 1) === 0 }),
    memory.loadMultiple('IA'),
    {
      treatedAsUndefined: ['r=0'],
    },
  ),
  row(
    'B_T1',
    'A7.7.12',
    '1101 cccc iiiiiiii',
    'b{cond}.n {branch}',
    (f, at) => ({ cond: f['c']!, target: at.pc + 4 + signExtend(f['i']!, 8) * 2 }),
    flow.Bcond,
    {
      see: ['c=14|15'],
      placement: 'outsideIT',
    },
  ),
  row('UDF_T1', 'A7.7.194', '11011110 iiiiiiii', 'udf{c} {#i}', (f) => ({ code: f['i']! }), flow.system('UDF')),
  row('SVC_T1', 'A7.7.178', '11011111 iiiiiiii', 'svc{c} {i}', (f) => ({ code: f['i']! }), flow.system('SVC')),
  row(
    'B_T2',
    'A7.7.12',
    '11100 iiiiiiiiiii',
    'b{c}.n {branch}',
    (f, at) => ({ target: at.pc + 4 + signExtend(f['i']!, 11) * 2 }),
    flow.B,
    { placement: 'lastInIT' },
  ),
];

export const THUMB16: readonly Row[] = [
  ...shiftAddMove,
  ...dataProcessing,
  ...specialData,
  ...loadStore,
  ...miscellaneous,
  ...multipleAndFlow,
];
