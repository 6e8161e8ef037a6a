/** The DSP extension of Armv7E-M (Armv7-M ARM, A5.3.3, A5.3.12 to A5.3.17), and the MSR that writes APSR.GE. */
import { immediateShift } from '../operands.js';
import type { Fields } from '../pattern.js';
import * as flow from '../semantics/flow.js';
import * as multiply from '../semantics/dsp-multiply.js';
import * as parallel from '../semantics/parallel.js';
import { BAD, row, type Row } from './row.js';

const bad = (...letters: string[]): string[] => letters.map((letter) => `${letter}=${BAD}`);
const part = { part: 'dsp' } as const;

const three = (f: Fields) => ({ d: f['d']!, n: f['n']!, m: f['m']! });
const four = (f: Fields) => ({ ...three(f), a: f['a']! });
const long = (f: Fields) => ({ lo: f['l']!, hi: f['h']!, n: f['n']!, m: f['m']! });
const threePlain = { ...part, unpredictable: bad('d', 'n', 'm') };
/** Ra = 15 is the same without an addition. */
const fourPlain = { ...part, see: ['a=15'], unpredictable: [...bad('d', 'n', 'm'), 'a=13'] };
const longPlain = { ...part, unpredictable: [...bad('l', 'h', 'n', 'm'), 'l=h'] };

const PREFIXES: readonly (readonly [name: string, op2: string, mode: parallel.LaneMode])[] = [
  ['S', '000', { signed: true, then: 'setGE' }],
  ['Q', '001', { signed: true, then: 'saturate' }],
  ['SH', '010', { signed: true, then: 'halve' }],
  ['U', '100', { signed: false, then: 'setGE' }],
  ['UQ', '101', { signed: false, then: 'saturate' }],
  ['UH', '110', { signed: false, then: 'halve' }],
];

const PARALLEL: readonly (readonly [name: string, op1: string, pairs: parallel.LanePairs])[] = [
  ['ADD8', '000', { width: 8, exchange: false, operations: ['add', 'add', 'add', 'add'] }],
  ['ADD16', '001', { width: 16, exchange: false, operations: ['add', 'add'] }],
  ['ASX', '010', { width: 16, exchange: true, operations: ['sub', 'add'] }],
  ['SUB8', '100', { width: 8, exchange: false, operations: ['sub', 'sub', 'sub', 'sub'] }],
  ['SUB16', '101', { width: 16, exchange: false, operations: ['sub', 'sub'] }],
  ['SAX', '110', { width: 16, exchange: true, operations: ['add', 'sub'] }],
];

/** Numbers of their sections in A7.7. */
const PARALLEL_SECTIONS: Readonly<Record<string, number>> = {
  SADD16: 121,
  SADD8: 122,
  SASX: 123,
  SSAX: 154,
  SSUB16: 155,
  SSUB8: 156,
  QADD16: 103,
  QADD8: 104,
  QASX: 105,
  QSAX: 108,
  QSUB16: 110,
  QSUB8: 111,
  SHADD16: 130,
  SHADD8: 131,
  SHASX: 132,
  SHSAX: 133,
  SHSUB16: 134,
  SHSUB8: 135,
  UADD16: 190,
  UADD8: 191,
  UASX: 192,
  USAX: 215,
  USUB16: 216,
  USUB8: 217,
  UQADD16: 205,
  UQADD8: 206,
  UQASX: 207,
  UQSAX: 208,
  UQSUB16: 209,
  UQSUB8: 210,
  UHADD16: 196,
  UHADD8: 197,
  UHASX: 198,
  UHSAX: 199,
  UHSUB16: 200,
  UHSUB8: 201,
};

const parallelRows: readonly Row[] = PREFIXES.flatMap(([prefix, op2, mode]) =>
  PARALLEL.map(([operation, op1, pairs]) => {
    const name = prefix + operation;
    return row(
      `${name}_T1`,
      `A7.7.${PARALLEL_SECTIONS[name]!}`,
      `11111010 1 ${op1} nnnn 1111 dddd 0 ${op2} mmmm`,
      `${name.toLowerCase()}{c} {Rd}, {Rn}, {Rm}`,
      three,
      parallel.addSubtract(mode, pairs),
      threePlain,
    );
  }),
);

/** Rm comes first in the text, and is what is added to or subtracted from. */
const saturatingRow = (name: string, section: string, op2: string, meaning: typeof parallel.SEL): Row =>
  row(
    `${name}_T1`,
    section,
    `11111010 1000 nnnn 1111 dddd 10 ${op2} mmmm`,
    `${name.toLowerCase()}{c} {Rd}, {Rm}, {Rn}`,
    three,
    meaning,
    threePlain,
  );

const saturationRow = (name: string, section: string, op: string, text: string, signed: boolean): Row =>
  row(
    `${name}_T1`,
    section,
    `11110 z 11 ${op} 0 nnnn 0 000 dddd 00 y wwwww`,
    `${name.toLowerCase()}{c} {Rd}, ${text}, {Rn}`,
    (f) => ({ d: f['d']!, n: f['n']!, imm: 2 ** f['w']! - 1 }),
    parallel.saturate16(signed),
    {
      ...part,
      unpredictable: bad('d', 'n'),
      unpredictableIf: (f) => f['w']! > 15,
      unpredictableBecause: 'it saturates to a bit above 15',
      treatedAsUndefined: ['z=1', 'y=1'],
    },
  );

