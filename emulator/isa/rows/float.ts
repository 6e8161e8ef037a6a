/** The floating-point extension: FPv4-SP, what FPv5 added, and double precision (Armv7-M ARM, A6). */
import { FPSCR_BITS } from '../../float/fpscr.js';
import { literalBase } from '../operands.js';
import type { Fields } from '../pattern.js';
import * as float from '../semantics/float.js';
import { BAD, row, type Row, type RowOptions } from './row.js';

/** What differs between the two precisions. Registers are numbered as S registers, and a D register is two. */
interface Precision {
  readonly name: 'F32' | 'F64';
  readonly double: boolean;
  /** The bit of the encoding. */
  readonly size: '0' | '1';
  /** `S` or `D`, as texts name registers. */
  readonly letter: 'S' | 'D';
}
const PRECISIONS: readonly Precision[] = [
  { name: 'F32', double: false, size: '0', letter: 'S' },
  { name: 'F64', double: true, size: '1', letter: 'D' },
];

/** The number of an S register: four bits and one; of a D register: four bits, and there is none with the fifth. */
const single = (f: Fields, letter: string): number => f[letter]! * 2 + f[letter.toUpperCase()]!;
const numberIn = (f: Fields, letter: string, double: boolean): number => (double ? f[letter]! * 2 : single(f, letter));
const noUpperHalf = (letters: string): readonly string[] =>
  Array.from(letters, (letter) => `${letter.toUpperCase()}=1`);

/** Encodings of both precisions; what they have of D, N and M in the pattern is in `registers`. */
const ofBoth = (
  part: 'fp' | 'fp5',
  make: (p: Precision, options: (registers: string) => RowOptions) => Row,
): readonly Row[] =>
  PRECISIONS.map((p) =>
    make(p, (registers) => ({
      part: p.double ? 'fpDouble' : part,
      ...(p.double ? { treatedAsUndefined: noUpperHalf(registers) } : {}),
    })),
  );

const typed = (text: string, p: Precision): string =>
  text.replaceAll('~', `.${p.name.toLowerCase()}`).replaceAll('%', p.letter);

/** `1110 1110 …`: three registers. */
const three = (
  name: string,
  section: number,
  opcode: string,
  op: '0' | '1',
  meaning: ReturnType<typeof float.binary>,
): readonly Row[] =>
  ofBoth('fp', (p, options) =>
    row(
      `${name}_${p.name}_T1`,
      `A7.7.${section}`,
      `11101110 ${opcode} nnnn dddd 101 ${p.size} N ${op} M 0 mmmm`,
      typed(`${name.toLowerCase()}{c}~ {%d}, {%n}, {%m}`, p),
      (f) => ({
        fd: numberIn(f, 'd', p.double),
        fn: numberIn(f, 'n', p.double),
        fm: numberIn(f, 'm', p.double),
        double: p.double,
      }),
      meaning,
      options('dnm'),
    ),
  );

const twoOperands = (f: Fields, p: Precision) => ({
  fd: numberIn(f, 'd', p.double),
  fm: numberIn(f, 'm', p.double),
  double: p.double,
});

/** Two registers: `opcode` is bits 19 to 16, `op` bits 7 and 6. */
const two = (
  name: string,
  section: number,
  opcode: string,
  op: string,
  text: string,
  meaning: ReturnType<typeof float.unary>,
  part: 'fp' | 'fp5' = 'fp',
): readonly Row[] =>
  ofBoth(part, (p, options) =>
    row(
      `${name}_${p.name}_T1`,
      `A7.7.${section}`,
      `11101110 1 D 11 ${opcode} dddd 101 ${p.size} ${op} M 0 mmmm`,
      typed(text, p),
      (f) => twoOperands(f, p),
      meaning,
      options('dm'),
    ),
  );

const plus = { negateAddend: false, negateProduct: false };
const minus = { negateAddend: false, negateProduct: true };
const negatedPlus = { negateAddend: true, negateProduct: false };
const negatedMinus = { negateAddend: true, negateProduct: true };

