/** 32-bit data processing (Armv7-M ARM, A5.3.1, A5.3.3, A5.3.11 to A5.3.17). */
import { expandImmediate, immediateShift, literalBase } from '../operands.js';
import type { Fields } from '../pattern.js';
import * as bits from '../semantics/bits.js';
import * as data from '../semantics/data.js';
import * as multiply from '../semantics/multiply.js';
import { BAD, row, type Row } from './row.js';

const bad = (...letters: string[]): string[] => letters.map((letter) => `${letter}=${BAD}`);

const modified = (f: Fields) => ({ d: f['d']!, n: f['n']!, ...expandImmediate(f['i']!), S: f['S'] === 1 });
const shifted = (f: Fields) => ({
  d: f['d']!,
  n: f['n']!,
  m: f['m']!,
  ...immediateShift(f['t']!, f['i']!),
  S: f['S'] === 1,
});
const testImmediate = (f: Fields) => ({ n: f['n']!, ...expandImmediate(f['i']!) });
const testRegister = (f: Fields) => ({ n: f['n']!, m: f['m']!, ...immediateShift(f['t']!, f['i']!) });
const moveImmediate = (f: Fields) => ({ d: f['d']!, ...expandImmediate(f['i']!), S: f['S'] === 1 });
const moveRegister = (f: Fields) => ({ d: f['d']!, m: f['m']!, ...immediateShift(f['t']!, f['i']!), S: f['S'] === 1 });

/** `11110 i 0 op S Rn 0 imm3 Rd imm8` and `1110101 op S Rn (0) imm3 Rd imm2 type Rm`. */
const immediateForm = (op: string, s: string, n: string, d: string): string =>
  `11110 i 0 ${op} ${s} ${n} 0 iii ${d} iiiiiiii`;
const registerForm = (op: string, s: string, n: string, d: string): string =>
  `1110101 ${op} ${s} ${n} z iii ${d} ii tt mmmm`;

/** Only what has a 16-bit encoding of the same name needs its `.w`. */
const mnemonic = (name: string): string => `${name.toLowerCase()}{S}{c}${name === 'ORN' || name === 'RSB' ? '' : '.w'}`;
const testMnemonic = (name: string): string => `${name.toLowerCase()}{c}${name === 'TEQ' ? '' : '.w'}`;

type Sections = readonly [immediate: string, register: string];

/** AND, BIC, ORR, ORN, EOR; `see` names the words that are TST, MOV and the like. */
const logic = (
  name: string,
  op: string,
  [imm, reg]: Sections,
  meaning: data.Logic,
  encodings: readonly [string, string],
  see: string[],
): Row[] => {
  const isTest = see.includes('d=15 S=1');
  const unpredictable = [`d=13`, isTest ? 'd=15 S=0' : 'd=15', ...(see.includes('n=15') ? ['n=13'] : bad('n'))];
  return [
    row(
      `${name}_imm_${encodings[0]}`,
      imm,
      immediateForm(op, 'S', 'nnnn', 'dddd'),
      `${mnemonic(name)} {Rd}, {Rn}, {const}`,
      modified,
      data.logicImmediate(meaning),
      { see, unpredictable },
    ),
    row(
      `${name}_reg_${encodings[1]}`,
      reg,
      registerForm(op, 'S', 'nnnn', 'dddd'),
      `${mnemonic(name)} {Rd}, {Rn}, {Rm}{shift}`,
      shifted,
      data.logicRegister(meaning),
      {
        see,
        unpredictable: [...unpredictable, ...bad('m')],
        treatedAsUndefined: ['z=1'],
      },
    ),
  ];
};

const logicRows: readonly Row[] = [
  ...logic('AND', '0000', ['A7.7.8', 'A7.7.9'], data.AND, ['T1', 'T2'], ['d=15 S=1']),
  ...logic('BIC', '0001', ['A7.7.15', 'A7.7.16'], data.BIC, ['T1', 'T2'], []),
  ...logic('ORR', '0010', ['A7.7.91', 'A7.7.92'], data.ORR, ['T1', 'T2'], ['n=15']),
  ...logic('ORN', '0011', ['A7.7.89', 'A7.7.90'], data.ORN, ['T1', 'T1'], ['n=15']),
  ...logic('EOR', '0100', ['A7.7.35', 'A7.7.36'], data.EOR, ['T1', 'T2'], ['d=15 S=1']),
];

