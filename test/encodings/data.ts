/** 32-bit data processing without extensions (Armv7-M ARM, A5.3.1 to A5.3.3 and A5.3.11 to A5.3.17). */
import { encodings, type Encoding, type EncodingLine } from './encoding.js';

const immediate = (op: string, s: string, n: string, d: string): string =>
  `11110 i 0 ${op} ${s} ${n} 0 iii ${d} iiiiiiii`;
const register = (op: string, s: string, n: string, d: string): string =>
  `1110101 ${op} ${s} ${n} (0) iii ${d} ii tt mmmm`;

/** An operation with a modified constant and with a shifted register: its names, their encodings, its opcode. */
const both = (
  [title, op]: readonly [string, string],
  [immediateEncoding, registerEncoding]: readonly [string, string],
  not: readonly string[] = [],
): readonly EncodingLine[] => [
  [`${title} (immediate)`, immediateEncoding, immediate(op, 'S', 'nnnn', 'dddd'), { not }],
  [`${title} (register)`, registerEncoding, register(op, 'S', 'nnnn', 'dddd'), { not }],
];
const compare = (
  [title, op]: readonly [string, string],
  [immediateEncoding, registerEncoding]: readonly [string, string],
): readonly EncodingLine[] => [
  [`${title} (immediate)`, immediateEncoding, immediate(op, '1', 'nnnn', '1111')],
  [`${title} (register)`, registerEncoding, register(op, '1', 'nnnn', '1111')],
];
/** A shift by an immediate is a MOV of a shifted register, and one row here. */
const shift = (title: string, encoding: string, type: string): EncodingLine => [
  title,
  encoding,
  `11101010010 S 1111 (0) iii dddd ii ${type} mmmm`,
  { not: ['i=0'], rowOf: 'MOV (shifted register)' },
];

const CONSTANTS_AND_SHIFTS = encodings('main', [
  ...both(['AND', '0000'], ['T1', 'T2'], ['d=15 S=1']),
  ...compare(['TST', '0000'], ['T1', 'T2']),
  ...both(['BIC', '0001'], ['T1', 'T2']),
  ...both(['ORR', '0010'], ['T1', 'T2'], ['n=15']),
  ['MOV (immediate)', 'T2', immediate('0010', 'S', '1111', 'dddd')],
  ['MOV (register)', 'T3', '11101010010 S 1111 (0) 000 dddd 0000 mmmm'],
  shift('LSL (immediate)', 'T2', '00'),
  ['LSR (immediate)', 'T2', '11101010010 S 1111 (0) iii dddd ii 01 mmmm', { rowOf: 'MOV (shifted register)' }],
  ['ASR (immediate)', 'T2', '11101010010 S 1111 (0) iii dddd ii 10 mmmm', { rowOf: 'MOV (shifted register)' }],
  ['RRX', 'T1', '11101010010 S 1111 (0) 000 dddd 0011 mmmm', { rowOf: 'MOV (shifted register)' }],
  shift('ROR (immediate)', 'T1', '11'),
  ...both(['ORN', '0011'], ['T1', 'T1'], ['n=15']),
  ['MVN (immediate)', 'T1', immediate('0011', 'S', '1111', 'dddd')],
  ['MVN (register)', 'T2', register('0011', 'S', '1111', 'dddd')],
  ...both(['EOR', '0100'], ['T1', 'T2'], ['d=15 S=1']),
  ...compare(['TEQ', '0100'], ['T1', 'T1']),
  ...both(['ADD', '1000'], ['T3', 'T3'], ['d=15 S=1', 'n=13']),
  ['ADD (SP plus immediate)', 'T3', immediate('1000', 'S', '1101', 'dddd'), { not: ['d=15 S=1'] }],
  ['ADD (SP plus register)', 'T3', register('1000', 'S', '1101', 'dddd'), { not: ['d=15 S=1'] }],
  ...compare(['CMN', '1000'], ['T1', 'T2']),
  ...both(['ADC', '1010'], ['T1', 'T2']),
  ...both(['SBC', '1011'], ['T1', 'T2']),
  ...both(['SUB', '1101'], ['T3', 'T2'], ['d=15 S=1', 'n=13']),
  ['SUB (SP minus immediate)', 'T2', immediate('1101', 'S', '1101', 'dddd'), { not: ['d=15 S=1'] }],
  ['SUB (SP minus register)', 'T1', register('1101', 'S', '1101', 'dddd'), { not: ['d=15 S=1'] }],
  ...compare(['CMP', '1101'], ['T2', 'T3']),
  ...both(['RSB', '1110'], ['T2', 'T1']),
]);

