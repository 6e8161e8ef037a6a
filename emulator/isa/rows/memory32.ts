/** 32-bit loads and stores (Armv7-M ARM, A5.3.5 to A5.3.10). */
import { literalBase, registerList, type Index } from '../operands.js';
import type { Fields } from '../pattern.js';
import * as flow from '../semantics/flow.js';
import * as memory from '../semantics/memory.js';
import { BAD, row, type Row, NOT_LAST } from './row.js';

const bad = (...letters: string[]): string[] => letters.map((letter) => `${letter}=${BAD}`);

type Size = 1 | 2 | 4;
const SIZE_BITS = { 1: '00', 2: '01', 4: '10' } as const;

/** One transfer instruction: its names and sections, and which registers it may name. */
interface Transfer {
  readonly name: string;
  readonly size: Size;
  readonly signed: boolean;
  readonly sections: {
    readonly immediate: string;
    readonly register: string;
    readonly literal?: string;
    readonly unprivileged: string;
  };
  /** Names of the encodings: 12-bit offset, 8-bit offset, register, literal. */
  readonly encodings: readonly [string, string, string, string];
}

const section = (n: number): string => `A7.7.${n}`;
const sections = (immediate: number, literal: number, register: number, unprivileged: number) => ({
  immediate: section(immediate),
  literal: section(literal),
  register: section(register),
  unprivileged: section(unprivileged),
});

const LOADS: readonly Transfer[] = [
  { name: 'LDR', size: 4, signed: false, sections: sections(43, 44, 45, 67), encodings: ['T3', 'T4', 'T2', 'T2'] },
  { name: 'LDRH', size: 2, signed: false, sections: sections(55, 56, 57, 58), encodings: ['T2', 'T3', 'T2', 'T1'] },
  { name: 'LDRB', size: 1, signed: false, sections: sections(46, 47, 48, 49), encodings: ['T2', 'T3', 'T2', 'T1'] },
  { name: 'LDRSH', size: 2, signed: true, sections: sections(63, 64, 65, 66), encodings: ['T1', 'T2', 'T2', 'T1'] },
  { name: 'LDRSB', size: 1, signed: true, sections: sections(59, 60, 61, 62), encodings: ['T1', 'T2', 'T2', 'T1'] },
];
const STORES: readonly Transfer[] = [
  {
    name: 'STR',
    size: 4,
    signed: false,
    sections: { immediate: section(161), register: section(162), unprivileged: section(173) },
    encodings: ['T3', 'T4', 'T2', ''],
  },
  {
    name: 'STRH',
    size: 2,
    signed: false,
    sections: { immediate: section(170), register: section(171), unprivileged: section(172) },
    encodings: ['T2', 'T3', 'T2', ''],
  },
  {
    name: 'STRB',
    size: 1,
    signed: false,
    sections: { immediate: section(163), register: section(164), unprivileged: section(165) },
    encodings: ['T2', 'T3', 'T2', ''],
  },
];

/** The addressing modes of the 8-bit form, as P, U, W bits; P=1 U=1 W=0 is the unprivileged access. */
const MODES: readonly { readonly puw: string; readonly index: Index; readonly sign: 1 | -1; readonly text: string }[] =
  [
    { puw: '100', index: 'offset', sign: -1, text: '[{Rn}{,#-i}]' },
    { puw: '101', index: 'pre', sign: -1, text: '[{Rn}{,#-i}]!' },
    { puw: '111', index: 'pre', sign: 1, text: '[{Rn}{,#i}]!' },
    { puw: '001', index: 'post', sign: -1, text: '[{Rn}], {#-i}' },
    { puw: '011', index: 'post', sign: 1, text: '[{Rn}], {#i}' },
  ];

const mnemonic = (x: { readonly name: string }): string => `${x.name.toLowerCase()}{c}`;

const modeName = (mode: { index: Index; sign: number }): string => `${mode.index}${mode.sign < 0 ? '_minus' : ''}`;