const arithmeticRows: readonly Row[] = [
  ...three('VMLA', 238, '0 D 00', '0', float.multiplyThenAdd(plus)),
  ...three('VMLS', 238, '0 D 00', '1', float.multiplyThenAdd(minus)),
  ...three('VNMLS', 250, '0 D 01', '0', float.multiplyThenAdd(negatedPlus)),
  ...three('VNMLA', 250, '0 D 01', '1', float.multiplyThenAdd(negatedMinus)),
  ...three('VMUL', 248, '0 D 10', '0', float.binary('mul')),
  ...three('VNMUL', 250, '0 D 10', '1', float.VNMUL),
  ...three('VADD', 225, '0 D 11', '0', float.binary('add')),
  ...three('VSUB', 260, '0 D 11', '1', float.binary('sub')),
  ...three('VDIV', 232, '1 D 00', '0', float.binary('div')),
  ...three('VFNMS', 234, '1 D 01', '0', float.fusedMultiplyAdd(negatedPlus)),
  ...three('VFNMA', 234, '1 D 01', '1', float.fusedMultiplyAdd(negatedMinus)),
  ...three('VFMA', 233, '1 D 10', '0', float.fusedMultiplyAdd(plus)),
  ...three('VFMS', 233, '1 D 10', '1', float.fusedMultiplyAdd(minus)),
  ...two('VMOV_reg', 240, '0000', '01', 'vmov{c}~ {%d}, {%m}', float.VMOV),
  ...two('VABS', 224, '0000', '11', 'vabs{c}~ {%d}, {%m}', float.VABS),
  ...two('VNEG', 249, '0001', '01', 'vneg{c}~ {%d}, {%m}', float.VNEG),
  ...two('VSQRT', 257, '0001', '11', 'vsqrt{c}~ {%d}, {%m}', float.unary('sqrt')),
  ...two('VCMP', 226, '0100', '01', 'vcmp{c}~ {%d}, {%m}', float.VCMP(false)),
  ...two('VCMPE', 226, '0100', '11', 'vcmpe{c}~ {%d}, {%m}', float.VCMP(true)),
  ...two('VRINTR', 255, '0110', '01', 'vrintr{c}~ {%d}, {%m}', float.unary('rint'), 'fp5'),
  ...two('VRINTZ', 255, '0110', '11', 'vrintz{c}~ {%d}, {%m}', float.unary('rintZero'), 'fp5'),
  ...two('VRINTX', 254, '0111', '01', 'vrintx{c}~ {%d}, {%m}', float.unary('rintExact'), 'fp5'),
  ...[false, true].flatMap((signals) =>
    ofBoth('fp', (p, options) =>
      row(
        `${signals ? 'VCMPE' : 'VCMP'}_zero_${p.name}_T2`,
        'A7.7.226',
        `11101110 1 D 11 0101 dddd 101 ${p.size} ${signals ? '1' : '0'} 1 z 0 xxxx`,
        typed(`${signals ? 'vcmpe' : 'vcmp'}{c}~ {%d}, #0.0`, p),
        (f) => ({ fd: numberIn(f, 'd', p.double), double: p.double }),
        float.VCMP_zero(signals),
        withUndefined(options('d'), ['z=1', 'x!=0']),
      ),
    ),
  ),
  ...ofBoth('fp', (p, options) =>
    row(
      `VMOV_imm_${p.name}_T1`,
      'A7.7.239',
      `11101110 1 D 11 iiii dddd 101 ${p.size} x 0 z 0 iiii`,
      typed(`vmov{c}~ {%d}, {#float${p.double ? 64 : 32}}`, p),
      (f) => ({ fd: numberIn(f, 'd', p.double), imm: expandFloat(f['i']!, p.double), double: p.double }),
      float.VMOV_immediate,
      withUndefined(options('d'), ['x=1', 'z=1']),
    ),
  ),
];

/** VFPExpandImm (A6.4.1): the word with sign, exponent and the upper part of the fraction. */
function expandFloat(imm8: number, double: boolean): number {
  const sign = imm8 >>> 7;
  const b6 = (imm8 >>> 6) & 1;
  const exponent = double ? ((1 - b6) << 10) | ((b6 * 0xff) << 2) : ((1 - b6) << 7) | ((b6 * 0x1f) << 2);
  const place = double ? 20 : 23;
  const fields = ((exponent | ((imm8 >>> 4) & 3)) << place) | ((imm8 & 15) << (place - 4));
  return ((sign << 31) | fields) >>> 0;
}

