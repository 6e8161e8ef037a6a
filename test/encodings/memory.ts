/** 32-bit loads and stores (Armv7-M ARM, A5.3.5 to A5.3.10). */
import { encodings, type Encoding, type EncodingLine } from './encoding.js';

/** Bits 22 to 20 and bit 24: what is transferred, and whether it is extended with its sign. */
interface Transfer {
  readonly title: string;
  readonly sign: '0' | '1';
  readonly size: '00' | '01' | '10';
  /** The encodings with a 12-bit offset, an 8-bit offset, a register, and relative to the PC. */
  readonly encodings: readonly [string, string, string, string?];
}

const LOADS: readonly Transfer[] = [
  { title: 'LDR', sign: '0', size: '10', encodings: ['T3', 'T4', 'T2', 'T2'] },
  { title: 'LDRH', sign: '0', size: '01', encodings: ['T2', 'T3', 'T2', 'T1'] },
  { title: 'LDRB', sign: '0', size: '00', encodings: ['T2', 'T3', 'T2', 'T1'] },
  { title: 'LDRSH', sign: '1', size: '01', encodings: ['T1', 'T2', 'T2', 'T1'] },
  { title: 'LDRSB', sign: '1', size: '00', encodings: ['T1', 'T2', 'T2', 'T1'] },
];
const STORES: readonly Transfer[] = [
  { title: 'STR', sign: '0', size: '10', encodings: ['T3', 'T4', 'T2'] },
  { title: 'STRH', sign: '0', size: '01', encodings: ['T2', 'T3', 'T2'] },
  { title: 'STRB', sign: '0', size: '00', encodings: ['T2', 'T3', 'T2'] },
];

/** With an 8-bit offset P U W = 1 1 0 is the unprivileged access, and P = W = 0 UNDEFINED. */
const OFFSETS_OF_OTHERS = ['p=1 u=1 w=0', 'p=0 w=0'];
/** A load of less than a word to the PC is a memory hint; with writeback it is UNPREDICTABLE. */
const hints = ({ size }: Transfer): readonly string[] => (size === '10' ? [] : ['t=15']);

const load = (x: Transfer): readonly EncodingLine[] => {
  const head = (u: string): string => `1111100 ${x.sign} ${u} ${x.size} 1`;
  const [wide, narrow, register, literal] = x.encodings;
  // LDR T4 of SP with a plain offset of 4 behind it is POP T3.
  const pop = x.title === 'LDR' ? ['n=13 p=0 u=1 w=1 i=4'] : [];
  return [
    [`${x.title} (immediate)`, wide, `${head('1')} nnnn tttt iiiiiiiiiiii`, { not: ['n=15', ...hints(x)] }],
    [
      `${x.title} (immediate)`,
      narrow,
      `${head('0')} nnnn tttt 1 p u w iiiiiiii`,
      { not: ['n=15', ...OFFSETS_OF_OTHERS, ...pop, ...(x.size === '10' ? [] : ['t=15 p=1 u=0 w=0'])] },
    ],
    [`${x.title} (literal)`, literal!, `${head('u')} 1111 tttt iiiiiiiiiiii`, { not: hints(x) }],
    [`${x.title} (register)`, register, `${head('0')} nnnn tttt 000000 ii mmmm`, { not: ['n=15', ...hints(x)] }],
    [`${x.title}T`, 'T1', `${head('0')} nnnn tttt 1110 iiiiiiii`, { not: ['n=15'] }],
  ];
};

const store = (x: Transfer): readonly EncodingLine[] => {
  const head = (u: string): string => `1111100 0 ${u} ${x.size} 0`;
  const [wide, narrow, register] = x.encodings;
  const push = x.title === 'STR' ? ['n=13 p=1 u=0 w=1 i=4'] : [];
  return [
    [`${x.title} (immediate)`, wide, `${head('1')} nnnn tttt iiiiiiiiiiii`, { not: ['n=15'] }],
    [
      `${x.title} (immediate)`,
      narrow,
      `${head('0')} nnnn tttt 1 p u w iiiiiiii`,
      { not: ['n=15', ...OFFSETS_OF_OTHERS, ...push] },
    ],
    [`${x.title} (register)`, register, `${head('0')} nnnn tttt 000000 ii mmmm`, { not: ['n=15'] }],
    [`${x.title}T`, 'T1', `${head('0')} nnnn tttt 1110 iiiiiiii`, { not: ['n=15'] }],
  ];
};