const PLAIN_CONSTANTS = encodings('main', [
  ['ADD (immediate)', 'T4', '11110 i 100000 nnnn 0 iii dddd iiiiiiii', { not: ['n=13|15'] }],
  ['ADD (SP plus immediate)', 'T4', '11110 i 100000 1101 0 iii dddd iiiiiiii'],
  ['ADR', 'T3', '11110 i 100000 1111 0 iii dddd iiiiiiii'],
  ['MOV (immediate)', 'T3', '11110 i 100100 iiii 0 iii dddd iiiiiiii', { part: 'extended' }],
  ['SUB (immediate)', 'T4', '11110 i 101010 nnnn 0 iii dddd iiiiiiii', { not: ['n=13|15'] }],
  ['SUB (SP minus immediate)', 'T3', '11110 i 101010 1101 0 iii dddd iiiiiiii'],
  ['ADR', 'T2', '11110 i 101010 1111 0 iii dddd iiiiiiii'],
  ['MOVT', 'T1', '11110 i 101100 iiii 0 iii dddd iiiiiiii', { part: 'extended' }],
  ['SSAT', 'T1', '11110 (0) 1100 s 0 nnnn 0 iii dddd ii (0) wwwww', { not: ['s=1 i=0'] }],
  ['SBFX', 'T1', '11110 (0) 110100 nnnn 0 iii dddd ii (0) wwwww'],
  ['BFI', 'T1', '11110 (0) 110110 nnnn 0 iii dddd ii (0) wwwww', { not: ['n=15'] }],
  ['BFC', 'T1', '11110 (0) 110110 1111 0 iii dddd ii (0) wwwww'],
  ['USAT', 'T1', '11110 (0) 1110 s 0 nnnn 0 iii dddd ii (0) wwwww', { not: ['s=1 i=0'] }],
  ['UBFX', 'T1', '11110 (0) 111100 nnnn 0 iii dddd ii (0) wwwww'],
]);

/** The encoding holds Rm twice. */
const twice = { aside: ['n!=m'] } as const;

const REGISTERS = encodings('main', [
  ['LSL (register)', 'T2', '11111010000 S nnnn 1111 dddd 0000 mmmm'],
  ['LSR (register)', 'T2', '11111010001 S nnnn 1111 dddd 0000 mmmm'],
  ['ASR (register)', 'T2', '11111010010 S nnnn 1111 dddd 0000 mmmm'],
  ['ROR (register)', 'T2', '11111010011 S nnnn 1111 dddd 0000 mmmm'],
  ['SXTH', 'T2', '111110100000 1111 1111 dddd 1 (0) rr mmmm'],
  ['UXTH', 'T2', '111110100001 1111 1111 dddd 1 (0) rr mmmm'],
  ['SXTB', 'T2', '111110100100 1111 1111 dddd 1 (0) rr mmmm'],
  ['UXTB', 'T2', '111110100101 1111 1111 dddd 1 (0) rr mmmm'],
  ['REV', 'T2', '111110101001 nnnn 1111 dddd 1000 mmmm', twice],
  ['REV16', 'T2', '111110101001 nnnn 1111 dddd 1001 mmmm', twice],
  ['RBIT', 'T1', '111110101001 nnnn 1111 dddd 1010 mmmm', twice],
  ['REVSH', 'T2', '111110101001 nnnn 1111 dddd 1011 mmmm', twice],
  ['CLZ', 'T1', '111110101011 nnnn 1111 dddd 1000 mmmm', twice],
  ['MUL', 'T2', '111110110000 nnnn 1111 dddd 0000 mmmm'],
  ['MLA', 'T1', '111110110000 nnnn aaaa dddd 0000 mmmm', { not: ['a=15'] }],
  ['MLS', 'T1', '111110110000 nnnn aaaa dddd 0001 mmmm'],
  ['SMULL', 'T1', '111110111000 nnnn llll hhhh 0000 mmmm'],
  ['SDIV', 'T1', '111110111001 nnnn (1)(1)(1)(1) dddd 1111 mmmm', { part: 'extended' }],
  ['UMULL', 'T1', '111110111010 nnnn llll hhhh 0000 mmmm'],
  ['UDIV', 'T1', '111110111011 nnnn (1)(1)(1)(1) dddd 1111 mmmm', { part: 'extended' }],
  ['SMLAL', 'T1', '111110111100 nnnn llll hhhh 0000 mmmm'],
  ['UMLAL', 'T1', '111110111110 nnnn llll hhhh 0000 mmmm'],
]);

export const DATA: readonly Encoding[] = [...CONSTANTS_AND_SHIFTS, ...PLAIN_CONSTANTS, ...REGISTERS];
