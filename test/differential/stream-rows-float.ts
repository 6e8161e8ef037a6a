/** Encodings of the floating-point extension (DDI 0403E, A6 and A7.7.224 to A7.7.260) for random streams, with what they refuse. */
import { randomDouble, randomSingle } from './float-operands.js';
import { encode, patternShape, type Fields } from './stream-pattern.js';
import { bad, type Setup, type StreamRow } from './stream-row.js';

type Refuses = NonNullable<StreamRow['unpredictable']>;
const never: Refuses = () => false;

/** VMOV.F32 S0, S0. */
const ANY = [0xeeb0, 0x0a40];

/**
 * The first floating-point instruction of some code makes its context. On QEMU 7.2 it does not where it stands in an IT block
 * that skips it, and those behind it in the same translation block do not either; so there is always one ahead.
 */
function withContext(_fields: Fields, setup: Setup): void {
  if (setup.inIt) setup.emit(ANY);
}

const VMOV_TO_S = patternShape('11101110 0000 nnnn tttt 1010 N 00 1 0000');
const VMSR = patternShape('11101110 1110 0001 tttt 1010 0001 0000');
/** What gets values into the registers of the extension. */
const SCRATCH = 12;

function load(setup: Setup, single: number, bits: number): void {
  setup.set(SCRATCH, bits);
  setup.emit(encode(VMOV_TO_S, { n: single >>> 1, N: single & 1, t: SCRATCH }));
}

/** Any FPSCR, with few flags that are set already, so that those are seen which an instruction sets. */
function anyFpscr(random: Setup['random']): number {
  return (random.word() & 0x07c0_0000) | (random.chance(50) ? random.word() & random.word() & 0xf000_009f : 0);
}

/**
 * Operands worth computing with, for a third of the instructions: `registers` are the letters of what they read, single or
 * double. Some get an FPSCR too.
 */
function withOperands(registers: string, double: boolean): NonNullable<StreamRow['prepare']> {
  return (fields, setup) => {
    const { random } = setup;
    withContext(fields, setup);
    if (random.chance(8)) {
      setup.set(SCRATCH, anyFpscr(random));
      setup.emit(encode(VMSR, { t: SCRATCH }));
    }
    if (!random.chance(35)) return;
    for (const letter of registers) {
      const number = fields[letter]! * 2 + (double ? 0 : (fields[letter.toUpperCase()] ?? 0));
      if (double) {
        const [high, low] = randomDouble(random);
        load(setup, number, low);
        load(setup, number + 1, high);
      } else load(setup, number, randomSingle(random));
    }
  };
}

function row(name: string, pattern: string, unpredictable: Refuses = never, prepare = withContext): StreamRow {
  return { name, pattern, privileged: true, unpredictable, prepare };
}

/** Of D registers there are sixteen: the fifth bit of their number is clear. */
function both(name: string, double: boolean, pattern: string, registers = ''): StreamRow {
  const text = double ? pattern.replace(/[DNM]/g, '0').replaceAll('~', '1') : pattern.replaceAll('~', '0');
  return row(`${name}_${double ? 'F64' : 'F32'}`, text, never, withOperands(registers, double));
}

/** A row for each value of the bits that `letters` stand for, so that every encoding has its share of a stream. */
function each(letters: string, make: (value: string, put: (pattern: string) => string) => StreamRow): StreamRow[] {
  return Array.from({ length: 2 ** letters.length }, (_, i) => {
    const bits = i.toString(2).padStart(letters.length, '0');
    return make(bits, (pattern) =>
      Array.from(letters).reduce((text, letter, at) => text.replaceAll(letter, bits[at]!), pattern),
    );
  });
}

/** Bits 23, 21 and 20, and bit 6. */
const THREE: readonly (readonly [name: string, opcode: string, op: string])[] = [
  ['VMLA', '0 D 00', '0'],
  ['VMLS', '0 D 00', '1'],
  ['VNMLS', '0 D 01', '0'],
  ['VNMLA', '0 D 01', '1'],
  ['VMUL', '0 D 10', '0'],
  ['VNMUL', '0 D 10', '1'],
  ['VADD', '0 D 11', '0'],
  ['VSUB', '0 D 11', '1'],
  ['VDIV', '1 D 00', '0'],
  ['VFNMS', '1 D 01', '0'],
  ['VFNMA', '1 D 01', '1'],
  ['VFMA', '1 D 10', '0'],
  ['VFMS', '1 D 10', '1'],
];
/** Bits 19 to 16, and 7 and 6. */
const TWO: readonly (readonly [name: string, opcode: string, op: string])[] = [
  ['VMOV_reg', '0000', '01'],
  ['VABS', '0000', '11'],
  ['VNEG', '0001', '01'],
  ['VSQRT', '0001', '11'],
  ['VCMP', '0100', '01'],
  ['VCMPE', '0100', '11'],
];
const ROUNDINGS = [
  ['VRINTR', '0110', '01'],
  ['VRINTZ', '0110', '11'],
  ['VRINTX', '0111', '01'],
] as const;