function withUndefined(options: RowOptions, clauses: readonly string[]): RowOptions {
  return { ...options, treatedAsUndefined: [...(options.treatedAsUndefined ?? []), ...clauses] };
}

const SIGNS = [
  ['S', 's', '1'],
  ['U', 'u', '0'],
] as const;

/** To and from integers in S registers, whatever the precision: only the other register is of it. */
const integerRows: readonly Row[] = SIGNS.flatMap(([sign, letter, bit]) =>
  ofBoth('fp', (p, options) =>
    row(
      `VCVT_${p.name}_${sign}32_T1`,
      'A7.7.228',
      `11101110 1 D 11 1000 dddd 101 ${p.size} ${bit} 1 M 0 mmmm`,
      typed(`vcvt{c}~.${letter}32 {%d}, {Sm}`, p),
      (f) => ({ fd: numberIn(f, 'd', p.double), fm: single(f, 'm'), double: p.double }),
      float.fromInteger(sign),
      options('d'),
    ),
  ).concat(
    (['zero', 'mode'] as const).flatMap((rounding) =>
      ofBoth('fp', (p, options) =>
        row(
          `${rounding === 'zero' ? 'VCVT' : 'VCVTR'}_${sign}32_${p.name}_T1`,
          'A7.7.228',
          `11101110 1 D 11 110 ${bit} dddd 101 ${p.size} ${rounding === 'zero' ? '1' : '0'} 1 M 0 mmmm`,
          typed(`${rounding === 'zero' ? 'vcvt' : 'vcvtr'}{c}.${letter}32~ {Sd}, {%m}`, p),
          (f) => ({ fd: single(f, 'd'), fm: numberIn(f, 'm', p.double), double: p.double }),
          float.toInteger(`${rounding === 'zero' ? 'toInt' : 'toIntMode'}${sign}`),
          options('m'),
        ),
      ),
    ),
  ),
);

/** Fixed point, in the register itself: 32 or 16 bits less what the encoding says lie behind the point. */
const fixedRows: readonly Row[] = SIGNS.flatMap(([sign, letter, bit]) =>
  ([16, 32] as const).flatMap((bits) => {
    const unsigned = bit === '1' ? '0' : '1';
    const wide = bits === 32 ? '1' : '0';
    const type = `.${letter}${bits}`;
    const make = (name: string, direction: '0' | '1', types: string, meaning: ReturnType<typeof float.toFixed>) =>
      ofBoth('fp', (p, options) =>
        row(
          name.replace('~', p.name),
          'A7.7.229',
          `11101110 1 D 11 1 ${direction} 1 ${unsigned} dddd 101 ${p.size} ${wide} 1 j 0 iiii`,
          typed(`vcvt{c}${types} {%d}, {%d}, {#fraction${bits}}`, p),
          (f) => ({ fd: numberIn(f, 'd', p.double), imm: bits - (f['i']! * 2 + f['j']!), double: p.double }),
          meaning,
          // A negative number of bits is UNPREDICTABLE; it scales the other way, as on QEMU.
          {
            ...options('d'),
            ...(bits === 16 ? { unpredictableIf: (f: Fields) => f['i']! * 2 + f['j']! > 16 } : {}),
          },
        ),
      );
    return [
      ...make(`VCVT_~_${sign}${bits}_fixed_T1`, '0', `~${type}`, float.fromFixed(sign, bits)),
      ...make(`VCVT_${sign}${bits}_~_fixed_T1`, '1', `${type}~`, float.toFixed(sign, bits)),
    ];
  }),
);

