/** What Armv8-M added (DDI 0553, C2.4), for random streams in Secure state. */
import { bad, type StreamRow } from './stream-row.js';
import { encode, patternShape } from './stream-pattern.js';

const SIZES = [
  { suffix: 'B', bits: '00', sizeBytes: 1 },
  { suffix: 'H', bits: '01', sizeBytes: 2 },
  { suffix: '', bits: '10', sizeBytes: 4 },
] as const;
const CLREX = [0xf3bf, 0x8f2f];

/** Of a load-acquire or a store-release the registers, and where it goes. */
const ordered = (name: string, load: '0' | '1', op: string, sizeBytes: number): StreamRow => ({
  name,
  pattern: `11101000110 ${load} nnnn tttt 1111 ${op} 1111`,
  unpredictable: (f) => f['n'] === 15 || bad(f['t']),
  prepare: (f, s) => s.aim(f['n']!, 0, sizeBytes),
});

/** As STREX: after a load from the same address, which now may be an ordered one. */
const storeExclusive = (suffix: string, bits: string, sizeBytes: number): StreamRow => {
  const load = patternShape(`111010001101 nnnn tttt 1111 11${bits} 1111`);
  return {
    name: `STLEX${suffix}`,
    pattern: `111010001100 nnnn tttt 1111 11${bits} dddd`,
    place: 'notInIt',
    unpredictable: (f) => f['n'] === 15 || bad(f['t']) || bad(f['d']) || f['d'] === f['n'] || f['d'] === f['t'],
    prepare: (f, s) => {
      s.set(f['n']!, 0x2000_0180 + s.random.below(0x60) * 4 + (sizeBytes === 4 ? 0 : s.random.below(4) & -sizeBytes));
      const t = [0, 1, 2, 3].find((r) => r !== f['n'] && r !== f['t'])!;
      const what = s.random.below(10);
      if (what < 8) s.emit(encode(load, { n: f['n']!, t }));
      if (what > 6) s.emit(CLREX);
    },
  };
};

/** Addresses of every kind; the regions of the runner, and what no region covers. */
const TARGETS = [0x0000_0400, 0x0020_0000, 0x003f_ffff, 0x2000_0000, 0x2000_03ff, 0x2000_0800, 0x9000_0010];
/** Exempt from attribution: it takes the state of whoever asks, which to QEMU's TTA is Non-secure code. */
const EXEMPT = 0xe000_e100;

const testTarget = (name: string, at: string): StreamRow => ({
  name,
  pattern: `111010000100 nnnn 1111 dddd ${at} 000000`,
  privileged: true,
  // In an IT block what sets up another instruction may aim it anywhere.
  ...(at.startsWith('1') ? ({ place: 'notInIt' } as const) : {}),
  // A target in SP would lose the frame that tells what happened.
  unpredictable: (f) => bad(f['n']) || bad(f['d']),
  prepare: (f, s) => {
    const targets = at.startsWith('0') ? [...TARGETS, EXEMPT] : TARGETS;
    s.set(f['n']!, s.random.chance(80) ? s.random.pick(targets) : s.random.word() & 0x5fff_ffff);
  },
});

/** With bit 0 set the target is Secure, so they are plain branches. */
const secureBranch = (name: string, bit: string): StreamRow => ({
  name,
  pattern: `010001 11 ${bit} mmmm 100`,
  place: 'endOfIt',
  unpredictable: (f) => bad(f['m']),
  prepare: (f, s) => s.set(f['m']!, (target) => target | 1),
});

/** Whether there is a Security Extension or not. TT gives more with it. */
export const V8_PLAIN_ROWS: readonly StreamRow[] = [
  ...SIZES.flatMap(({ suffix, bits, sizeBytes }) => [
    ordered(`LDA${suffix}`, '1', `10${bits}`, sizeBytes),
    ordered(`STL${suffix}`, '0', `10${bits}`, sizeBytes),
    ordered(`LDAEX${suffix}`, '1', `11${bits}`, sizeBytes),
    storeExclusive(suffix, bits, sizeBytes),
  ]),
  { name: 'SG', pattern: '1110100101111111 1110100101111111', place: 'notInIt', privileged: true },
];

export const V8_ROWS: readonly StreamRow[] = [
  ...V8_PLAIN_ROWS,
  testTarget('TT', '00'),
  testTarget('TTT', '01'),
  testTarget('TTA', '10'),
  testTarget('TTAT', '11'),
  secureBranch('BXNS', '0'),
  secureBranch('BLXNS', '1'),
];

const lazyFloats = (name: string, bit: string): StreamRow => ({
  name,
  pattern: `11101100001 ${bit} nnnn 0000101000000000`,
  unpredictable: (f) => bad(f['n']),
  prepare: (f, s) => s.set(f['n']!, 0x2000_0100 + s.random.below(0x40) * (s.random.chance(90) ? 8 : 4)),
});

/** In Secure state with an FPU; without one they do nothing. */
export const V8_FLOAT_ROWS: readonly StreamRow[] = [lazyFloats('VLSTM', '0'), lazyFloats('VLLDM', '1')];