/** ADD, ADC, SBC, SUB, RSB. ADD and SUB with Rn = SP are encodings of their own: they may write SP. */
const arithmetic = (
  name: string,
  op: string,
  [imm, reg]: Sections,
  meaning: data.Arithmetic,
  encodings: readonly [string, string],
  see: string[],
): Row[] => {
  const compare = see.includes('d=15 S=1');
  const unpredictable = ['d=13', compare ? 'd=15 S=0' : 'd=15', ...(see.includes('n=13') ? ['n=15'] : bad('n'))];
  return [
    row(
      `${name}_imm_${encodings[0]}`,
      imm,
      immediateForm(op, 'S', 'nnnn', 'dddd'),
      `${mnemonic(name)} {Rd}, {Rn}, {const}`,
      modified,
      data.arithmeticImmediate(meaning),
      { see, unpredictable },
    ),
    row(
      `${name}_reg_${encodings[1]}`,
      reg,
      registerForm(op, 'S', 'nnnn', 'dddd'),
      `${mnemonic(name)} {Rd}, {Rn}, {Rm}{shift}`,
      shifted,
      data.arithmeticRegister(meaning),
      {
        see,
        unpredictable: [...unpredictable, ...bad('m')],
        treatedAsUndefined: ['z=1'],
      },
    ),
  ];
};

const stackArithmetic = (
  name: string,
  op: string,
  [imm, reg]: Sections,
  meaning: data.Arithmetic,
  encodings: readonly [string, string],
): Row[] => {
  const see = ['d=15 S=1'];
  return [
    row(
      `${name}_SP_imm_${encodings[0]}`,
      imm,
      immediateForm(op, 'S', '1101', 'dddd'),
      `${mnemonic(name)} {Rd}, sp, {const}`,
      (f) => modified({ ...f, n: 13 }),
      data.arithmeticImmediate(meaning),
      {
        see,
        unpredictable: ['d=15 S=0'],
        writesSP: ['d'],
      },
    ),
    row(
      `${name}_SP_reg_${encodings[1]}`,
      reg,
      registerForm(op, 'S', '1101', 'dddd'),
      `${mnemonic(name)} {Rd}, sp, {Rm}{shift}`,
      (f) => shifted({ ...f, n: 13 }),
      data.arithmeticRegister(meaning),
      {
        see,
        unpredictable: ['d=15 S=0', 'm=13|15', 'd=13 t!=0'],
        treatedAsUndefined: ['z=1'],
        unpredictableIf: (f) => f['d'] === 13 && f['i']! > 3,
        unpredictableBecause: 'Rd is SP and the shift is by more than 3',
        writesSP: ['d'],
      },
    ),
  ];
};

const arithmeticRows: readonly Row[] = [
  ...arithmetic('ADD', '1000', ['A7.7.3', 'A7.7.4'], data.ADD, ['T3', 'T3'], ['d=15 S=1', 'n=13']),
  ...stackArithmetic('ADD', '1000', ['A7.7.5', 'A7.7.6'], data.ADD, ['T3', 'T3']),
  ...arithmetic('ADC', '1010', ['A7.7.1', 'A7.7.2'], data.ADC, ['T1', 'T2'], []),
  ...arithmetic('SBC', '1011', ['A7.7.124', 'A7.7.125'], data.SBC, ['T1', 'T2'], []),
  ...arithmetic('SUB', '1101', ['A7.7.174', 'A7.7.175'], data.SUB, ['T3', 'T2'], ['d=15 S=1', 'n=13']),
  ...stackArithmetic('SUB', '1101', ['A7.7.176', 'A7.7.177'], data.SUB, ['T2', 'T1']),
  ...arithmetic('RSB', '1110', ['A7.7.119', 'A7.7.120'], data.RSB, ['T2', 'T1'], []),
];

