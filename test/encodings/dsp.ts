/** The DSP extension (Armv7-M ARM, A5.3.1, A5.3.2 and A5.3.11 to A5.3.17). */
import { encodings, type Encoding, type EncodingLine } from './encoding.js';

const PREFIXES = { S: '000', Q: '001', SH: '010', U: '100', UQ: '101', UH: '110' } as const;
const OPERATIONS = { ADD8: '000', ADD16: '001', ASX: '010', SUB8: '100', SUB16: '101', SAX: '110' } as const;

const PARALLEL: readonly EncodingLine[] = Object.entries(PREFIXES).flatMap(([prefix, how]) =>
  Object.entries(OPERATIONS).map(([operation, what]): EncodingLine => [
    `${prefix}${operation}`,
    'T1',
    `111110101 ${what} nnnn 1111 dddd 0 ${how} mmmm`,
  ]),
);

const toSum = { not: ['a=15'] } as const;

export const DSP: readonly Encoding[] = encodings('dsp', [
  ...PARALLEL,
  ['PKHBT, PKHTB', 'T1', '111010101100 nnnn (0) iii dddd ii t 0 mmmm'],
  ['SSAT16', 'T1', '11110 (0) 110010 nnnn 0000 dddd 00 (0)(0) wwww'],
  ['USAT16', 'T1', '11110 (0) 111010 nnnn 0000 dddd 00 (0)(0) wwww'],
  ['SXTAH', 'T1', '111110100000 nnnn 1111 dddd 1 (0) rr mmmm', { not: ['n=15'] }],
  ['UXTAH', 'T1', '111110100001 nnnn 1111 dddd 1 (0) rr mmmm', { not: ['n=15'] }],
  ['SXTAB16', 'T1', '111110100010 nnnn 1111 dddd 1 (0) rr mmmm', { not: ['n=15'] }],
  ['SXTB16', 'T1', '111110100010 1111 1111 dddd 1 (0) rr mmmm'],
  ['UXTAB16', 'T1', '111110100011 nnnn 1111 dddd 1 (0) rr mmmm', { not: ['n=15'] }],
  ['UXTB16', 'T1', '111110100011 1111 1111 dddd 1 (0) rr mmmm'],
  ['SXTAB', 'T1', '111110100100 nnnn 1111 dddd 1 (0) rr mmmm', { not: ['n=15'] }],
  ['UXTAB', 'T1', '111110100101 nnnn 1111 dddd 1 (0) rr mmmm', { not: ['n=15'] }],
  ['QADD', 'T1', '111110101000 nnnn 1111 dddd 1000 mmmm'],
  ['QDADD', 'T1', '111110101000 nnnn 1111 dddd 1001 mmmm'],
  ['QSUB', 'T1', '111110101000 nnnn 1111 dddd 1010 mmmm'],
  ['QDSUB', 'T1', '111110101000 nnnn 1111 dddd 1011 mmmm'],
  ['SEL', 'T1', '111110101010 nnnn 1111 dddd 1000 mmmm'],
  ['SMLABB, SMLABT, SMLATB, SMLATT', 'T1', '111110110001 nnnn aaaa dddd 00 xy mmmm', toSum],
  ['SMULBB, SMULBT, SMULTB, SMULTT', 'T1', '111110110001 nnnn 1111 dddd 00 xy mmmm'],
  ['SMLAD, SMLADX', 'T1', '111110110010 nnnn aaaa dddd 000 x mmmm', toSum],
  ['SMUAD, SMUADX', 'T1', '111110110010 nnnn 1111 dddd 000 x mmmm'],
  ['SMLAWB, SMLAWT', 'T1', '111110110011 nnnn aaaa dddd 000 y mmmm', toSum],
  ['SMULWB, SMULWT', 'T1', '111110110011 nnnn 1111 dddd 000 y mmmm'],
  ['SMLSD, SMLSDX', 'T1', '111110110100 nnnn aaaa dddd 000 x mmmm', toSum],
  ['SMUSD, SMUSDX', 'T1', '111110110100 nnnn 1111 dddd 000 x mmmm'],
  ['SMMLA, SMMLAR', 'T1', '111110110101 nnnn aaaa dddd 000 r mmmm', toSum],
  ['SMMUL, SMMULR', 'T1', '111110110101 nnnn 1111 dddd 000 r mmmm'],
  ['SMMLS, SMMLSR', 'T1', '111110110110 nnnn aaaa dddd 000 r mmmm'],
  ['USADA8', 'T1', '111110110111 nnnn aaaa dddd 0000 mmmm', toSum],
  ['USAD8', 'T1', '111110110111 nnnn 1111 dddd 0000 mmmm'],
  ['SMLALBB, SMLALBT, SMLALTB, SMLALTT', 'T1', '111110111100 nnnn llll hhhh 10 xy mmmm'],
  ['SMLALD, SMLALDX', 'T1', '111110111100 nnnn llll hhhh 110 x mmmm'],
  ['SMLSLD, SMLSLDX', 'T1', '111110111101 nnnn llll hhhh 110 x mmmm'],
  ['UMAAL', 'T1', '111110111110 nnnn llll hhhh 0110 mmmm'],
]);