/** A load of a word may go to PC; with Rt = 15 the narrower ones are memory hints. */
const loadRows = (x: Transfer): Row[] => {
  const head = (u: string): string => `1111100 ${x.signed ? '1' : '0'} ${u} ${SIZE_BITS[x.size]} 1`;
  const toPC = (f: Fields): boolean => x.size === 4 && f['t'] === 15;
  const narrow = x.size < 4;
  const hint = narrow ? ['t=15'] : [];
  const badT = narrow ? ['t=13'] : [];
  const pcInIT = (f: Fields, at: { inIT: boolean; lastInIT: boolean }): boolean => toPC(f) && at.inIT && !at.lastInIT;
  const writesSP = narrow ? [] : (['t'] as const);
  const immediate = (index: Index, sign: 1 | -1) => (f: Fields) => ({
    t: f['t']!,
    n: f['n']!,
    offset: f['i']! * sign,
    index,
    toPC: toPC(f),
  });
  return [
    row(
      `${x.name}_imm_${x.encodings[0]}`,
      x.sections.immediate,
      `${head('1')} nnnn tttt iiiiiiiiiiii`,
      `${mnemonic(x)}.w {Rt}, [{Rn}{,#i}]`,
      immediate('offset', 1),
      memory.loadImmediate(x),
      {
        see: ['n=15', ...hint],
        unpredictable: badT,
        unpredictableIf: pcInIT,
        unpredictableBecause: NOT_LAST,
        writesSP,
      },
    ),
    ...MODES.map((mode) =>
      row(
        `${x.name}_imm_${x.encodings[1]}_${modeName(mode)}`,
        x.sections.immediate,
        `${head('0')} nnnn tttt 1 ${mode.puw} iiiiiiii`,
        `${mnemonic(x)}.w {Rt}, ${mode.text}`,
        immediate(mode.index, mode.sign),
        memory.loadImmediate(x),
        {
          // Rt = 15 with a plain negative offset is a hint; with writeback it is UNPREDICTABLE.
          see: ['n=15', ...(mode.index === 'offset' ? hint : [])],
          unpredictable: [...badT, ...(mode.index === 'offset' ? [] : [...hint, 'n=t'])],
          unpredictableIf: pcInIT,
          unpredictableBecause: NOT_LAST,
          writesSP: mode.index === 'offset' ? writesSP : [...writesSP, 'n'],
        },
      ),
    ),
    row(
      `${x.name}T_T1`,
      x.sections.unprivileged,
      `${head('0')} nnnn tttt 1 110 iiiiiiii`,
      `${x.name.toLowerCase()}t{c} {Rt}, [{Rn}{,#i}]`,
      (f) => ({ t: f['t']!, n: f['n']!, offset: f['i']!, index: 'offset', toPC: false }),
      memory.loadImmediate({ ...x, unprivileged: true }),
      {
        see: ['n=15'],
        unpredictable: bad('t'),
      },
    ),
    row(
      `${x.name}_reg_${x.encodings[2]}`,
      x.sections.register,
      `${head('0')} nnnn tttt 000000 aa mmmm`,
      `${mnemonic(x)}.w {Rt}, [{Rn}, {Rm}{scale}]`,
      (f) => ({ t: f['t']!, n: f['n']!, m: f['m']!, amount: f['a']!, toPC: toPC(f) }),
      memory.loadRegister(x),
      {
        see: ['n=15', ...hint],
        unpredictable: [...badT, ...bad('m')],
        unpredictableIf: pcInIT,
        unpredictableBecause: NOT_LAST,
        writesSP,
      },
    ),
    row(
      `${x.name}_lit_${x.encodings[3]}`,
      x.sections.literal!,
      `${head('u')} 1111 tttt iiiiiiiiiiii`,
      `${mnemonic(x)}.w {Rt}, [pc{,#±i}]{literal}`,
      (f, at) => ({ t: f['t']!, target: literalBase(at) + (f['u'] === 1 ? f['i']! : -f['i']!), toPC: toPC(f) }),
      memory.loadLiteral(x),
      {
        see: hint,
        unpredictable: badT,
        unpredictableIf: pcInIT,
        unpredictableBecause: NOT_LAST,
        writesSP,
      },
    ),
  ];
};

