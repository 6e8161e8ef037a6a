/** What stands in the braces of a row's text: every formatter turns the fields of one instruction word into a piece of text. */
import { expandImmediate, immediateShift, type Decoded } from '../isa/operands.js';
import type { Fields } from '../isa/pattern.js';
import { BARRIERS, CONDITIONS, registerListText, REGISTERS, SPECIAL_REGISTERS } from './names.js';

/** Where the text is written: the instruction's place and what was decoded of it. */
export interface Place {
  readonly inIT: boolean;
  /** Condition of the IT block, 14 outside. */
  readonly condition: number;
  readonly operands: Partial<Decoded>;
  readonly word: number;
  /** An address as text, with its symbol where there is one. */
  readonly addressText: (address: number) => string;
}

export type Formatter = (fields: Fields, place: Place) => string;

const field = (f: Fields, letter: string): number => {
  const value = f[letter];
  if (value === undefined) throw new Error(`no field "${letter}"`);
  return value;
};

const registers = (f: Fields): number => field(f, 'r') | ((f['l'] ?? 0) << 14) | ((f['p'] ?? 0) << 15);

const shiftText = (type: number, amount: number): string => {
  const decoded = immediateShift(type, amount);
  if (decoded.shift === 'none') return '';
  if (decoded.shift === 'RRX') return ', rrx';
  return `, ${decoded.shift.slice(0, 3).toLowerCase()} #${decoded.amount}`;
};

/** `t` and `e` after `it`: one for each further instruction, by its condition's lowest bit (A7.7.38). */
const itPattern = (firstcond: number, mask: number): string => {
  let text = '';
  for (let rest = mask; (rest & 7) !== 0; rest <<= 1) text += ((rest >>> 3) & 1) === (firstcond & 1) ? 't' : 'e';
  return text;
};

const specialRegister = (f: Fields): string => {
  const number = field(f, 'i');
  return SPECIAL_REGISTERS.get(number) ?? ((number & 0x20) === 0 ? '<unknown>' : `(UNDEF: ${number})`);
};

/** Bits 11 and 10 of MSR say which parts of APSR it writes (B5.2.3); objdump leaves them out for IAPSR, EAPSR and xPSR. */
const writtenParts = (f: Fields): string => {
  const name = specialRegister(f);
  if (field(f, 'i') !== 0) return name;
  return name + ['', '_g', '_nzcvq', '_nzcvqg'][field(f, 'k')]!;
};

export const FORMATTERS: Readonly<Record<string, Formatter>> = {
  /** The condition inside an IT block. */
  c: (_f, { condition }) => CONDITIONS[condition]!,
  /** 16-bit data processing sets the flags outside IT blocks only. */
  s: (_f, { inIT }) => (inIT ? '' : 's'),
  S: (f) => (f['S'] === 1 ? 's' : ''),
  cond: (f) => CONDITIONS[field(f, 'c')]!,
  firstcond: (f) => CONDITIONS[field(f, 'c')] || 'al',
  pattern: (f) => itPattern(field(f, 'c'), field(f, 'm')),
  nonzero: (f) => (f['c'] === 1 ? 'n' : ''),
  branch: (_f, { operands, addressText }) => addressText(operands.target! >>> 0),
  /** The address that a PC-relative operand stands for is a comment. */
  literal: (_f, { operands, addressText }) => `\t@ (${addressText(operands.target! >>> 0)})`,
  list: (f) => registerListText(registers(f)),
  writeback: (_f, { operands }) => (operands.wback === true ? '!' : ''),
  '#shift32': (f) => `#${field(f, 'i') || 32}`,
  shift: (f) => shiftText(field(f, 't'), field(f, 'i')),
  lsl_or_asr: (f) => shiftText(field(f, 's') << 1, field(f, 'i')),
  packed: (f) => (f['s'] === 1 ? 'tb' : 'bt'),
  /** Halfwords of Rn and Rm, exchanged ones, and rounding: parts of DSP mnemonics. */
  half_x: (f) => (f['x'] === 1 ? 't' : 'b'),
  half_y: (f) => (f['y'] === 1 ? 't' : 'b'),
  swapped: (f) => (f['x'] === 1 ? 'x' : ''),
  rounded: (f) => (f['r'] === 1 ? 'r' : ''),
  scale: (f) => shiftText(0, field(f, 'a')),
  rotation: (f) => (field(f, 'r') === 0 ? '' : `, ror #${field(f, 'r') * 8}`),
  /** LDRD and STRD print a subtracted 0; an added one, and the writeback of it, which changes nothing, they leave out. */
  dual: (f) => (f['u'] === 0 ? `, #-${field(f, 'i') * 4}` : field(f, 'i') === 0 ? '' : `, #${field(f, 'i') * 4}`),
  'dual!': (f) => (f['u'] === 1 && f['i'] === 0 ? '' : '!'),
  long: (f) => (f['l'] === 1 ? 'l' : ''),
  /** The rest of LDC's and STC's address (A7.7.39), `b` before or after, `{option}` where nothing is added. */
  coprocessor_offset: (f) => {
    const sign = f['u'] === 0 ? '-' : '';
    const option = field(f, 'i');
    if (f['b'] === 0 && f['w'] === 0) return `], {${sign}${option}}`;
    const offset = option === 0 && sign === '' ? '' : `, #${sign}${option * 4}`;
    if (f['b'] === 0) return `]${offset}`;
    return `${offset}]${f['w'] === 1 && option !== 0 ? '!' : ''}`;
  },
  /** MRC with Rt = 15 writes the flags (A7.7.80). */
  status_Rt: (f) => (f['t'] === 15 ? 'APSR_nzcv' : REGISTERS[field(f, 't')]!),
  floatsS: (f) => floatList('S', f),
  floatsD: (f) => floatList('D', f),
  '#float32': (f) => floatImmediate(field(f, 'i'), false),
  '#float64': (f) => floatImmediate(field(f, 'i'), true),
  '#fraction16': (f) => `#${16 - (field(f, 'i') * 2 + field(f, 'j'))}`,
  '#fraction32': (f) => `#${32 - (field(f, 'i') * 2 + field(f, 'j'))}`,
  word: (_f, { word }) => `0x${word.toString(16).padStart(8, '0')}`,
  const: (f) => `#${expandImmediate(field(f, 'i')).imm}`,
  imm16: (f) => `#${(field(f, 'h') << 12) | field(f, 'i')}`,
  width: (f) => `#${field(f, 'w') - field(f, 'i') + 1}`,
  hex4: (f) => `0x${field(f, 'i').toString(16).padStart(4, '0')}`,
  '#udf': (f) => `#${field(f, 'i')}`,
  special: specialRegister,
  special_mask: writtenParts,
  barrier: (f) => BARRIERS.get(field(f, 'o')) ?? `#${field(f, 'o')}`,
  isb_barrier: (f) => (f['o'] === 15 ? 'sy' : `#${field(f, 'o')}`),
  effect: (f) => (f['x'] === 1 ? 'id' : 'ie'),
  interrupts: (f) => (f['i'] === 1 ? 'i' : '') + (f['f'] === 1 ? 'f' : ''),
};

