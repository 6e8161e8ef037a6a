/** Branches, IT-aware control flow, system instructions, hints and undefined encodings for random streams. */
import { NOTHING_BASE } from './stream-layout.js';
import { bad, type Setup, type StreamRow } from './stream-row.js';
import type { Fields } from './stream-pattern.js';

/** An address to branch to through a register: mostly the target, sometimes one that faults. */
function branchTarget(register: number, setup: Setup): void {
  const kind = setup.random.below(100);
  if (kind < 6)
    setup.set(register, (target) => target & ~3); // even: INVSTATE, which QEMU reports only at a multiple of four
  else if (kind < 9) setup.set(register, setup.denied + 1);
  else if (kind < 12) setup.set(register, NOTHING_BASE + 1);
  else setup.set(register, (target) => target + 1);
}

/** The fields S, I1 (as J), I2 (as K) and the immediate of a wide branch (A7.7.12 T4, A7.7.18). */
function wideBranch(f: Fields, offsetBytes: number): void {
  const negative = offsetBytes < 0 ? 1 : 0;
  const bit = (n: number): number => (offsetBytes >> n) & 1;
  f['S'] = negative;
  f['J'] = 1 ^ bit(23) ^ negative;
  f['K'] = 1 ^ bit(22) ^ negative;
  f['i'] = (offsetBytes >> 1) & 0x1f_ffff;
}

const BRANCHES: readonly StreamRow[] = [
  {
    name: 'B_T1',
    pattern: '1101 cccc iiiiiiii',
    place: 'notInIt',
    privileged: true,
    unpredictable: (f) => f['c']! >= 14,
    branch: (f, offset) => void (f['i'] = (offset >> 1) & 0xff),
  },
  {
    name: 'B_T2',
    pattern: '11100 iiiiiiiiiii',
    place: 'endOfIt',
    privileged: true,
    branch: (f, offset) => void (f['i'] = (offset >> 1) & 0x7ff),
  },
  {
    name: 'B_T3',
    pattern: '11110 S cccc iiiiii 10 J 0 K iiiiiiiiiii',
    place: 'notInIt',
    privileged: true,
    unpredictable: (f) => f['c']! >= 14,
    branch: (f, offset) => {
      const sign = offset < 0 ? 1 : 0;
      Object.assign(f, { S: sign, J: sign, K: sign, i: (offset >> 1) & 0x1_ffff });
    },
  },
  {
    name: 'B_T4',
    pattern: '11110 S iiiiiiiiii 10 J 1 K iiiiiiiiiii',
    place: 'endOfIt',
    privileged: true,
    branch: wideBranch,
  },
  {
    name: 'BL',
    pattern: '11110 S iiiiiiiiii 11 J 1 K iiiiiiiiiii',
    place: 'endOfIt',
    privileged: true,
    branch: wideBranch,
  },
  {
    name: 'CBZ',
    pattern: '1011 z 0 i 1 iiiii nnn',
    place: 'notInIt',
    privileged: true,
    branch: (f, offset) => void (f['i'] = (offset >> 1) & 0x3f),
    nopBehind: true,
    prepare: (f, setup) => {
      if (setup.random.chance(40)) setup.set(f['n']!, 0);
    },
  },
  ...(['BX', 'BLX'] as const).map((name): StreamRow => ({
    name,
    pattern: `01000111 ${name === 'BX' ? 0 : 1} mmmm 000`,
    place: 'endOfIt',
    unpredictable: (f) => bad(f['m']),
    prepare: (f, setup) => branchTarget(f['m']!, setup),
  })),
  {
    name: 'MOV_PC',
    pattern: '01000110 1 mmmm 111',
    place: 'endOfIt',
    unpredictable: (f) => bad(f['m']),
    prepare: (f, setup) => {
      const lowBit = setup.random.below(2); // ignored: this is no interworking branch
      setup.set(f['m']!, (target) => target + lowBit);
    },
  },
  {
    name: 'ADD_PC',
    pattern: '01000100 1 mmmm 111',
    place: 'endOfIt',
    unpredictable: (f) => bad(f['m']),
    prepare: (f, setup) => setup.set(f['m']!, (target, pc) => target - pc),
  },
  ...([1, 2] as const).flatMap((tableEntryBytes): readonly StreamRow[] => {
    const name = tableEntryBytes === 1 ? 'TBB' : 'TBH';
    const tail = `1111 0000 000 ${tableEntryBytes - 1} mmmm`;
    return [
      {
        name: `${name}_PC`,
        pattern: `111010001101 1111 ${tail}`,
        place: 'endOfIt',
        unpredictable: (f) => bad(f['m']),
        prepare: (f, setup) => setup.set(f['m']!, setup.random.below(4)),
        tableEntryBytes,
      },
      {
        name: `${name}_reg`,
        pattern: `111010001101 nnnn ${tail}`,
        place: 'endOfIt',
        unpredictable: (f) => bad(f['m']) || bad(f['n']) || f['n'] === f['m'],
        prepare: (f, setup) => {
          setup.set(f['n']!, (_target, pc) => pc);
          setup.set(f['m']!, setup.random.below(4));
        },
        tableEntryBytes,
      },
    ];
  }),
];

