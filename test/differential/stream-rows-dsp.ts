/** Encodings of the DSP extension (DDI 0403E, A5.3.3, A5.3.12 to A5.3.17, A7.7) for random streams, with what they refuse. */
import { encode, patternShape, type Fields } from './stream-pattern.js';
import { bad, type Setup, type StreamRow } from './stream-row.js';

type Refuses = NonNullable<StreamRow['unpredictable']>;

function row(name: string, pattern: string, unpredictable: Refuses): StreamRow {
  return { name, pattern, privileged: true, unpredictable };
}

const DNM: Refuses = (f) => bad(f['d']) || bad(f['n']) || bad(f['m']);
const DNMA: Refuses = (f, inIt) => DNM(f, inIt) || bad(f['a']);
const LONG: Refuses = (f) => bad(f['l']) || bad(f['h']) || bad(f['n']) || bad(f['m']) || f['l'] === f['h'];

/** Bits 22 to 20 of the first halfword choose the operation, bits 6 to 4 of the second the prefix. */
const OPERATIONS = { ADD8: '000', ADD16: '001', ASX: '010', SUB8: '100', SUB16: '101', SAX: '110' } as const;
const PREFIXES = { S: '000', Q: '001', SH: '010', U: '100', UQ: '101', UH: '110' } as const;

const PARALLEL: readonly StreamRow[] = Object.entries(PREFIXES).flatMap(([prefix, second]) =>
  Object.entries(OPERATIONS).map(([operation, first]) =>
    row(`${prefix}${operation}`, `111110101 ${first} nnnn 1111 dddd 0 ${second} mmmm`, DNM),
  ),
);

const MSR_G = patternShape('111100111000 nnnn 1000 kk00 00000sss');

/** GE comes from instructions ahead, and here mostly from a register. */
function anyGE(_fields: Fields, setup: Setup): void {
  const { random } = setup;
  if (random.chance(80)) setup.emit(encode(MSR_G, { n: random.below(13), k: 1, s: 0 }));
}

const DATA: readonly StreamRow[] = [
  ...['QADD', 'QDADD', 'QSUB', 'QDSUB'].map((name, i) =>
    row(name, `111110101000 nnnn 1111 dddd 10 ${i.toString(2).padStart(2, '0')} mmmm`, DNM),
  ),
  { ...row('SEL', '111110101010 nnnn 1111 dddd 1000 mmmm', DNM), prepare: anyGE },
  row('PKHBT', '111010101100 nnnn 0 iii dddd ii 00 mmmm', DNM),
  row('PKHTB', '111010101100 nnnn 0 iii dddd ii 10 mmmm', DNM),
  row('SSAT16', '111100110010 nnnn 0000 dddd 0000 wwww', (f) => bad(f['d']) || bad(f['n'])),
  row('USAT16', '111100111010 nnnn 0000 dddd 0000 wwww', (f) => bad(f['d']) || bad(f['n'])),
  ...['SXTAH', 'UXTAH', 'SXTAB16', 'UXTAB16', 'SXTAB', 'UXTAB'].map((name, i) =>
    row(name, `111110100 ${i.toString(2).padStart(3, '0')} nnnn 1111 dddd 10 rr mmmm`, DNM),
  ),
  row('SXTB16', '111110100010 1111 1111 dddd 10 rr mmmm', (f) => bad(f['d']) || bad(f['m'])),
  row('UXTB16', '111110100011 1111 1111 dddd 10 rr mmmm', (f) => bad(f['d']) || bad(f['m'])),
];

/** With Ra = 15 each is a multiplication without addition, but for SMMLS, which has none. */
const MULTIPLY: readonly (readonly [name: string, plain: string | undefined, op1: string, op2: string])[] = [
  ['SMLAxy', 'SMULxy', '001', 'xy'],
  ['SMLAD', 'SMUAD', '010', '0x'],
  ['SMLAW', 'SMULW', '011', '0x'],
  ['SMLSD', 'SMUSD', '100', '0x'],
  ['SMMLA', 'SMMUL', '101', '0x'],
  ['SMMLS', undefined, '110', '0x'],
  ['USADA8', 'USAD8', '111', '00'],
];

const MULTIPLICATIONS: readonly StreamRow[] = [
  ...MULTIPLY.flatMap(([name, plain, op1, op2]) => [
    row(name, `111110110 ${op1} nnnn aaaa dddd 00 ${op2} mmmm`, DNMA),
    ...(plain === undefined ? [] : [row(plain, `111110110 ${op1} nnnn 1111 dddd 00 ${op2} mmmm`, DNM)]),
  ]),
  row('SMLALxy', '111110111100 nnnn llll hhhh 10 xy mmmm', LONG),
  row('SMLALD', '111110111100 nnnn llll hhhh 110 x mmmm', LONG),
  row('SMLSLD', '111110111101 nnnn llll hhhh 110 x mmmm', LONG),
  row('UMAAL', '111110111110 nnnn llll hhhh 0110 mmmm', LONG),
];

/** The mask with its bit for GE; EAPSR and the like write nothing (B5.2.3). */
const SYSTEM: readonly StreamRow[] = [
  row('MSR_g', MSR_G.text, (f) => bad(f['n']) || f['k'] === 0 || f['k'] === 2 || f['s'] === 4),
];

export const DSP_ROWS: readonly StreamRow[] = [...PARALLEL, ...DATA, ...MULTIPLICATIONS, ...SYSTEM];