const halfRows: readonly Row[] = [false, true].flatMap((top) => {
  const name = top ? 'VCVTT' : 'VCVTB';
  const bit = top ? '1' : '0';
  return PRECISIONS.flatMap((p) => {
    const part = p.double ? 'fpDouble' : 'fp';
    const undefinedIf = (letter: string) => (p.double ? { treatedAsUndefined: noUpperHalf(letter) } : {});
    return [
      row(
        `${name}_${p.name}_F16_T1`,
        'A7.7.231',
        `11101110 1 D 11 0010 dddd 101 ${p.size} ${bit} 1 M 0 mmmm`,
        typed(`${name.toLowerCase()}{c}~.f16 {%d}, {Sm}`, p),
        (f) => ({ fd: numberIn(f, 'd', p.double), fm: single(f, 'm'), double: p.double, top }),
        float.fromHalf,
        { part, ...undefinedIf('d') },
      ),
      row(
        `${name}_F16_${p.name}_T1`,
        'A7.7.231',
        `11101110 1 D 11 0011 dddd 101 ${p.size} ${bit} 1 M 0 mmmm`,
        typed(`${name.toLowerCase()}{c}.f16~ {Sd}, {%m}`, p),
        (f) => ({ fd: single(f, 'd'), fm: numberIn(f, 'm', p.double), double: p.double, top }),
        float.toHalf,
        { part, ...undefinedIf('m') },
      ),
    ];
  });
});

const precisionRows: readonly Row[] = [
  row(
    'VCVT_F64_F32_T1',
    'A7.7.230',
    '11101110 1 D 11 0111 dddd 1010 11 M 0 mmmm',
    'vcvt{c}.f64.f32 {Dd}, {Sm}',
    (f) => ({ fd: f['d']! * 2, fm: single(f, 'm') }),
    float.toDouble,
    { part: 'fpDouble', treatedAsUndefined: ['D=1'] },
  ),
  row(
    'VCVT_F32_F64_T1',
    'A7.7.230',
    '11101110 1 D 11 0111 dddd 1011 11 M 0 mmmm',
    'vcvt{c}.f32.f64 {Sd}, {Dm}',
    (f) => ({ fd: single(f, 'd'), fm: f['m']! * 2 }),
    float.toSingle,
    { part: 'fpDouble', treatedAsUndefined: ['M=1'] },
  ),
];

/** FPv5's encodings have no condition: inside an IT block they are UNPREDICTABLE. */
const unconditional = (options: RowOptions): RowOptions => ({ ...options, placement: 'outsideIT' });

const CONDITIONS_OF_VSEL = [
  ['eq', 0],
  ['vs', 6],
  ['ge', 10],
  ['gt', 12],
] as const;

const DIRECTED = [
  ['A', 'Away'],
  ['N', 'Nearest'],
  ['P', 'Up'],
  ['M', 'Down'],
] as const;

const bits2 = (value: number): string => value.toString(2).padStart(2, '0');

const fp5Rows: readonly Row[] = [
  ...CONDITIONS_OF_VSEL.flatMap(([name, cond], cc) =>
    ofBoth('fp5', (p, options) =>
      row(
        `VSEL${name.toUpperCase()}_${p.name}_T1`,
        'A7.7.256',
        `11111110 0 D ${bits2(cc)} nnnn dddd 101 ${p.size} N 0 M 0 mmmm`,
        typed(`vsel${name}~ {%d}, {%n}, {%m}`, p),
        (f) => ({
          fd: numberIn(f, 'd', p.double),
          fn: numberIn(f, 'n', p.double),
          fm: numberIn(f, 'm', p.double),
          double: p.double,
          cond,
        }),
        float.VSEL,
        unconditional(options('dnm')),
      ),
    ),
  ),
  ...(['maxNum', 'minNum'] as const).flatMap((operation, op) =>
    ofBoth('fp5', (p, options) => {
      const name = operation === 'maxNum' ? 'VMAXNM' : 'VMINNM';
      return row(
        `${name}_${p.name}_T1`,
        'A7.7.237',
        `11111110 1 D 00 nnnn dddd 101 ${p.size} N ${op} M 0 mmmm`,
        typed(`${name.toLowerCase()}~ {%d}, {%n}, {%m}`, p),
        (f) => ({
          fd: numberIn(f, 'd', p.double),
          fn: numberIn(f, 'n', p.double),
          fm: numberIn(f, 'm', p.double),
          double: p.double,
        }),
        float.binary(operation),
        unconditional(options('dnm')),
      );
    }),
  ),
  ...DIRECTED.flatMap(([letter, rounding], rm) => [
    ...ofBoth('fp5', (p, options) =>
      row(
        `VRINT${letter}_${p.name}_T1`,
        'A7.7.253',
        `11111110 1 D 11 10 ${bits2(rm)} dddd 101 ${p.size} 01 M 0 mmmm`,
        typed(`vrint${letter.toLowerCase()}~ {%d}, {%m}`, p),
        (f) => twoOperands(f, p),
        float.unary(`rint${rounding}`),
        unconditional(options('dm')),
      ),
    ),
    ...SIGNS.flatMap(([sign, small, bit]) =>
      ofBoth('fp5', (p, options) =>
        row(
          `VCVT${letter}_${sign}32_${p.name}_T1`,
          'A7.7.227',
          `11111110 1 D 11 11 ${bits2(rm)} dddd 101 ${p.size} ${bit} 1 M 0 mmmm`,
          typed(`vcvt${letter.toLowerCase()}.${small}32~ {Sd}, {%m}`, p),
          (f) => ({ fd: single(f, 'd'), fm: numberIn(f, 'm', p.double), double: p.double }),
          float.toInteger(`toInt${rounding}${sign}`),
          unconditional(options('m')),
        ),
      ),
    ),
  ]),
];