/** Conversions: the register that is no number of the precision is an S register, with its bit wherever it stands. */
function conversions(double: boolean): readonly StreamRow[] {
  const size = double ? '1' : '0';
  const suffix = double ? 'F64' : 'F32';
  const [D, M] = double ? ['0', '0'] : ['D', 'M'];
  const from = withOperands('m', double);
  const inPlace = withOperands('d', double);
  const single = withOperands('m', false);
  const tooFar: Refuses = (f) => f['i']! * 2 + f['j']! > 16;
  return [
    ...each('s', (bit, put) =>
      row(
        `VCVT_from_int_${bit}_${suffix}`,
        put(`11101110 1 ${D} 11 1000 dddd 101 ${size} s 1 M 0 mmmm`),
        never,
        single,
      ),
    ),
    ...each('sr', (bits, put) =>
      row(`VCVT_to_int_${bits}_${suffix}`, put(`11101110 1 D 11 110 s dddd 101 ${size} r 1 ${M} 0 mmmm`), never, from),
    ),
    ...each('psx', (bits, put) =>
      row(
        `VCVT_fixed_${bits}_${suffix}`,
        put(`11101110 1 ${D} 11 1 p 1 s dddd 101 ${size} x 1 j 0 iiii`),
        bits.endsWith('0') ? tooFar : never,
        inPlace,
      ),
    ),
    ...each('t', (bit, put) =>
      row(
        `VCVT_from_half_${bit}_${suffix}`,
        put(`11101110 1 ${D} 11 0010 dddd 101 ${size} t 1 M 0 mmmm`),
        never,
        single,
      ),
    ),
    ...each('t', (bit, put) =>
      row(`VCVT_to_half_${bit}_${suffix}`, put(`11101110 1 D 11 0011 dddd 101 ${size} t 1 ${M} 0 mmmm`), never, from),
    ),
  ];
}

/** Of the operations with three registers, those that read the first too. */
const ACCUMULATE = /^VN?ML[AS]|^VFN?M[AS]/;
const operandsOf = (name: string): string => (ACCUMULATE.test(name) ? 'dnm' : 'nm');

function arithmetic(double: boolean): readonly StreamRow[] {
  return [
    ...THREE.map(([name, opcode, op]) =>
      both(name, double, `11101110 ${opcode} nnnn dddd 101 ~ N ${op} M 0 mmmm`, operandsOf(name)),
    ),
    ...TWO.map(([name, opcode, op]) =>
      both(name, double, `11101110 1 D 11 ${opcode} dddd 101 ~ ${op} M 0 mmmm`, name.startsWith('VCMP') ? 'dm' : 'm'),
    ),
    ...each('e', (bit, put) =>
      both(`VCMP_zero_${bit}`, double, put('11101110 1 D 11 0101 dddd 101 ~ e 1 0 0 0000'), 'd'),
    ),
    both('VMOV_imm', double, '11101110 1 D 11 iiii dddd 101 ~ 0 0 0 0 iiii'),
    ...conversions(double),
  ];
}

function fp5(double: boolean): readonly StreamRow[] {
  const size = double ? '1' : '0';
  const M = double ? '0' : 'M';
  const outside = (one: StreamRow): StreamRow => ({ ...one, place: 'notInIt' });
  return [
    ...ROUNDINGS.map(([name, opcode, op]) =>
      both(name, double, `11101110 1 D 11 ${opcode} dddd 101 ~ ${op} M 0 mmmm`, 'm'),
    ),
    ...each('ab', (bits, put) =>
      outside(both(`VSEL_${bits}`, double, put('11111110 0 D ab nnnn dddd 101 ~ N 0 M 0 mmmm'))),
    ),
    outside(both('VMAXNM', double, '11111110 1 D 00 nnnn dddd 101 ~ N 0 M 0 mmmm', 'nm')),
    outside(both('VMINNM', double, '11111110 1 D 00 nnnn dddd 101 ~ N 1 M 0 mmmm', 'nm')),
    ...each('ab', (bits, put) =>
      outside(both(`VRINT_${bits}`, double, put('11111110 1 D 11 10ab dddd 101 ~ 01 M 0 mmmm'), 'm')),
    ),
    ...each('abs', (bits, put) =>
      outside(
        row(
          `VCVT_directed_${bits}_${double ? 'F64' : 'F32'}`,
          put(`11111110 1 D 11 11ab dddd 101 ${size} s 1 ${M} 0 mmmm`),
          never,
          withOperands('m', double),
        ),
      ),
    ),
  ];
}