/** SYSm values that exist (B5.1.1), and those that a privileged block may write without losing its stack. */
const SPECIAL = [0, 1, 2, 3, 5, 6, 7, 8, 9, 16, 17, 18, 19, 20];
const SAFE_TO_WRITE = [0, 1, 2, 3, 5, 6, 7, 16, 17, 18, 20];

const SYSTEM: readonly StreamRow[] = [
  {
    name: 'MRS',
    pattern: '1111001111101111 1000 dddd ssssssss',
    privileged: true,
    unpredictable: (f) => bad(f['d']),
    prepare: (f, { random }) => void (f['s'] = random.pick(SPECIAL)),
  },
  {
    name: 'MSR',
    pattern: '111100111000 nnnn 1000 1000 ssssssss',
    privileged: true,
    unpredictable: (f) => bad(f['n']),
    prepare: (f, setup) => {
      f['s'] = setup.random.pick(setup.privileged ? SAFE_TO_WRITE : SPECIAL);
      if (f['s'] === 20) setup.set(f['n']!, 2 + setup.random.below(2));
      else if (f['s'] >= 16) setup.set(f['n']!, setup.random.pick([0, 0, 0x20, 0x40, 0x60, 0x80, 0xa0]));
    },
  },
  {
    name: 'CPS',
    pattern: '10110110011 m 00 i f',
    place: 'notInIt',
    privileged: true,
    unpredictable: (f) => f['i'] === 0 && f['f'] === 0,
    prepare: (f, { privileged }) => {
      if (privileged) Object.assign(f, { i: 1, f: 0 });
    },
  },
  // Not in privileged blocks: where their exit is escalated, the runner looks for an SVC.
  { name: 'SVC', pattern: '11011111 iiiiiiii' },
  { name: 'UDF_T1', pattern: '11011110 iiiiiiii', privileged: true },
  { name: 'UDF_T2', pattern: '111101111111 iiii 1010 iiiiiiiiiiii', privileged: true },
  {
    name: 'coprocessor',
    pattern: '111 f 1110 oooo nnnn tttt cccc ooo 1 mmmm',
    unpredictable: (f) => (f['c']! & 14) === 10,
  },
  {
    name: 'hint_T1_unallocated',
    pattern: '10111111 hhhh 0000',
    privileged: true,
    unpredictable: (f) => f['h']! < 5,
  },
  {
    name: 'hint_T2_unallocated',
    pattern: '1111001110101111 10000000 hhhhhhhh',
    privileged: true,
    unpredictable: (f) => f['h']! < 5,
  },
  {
    name: 'coprocessor_CDP',
    pattern: '111 f 1110 oooo nnnn dddd cccc ooo 0 mmmm',
    unpredictable: (f) => (f['c']! & 14) === 10,
  },
  {
    name: 'coprocessor_transfer',
    pattern: '111 f 110 ooooo nnnn tttt cccc iiiiiiii',
    unpredictable: (f) => (f['c']! & 14) === 10,
  },
  {
    name: 'coprocessor_unallocated',
    pattern: '111 f 110 0000 o nnnn tttt cccc iiiiiiii',
    unpredictable: (f) => (f['c']! & 14) === 10,
  },
  {
    name: 'coprocessor_MCRR',
    pattern: '111 f 110 0010 l nnnn tttt cccc iiiiiiii',
    unpredictable: (f) => (f['c']! & 14) === 10,
  },
  ...['0000', '0001', '0100'].map((op): StreamRow => ({
    name: `hint_T1_${op}`,
    pattern: `10111111 ${op} 0000`,
    privileged: true,
  })),
  ...['000', '001', '100'].map((op): StreamRow => ({
    name: `hint_T2_${op}`,
    pattern: `1111001110101111 10000000 00000 ${op}`,
    privileged: true,
  })),
  ...['DSB 0100', 'DMB 0101', 'ISB 0110'].map((text): StreamRow => ({
    name: text.slice(0, 3),
    pattern: `1111001110111111 10001111 ${text.slice(4)} 1111`,
    privileged: true,
  })),
  { name: 'CLREX', pattern: '1111001110111111 10001111 0010 1111', privileged: true },
];

/** IT itself is woven by the generator; these are what it may hold or stand beside. */
export const FLOW_ROWS: readonly StreamRow[] = [...BRANCHES, ...SYSTEM];