const test = (
  name: string,
  op: string,
  [imm, reg]: Sections,
  meaning: data.Logic,
  encodings: readonly [string, string],
): Row[] => [
  row(
    `${name}_imm_${encodings[0]}`,
    imm,
    immediateForm(op, '1', 'nnnn', '1111'),
    `${testMnemonic(name)} {Rn}, {const}`,
    testImmediate,
    data.testImmediate(meaning),
    { unpredictable: bad('n') },
  ),
  row(
    `${name}_reg_${encodings[1]}`,
    reg,
    registerForm(op, '1', 'nnnn', '1111'),
    `${testMnemonic(name)} {Rn}, {Rm}{shift}`,
    testRegister,
    data.testRegister(meaning),
    {
      unpredictable: bad('n', 'm'),
      treatedAsUndefined: ['z=1'],
    },
  ),
];
const compare = (
  name: string,
  op: string,
  [imm, reg]: Sections,
  meaning: data.Arithmetic,
  encodings: readonly [string, string],
): Row[] => [
  row(
    `${name}_imm_${encodings[0]}`,
    imm,
    immediateForm(op, '1', 'nnnn', '1111'),
    `${testMnemonic(name)} {Rn}, {const}`,
    testImmediate,
    data.compareImmediate(meaning),
    { unpredictable: ['n=15'] },
  ),
  row(
    `${name}_reg_${encodings[1]}`,
    reg,
    registerForm(op, '1', 'nnnn', '1111'),
    `${testMnemonic(name)} {Rn}, {Rm}{shift}`,
    testRegister,
    data.compareRegister(meaning),
    {
      unpredictable: ['n=15', ...bad('m')],
      treatedAsUndefined: ['z=1'],
    },
  ),
];

const testRows: readonly Row[] = [
  ...test('TST', '0000', ['A7.7.188', 'A7.7.189'], data.AND, ['T1', 'T2']),
  ...test('TEQ', '0100', ['A7.7.186', 'A7.7.187'], data.EOR, ['T1', 'T1']),
  ...compare('CMN', '1000', ['A7.7.25', 'A7.7.26'], data.ADD, ['T1', 'T2']),
  ...compare('CMP', '1101', ['A7.7.27', 'A7.7.28'], data.SUB, ['T2', 'T3']),
];

const moveRows: readonly Row[] = [
  row(
    'MOV_imm_T2',
    'A7.7.76',
    immediateForm('0010', 'S', '1111', 'dddd'),
    'mov{S}{c}.w {Rd}, {const}',
    moveImmediate,
    data.moveImmediate(data.MOV),
    { unpredictable: bad('d'), treatedAsUndefined: ['d=15 S=1'] },
  ),
  row(
    'MVN_imm_T1',
    'A7.7.85',
    immediateForm('0011', 'S', '1111', 'dddd'),
    'mvn{S}{c}.w {Rd}, {const}',
    moveImmediate,
    data.moveImmediate(data.MVN),
    { unpredictable: bad('d') },
  ),
  row(
    'MOV_reg_T3',
    'A7.7.77',
    '1110101 0010 S 1111 z 000 dddd 00 00 mmmm',
    'mov{S}{c}.w {Rd}, {Rm}',
    (f) => ({ d: f['d']!, m: f['m']!, shift: 'none', amount: 0, S: f['S'] === 1 }),
    data.moveRegister(data.MOV),
    {
      treatedAsUndefined: ['z=1', 'd=15 S=1'],
      unpredictable: ['d=15', 'm=15', 'd=13 S=1', 'm=13 S=1', 'd=13 m=13'],
      writesSP: ['d'],
    },
  ),
  row(
    'MOV_shift_T3',
    'A7.7.78',
    registerForm('0010', 'S', '1111', 'dddd'),
    'mov{S}{c}.w {Rd}, {Rm}{shift}',
    moveRegister,
    data.moveRegister(data.MOV),
    {
      see: ['i=0 t=0'],
      unpredictable: bad('d', 'm'),
      treatedAsUndefined: ['z=1', 'd=15 S=1'],
    },
  ),
  row(
    'MVN_reg_T2',
    'A7.7.86',
    registerForm('0011', 'S', '1111', 'dddd'),
    'mvn{S}{c}.w {Rd}, {Rm}{shift}',
    moveRegister,
    data.moveRegister(data.MVN),
    {
      unpredictable: bad('d', 'm'),
      treatedAsUndefined: ['z=1'],
    },
  ),
];

const imm16 = (f: Fields): number => (f['h']! << 12) | f['i']!;
const wide = (f: Fields) => ({ d: f['d']!, n: f['n']!, imm: f['i']!, S: false });
const field = (f: Fields) => ({ d: f['d']!, n: f['n']!, left: 31 - f['i']! - f['w']!, right: 31 - f['w']! });
const fieldMask = (f: Fields): number => {
  const width = f['w']! - f['i']! + 1;
  return width <= 0 ? 0 : width >= 32 ? -1 : ((1 << width) - 1) << f['i']!;
};
/** The upper bound of SSAT #(w+1) and USAT #w is 2^w - 1 for both. */
const saturation = (f: Fields) => ({
  d: f['d']!,
  m: f['n']!,
  ...immediateShift(f['s']! << 1, f['i']!),
  imm: 2 ** f['w']! - 1,
});