const BAD_T = [`t=${BAD}`];
const BAD_TWO = [`t=${BAD}`, `q=${BAD}`];

/** Two core registers, and two S registers or a D register. */
const pairRow = (name: string, section: number, toCore: boolean, double: boolean, text: string): Row =>
  row(
    name,
    `A7.7.${section}`,
    `11101100 010 ${toCore ? '1' : '0'} qqqq tttt 101 ${double ? '1' : '0'} 00 M 1 mmmm`,
    text,
    (f) => {
      const fm = numberIn(f, 'm', double);
      return { fm, fm2: fm + 1, t: f['t']!, t2: f['q']! };
    },
    toCore ? float.twoToCore : float.twoFromCore,
    {
      part: 'fp',
      unpredictable: toCore ? [...BAD_TWO, 't=q'] : BAD_TWO,
      // S31 and what would be S32, or D16 and up.
      treatedAsUndefined: double ? ['M=1'] : ['m=15 M=1'],
      writesSP: toCore ? ['t', 't2'] : [],
    },
  );

const moveRows: readonly Row[] = [
  row(
    'VMOV_to_S_T1',
    'A7.7.243',
    '11101110 0000 nnnn tttt 1010 N xx 1 zzzz',
    'vmov{c} {Sn}, {Rt}',
    (f) => ({ fn: single(f, 'n'), t: f['t']! }),
    float.fromCore,
    { part: 'fp', unpredictable: BAD_T, treatedAsUndefined: ['x!=0', 'z!=0'] },
  ),
  row(
    'VMOV_from_S_T1',
    'A7.7.243',
    '11101110 0001 nnnn tttt 1010 N xx 1 zzzz',
    'vmov{c} {Rt}, {Sn}',
    (f) => ({ fn: single(f, 'n'), t: f['t']! }),
    float.toCore,
    { part: 'fp', unpredictable: BAD_T, treatedAsUndefined: ['x!=0', 'z!=0'], writesSP: ['t'] },
  ),
  row(
    'VMOV_to_scalar_T1',
    'A7.7.241',
    '11101110 00 h 0 nnnn tttt 1011 N 00 1 zzzz',
    'vmov{c}.32 {Dn}[{h}], {Rt}',
    (f) => ({ fn: f['n']! * 2 + f['h']!, t: f['t']! }),
    float.fromCore,
    { part: 'fp', unpredictable: BAD_T, treatedAsUndefined: ['N=1', 'z!=0'] },
  ),
  row(
    'VMOV_from_scalar_T1',
    'A7.7.242',
    '11101110 00 h 1 nnnn tttt 1011 N 00 1 zzzz',
    'vmov{c}.32 {Rt}, {Dn}[{h}]',
    (f) => ({ fn: f['n']! * 2 + f['h']!, t: f['t']! }),
    float.toCore,
    { part: 'fp', unpredictable: BAD_T, treatedAsUndefined: ['N=1', 'z!=0'], writesSP: ['t'] },
  ),
  pairRow('VMOV_to_S_S_T1', 244, false, false, 'vmov{c} {Sm}, {Sm+1}, {Rt}, {Rq}'),
  pairRow('VMOV_from_S_S_T1', 244, true, false, 'vmov{c} {Rt}, {Rq}, {Sm}, {Sm+1}'),
  pairRow('VMOV_to_D_T1', 245, false, true, 'vmov{c} {Dm}, {Rt}, {Rq}'),
  pairRow('VMOV_from_D_T1', 245, true, true, 'vmov{c} {Rt}, {Rq}, {Dm}'),
  row(
    'VMRS_T1',
    'A7.7.246',
    '11101110 1111 0001 tttt 1010 x 00 1 zzzz',
    'vmrs{c} {Rt}, fpscr',
    (f) => ({ t: f['t']! }),
    float.VMRS,
    {
      part: 'fp',
      see: ['t=15'],
      unpredictable: ['t=13'],
      treatedAsUndefined: ['x=1', 'z!=0'],
      writesSP: ['t'],
    },
  ),
  row(
    'VMRS_APSR_T1',
    'A7.7.246',
    '11101110 1111 0001 1111 1010 x 00 1 zzzz',
    'vmrs{c} APSR_nzcv, fpscr',
    () => ({}),
    float.VMRS_flags,
    { part: 'fp', treatedAsUndefined: ['x=1', 'z!=0'] },
  ),
  row(
    'VMSR_T1',
    'A7.7.247',
    '11101110 1110 0001 tttt 1010 x 00 1 zzzz',
    'vmsr{c} fpscr, {Rt}',
    (f) => ({ t: f['t']!, mask: FPSCR_BITS }),
    float.VMSR,
    { part: 'fp', unpredictable: ['t=13'], treatedAsUndefined: ['t=15', 'x=1', 'z!=0'] },
  ),
];