const storeRows = (x: Transfer): Row[] => {
  const head = (u: string): string => `1111100 0 ${u} ${SIZE_BITS[x.size]} 0`;
  const badT = x.size === 4 ? ['t=15'] : bad('t');
  const immediate = (index: Index, sign: 1 | -1) => (f: Fields) => ({
    t: f['t']!,
    n: f['n']!,
    offset: f['i']! * sign,
    index,
  });
  // Rn = 15 is UNDEFINED for every store.
  return [
    row(
      `${x.name}_imm_${x.encodings[0]}`,
      x.sections.immediate,
      `${head('1')} nnnn tttt iiiiiiiiiiii`,
      `${mnemonic(x)}.w {Rt}, [{Rn}{,#i}]`,
      immediate('offset', 1),
      memory.storeImmediate(x.size),
      { see: ['n=15'], unpredictable: badT },
    ),
    ...MODES.map((mode) =>
      row(
        `${x.name}_imm_${x.encodings[1]}_${modeName(mode)}`,
        x.sections.immediate,
        `${head('0')} nnnn tttt 1 ${mode.puw} iiiiiiii`,
        `${mnemonic(x)}.w {Rt}, ${mode.text}`,
        immediate(mode.index, mode.sign),
        memory.storeImmediate(x.size),
        {
          see: ['n=15'],
          unpredictable: [...badT, ...(mode.index === 'offset' ? [] : ['n=t'])],
          writesSP: mode.index === 'offset' ? [] : ['n'],
        },
      ),
    ),
    row(
      `${x.name}T_T1`,
      x.sections.unprivileged,
      `${head('0')} nnnn tttt 1 110 iiiiiiii`,
      `${x.name.toLowerCase()}t{c} {Rt}, [{Rn}{,#i}]`,
      immediate('offset', 1),
      memory.storeImmediate(x.size, true),
      { see: ['n=15'], unpredictable: bad('t') },
    ),
    row(
      `${x.name}_reg_${x.encodings[2]}`,
      x.sections.register,
      `${head('0')} nnnn tttt 000000 aa mmmm`,
      `${mnemonic(x)}.w {Rt}, [{Rn}, {Rm}{scale}]`,
      (f) => ({ t: f['t']!, n: f['n']!, m: f['m']!, amount: f['a']! }),
      memory.storeRegister(x.size),
      {
        see: ['n=15'],
        unpredictable: [...badT, ...bad('m')],
      },
    ),
  ];
};

/** Preload and unallocated hints: the narrow loads with Rt = 15 (A5.3.8, A5.3.9). They do nothing here. */
const none = (): object => ({});
const hintRows: readonly Row[] = (
  [
    ['PLD', 'pld{c}', '0', '00', ['A7.7.94', 'A7.7.95', 'A7.7.96']],
    ['HINT_LDRH', 'pldw{c}', '0', '01', ['A5.3.8', 'A5.3.8', 'A5.3.8']],
    ['PLI', 'pli{c}', '1', '00', ['A7.7.97', 'A7.7.97', 'A7.7.98']],
    ['HINT_LDRSH', 'ldrsh{c}.w pc,', '1', '01', ['A5.3.8', 'A5.3.8', 'A5.3.8']],
  ] as const
).flatMap(([name, text, s, z, [immediate, literal, register]]) => {
  const head = (u: string): string => `1111100 ${s} ${u} ${z} 1`;
  return [
    row(`${name}_imm_T1`, immediate, `${head('1')} nnnn 1111 iiiiiiiiiiii`, `${text} [{Rn}{,#i}]`, none, flow.NOP, {
      see: ['n=15'],
    }),
    row(`${name}_imm_T2`, immediate, `${head('0')} nnnn 1111 1100 iiiiiiii`, `${text} [{Rn}{,#-i}]`, none, flow.NOP, {
      see: ['n=15'],
    }),
    row(`${name}_lit`, literal, `${head('u')} 1111 1111 iiiiiiiiiiii`, `${text} [pc{,#±i}]{literal}`, none, flow.NOP),
    row(
      `${name}_reg`,
      register,
      `${head('0')} nnnn 1111 000000 aa mmmm`,
      `${text} [{Rn}, {Rm}{scale}]`,
      none,
      flow.NOP,
      {
        see: ['n=15'],
        unpredictable: bad('m'),
      },
    ),
  ];
});

