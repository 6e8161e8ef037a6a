/** The floating-point extension: FPv4-SP, FPv5 and double precision (Armv7-M ARM, A6.4 to A6.7). */
import { encodings, type Encoding, type EncodingLine, type Part } from './encoding.js';

/**
 * A line for each precision; `~` in the pattern is the bit that tells them apart. Of a D register the fifth bit of the number has
 * to be zero: there are sixteen. `registers` are the letters of those bits.
 */
const both = (
  title: string,
  encoding: string,
  pattern: string,
  registers: string,
  part: Part = 'fp',
): readonly EncodingLine[] => [
  [title, `${encoding} .F32`, pattern.replace('~', '0'), { part }],
  [title, `${encoding} .F64`, pattern.replace('~', '1'), { part: 'fpDouble', not: upper(registers) }],
];
const upper = (registers: string): readonly string[] => Array.from(registers, (letter) => `${letter}=1`);

const three = (title: string, encoding: string, op: string, op2: string): readonly EncodingLine[] =>
  both(title, encoding, `11101110 ${op} nnnn dddd 101 ~ N ${op2} M 0 mmmm`, 'DNM');
const two = (title: string, encoding: string, op: string, op2: string, part?: Part): readonly EncodingLine[] =>
  both(title, encoding, `11101110 1 D 11 ${op} dddd 101 ~ ${op2} 1 M 0 mmmm`, 'DM', part);
const moved = (title: string, encoding: string, op: string, op2: string): readonly EncodingLine[] =>
  both(title, encoding, `11101110 1 D 11 ${op} dddd 101 ~ ${op2} 1 M 0 mmmm`, 'DM');

const ARITHMETIC: readonly EncodingLine[] = [
  ...three('VMLA, VMLS', 'T1', '0 D 00', 'o'),
  ...three('VNMLA, VNMLS, VNMUL', 'T1', '0 D 01', 'o'),
  ...three('VMUL', 'T1', '0 D 10', '0'),
  ...three('VNMLA, VNMLS, VNMUL', 'T2', '0 D 10', '1'),
  ...three('VADD', 'T1', '0 D 11', '0'),
  ...three('VSUB', 'T1', '0 D 11', '1'),
  ...three('VDIV', 'T1', '1 D 00', '0'),
  ...three('VFNMA, VFNMS', 'T1', '1 D 01', 'o'),
  ...three('VFMA, VFMS', 'T1', '1 D 10', 'o'),
  ...both('VMOV (immediate)', 'T1', '11101110 1 D 11 iiii dddd 101 ~ (0) 0 (0) 0 iiii', 'D'),
  ...both('VMOV (register)', 'T1', '11101110 1 D 11 0000 dddd 101 ~ 01 M 0 mmmm', 'DM'),
  ...moved('VABS', 'T1', '0000', '1'),
  ...both('VNEG', 'T1', '11101110 1 D 11 0001 dddd 101 ~ 01 M 0 mmmm', 'DM'),
  ...two('VSQRT', 'T1', '0001', '1'),
  ...two('VCMP, VCMPE', 'T1', '0100', 'E'),
  ...both('VCMP, VCMPE', 'T2', '11101110 1 D 11 0101 dddd 101 ~ E 1 (0) 0 (0)(0)(0)(0)', 'D'),
  ...both('VRINTZ, VRINTR', 'T1', '11101110 1 D 11 0110 dddd 101 ~ o 1 M 0 mmmm', 'DM', 'fp5'),
  ...both('VRINTX', 'T1', '11101110 1 D 11 0111 dddd 101 ~ 01 M 0 mmmm', 'DM', 'fp5'),
];

/** An integer and a half-precision number are in S registers, whatever the other register is. */
const CONVERSIONS: readonly EncodingLine[] = [
  ...both('VCVTB, VCVTT', 'T1 from .F16', '11101110 1 D 11 0010 dddd 101 ~ t 1 M 0 mmmm', 'D'),
  ...both('VCVTB, VCVTT', 'T1 to .F16', '11101110 1 D 11 0011 dddd 101 ~ t 1 M 0 mmmm', 'M'),
  [
    'VCVT (between double-precision and single-precision)',
    'T1 to .F64',
    '11101110 1 D 11 0111 dddd 1010 11 M 0 mmmm',
    { part: 'fpDouble', not: ['D=1'] },
  ],
  [
    'VCVT (between double-precision and single-precision)',
    'T1 to .F32',
    '11101110 1 D 11 0111 dddd 1011 11 M 0 mmmm',
    { part: 'fpDouble', not: ['M=1'] },
  ],
  ...both(
    'VCVT, VCVTR (between floating-point and integer)',
    'T1 from integer',
    '11101110 1 D 11 1000 dddd 101 ~ s 1 M 0 mmmm',
    'D',
  ),
  ...both(
    'VCVT, VCVTR (between floating-point and integer)',
    'T1 to integer',
    '11101110 1 D 11 110 s dddd 101 ~ z 1 M 0 mmmm',
    'M',
  ),
  ...both(
    'VCVT (between floating-point and fixed-point)',
    'T1',
    '11101110 1 D 11 1 o 1 u dddd 101 ~ x 1 j 0 iiii',
    'D',
  ),
];