const MOVES: readonly StreamRow[] = [
  ...each('l', (bit, put) =>
    row(`VMOV_core_S_${bit}`, put('11101110 000 l nnnn tttt 1010 N 00 1 0000'), (f) => bad(f['t'])),
  ),
  ...each('hl', (bits, put) =>
    row(`VMOV_core_scalar_${bits}`, put('11101110 00 h l nnnn tttt 1011 0 00 1 0000'), (f) => bad(f['t'])),
  ),
  ...each('l', (bit, put) =>
    row(
      `VMOV_two_S_${bit}`,
      put('11101100 010 l qqqq tttt 1010 00 M 1 mmmm'),
      (f) => bad(f['t']) || bad(f['q']) || (f['m'] === 15 && f['M'] === 1) || f['t'] === f['q'],
    ),
  ),
  ...each('l', (bit, put) =>
    row(
      `VMOV_two_D_${bit}`,
      put('11101100 010 l qqqq tttt 1011 00 0 1 mmmm'),
      (f) => bad(f['t']) || bad(f['q']) || f['t'] === f['q'],
    ),
  ),
  row('VMRS', '11101110 1111 0001 tttt 1010 0001 0000', (f) => f['t'] === 13),
  row('VMRS_APSR', '11101110 1111 0001 1111 1010 0001 0000'),
  row('VMSR', '11101110 1110 0001 tttt 1010 0001 0000', (f) => bad(f['t'])),
];

/** Loads and stores, which belong to no privileged block. */
function memory(double: boolean): readonly StreamRow[] {
  const size = double ? '1' : '0';
  const D = double ? '0' : 'D';
  const letter = double ? 'D' : 'S';
  const unit = double ? 8 : 4;
  const words = (f: Fields): number => (double ? f['i']! * 2 : f['i']!);
  const first = (f: Fields): number => (double ? f['d']! * 2 : f['d']! * 2 + f['D']!);
  const count = double ? 'iiiiiii 0' : 'iiiiiiii';
  /** A list that fits the registers, mostly a short one. */
  const list = (f: Fields, setup: Setup): void => {
    const room = 32 - first(f);
    const most = setup.random.chance(80) ? Math.min(room, 8) : room;
    f['i'] = double ? 1 + setup.random.below(Math.max(1, most >> 1)) : 1 + setup.random.below(most);
  };
  const several = (name: string, pattern: string, down: boolean): StreamRow => ({
    name: `${name}_${letter}`,
    pattern,
    unpredictable: (f) => f['n'] === 15,
    prepare: (f, setup) => {
      withContext(f, setup);
      list(f, setup);
      if (f['n'] === undefined) return;
      const bytes = words(f) * 4 + (pattern.endsWith('i 1') ? 4 : 0);
      setup.aim(f['n'], down ? -bytes : 0, Math.min(bytes, unit));
    },
  });
  return [
    ...each('lu', (bits, put) => ({
      name: `VLDR_VSTR_${bits}_${letter}`,
      pattern: put(`11101101 u ${D} 0 l nnnn dddd 101 ${size} iiiiiiii`),
      unpredictable: (f) => f['n'] === 15,
      prepare: (f, setup) => {
        withContext(f, setup);
        if (f['n'] === 13) f['i'] = f['i']! % 16;
        setup.aim(f['n']!, f['i']! * (bits.endsWith('1') ? 4 : -4), unit);
      },
    })),
    {
      name: `VLDR_lit_${letter}`,
      pattern: `11101101 u ${D} 0 1 1111 dddd 101 ${size} iiiiiiii`,
      prepare: withContext,
    },
    ...each('wl', (bits, put) =>
      several(`VLDMIA_${bits}`, put(`1110110 01 ${D} w l nnnn dddd 101 ${size} ${count}`), false),
    ),
    ...each('l', (bit, put) =>
      several(`VLDMDB_${bit}`, put(`1110110 10 ${D} 1 l nnnn dddd 101 ${size} ${count}`), true),
    ),
    // FLDMX and FSTMX: an odd count of words.
    ...(double
      ? [
          ...each('wl', (bits, put) =>
            several(`FLDMIAX_${bits}`, put('1110110 01 0 w l nnnn dddd 1011 iiiiiii 1'), false),
          ),
          ...each('l', (bit, put) => several(`FLDMDBX_${bit}`, put('1110110 10 0 1 l nnnn dddd 1011 iiiiiii 1'), true)),
        ]
      : []),
    several('VPOP', `1110110 01 ${D} 1 1 1101 dddd 101 ${size} ${count}`, false),
    several('VPUSH', `1110110 10 ${D} 1 0 1101 dddd 101 ${size} ${count}`, true),
  ];
}

/** FPv4-SP. */
export const FLOAT_ROWS: readonly StreamRow[] = [...arithmetic(false), ...MOVES, ...memory(false), ...memory(true)];

/** FPv5 beside those, in single precision. */
export const FLOAT5_SINGLE_ROWS = fp5(false);

/** The same with double precision. */
export const FLOAT5_ROWS: readonly StreamRow[] = [
  ...FLOAT5_SINGLE_ROWS,
  ...arithmetic(true),
  ...fp5(true),
  row('VCVT_F64_F32', '11101110 1 0 11 0111 dddd 1010 11 M 0 mmmm', never, withOperands('m', false)),
  row('VCVT_F32_F64', '11101110 1 D 11 0111 dddd 1011 11 0 0 mmmm', never, withOperands('m', true)),
];