const hint = (title: string, encoding: string, sign: string, size: string, form: string): EncodingLine => [
  title,
  encoding,
  `1111100 ${sign} ${form.replace('Z', size)}`,
  { not: ['n=15'] },
];
const OFFSET12 = '1 Z 1 nnnn 1111 iiiiiiiiiiii';
const OFFSET8 = '0 Z 1 nnnn 1111 1100 iiiiiiii';
const INDEX = '0 Z 1 nnnn 1111 000000 ii mmmm';
const LITERAL = 'u Z 1 1111 1111 iiiiiiiiiiii';

const HINTS: readonly EncodingLine[] = [
  hint('PLD (immediate)', 'T1', '0', '00', OFFSET12),
  hint('PLD (immediate)', 'T2', '0', '00', OFFSET8),
  hint('PLD (literal)', 'T1', '0', '0(0)', LITERAL),
  hint('PLD (register)', 'T1', '0', '00', INDEX),
  hint('PLI (immediate, literal)', 'T1', '1', '00', OFFSET12),
  hint('PLI (immediate, literal)', 'T2', '1', '00', OFFSET8),
  hint('PLI (immediate, literal)', 'T3', '1', '00', LITERAL),
  hint('PLI (register)', 'T1', '1', '00', INDEX),
  ...['0', '1'].flatMap((sign) =>
    [OFFSET12, OFFSET8, INDEX, LITERAL].map((form, i) =>
      hint('Memory hints without a name', `${sign === '0' ? 'LDRH' : 'LDRSH'} form ${i + 1}`, sign, '01', form),
    ),
  ),
];

const ORDERED_PAIRS: readonly EncodingLine[] = [
  ['LDRD (immediate)', 'T1', '1110100 p u 1 w 1 nnnn tttt qqqq iiiiiiii', { not: ['n=15', 'p=0 w=0'] }],
  [
    'LDRD (literal)',
    'T1',
    '1110100 p u 1 w 1 1111 tttt qqqq iiiiiiii',
    { not: ['p=0 w=0', 'p=1 u=0 w=1 t=14 q=9 i=127'] },
  ],
  ['STRD (immediate)', 'T1', '1110100 p u 1 w 0 nnnn tttt qqqq iiiiiiii', { not: ['p=0 w=0'] }],
];

const EXCLUSIVES: readonly EncodingLine[] = [
  ['STREX', 'T1', '111010000100 nnnn tttt dddd iiiiiiii', { part: 'extended', not: ['t=15'] }],
  ['LDREX', 'T1', '111010000101 nnnn tttt (1)(1)(1)(1) iiiiiiii', { part: 'extended' }],
  ['STREXB', 'T1', '111010001100 nnnn tttt (1)(1)(1)(1) 0100 dddd', { part: 'extended' }],
  ['STREXH', 'T1', '111010001100 nnnn tttt (1)(1)(1)(1) 0101 dddd', { part: 'extended' }],
  ['LDREXB', 'T1', '111010001101 nnnn tttt (1)(1)(1)(1) 0100 (1)(1)(1)(1)', { part: 'extended' }],
  ['LDREXH', 'T1', '111010001101 nnnn tttt (1)(1)(1)(1) 0101 (1)(1)(1)(1)', { part: 'extended' }],
  ['TBB, TBH', 'T1', '111010001101 nnnn (1)(1)(1)(1)(0)(0)(0)(0) 000 h mmmm'],
];

const LISTS: readonly EncodingLine[] = [
  ['STM', 'T2', '1110100010 w 0 nnnn (0) l (0) rrrrrrrrrrrrr'],
  ['LDM', 'T2', '1110100010 w 1 nnnn p l (0) rrrrrrrrrrrrr', { not: ['w=1 n=13'] }],
  ['POP', 'T2', '1110100010 1 1 1101 p l (0) rrrrrrrrrrrrr', { rowOf: 'LDM' }],
  ['POP', 'T3', '111110000101 1101 tttt 101100000100', { rowOf: 'LDR (immediate)' }],
  ['STMDB', 'T1', '1110100100 w 0 nnnn (0) l (0) rrrrrrrrrrrrr', { not: ['w=1 n=13'] }],
  ['LDMDB', 'T1', '1110100100 w 1 nnnn p l (0) rrrrrrrrrrrrr'],
  ['PUSH', 'T2', '1110100100 1 0 1101 (0) l (0) rrrrrrrrrrrrr', { rowOf: 'STMDB' }],
  ['PUSH', 'T3', '111110000100 1101 tttt 110100000100', { rowOf: 'STR (immediate)' }],
];

export const MEMORY: readonly Encoding[] = encodings('main', [
  ...LOADS.flatMap(load),
  ...STORES.flatMap(store),
  ...HINTS,
  ...ORDERED_PAIRS,
  ...EXCLUSIVES,
  ...LISTS,
]);