const extension = (f: Fields) => ({ d: f['d']!, m: f['m']!, rotation: f['r']! * 8 });

const extendAndAdd = (
  name: string,
  section: string,
  op: string,
  meaning: ReturnType<typeof parallel.extendAndAdd>,
): Row =>
  row(
    `${name}_T1`,
    section,
    `11111010 ${op} nnnn 1111 dddd 1 z rr mmmm`,
    `${name.toLowerCase()}{c} {Rd}, {Rn}, {Rm}{rotation}`,
    (f) => ({ ...extension(f), n: f['n']! }),
    meaning,
    { ...part, see: ['n=15'], unpredictable: [...bad('d', 'm'), 'n=13'], treatedAsUndefined: ['z=1'] },
  );

const extend16 = (name: string, section: string, op: string, signed: boolean): Row =>
  row(
    `${name}_T1`,
    section,
    `11111010 ${op} 1111 1111 dddd 1 z rr mmmm`,
    `${name.toLowerCase()}{c} {Rd}, {Rm}{rotation}`,
    extension,
    parallel.extend16(signed),
    { ...part, unpredictable: bad('d', 'm'), treatedAsUndefined: ['z=1'] },
  );

const dataRows: readonly Row[] = [
  row(
    'PKH_T1',
    'A7.7.93',
    '1110101 0110 S nnnn z iii dddd ii s t mmmm',
    'pkh{packed}{c} {Rd}, {Rn}, {Rm}{lsl_or_asr}',
    (f) => ({ ...three(f), ...immediateShift(f['s']! << 1, f['i']!) }),
    parallel.pack,
    { ...part, unpredictable: bad('d', 'n', 'm'), treatedAsUndefined: ['S=1', 't=1', 'z=1'] },
  ),
  saturationRow('SSAT16', 'A7.7.153', '001', '{#w+1}', true),
  saturationRow('USAT16', 'A7.7.214', '101', '{#w}', false),
  extendAndAdd('SXTAH', 'A7.7.181', '0000', parallel.extendAndAdd(16, true)),
  extendAndAdd('UXTAH', 'A7.7.220', '0001', parallel.extendAndAdd(16, false)),
  extendAndAdd('SXTAB16', 'A7.7.180', '0010', parallel.extend16AndAdd(true)),
  extendAndAdd('UXTAB16', 'A7.7.219', '0011', parallel.extend16AndAdd(false)),
  extendAndAdd('SXTAB', 'A7.7.179', '0100', parallel.extendAndAdd(8, true)),
  extendAndAdd('UXTAB', 'A7.7.218', '0101', parallel.extendAndAdd(8, false)),
  extend16('SXTB16', 'A7.7.183', '0010', true),
  extend16('UXTB16', 'A7.7.222', '0011', false),
  saturatingRow('QADD', 'A7.7.102', '00', parallel.saturatingArithmetic('add', false)),
  saturatingRow('QDADD', 'A7.7.106', '01', parallel.saturatingArithmetic('add', true)),
  saturatingRow('QSUB', 'A7.7.109', '10', parallel.saturatingArithmetic('sub', false)),
  saturatingRow('QDSUB', 'A7.7.107', '11', parallel.saturatingArithmetic('sub', true)),
  row(
    'SEL_T1',
    'A7.7.128',
    '11111010 1010 nnnn 1111 dddd 1000 mmmm',
    'sel{c} {Rd}, {Rn}, {Rm}',
    three,
    parallel.SEL,
    threePlain,
  ),
];

const halves = (f: Fields) => ({ topN: f['x'] === 1, topM: f['y'] === 1 });
const swapped = (f: Fields) => ({ swap: f['x'] === 1 });
const rounded = (f: Fields) => ({ round: f['r'] === 1 });

/** `11111011 op1 Rn Ra Rd 00 op2 Rm`. */
const ofWords = (op1: string, a: string, op2: string): string => `11111011 ${op1} nnnn ${a} dddd 00 ${op2} mmmm`;
const ofLongs = (op1: string, op2: string): string => `11111011 ${op1} nnnn llll hhhh ${op2} mmmm`;
const TO_WORD = '{c} {Rd}, {Rn}, {Rm}';
const TO_SUM = `${TO_WORD}, {Ra}`;
const TO_LONG = '{c} {Rl}, {Rh}, {Rn}, {Rm}';