const plainImmediateRows: readonly Row[] = [
  row(
    'ADD_imm_T4',
    'A7.7.3',
    '11110 i 10000 0 nnnn 0 iii dddd iiiiiiii',
    'addw{c} {Rd}, {Rn}, {#i}',
    wide,
    data.arithmeticImmediate(data.ADD),
    {
      see: ['n=13', 'n=15'],
      unpredictable: bad('d'),
    },
  ),
  row(
    'ADD_SP_imm_T4',
    'A7.7.5',
    '11110 i 10000 0 1101 0 iii dddd iiiiiiii',
    'addw{c} {Rd}, sp, {#i}',
    (f) => wide({ ...f, n: 13 }),
    data.arithmeticImmediate(data.ADD),
    {
      unpredictable: ['d=15'],
      writesSP: ['d'],
    },
  ),
  row(
    'ADR_T3',
    'A7.7.7',
    '11110 i 10000 0 1111 0 iii dddd iiiiiiii',
    'addw{c} {Rd}, pc, {#i}{literal}',
    (f, at) => ({ d: f['d']!, target: literalBase(at) + f['i']! }),
    data.ADR,
    { unpredictable: bad('d') },
  ),
  row(
    'SUB_imm_T4',
    'A7.7.174',
    '11110 i 10101 0 nnnn 0 iii dddd iiiiiiii',
    'subw{c} {Rd}, {Rn}, {#i}',
    wide,
    data.arithmeticImmediate(data.SUB),
    {
      see: ['n=13', 'n=15'],
      unpredictable: bad('d'),
    },
  ),
  row(
    'SUB_SP_imm_T3',
    'A7.7.176',
    '11110 i 10101 0 1101 0 iii dddd iiiiiiii',
    'subw{c} {Rd}, sp, {#i}',
    (f) => wide({ ...f, n: 13 }),
    data.arithmeticImmediate(data.SUB),
    {
      unpredictable: ['d=15'],
      writesSP: ['d'],
    },
  ),
  row(
    'ADR_T2',
    'A7.7.7',
    '11110 i 10101 0 1111 0 iii dddd iiiiiiii',
    'subw{c} {Rd}, pc, {#i}{literal}',
    (f, at) => ({ d: f['d']!, target: literalBase(at) - f['i']! }),
    data.ADR,
    { unpredictable: bad('d') },
  ),
  row(
    'MOV_imm_T3',
    'A7.7.76',
    '11110 i 10010 0 hhhh 0 iii dddd iiiiiiii',
    'movw{c} {Rd}, {imm16}',
    (f) => ({ d: f['d']!, imm: imm16(f) }),
    data.MOVW,
    { part: 'extended', unpredictable: bad('d') },
  ),
  row(
    'MOVT_T1',
    'A7.7.79',
    '11110 i 10110 0 hhhh 0 iii dddd iiiiiiii',
    'movt{c} {Rd}, {imm16}',
    (f) => ({ d: f['d']!, imm: imm16(f) << 16 }),
    data.MOVT,
    { part: 'extended', unpredictable: bad('d') },
  ),
  row(
    'SSAT_T1',
    'A7.7.152',
    '11110 z 1100 s 0 nnnn 0 iii dddd ii 0 wwwww',
    'ssat{c} {Rd}, {#w+1}, {Rn}{lsl_or_asr}',
    saturation,
    bits.saturate(true),
    {
      see: ['s=1 i=0'],
      unpredictable: bad('d', 'n'),
      treatedAsUndefined: ['z=1'],
    },
  ),
  row(
    'USAT_T1',
    'A7.7.213',
    '11110 z 1110 s 0 nnnn 0 iii dddd ii 0 wwwww',
    'usat{c} {Rd}, {#w}, {Rn}{lsl_or_asr}',
    saturation,
    bits.saturate(false),
    {
      see: ['s=1 i=0'],
      unpredictable: bad('d', 'n'),
      treatedAsUndefined: ['z=1'],
    },
  ),
  row(
    'SBFX_T1',
    'A7.7.126',
    '11110 z 11010 0 nnnn 0 iii dddd ii y wwwww',
    'sbfx{c} {Rd}, {Rn}, {#i}, {#w+1}',
    field,
    bits.bitField(true),
    {
      unpredictable: bad('d', 'n'),
      treatedAsUndefined: ['z=1', 'y=1'],
      treatedAsUndefinedIf: (f) => f['i']! + f['w']! > 31,
      undefinedBecause: 'the bit field ends above bit 31',
    },
  ),
  row(
    'UBFX_T1',
    'A7.7.193',
    '11110 z 11110 0 nnnn 0 iii dddd ii y wwwww',
    'ubfx{c} {Rd}, {Rn}, {#i}, {#w+1}',
    field,
    bits.bitField(false),
    {
      unpredictable: bad('d', 'n'),
      treatedAsUndefined: ['z=1', 'y=1'],
      treatedAsUndefinedIf: (f) => f['i']! + f['w']! > 31,
      undefinedBecause: 'the bit field ends above bit 31',
    },
  ),
  row(
    'BFI_T1',
    'A7.7.14',
    '11110 z 11011 0 nnnn 0 iii dddd ii y wwwww',
    'bfi{c} {Rd}, {Rn}, {#i}, {width}',
    (f) => ({ d: f['d']!, n: f['n']!, lsb: f['i']!, mask: fieldMask(f) }),
    bits.BFI,
    {
      see: ['n=15'],
      unpredictable: [...bad('d'), 'n=13'],
      treatedAsUndefined: ['z=1', 'y=1'],
      treatedAsUndefinedIf: (f) => f['w']! < f['i']!,
      undefinedBecause: 'the bit field ends below its beginning',
    },
  ),
  row(
    'BFC_T1',
    'A7.7.13',
    '11110 z 11011 0 1111 0 iii dddd ii y wwwww',
    'bfc{c} {Rd}, {#i}, {width}',
    (f) => ({ d: f['d']!, mask: fieldMask(f) }),
    bits.BFC,
    {
      unpredictable: bad('d'),
      treatedAsUndefined: ['z=1', 'y=1'],
      treatedAsUndefinedIf: (f) => f['w']! < f['i']!,
      undefinedBecause: 'the bit field ends below its beginning',
    },
  ),
];