const dual = (index: Index) => (f: Fields) => ({
  t: f['t']!,
  t2: f['q']!,
  n: f['n']!,
  offset: f['i']! * (f['u'] === 1 ? 4 : -4),
  index,
});
const dualRows: readonly Row[] = (
  [
    ['offset', '1', '0', '[{Rn}{dual}]'],
    ['pre', '1', '1', '[{Rn}{dual}]{dual!}'],
    ['post', '0', '1', '[{Rn}], {#±i*4}'],
  ] as const
).flatMap(([index, p, w, text]) => {
  const wback = index === 'offset' ? [] : ['n=t', 'n=q'];
  const writesSP = index === 'offset' ? [] : (['n'] as const);
  return [
    row(
      `STRD_imm_T1_${index}`,
      'A7.7.166',
      `1110100 ${p} u 1 ${w} 0 nnnn tttt qqqq iiiiiiii`,
      `strd{c} {Rt}, {Rq}, ${text}`,
      dual(index),
      memory.STRD,
      { unpredictable: ['n=15', ...bad('t', 'q'), ...wback], writesSP },
    ),
    row(
      `LDRD_imm_T1_${index}`,
      'A7.7.50',
      `1110100 ${p} u 1 ${w} 1 nnnn tttt qqqq iiiiiiii`,
      `ldrd{c} {Rt}, {Rq}, ${text}`,
      dual(index),
      memory.LDRD,
      { see: ['n=15'], unpredictable: [...bad('t', 'q'), 't=q', ...wback], writesSP },
    ),
    row(
      `LDRD_lit_T1_${index}`,
      'A7.7.51',
      `1110100 ${p} u 1 ${w} 1 1111 tttt qqqq iiiiiiii`,
      `ldrd{c} {Rt}, {Rq}, ${text.replace('{Rn}', 'pc')}{literal}`,
      (f, at) => ({ t: f['t']!, t2: f['q']!, target: literalBase(at) + f['i']! * (f['u'] === 1 ? 4 : -4) }),
      memory.LDRD_literal,
      {
        unpredictable: [...bad('t', 'q'), 't=q', ...(index === 'offset' ? [] : ['u=0', 'u=1'])],
      },
    ),
  ];
});

/** Exclusives leave to the core, which keeps the monitor. `code` is the size in bytes; `imm` the offset. */
const exclusive = (sizeBytes: Size) => (f: Fields) => ({
  t: f['t']!,
  n: f['n']!,
  d: f['d'] ?? 0,
  imm: (f['i'] ?? 0) * 4,
  code: sizeBytes,
});

const narrowStoreExclusive = (name: string, section: string, op: string, sizeBytes: 1 | 2): Row =>
  row(
    `${name}_T1`,
    section,
    `11101000 1100 nnnn tttt xxxx ${op} dddd`,
    `${name.toLowerCase()}{c} {Rd}, {Rt}, [{Rn}]`,
    exclusive(sizeBytes),
    flow.system('STREX'),
    { part: 'extended', treatedAsUndefined: [...bad('d', 't'), 'n=15', 'd=n', 'd=t', 'x!=15'] },
  );

const narrowLoadExclusive = (name: string, section: string, op: string, sizeBytes: 1 | 2): Row =>
  row(
    `${name}_T1`,
    section,
    `11101000 1101 nnnn tttt xxxx ${op} yyyy`,
    `${name.toLowerCase()}{c} {Rt}, [{Rn}]`,
    exclusive(sizeBytes),
    flow.system('LDREX'),
    { part: 'extended', treatedAsUndefined: [...bad('t'), 'n=15', 'x!=15', 'y!=15'] },
  );

/** The table's entries are bytes or halfwords. */
const tableBranch = (name: string, op: string, sizeBytes: 1 | 2, scale: string): Row =>
  row(
    `${name}_T1`,
    'A7.7.185',
    `11101000 1101 nnnn xxxx yyyy ${op} mmmm`,
    `${name.toLowerCase()}{c} [{Rn}, {Rm}${scale}]`,
    (f) => ({ n: f['n']!, m: f['m']! }),
    flow.tableBranch(sizeBytes),
    {
      unpredictable: ['n=13', ...bad('m')],
      treatedAsUndefined: ['x!=15', 'y!=0'],
      readsPC: ['n'],
      placement: 'lastInIT',
    },
  );