const multiplyRows: readonly Row[] = [
  row(
    'SMLA_halves_T1',
    'A7.7.136',
    ofWords('0001', 'aaaa', 'xy'),
    `smla{half_x}{half_y}${TO_SUM}`,
    (f) => ({ ...four(f), ...halves(f) }),
    multiply.SMLA,
    fourPlain,
  ),
  row(
    'SMUL_halves_T1',
    'A7.7.148',
    ofWords('0001', '1111', 'xy'),
    `smul{half_x}{half_y}${TO_WORD}`,
    (f) => ({ ...three(f), ...halves(f) }),
    multiply.SMUL,
    threePlain,
  ),
  row(
    'SMLAD_T1',
    'A7.7.137',
    ofWords('0010', 'aaaa', '0x'),
    `smlad{swapped}${TO_SUM}`,
    (f) => ({ ...four(f), ...swapped(f) }),
    multiply.SMLAD,
    fourPlain,
  ),
  row(
    'SMUAD_T1',
    'A7.7.147',
    ofWords('0010', '1111', '0x'),
    `smuad{swapped}${TO_WORD}`,
    (f) => ({ ...three(f), ...swapped(f) }),
    multiply.SMUAD,
    threePlain,
  ),
  row(
    'SMLAW_T1',
    'A7.7.141',
    ofWords('0011', 'aaaa', '0y'),
    `smlaw{half_y}${TO_SUM}`,
    (f) => ({ ...four(f), topM: f['y'] === 1 }),
    multiply.SMLAW,
    fourPlain,
  ),
  row(
    'SMULW_T1',
    'A7.7.150',
    ofWords('0011', '1111', '0y'),
    `smulw{half_y}${TO_WORD}`,
    (f) => ({ ...three(f), topM: f['y'] === 1 }),
    multiply.SMULW,
    threePlain,
  ),
  row(
    'SMLSD_T1',
    'A7.7.142',
    ofWords('0100', 'aaaa', '0x'),
    `smlsd{swapped}${TO_SUM}`,
    (f) => ({ ...four(f), ...swapped(f) }),
    multiply.SMLSD,
    fourPlain,
  ),
  row(
    'SMUSD_T1',
    'A7.7.151',
    ofWords('0100', '1111', '0x'),
    `smusd{swapped}${TO_WORD}`,
    (f) => ({ ...three(f), ...swapped(f) }),
    multiply.SMUSD,
    threePlain,
  ),
  row(
    'SMMLA_T1',
    'A7.7.144',
    ofWords('0101', 'aaaa', '0r'),
    `smmla{rounded}${TO_SUM}`,
    (f) => ({ ...four(f), ...rounded(f) }),
    multiply.SMMLA,
    fourPlain,
  ),
  row(
    'SMMUL_T1',
    'A7.7.146',
    ofWords('0101', '1111', '0r'),
    `smmul{rounded}${TO_WORD}`,
    (f) => ({ ...three(f), ...rounded(f) }),
    multiply.SMMUL,
    threePlain,
  ),
  row(
    'SMMLS_T1',
    'A7.7.145',
    ofWords('0110', 'aaaa', '0r'),
    `smmls{rounded}${TO_SUM}`,
    (f) => ({ ...four(f), ...rounded(f) }),
    multiply.SMMLS,
    { ...part, unpredictable: bad('d', 'n', 'm', 'a') },
  ),
  row('USADA8_T1', 'A7.7.212', ofWords('0111', 'aaaa', '00'), `usada8${TO_SUM}`, four, parallel.USADA8, fourPlain),
  row('USAD8_T1', 'A7.7.211', ofWords('0111', '1111', '00'), `usad8${TO_WORD}`, three, parallel.USAD8, threePlain),
  row(
    'SMLAL_halves_T1',
    'A7.7.139',
    ofLongs('1100', '10xy'),
    `smlal{half_x}{half_y}${TO_LONG}`,
    (f) => ({ ...long(f), ...halves(f) }),
    multiply.SMLALHalves,
    longPlain,
  ),
  row(
    'SMLALD_T1',
    'A7.7.140',
    ofLongs('1100', '110x'),
    `smlald{swapped}${TO_LONG}`,
    (f) => ({ ...long(f), ...swapped(f) }),
    multiply.SMLALD,
    longPlain,
  ),
  row(
    'SMLSLD_T1',
    'A7.7.143',
    ofLongs('1101', '110x'),
    `smlsld{swapped}${TO_LONG}`,
    (f) => ({ ...long(f), ...swapped(f) }),
    multiply.SMLSLD,
    longPlain,
  ),
  row('UMAAL_T1', 'A7.7.202', ofLongs('1110', '0110'), `umaal${TO_LONG}`, long, multiply.UMAAL, longPlain),
];

/** MSR with the mask's bit for GE, which is UNPREDICTABLE without the extension (B5.2.3). */
const systemRows: readonly Row[] = [
  row(
    'MSR_APSR_g_T1',
    'B5.2.3',
    '11110 0 1110 0 z nnnn 10 y 0 kk xx 00000 iii',
    'msr{c} {special_mask}, {Rn}',
    (f) => ({ n: f['n']!, code: f['i']!, mask: f['k']! }),
    flow.system('MSR'),
    { ...part, see: ['k=0|2'], unpredictable: bad('n'), treatedAsUndefined: ['z=1', 'y=1', 'x!=0'] },
  ),
];

export const DSP: readonly Row[] = [...parallelRows, ...dataRows, ...multiplyRows, ...systemRows];