/** Loads and stores of D registers belong to single precision too. */
const memoryRows: readonly Row[] = PRECISIONS.flatMap((p) => {
  const options = { part: 'fp', ...(p.double ? { treatedAsUndefined: ['D=1'] } : {}) } as const;
  const word = `dddd 101 ${p.size} iiiiiiii`;
  const offset = (f: Fields): number => f['i']! * (f['u'] === 1 ? 4 : -4);
  const transfer = (
    name: 'VLDR' | 'VSTR',
    section: number,
    load: '0' | '1',
    meaning: typeof float.VLDR,
    more: RowOptions,
  ) =>
    row(
      `${name}_${p.letter}_T1`,
      `A7.7.${section}`,
      `11101101 u D 0 ${load} nnnn ${word}`,
      `${name.toLowerCase()}{c} {${p.letter}d}, [{Rn}{dual}]`,
      (f) => ({ fd: numberIn(f, 'd', p.double), n: f['n']!, offset: offset(f), double: p.double }),
      meaning,
      { ...options, ...more },
    );
  return [
    transfer('VLDR', 236, '1', float.VLDR, { see: ['n=15'] }),
    transfer('VSTR', 259, '0', float.VSTR, { unpredictable: ['n=15'], readsPC: ['n'] }),
    row(
      `VLDR_lit_${p.letter}_T1`,
      'A7.7.236',
      `11101101 u D 0 1 1111 ${word}`,
      `vldr{c} {${p.letter}d}, [pc{dual}]{literal}`,
      (f, at) => ({ fd: numberIn(f, 'd', p.double), target: (literalBase(at) + offset(f)) >>> 0, double: p.double }),
      float.VLDR_literal,
      options,
    ),
  ];
});