const exclusiveRows: readonly Row[] = [
  row(
    'STREX_T1',
    'A7.7.167',
    '11101000 0100 nnnn tttt dddd iiiiiiii',
    'strex{c} {Rd}, {Rt}, [{Rn}{,#i*4}]',
    exclusive(4),
    flow.system('STREX'),
    {
      part: 'extended',
      treatedAsUndefined: [...bad('d', 't'), 'n=15', 'd=n', 'd=t'],
    },
  ),
  row(
    'LDREX_T1',
    'A7.7.52',
    '11101000 0101 nnnn tttt xxxx iiiiiiii',
    'ldrex{c} {Rt}, [{Rn}{,#i*4}]',
    exclusive(4),
    flow.system('LDREX'),
    {
      part: 'extended',
      treatedAsUndefined: [...bad('t'), 'n=15', 'x!=15'],
    },
  ),
  narrowStoreExclusive('STREXB', 'A7.7.168', '0100', 1),
  narrowStoreExclusive('STREXH', 'A7.7.169', '0101', 2),
  narrowLoadExclusive('LDREXB', 'A7.7.53', '0100', 1),
  narrowLoadExclusive('LDREXH', 'A7.7.54', '0101', 2),
  tableBranch('TBB', '0000', 1, ''),
  tableBranch('TBH', '0001', 2, ', lsl #1'),
];

const multiple = (f: Fields) => ({ n: f['n']!, ...registerList(f['r']!), wback: f['w'] === 1 });
const fewerThanTwo = (f: Fields): boolean => (f['r']! & (f['r']! - 1)) === 0;
const writtenTwice = (f: Fields): boolean => f['w'] === 1 && ((f['r']! >>> f['n']!) & 1) === 1;
const uselessList = (f: Fields): boolean => fewerThanTwo(f) || writtenTwice(f);
const badLoadList = (f: Fields, at: { inIT: boolean; lastInIT: boolean }): boolean =>
  (f['r']! & 0xc000) === 0xc000 || (f['r']! & 0x2000) !== 0 || ((f['r']! & 0x8000) !== 0 && at.inIT && !at.lastInIT);
const badStoreList = (f: Fields): boolean => (f['r']! & 0xa000) !== 0;
const BAD_LOAD_LIST =
  'the list has SP, or both LR and PC, or has PC and the instruction is not the last of its IT block';
const USELESS_LIST = 'the list has fewer than two registers, or Rn, which is written back';
const multipleRows: readonly Row[] = [
  row(
    'STM_T2',
    'A7.7.159',
    '1110100010 w 0 nnnn rrrrrrrrrrrrrrrr',
    'stmia{c}.w {Rn}{writeback}, {list}',
    multiple,
    memory.storeMultiple('IA'),
    {
      treatedAsUndefined: ['n=15'],
      treatedAsUndefinedIf: uselessList,
      undefinedBecause: USELESS_LIST,
      unpredictableIf: badStoreList,
      unpredictableBecause: 'the list has SP or PC',
      writesSP: ['n'],
    },
  ),
  row(
    'LDM_T2',
    'A7.7.41',
    '1110100010 w 1 nnnn rrrrrrrrrrrrrrrr',
    'ldmia{c}.w {Rn}{writeback}, {list}',
    multiple,
    memory.loadMultiple('IA'),
    {
      treatedAsUndefined: ['n=15'],
      treatedAsUndefinedIf: uselessList,
      undefinedBecause: USELESS_LIST,
      unpredictableIf: badLoadList,
      unpredictableBecause: BAD_LOAD_LIST,
      writesSP: ['n'],
    },
  ),
  row(
    'STMDB_T1',
    'A7.7.160',
    '1110100100 w 0 nnnn rrrrrrrrrrrrrrrr',
    'stmdb{c} {Rn}{writeback}, {list}',
    multiple,
    memory.storeMultiple('DB'),
    {
      treatedAsUndefined: ['n=15'],
      treatedAsUndefinedIf: uselessList,
      undefinedBecause: USELESS_LIST,
      unpredictableIf: badStoreList,
      unpredictableBecause: 'the list has SP or PC',
      writesSP: ['n'],
    },
  ),
  row(
    'LDMDB_T1',
    'A7.7.42',
    '1110100100 w 1 nnnn rrrrrrrrrrrrrrrr',
    'ldmdb{c} {Rn}{writeback}, {list}',
    multiple,
    memory.loadMultiple('DB'),
    {
      treatedAsUndefined: ['n=15'],
      treatedAsUndefinedIf: uselessList,
      undefinedBecause: USELESS_LIST,
      unpredictableIf: badLoadList,
      unpredictableBecause: BAD_LOAD_LIST,
      writesSP: ['n'],
    },
  ),
];

export const MEMORY32: readonly Row[] = [
  ...LOADS.flatMap(loadRows),
  ...STORES.flatMap(storeRows),
  ...hintRows,
  ...dualRows,
  ...exclusiveRows,
  ...multipleRows,
];
