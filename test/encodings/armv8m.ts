/** What Armv8-M added: load-acquire and store-release, TT, and the Security Extension (Armv8-M ARM, C2.4). */
import { encodings, type Encoding, type EncodingLine } from './encoding.js';

const SIZES = { B: '00', H: '01', '': '10' } as const;

const ORDERED: readonly EncodingLine[] = Object.entries(SIZES).flatMap(([suffix, size]): EncodingLine[] => [
  [`LDA${suffix}`, 'T1', `111010001101 nnnn tttt (1)(1)(1)(1) 10${size} (1)(1)(1)(1)`],
  [`STL${suffix}`, 'T1', `111010001100 nnnn tttt (1)(1)(1)(1) 10${size} (1)(1)(1)(1)`],
  [`LDAEX${suffix}`, 'T1', `111010001101 nnnn tttt (1)(1)(1)(1) 11${size} (1)(1)(1)(1)`],
  [`STLEX${suffix}`, 'T1', `111010001100 nnnn tttt (1)(1)(1)(1) 11${size} dddd`],
]);

export const ARMV8M: readonly Encoding[] = encodings('v8', [
  ...ORDERED,
  ['TT', 'T1', '111010000100 nnnn 1111 dddd 00 (0)(0)(0)(0)(0)(0)', { not: ['n=15'] }],
  ['TTT', 'T1', '111010000100 nnnn 1111 dddd 01 (0)(0)(0)(0)(0)(0)', { not: ['n=15'] }],
  ['TTA', 'T1', '111010000100 nnnn 1111 dddd 10 (0)(0)(0)(0)(0)(0)', { part: 'security', not: ['n=15'] }],
  ['TTAT', 'T1', '111010000100 nnnn 1111 dddd 11 (0)(0)(0)(0)(0)(0)', { part: 'security', not: ['n=15'] }],
  ['SG', 'T1', '1110100101111111 1110100101111111'],
  ['BXNS', 'T1', '010001110 mmmm 1 (0)(0)', { part: 'security' }],
  ['BLXNS', 'T1', '010001111 mmmm 1 (0)(0)', { part: 'security' }],
  ['VLSTM', 'T1', '111011000010 nnnn (0)(0)(0)(0) 1010 (0)(0)(0)(0)(0)(0)(0)(0)', { part: 'securityMain' }],
  ['VLLDM', 'T1', '111011000011 nnnn (0)(0)(0)(0) 1010 (0)(0)(0)(0)(0)(0)(0)(0)', { part: 'securityMain' }],
]);
