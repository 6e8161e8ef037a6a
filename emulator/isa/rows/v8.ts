/** What Armv8-M added: load-acquire and store-release, and the Security Extension (Armv8-M ARM, C2.4). */
import type { Fields } from '../pattern.js';
import * as flow from '../semantics/flow.js';
import * as memory from '../semantics/memory.js';
import { BAD, row, type Row } from './row.js';

const SECTION = 'C2.4';
const SIZES = [
  { suffix: 'B', bits: '00', sizeBytes: 1 },
  { suffix: 'H', bits: '01', sizeBytes: 2 },
  { suffix: '', bits: '10', sizeBytes: 4 },
] as const;

const transfer = (f: Fields) => ({ t: f['t']!, n: f['n']! });
/** Exclusives leave to the core, which keeps the monitor; `code` is the size in bytes. */
const exclusive = (sizeBytes: number) => (f: Fields) => ({
  t: f['t']!,
  n: f['n']!,
  d: f['d'] ?? 0,
  imm: 0,
  code: sizeBytes,
});

const orderedRows = SIZES.flatMap(({ suffix, bits, sizeBytes }): readonly Row[] => {
  const name = suffix.toLowerCase();
  return [
    row(
      `LDA${suffix}_T1`,
      SECTION,
      `11101000 1101 nnnn tttt xxxx 10${bits} yyyy`,
      `lda${name}{c} {Rt}, [{Rn}]`,
      transfer,
      memory.loadAcquire(sizeBytes),
      { part: 'v8', unpredictable: ['t=13'], treatedAsUndefined: ['t=15', 'n=15', 'x!=15', 'y!=15'] },
    ),
    row(
      `STL${suffix}_T1`,
      SECTION,
      `11101000 1100 nnnn tttt xxxx 10${bits} yyyy`,
      `stl${name}{c} {Rt}, [{Rn}]`,
      transfer,
      memory.storeRelease(sizeBytes),
      { part: 'v8', unpredictable: ['t=13'], treatedAsUndefined: ['t=15', 'n=15', 'x!=15', 'y!=15'] },
    ),
    row(
      `LDAEX${suffix}_T1`,
      SECTION,
      `11101000 1101 nnnn tttt xxxx 11${bits} yyyy`,
      `ldaex${name}{c} {Rt}, [{Rn}]`,
      exclusive(sizeBytes),
      flow.system('LDREX'),
      { part: 'v8', treatedAsUndefined: [`t=${BAD}`, 'n=15', 'x!=15', 'y!=15'] },
    ),
    row(
      `STLEX${suffix}_T1`,
      SECTION,
      `11101000 1100 nnnn tttt xxxx 11${bits} dddd`,
      `stlex${name}{c} {Rd}, {Rt}, [{Rn}]`,
      exclusive(sizeBytes),
      flow.system('STREX'),
      { part: 'v8', treatedAsUndefined: [`d=${BAD}`, `t=${BAD}`, 'n=15', 'd=n', 'd=t', 'x!=15'] },
    ),
  ];
});

/** TT and TTT, and of Secure state alone TTA and TTAT: `code` is A:T. */
const testTarget = (name: string, code: number, part: Row['part']): Row =>
  row(
    `${name}_T1`,
    SECTION,
    `11101000 0100 nnnn 1111 dddd ${code.toString(2).padStart(2, '0')} 000000`,
    `${name.toLowerCase()}{c} {Rd}, {Rn}`,
    (f) => ({ d: f['d']!, n: f['n']!, code }),
    flow.system('TT'),
    { part, treatedAsUndefined: [`d=${BAD}`, 'n=15'] },
  );

/** Both belong to the Secure state; in the other they are UNDEFINED. */
const branchNonSecure = (name: 'BXNS' | 'BLXNS', bit: 0 | 1): Row =>
  row(
    `${name}_T1`,
    SECTION,
    `010001 11 ${bit} mmmm 1 xx`,
    `${name.toLowerCase()}{c} {Rm}`,
    (f) => ({ m: f['m']! }),
    flow.system(name),
    { part: 'security', placement: 'lastInIT', unpredictable: [`m=${BAD}`], treatedAsUndefined: ['x!=0'] },
  );

const lazyFloats = (name: 'VLSTM' | 'VLLDM', bit: 0 | 1): Row =>
  row(
    `${name}_T1`,
    SECTION,
    `1110110 0001 ${bit} nnnn 0000 1010 00000000`,
    `${name.toLowerCase()}{c} {Rn}`,
    (f) => ({ n: f['n']! }),
    flow.system(name),
    { part: 'securityMain', unpredictable: ['n=15'] },
  );

export const V8: readonly Row[] = [
  ...orderedRows,
  row('SG_T1', SECTION, '1110100101111111 1110100101111111', 'sg{c}', () => ({}), flow.system('SG'), { part: 'v8' }),
  testTarget('TT', 0b00, 'v8'),
  testTarget('TTT', 0b01, 'v8'),
  testTarget('TTA', 0b10, 'security'),
  testTarget('TTAT', 0b11, 'security'),
  branchNonSecure('BXNS', 0),
  branchNonSecure('BLXNS', 1),
  lazyFloats('VLSTM', 0),
  lazyFloats('VLLDM', 1),
];
