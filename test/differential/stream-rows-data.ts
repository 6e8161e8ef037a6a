/** Data-processing encodings of Armv7-M (DDI 0403E, A5.2 and A5.3, A7.7) for random streams, with what they refuse. */
import { bad, type StreamRow } from './stream-row.js';
import type { Fields } from './stream-pattern.js';

type Refuses = NonNullable<StreamRow['unpredictable']>;

function row(name: string, pattern: string, unpredictable?: Refuses): StreamRow {
  return { name, pattern, privileged: true, ...(unpredictable && { unpredictable }) };
}

const LOW_ALU = [
  'AND',
  'EOR',
  'LSL',
  'LSR',
  'ASR',
  'ADC',
  'SBC',
  'ROR',
  'TST',
  'RSB',
  'CMP',
  'CMN',
  'ORR',
  'MUL',
  'BIC',
  'MVN',
];

function bits(value: number, width: number): string {
  return value.toString(2).padStart(width, '0');
}

const ISB = [0xf3bf, 0x8f6f];

/** QEMU forgets register writes of the same translation block when a division traps; an ISB ends the block before. */
function divide(name: string, pattern: string): StreamRow {
  return { ...row(name, pattern, TWO_SOURCES), prepare: (_fields, setup) => setup.emit(ISB) };
}

const NARROW: readonly StreamRow[] = [
  { ...row('MOV_reg_T2', '0000000000 mmm ddd'), place: 'notInIt' },
  // LSL by 0 is MOV (T2), which always sets flags and is UNPREDICTABLE in an IT block.
  row('LSL_imm_T1', '00000 iiiii mmm ddd', (f, inIt) => f['i'] === 0 && inIt),
  row('LSR_imm_T1', '00001 iiiii mmm ddd'),
  row('ASR_imm_T1', '00010 iiiii mmm ddd'),
  row('ADD_reg_T1', '0001100 mmm nnn ddd'),
  row('SUB_reg_T1', '0001101 mmm nnn ddd'),
  row('ADD_imm_T1', '0001110 iii nnn ddd'),
  row('SUB_imm_T1', '0001111 iii nnn ddd'),
  row('MOV_imm_T1', '00100 ddd iiiiiiii'),
  row('CMP_imm_T1', '00101 nnn iiiiiiii'),
  row('ADD_imm_T2', '00110 ddd iiiiiiii'),
  row('SUB_imm_T2', '00111 ddd iiiiiiii'),
  ...LOW_ALU.map((name, op) => row(`${name}_reg_T1`, `010000 ${bits(op, 4)} mmm ddd`)),
  row('ADD_reg_T2', '01000100 d mmmm ddd', (f) => bad(f['d']) || f['m'] === 15),
  row('CMP_reg_T2', '01000101 n mmmm nnn', (f) => (f['n']! < 8 && f['m']! < 8) || f['n'] === 15 || f['m'] === 15),
  row('MOV_reg_T1', '01000110 d mmmm ddd', (f) => bad(f['d'])),
  row('ADR_T1', '10100 ddd iiiiiiii'),
  row('ADD_SP_imm_T1', '10101 ddd iiiiiiii'),
  row('SXTH_T1', '1011001000 mmm ddd'),
  row('SXTB_T1', '1011001001 mmm ddd'),
  row('UXTH_T1', '1011001010 mmm ddd'),
  row('UXTB_T1', '1011001011 mmm ddd'),
  row('REV_T1', '1011101000 mmm ddd'),
  row('REV16_T1', '1011101001 mmm ddd'),
  row('REVSH_T1', '1011101011 mmm ddd'),
];