const extension = (f: Fields) => ({ d: f['d']!, m: f['m']!, rotation: f['r']! * 8 });
const two = (f: Fields) => ({ d: f['d']!, m: f['m']! });
const noPC = { unpredictable: bad('d', 'n', 'm') };

const registerShift = (name: 'LSL' | 'LSR' | 'ASR' | 'ROR', section: string, op: string): Row =>
  row(
    `${name}_reg_T2`,
    section,
    `11111010 ${op} S nnnn 1111 dddd 0000 mmmm`,
    `${name.toLowerCase()}{S}{c}.w {Rd}, {Rn}, {Rm}`,
    (f) => ({ d: f['d']!, n: f['n']!, m: f['m']!, registerShift: name, S: f['S'] === 1 }),
    data.shiftByRegister,
    { unpredictable: bad('d', 'n', 'm'), treatedAsUndefined: ['d=15 S=1'] },
  );

const extend = (name: string, section: string, op: string, width: 8 | 16, signed: boolean): Row =>
  row(
    `${name}_T2`,
    section,
    `11111010 ${op} 1111 1111 dddd 1 z rr mmmm`,
    `${name.toLowerCase()}{c}.w {Rd}, {Rm}{rotation}`,
    extension,
    bits.extend(width, signed),
    { unpredictable: bad('d', 'm'), treatedAsUndefined: ['z=1'] },
  );

/** REV and its kin, and CLZ: the encoding holds Rm twice. `dot` is `.w` for those that have a 16-bit encoding too. */
const ofOneRegister = (
  name: string,
  section: string,
  [op, op2]: readonly [string, string],
  dot: '' | '.w',
  meaning: typeof bits.REV,
): Row => {
  const [mnemonic] = name.toLowerCase().split('_');
  return row(
    name,
    section,
    `11111010 ${op} nnnn 1111 dddd ${op2} mmmm`,
    `${mnemonic}{c}${dot} {Rd}, {Rm}`,
    two,
    meaning,
    {
      unpredictable: bad('d', 'm'),
      unpredictableIf: (f) => f['n'] !== f['m'],
      unpredictableBecause: 'its two fields for Rm differ',
    },
  );
};