const FPV5: readonly EncodingLine[] = [
  ...both('VSEL', 'T1', '11111110 0 D cc nnnn dddd 101 ~ N 0 M 0 mmmm', 'DNM', 'fp5'),
  ...both('VMAXNM, VMINNM', 'T1', '11111110 1 D 00 nnnn dddd 101 ~ N o M 0 mmmm', 'DNM', 'fp5'),
  ...both('VRINTA, VRINTN, VRINTP, VRINTM', 'T1', '11111110 1 D 11 10 rr dddd 101 ~ 01 M 0 mmmm', 'DM', 'fp5'),
  ...both('VCVTA, VCVTN, VCVTP, VCVTM', 'T1', '11111110 1 D 11 11 rr dddd 101 ~ o 1 M 0 mmmm', 'M', 'fp5'),
];

const MOVES: readonly EncodingLine[] = [
  ['VMOV (core register to scalar)', 'T1', '1110111000 h 0 nnnn tttt 1011 N 00 1 (0)(0)(0)(0)', { not: ['N=1'] }],
  ['VMOV (scalar to core register)', 'T1', '1110111000 h 1 nnnn tttt 1011 N 00 1 (0)(0)(0)(0)', { not: ['N=1'] }],
  ['VMOV (core register and single-precision)', 'T1', '11101110000 o nnnn tttt 1010 N (0)(0) 1 (0)(0)(0)(0)'],
  ['VMOV (two core registers and two single-precision)', 'T1', '11101100010 o qqqq tttt 1010 00 M 1 mmmm'],
  [
    'VMOV (two core registers and double-precision)',
    'T1',
    '11101100010 o qqqq tttt 1011 00 M 1 mmmm',
    { not: ['M=1'] },
  ],
  ['VMRS', 'T1', '111011101111 0001 tttt 1010 (0) 00 1 (0)(0)(0)(0)'],
  ['VMSR', 'T1', '111011101110 0001 tttt 1010 (0) 00 1 (0)(0)(0)(0)'],
];

/** P = 0, U = 0, W = 0 and P = 1, W = 0 are others', P = U = W = 1 is UNDEFINED; VPOP and VPUSH are those with SP. */
const LIST_FORMS = ['p=0 u=0', 'p=1 w=0', 'p=1 u=1'];

const TRANSFERS: readonly EncodingLine[] = [
  ['VLDR', 'T1', '11101101 u D 01 nnnn dddd 1011 iiiiiiii', { not: ['D=1'] }],
  ['VLDR', 'T2', '11101101 u D 01 nnnn dddd 1010 iiiiiiii'],
  ['VSTR', 'T1', '11101101 u D 00 nnnn dddd 1011 iiiiiiii', { not: ['D=1'] }],
  ['VSTR', 'T2', '11101101 u D 00 nnnn dddd 1010 iiiiiiii'],
  ['VLDM', 'T1', '1110110 p u D w 1 nnnn dddd 1011 iiiiiii x', { not: [...LIST_FORMS, 'n=13 p=0 u=1 w=1 x=0', 'D=1'] }],
  ['VLDM', 'T2', '1110110 p u D w 1 nnnn dddd 1010 iiiiiiii', { not: [...LIST_FORMS, 'n=13 p=0 u=1 w=1'] }],
  ['VSTM', 'T1', '1110110 p u D w 0 nnnn dddd 1011 iiiiiii x', { not: [...LIST_FORMS, 'n=13 p=1 u=0 w=1 x=0', 'D=1'] }],
  ['VSTM', 'T2', '1110110 p u D w 0 nnnn dddd 1010 iiiiiiii', { not: [...LIST_FORMS, 'n=13 p=1 u=0 w=1'] }],
  ['VPOP', 'T1', '111011001 D 11 1101 dddd 1011 iiiiiii 0', { not: ['D=1'] }],
  ['VPOP', 'T2', '111011001 D 11 1101 dddd 1010 iiiiiiii'],
  ['VPUSH', 'T1', '111011010 D 10 1101 dddd 1011 iiiiiii 0', { not: ['D=1'] }],
  ['VPUSH', 'T2', '111011010 D 10 1101 dddd 1010 iiiiiiii'],
];

export const FLOAT: readonly Encoding[] = encodings('fp', [
  ...ARITHMETIC,
  ...CONVERSIONS,
  ...FPV5,
  ...MOVES,
  ...TRANSFERS,
]);