/** Rows that move the stack pointer, always to a multiple of four in the window. */
const STACK_POINTER: readonly StreamRow[] = [
  { name: 'ADD_SP_imm_T2', privileged: true, pattern: '101100000 iiiiiii', prepare: (f) => (f['i'] = f['i']! % 9) },
  { name: 'SUB_SP_imm_T1', privileged: true, pattern: '101100001 iiiiiii', prepare: (f) => (f['i'] = f['i']! % 9) },
  {
    name: 'ADD_SP_imm_T3_SP',
    pattern: '11110 i 01000 S 1101 0 iii 1101 iiiiiiii',
    prepare: (f) => (f['i'] = (f['i']! % 9) * 4),
  },
  {
    name: 'SUB_SP_imm_T3_SP',
    pattern: '11110 i 01101 S 1101 0 iii 1101 iiiiiiii',
    prepare: (f) => (f['i'] = (f['i']! % 9) * 4),
  },
  {
    name: 'MOV_SP_T1',
    place: 'notInIt', // where its setup may be undone, and SP run wild
    pattern: '01000110 1 mmmm 101',
    unpredictable: (f) => bad(f['m']),
    prepare: (f, setup) => setup.set(f['m']!, 0x2000_0180 + setup.random.below(0x80) * 4),
  },
  {
    name: 'ADD_SP_reg_T2',
    place: 'notInIt', // where its setup may be undone, and SP run wild
    pattern: '01000100 1 mmmm 101',
    unpredictable: (f) => bad(f['m']),
    prepare: (f, setup) => setup.set(f['m']!, setup.random.below(9) * 4),
  },
];

/** ThumbExpandImm() refuses a repeated zero byte (A5.3.2). */
function badImmediate(imm12: number): boolean {
  return imm12 >>> 10 === 0 && ((imm12 >>> 8) & 3) !== 0 && (imm12 & 0xff) === 0;
}

/** Which registers each of the sixteen operations takes: 'dn' both, 'd' no Rn, 'n' no Rd (flags only). */
const WIDE_ALU: readonly (readonly [name: string, op: number, form: 'dn' | 'd' | 'n'])[] = [
  ['AND', 0b0000, 'dn'],
  ['TST', 0b0000, 'n'],
  ['BIC', 0b0001, 'dn'],
  ['ORR', 0b0010, 'dn'],
  ['MOV', 0b0010, 'd'],
  ['ORN', 0b0011, 'dn'],
  ['MVN', 0b0011, 'd'],
  ['EOR', 0b0100, 'dn'],
  ['TEQ', 0b0100, 'n'],
  ['ADD', 0b1000, 'dn'],
  ['CMN', 0b1000, 'n'],
  ['ADC', 0b1010, 'dn'],
  ['SBC', 0b1011, 'dn'],
  ['SUB', 0b1101, 'dn'],
  ['CMP', 0b1101, 'n'],
  ['RSB', 0b1110, 'dn'],
];

function wideAlu(prefix: string, tail: string, suffix: string, extra: Refuses): readonly StreamRow[] {
  return WIDE_ALU.map(([name, op, form]) => {
    const s = form === 'n' ? '1' : 'S';
    const n = form === 'd' ? '1111' : 'nnnn';
    const d = form === 'n' ? '1111' : 'dddd';
    const pattern = `${prefix} ${bits(op, 4)} ${s} ${n} 0 iii ${d} ${tail}`;
    return row(`${name}_${suffix}`, pattern, (f, inIt) => bad(f['n']) || bad(f['d']) || extra(f, inIt));
  });
}

const TWO_SOURCES: Refuses = (f) => bad(f['d']) || bad(f['n']) || bad(f['m']);
const LONG: Refuses = (f) => bad(f['l']) || bad(f['h']) || bad(f['n']) || bad(f['m']) || f['l'] === f['h'];
const DN: Refuses = (f) => bad(f['d']) || bad(f['n']);
const NOT_16: Refuses = (f) => bad(f['d']) || bad(f['n']) || (f['h'] === 1 && f['i'] === 0);

/** Encodings that name Rm twice. */
function twice(name: string, pattern: string): StreamRow {
  const prepare = (f: Fields): void => void (f['k'] = f['m']!);
  return { name, pattern, privileged: true, unpredictable: (f) => bad(f['d']) || bad(f['m']), prepare };
}