const registerRows: readonly Row[] = [
  registerShift('LSL', 'A7.7.69', '000'),
  registerShift('LSR', 'A7.7.71', '001'),
  registerShift('ASR', 'A7.7.11', '010'),
  registerShift('ROR', 'A7.7.117', '011'),
  extend('SXTH', 'A7.7.184', '0000', 16, true),
  extend('UXTH', 'A7.7.223', '0001', 16, false),
  extend('SXTB', 'A7.7.182', '0100', 8, true),
  extend('UXTB', 'A7.7.221', '0101', 8, false),
  ofOneRegister('REV_T2', 'A7.7.113', ['1001', '1000'], '.w', bits.REV),
  ofOneRegister('REV16_T2', 'A7.7.114', ['1001', '1001'], '.w', bits.REV16),
  ofOneRegister('RBIT_T1', 'A7.7.112', ['1001', '1010'], '', bits.RBIT),
  ofOneRegister('REVSH_T2', 'A7.7.115', ['1001', '1011'], '.w', bits.REVSH),
  ofOneRegister('CLZ_T1', 'A7.7.24', ['1011', '1000'], '', bits.CLZ),
];

const four = (f: Fields) => ({ d: f['d']!, n: f['n']!, m: f['m']!, a: f['a']! });
const three = (f: Fields) => ({ d: f['d']!, n: f['n']!, m: f['m']! });
const long = (f: Fields) => ({ lo: f['l']!, hi: f['h']!, n: f['n']!, m: f['m']! });
const longRegisters = { unpredictable: [...bad('l', 'h', 'n', 'm'), 'l=h'] };

const multiplyRows: readonly Row[] = [
  row(
    'MUL_T2',
    'A7.7.84',
    '11111011 0000 nnnn 1111 dddd 0000 mmmm',
    'mul{c}.w {Rd}, {Rn}, {Rm}',
    (f) => ({ ...three(f), S: false }),
    multiply.MUL,
    noPC,
  ),
  row(
    'MLA_T1',
    'A7.7.74',
    '11111011 0000 nnnn aaaa dddd 0000 mmmm',
    'mla{c} {Rd}, {Rn}, {Rm}, {Ra}',
    four,
    multiply.MLA,
    {
      see: ['a=15'],
      unpredictable: [...bad('d', 'n', 'm'), 'a=13'],
    },
  ),
  row(
    'MLS_T1',
    'A7.7.75',
    '11111011 0000 nnnn aaaa dddd 0001 mmmm',
    'mls{c} {Rd}, {Rn}, {Rm}, {Ra}',
    four,
    multiply.MLS,
    {
      unpredictable: bad('d', 'n', 'm', 'a'),
    },
  ),
  row(
    'SMULL_T1',
    'A7.7.149',
    '11111011 1000 nnnn llll hhhh 0000 mmmm',
    'smull{c} {Rl}, {Rh}, {Rn}, {Rm}',
    long,
    multiply.multiplyLong(true),
    longRegisters,
  ),
  row(
    'SDIV_T1',
    'A7.7.127',
    '11111011 1001 nnnn xxxx dddd 1111 mmmm',
    'sdiv{c} {Rd}, {Rn}, {Rm}',
    three,
    multiply.SDIV,
    {
      part: 'extended',
      unpredictable: bad('d', 'n', 'm'),
      treatedAsUndefined: ['x!=15'],
    },
  ),
  row(
    'UMULL_T1',
    'A7.7.204',
    '11111011 1010 nnnn llll hhhh 0000 mmmm',
    'umull{c} {Rl}, {Rh}, {Rn}, {Rm}',
    long,
    multiply.multiplyLong(false),
    longRegisters,
  ),
  row(
    'UDIV_T1',
    'A7.7.195',
    '11111011 1011 nnnn xxxx dddd 1111 mmmm',
    'udiv{c} {Rd}, {Rn}, {Rm}',
    three,
    multiply.UDIV,
    {
      part: 'extended',
      unpredictable: bad('d', 'n', 'm'),
      treatedAsUndefined: ['x!=15'],
    },
  ),
  row(
    'SMLAL_T1',
    'A7.7.138',
    '11111011 1100 nnnn llll hhhh 0000 mmmm',
    'smlal{c} {Rl}, {Rh}, {Rn}, {Rm}',
    long,
    multiply.multiplyAccumulateLong(true),
    longRegisters,
  ),
  row(
    'UMLAL_T1',
    'A7.7.203',
    '11111011 1110 nnnn llll hhhh 0000 mmmm',
    'umlal{c} {Rl}, {Rh}, {Rn}, {Rm}',
    long,
    multiply.multiplyAccumulateLong(false),
    longRegisters,
  ),
];

export const DATA32: readonly Row[] = [
  ...logicRows,
  ...arithmeticRows,
  ...testRows,
  ...moveRows,
  ...plainImmediateRows,
  ...registerRows,
  ...multiplyRows,
];
