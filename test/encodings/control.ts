/** 32-bit branches, system instructions, hints and barriers, and the coprocessor space (Armv7-M ARM, A5.3.4, A5.3.18, B5.2). */
import { encodings, type Encoding, type EncodingLine } from './encoding.js';

const hint = (word: string): string => `111100111010 (1)(1)(1)(1) 10 (0) 0 (0) 000 ${word}`;
const barrier = (op: string, option: string): string =>
  `111100111011 (1)(1)(1)(1) 10 (0) 0 (1)(1)(1)(1) ${op} ${option}`;

const SYSTEM: readonly Encoding[] = encodings('base', [
  ['B', 'T3', '11110 s cccc iiiiii 10 j 0 k iiiiiiiiiii', { part: 'main', not: ['c=14|15'] }],
  ['B', 'T4', '11110 s iiiiiiiiii 10 j 1 k iiiiiiiiiii', { part: 'extended' }],
  ['BL', 'T1', '11110 s iiiiiiiiii 11 j 1 k iiiiiiiiiii'],
  ['MSR', 'T1', '111100111000 nnnn 10 (0) 0 kk (0)(0) iiiiiiii', { aside: ['k!=2'] }],
  ['MSR (APSR.GE)', 'T1', '111100111000 nnnn 10 (0) 0 kk (0)(0) 00000 iii', { part: 'dsp', not: ['k=0|2'] }],
  ['MRS', 'T1', '111100111110 (1)(1)(1)(1) 10 (0) 0 dddd iiiiiiii'],
  ['NOP', 'T2', hint('00000000'), { part: 'main' }],
  ['YIELD', 'T2', hint('00000001'), { part: 'main' }],
  ['WFE', 'T2', hint('00000010'), { part: 'main' }],
  ['WFI', 'T2', hint('00000011'), { part: 'main' }],
  ['SEV', 'T2', hint('00000100'), { part: 'main' }],
  ['CSDB', 'T1', hint('00010100'), { part: 'main', rowOf: 'Hints without a name, 32-bit' }],
  ['DBG', 'T1', hint('1111 oooo'), { part: 'main' }],
  [
    'Hints without a name, 32-bit',
    'T2',
    hint('hhhh kkkk'),
    { part: 'main', not: ['h=15', 'h=0 k=0|1|2|3|4', 'h=1 k=4'] },
  ],
  ['CLREX', 'T1', barrier('0010', '(1)(1)(1)(1)'), { part: 'extended' }],
  ['SSBB', 'T1', barrier('0100', '0000'), { rowOf: 'DSB' }],
  ['PSSBB', 'T1', barrier('0100', '0100'), { rowOf: 'DSB' }],
  ['DSB', 'T1', barrier('0100', 'oooo'), { not: ['o=0|4'] }],
  ['DMB', 'T1', barrier('0101', 'oooo')],
  ['ISB', 'T1', barrier('0110', 'oooo')],
  ['UDF', 'T2', '111101111111 iiii 1010 iiiiiiiiiiii'],
]);

/** CP10 and CP11 are the floating-point extension's where there is one. */
const FLOAT = { aside: ['p=10|11'] } as const;

const coprocessor = (encoding: 'T1' | 'T2', t: '0' | '1'): readonly EncodingLine[] => {
  const transfer = { ...FLOAT, not: ['a=0 u=0 w=0'] };
  return [
    ['STC, STC2', encoding, `111${t} 110 a u l w 0 nnnn dddd pppp iiiiiiii`, transfer],
    [
      'LDC, LDC2 (immediate)',
      encoding,
      `111${t} 110 a u l w 1 nnnn dddd pppp iiiiiiii`,
      { ...transfer, not: [...transfer.not, 'n=15'] },
    ],
    [
      'LDC, LDC2 (literal)',
      encoding,
      `111${t} 110 a u l w 1 1111 dddd pppp iiiiiiii`,
      { ...transfer, rowOf: 'LDC, LDC2 (immediate)' },
    ],
    ['MCRR, MCRR2', encoding, `111${t} 11000100 qqqq tttt pppp oooo mmmm`, FLOAT],
    ['MRRC, MRRC2', encoding, `111${t} 11000101 qqqq tttt pppp oooo mmmm`, FLOAT],
    ['CDP, CDP2', encoding, `111${t} 1110 oooo nnnn dddd pppp qqq 0 mmmm`, FLOAT],
    ['MCR, MCR2', encoding, `111${t} 1110 ooo 0 nnnn tttt pppp qqq 1 mmmm`, FLOAT],
    ['MRC, MRC2', encoding, `111${t} 1110 ooo 1 nnnn tttt pppp qqq 1 mmmm`, FLOAT],
    ['Coprocessor space without a name', encoding, `111${t} 1100000 x nnnn dddd pppp iiiiiiii`, FLOAT],
  ];
};

/** There is no coprocessor, so that these are the only encodings that nothing carries out. */
export const COPROCESSOR: readonly Encoding[] = encodings('main', [
  ...coprocessor('T1', '0'),
  ...coprocessor('T2', '1'),
]);

export const CONTROL: readonly Encoding[] = SYSTEM;