/** `{Rd}`: the register of field `d`. */
export function registerFormatter(letter: string): Formatter {
  return (f) => REGISTERS[field(f, letter)]!;
}

/** The number of an S register: a field and its lowest bit; or of a D register. */
function floatNumber(kind: 'S' | 'D', f: Fields, letter: string): number {
  return kind === 'S' ? field(f, letter) * 2 + field(f, letter.toUpperCase()) : field(f, letter);
}

/** `{Sd}`, `{Dd}` and, of the next register, `{Sm+1}`. */
export function floatRegisterFormatter(kind: 'S' | 'D', letter: string, plus: 0 | 1): Formatter {
  return (f) => `${kind.toLowerCase()}${floatNumber(kind, f, letter) + plus}`;
}

/** The value of an immediate of VMOV (A6.4.1), as its word and in decimal; objdump leaves a float's other digits to a reader. */
function floatImmediate(imm8: number, double: boolean): string {
  const exponent = ((imm8 >>> 4) & 7) ^ 4;
  const value = (imm8 & 0x80 ? -1 : 1) * (1 + (imm8 & 15) / 16) * 2 ** (exponent - 3);
  const view = new DataView(new ArrayBuffer(8));
  if (double) view.setFloat64(0, value);
  else view.setFloat32(0, value);
  return `#${imm8}\t@ 0x${view.getUint32(0).toString(16)} ${Number.isInteger(value) ? value.toFixed(1) : value}`;
}

/** `{s0-s3}`: a list of `count` registers. */
function floatList(kind: 'S' | 'D', f: Fields): string {
  const first = floatNumber(kind, f, 'd');
  const letter = kind.toLowerCase();
  const count = field(f, 'i');
  return count === 1 ? `{${letter}${first}}` : `{${letter}${first}-${letter}${first + count - 1}}`;
}

/** `{CRd}`: the coprocessor's register of field `d`. */
export function coprocessorRegisterFormatter(letter: string): Formatter {
  return (f) => `cr${field(f, letter)}`;
}

/**
 * `{i}`, `{#i*4}`, `{#-i}`, `{#±i}` (the sign is field `u`), `{,#i}` (nothing for 0): numbers of one field.
 * Undefined where the text is no such number.
 */
export function numberFormatter(text: string): Formatter | undefined {
  const match = /^(,?)(#?)([-±]?)([a-z])(?:([*+])(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, comma, hash, sign, letter, operator, right] = match as unknown as [string, ...string[]];
  const by = Number(right ?? 0);
  return (f) => {
    const raw = field(f, letter!);
    const value = operator === '*' ? raw * by : raw + by;
    if (comma !== '' && value === 0) return '';
    const minus = (sign === '-' && value !== 0) || (sign === '±' && f['u'] === 0);
    return `${comma === '' ? '' : ', '}${hash}${minus ? '-' : ''}${value}`;
  };
}