/** The three kinds of lists: of S registers, of D registers, and FLDMX's, which move the base register by one word more. */
interface ListKind {
  readonly name: 'S' | 'D' | 'X';
  readonly letter: 'S' | 'D';
  readonly size: '0' | '1';
  /** The count in the encoding, of `words` words each. */
  readonly count: string;
  readonly words: 1 | 2;
  readonly load: (direction: string) => string;
  readonly store: (direction: string) => string;
}
const ofV = {
  load: (direction: string): string => `vldm${direction.toLowerCase()}`,
  store: (direction: string): string => `vstm${direction.toLowerCase()}`,
};
const LISTS: readonly ListKind[] = [
  { name: 'S', letter: 'S', size: '0', count: 'iiiiiiii', words: 1, ...ofV },
  { name: 'D', letter: 'D', size: '1', count: 'iiiiiii 0', words: 2, ...ofV },
  {
    name: 'X',
    letter: 'D',
    size: '1',
    count: 'iiiiiii 1',
    words: 2,
    load: (direction) => `fldm${direction.toLowerCase()}x`,
    store: (direction) => `fstm${direction.toLowerCase()}x`,
  },
];

/** Lists that are empty or run past the last register are UNPREDICTABLE. */
function listRows(kind: ListKind): readonly Row[] {
  const { words, letter } = kind;
  const first = (f: Fields): number => numberIn(f, 'd', letter === 'D');
  const outside = (f: Fields): boolean =>
    f['i'] === 0 || f['i']! * words > 32 || first(f) + f['i']! * words > 32 || (letter === 'D' && f['D'] === 1);
  const operands = (n: number, f: Fields, wback: boolean) => ({
    fd: first(f),
    n,
    bytes: f['i']! * words * 4,
    offset: f['i']! * words * 4 + (kind.name === 'X' ? 4 : 0),
    wback,
  });
  const one = (
    load: boolean,
    direction: 'IA' | 'DB',
    wback: boolean,
    { base, section, text, see }: { base: string; section: number; text: string; see?: readonly string[] },
  ): Row =>
    row(
      `${load ? 'VLDM' : 'VSTM'}${direction}_${kind.name}_${base === '1101' ? 'SP' : wback ? 'wback' : 'plain'}`,
      `A7.7.${section}`,
      `1110110 ${direction === 'IA' ? '01' : '10'} D ${wback ? '1' : '0'} ${load ? '1' : '0'} ${base} dddd 101 ${kind.size} ${kind.count}`,
      text,
      (f) => operands(f['n'] ?? 13, f, wback),
      load ? float.VLDM(direction) : float.VSTM(direction),
      {
        part: 'fp',
        treatedAsUndefinedIf: outside,
        undefinedBecause: 'the list is empty or goes beyond the last register',
        // With the PC as base: UNPREDICTABLE.
        ...(base === '1101'
          ? {}
          : wback
            ? { treatedAsUndefined: ['n=15'] }
            : { unpredictable: ['n=15'], readsPC: ['n'] }),
        ...(see === undefined ? {} : { see }),
        ...(wback ? { writesSP: ['n'] } : {}),
      },
    );
  const list = `{floats${letter}}`;
  const stack = kind.name !== 'X';
  const to13 = stack ? { see: ['n=13'] } : {};
  const load = (direction: string) => ({
    base: 'nnnn',
    section: 235,
    text: `${kind.load(direction)}{c} {Rn}!, ${list}`,
  });
  const store = (direction: string) => ({
    base: 'nnnn',
    section: 258,
    text: `${kind.store(direction)}{c} {Rn}!, ${list}`,
  });
  return [
    one(true, 'IA', false, { ...load('IA'), text: `${kind.load('IA')}{c} {Rn}, ${list}` }),
    one(false, 'IA', false, { ...store('IA'), text: `${kind.store('IA')}{c} {Rn}, ${list}` }),
    one(true, 'IA', true, { ...load('IA'), ...to13 }),
    one(false, 'IA', true, store('IA')),
    one(true, 'DB', true, load('DB')),
    one(false, 'DB', true, { ...store('DB'), ...to13 }),
    ...(stack
      ? [
          one(true, 'IA', true, { base: '1101', section: 251, text: `vpop{c} ${list}` }),
          one(false, 'DB', true, { base: '1101', section: 252, text: `vpush{c} ${list}` }),
        ]
      : []),
  ];
}

export const FLOAT: readonly Row[] = [
  ...arithmeticRows,
  ...integerRows,
  ...fixedRows,
  ...halfRows,
  ...precisionRows,
  ...fp5Rows,
  ...moveRows,
  ...memoryRows,
  ...LISTS.flatMap(listRows),
];