const WIDE: readonly StreamRow[] = [
  ...wideAlu('11110 i 0', 'iiiiiiii', 'imm', (f) => badImmediate(f['i']!)),
  ...wideAlu('1110101', 'ii tt mmmm', 'reg_shifted', (f) => bad(f['m'])),
  row('ADD_SP_imm_T3', '11110 i 01000 S 1101 0 iii dddd iiiiiiii', (f) => bad(f['d']) || badImmediate(f['i']!)),
  row('SUB_SP_imm_T2', '11110 i 01101 S 1101 0 iii dddd iiiiiiii', (f) => bad(f['d']) || badImmediate(f['i']!)),
  row('ADD_SP_reg_T3', '11101011000 S 1101 0 iii dddd ii tt mmmm', (f) => bad(f['d']) || bad(f['m'])),
  row('SUB_SP_reg_T1', '11101011101 S 1101 0 iii dddd ii tt mmmm', (f) => bad(f['d']) || bad(f['m'])),
  row('ADDW', '11110 i 100000 nnnn 0 iii dddd iiiiiiii', (f) => bad(f['d']) || f['n'] === 15),
  row('SUBW', '11110 i 101010 nnnn 0 iii dddd iiiiiiii', (f) => bad(f['d']) || f['n'] === 15),
  row('ADR_T3', '11110 i 100000 1111 0 iii dddd iiiiiiii', (f) => bad(f['d'])),
  row('ADR_T2', '11110 i 101010 1111 0 iii dddd iiiiiiii', (f) => bad(f['d'])),
  row('MOVW', '11110 i 100100 iiii 0 iii dddd iiiiiiii', (f) => bad(f['d'])),
  row('MOVT', '11110 i 101100 iiii 0 iii dddd iiiiiiii', (f) => bad(f['d'])),
  row('SSAT', '1111001100 h 0 nnnn 0 iii dddd ii 0 sssss', NOT_16),
  row('USAT', '1111001110 h 0 nnnn 0 iii dddd ii 0 sssss', NOT_16),
  row('SBFX', '111100110100 nnnn 0 iii dddd ii 0 wwwww', (f) => DN(f, false) || f['i']! + f['w']! > 31),
  row('UBFX', '111100111100 nnnn 0 iii dddd ii 0 wwwww', (f) => DN(f, false) || f['i']! + f['w']! > 31),
  row('BFI', '111100110110 nnnn 0 iii dddd ii 0 bbbbb', (f) => DN(f, false) || f['b']! < f['i']!),
  row('BFC', '111100110110 1111 0 iii dddd ii 0 bbbbb', (f) => bad(f['d']) || f['b']! < f['i']!),
  row('shift_reg_T2', '111110100 tt S nnnn 1111 dddd 0000 mmmm', TWO_SOURCES),
  row('SXTH_T2', '111110100000 1111 1111 dddd 10 rr mmmm', (f) => bad(f['d']) || bad(f['m'])),
  row('UXTH_T2', '111110100001 1111 1111 dddd 10 rr mmmm', (f) => bad(f['d']) || bad(f['m'])),
  row('SXTB_T2', '111110100100 1111 1111 dddd 10 rr mmmm', (f) => bad(f['d']) || bad(f['m'])),
  row('UXTB_T2', '111110100101 1111 1111 dddd 10 rr mmmm', (f) => bad(f['d']) || bad(f['m'])),
  twice('REV_T2', '111110101001 kkkk 1111 dddd 1000 mmmm'),
  twice('REV16_T2', '111110101001 kkkk 1111 dddd 1001 mmmm'),
  twice('RBIT', '111110101001 kkkk 1111 dddd 1010 mmmm'),
  twice('REVSH_T2', '111110101001 kkkk 1111 dddd 1011 mmmm'),
  twice('CLZ', '111110101011 kkkk 1111 dddd 1000 mmmm'),
  row('MUL_T2', '111110110000 nnnn 1111 dddd 0000 mmmm', TWO_SOURCES),
  row('MLA', '111110110000 nnnn aaaa dddd 0000 mmmm', (f) => TWO_SOURCES(f, false) || bad(f['a'])),
  row('MLS', '111110110000 nnnn aaaa dddd 0001 mmmm', (f) => TWO_SOURCES(f, false) || bad(f['a'])),
  row('SMULL', '111110111000 nnnn llll hhhh 0000 mmmm', LONG),
  row('UMULL', '111110111010 nnnn llll hhhh 0000 mmmm', LONG),
  row('SMLAL', '111110111100 nnnn llll hhhh 0000 mmmm', LONG),
  row('UMLAL', '111110111110 nnnn llll hhhh 0000 mmmm', LONG),
  // SP may neither be set at random nor be copied to itself.
  row(
    'MOV_reg_T3',
    '11101010010 S 1111 0000 dddd 0000 mmmm',
    (f) => bad(f['d']) || f['m'] === 15 || (f['S'] === 1 && f['m'] === 13),
  ),
  divide('SDIV', '111110111001 nnnn 1111 dddd 1111 mmmm'),
  divide('UDIV', '111110111011 nnnn 1111 dddd 1111 mmmm'),
];

export const DATA_ROWS: readonly StreamRow[] = [...NARROW, ...STACK_POINTER, ...WIDE];
