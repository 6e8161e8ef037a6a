/** Loads and stores of Armv7-M (DDI 0403E, A5.2.4, A5.3.5 to A5.3.10) for random streams, aimed at the window. */
import { bad, type Setup, type StreamRow } from './stream-row.js';
import { encode, patternShape, type Fields } from './stream-pattern.js';

type Refuses = NonNullable<StreamRow['unpredictable']>;
type Prepare = NonNullable<StreamRow['prepare']>;

function row(name: string, pattern: string, unpredictable: Refuses, prepare: Prepare): StreamRow {
  return { name, pattern, unpredictable, prepare };
}
const never: Refuses = () => false;
const nothing: Prepare = () => undefined;

/** Index first, so that a base that is the same register is what counts. */
function aimWithIndex(f: Fields, setup: Setup, sizeBytes: number, shift: number): void {
  const index = setup.random.below(16) * (setup.random.chance(30) ? -1 : 1);
  setup.set(f['m']!, index >>> 0);
  setup.aim(f['n']!, index << shift, sizeBytes);
}

const NARROW_REG = ['STR', 'STRH', 'STRB', 'LDRSB', 'LDR', 'LDRH', 'LDRB', 'LDRSH'];
const SIZES: Readonly<Record<string, number>> = {
  STR: 4,
  LDR: 4,
  STRH: 2,
  LDRH: 2,
  LDRSH: 2,
  STRB: 1,
  LDRB: 1,
  LDRSB: 1,
};

const NARROW: readonly StreamRow[] = [
  row('LDR_lit_T1', '01001 ttt iiiiiiii', never, nothing),
  ...NARROW_REG.map((name, op) =>
    row(
      `${name}_reg_T1`,
      `0101 ${op.toString(2).padStart(3, '0')} mmm nnn ttt`,
      (f) => f['n'] === f['m'],
      (f, s) => aimWithIndex(f, s, SIZES[name]!, 0),
    ),
  ),
  ...(
    [
      ['STR_imm_T1', '01100', 4],
      ['LDR_imm_T1', '01101', 4],
      ['STRB_imm_T1', '01110', 1],
      ['LDRB_imm_T1', '01111', 1],
      ['STRH_imm_T1', '10000', 2],
      ['LDRH_imm_T1', '10001', 2],
    ] as const
  ).map(([name, op, size]) => row(name, `${op} iiiii nnn ttt`, never, (f, s) => s.aim(f['n']!, f['i']! * size, size))),
  row('STR_SP_T2', '10010 ttt iiiiiiii', never, (f) => void (f['i'] = f['i']! % 16)),
  row('LDR_SP_T2', '10011 ttt iiiiiiii', never, (f) => void (f['i'] = f['i']! % 16)),
];

/** The eight wide loads and stores: bits 24 and 22:20 of the first halfword. */
const WIDE: readonly (readonly [name: string, sign: number, op: string])[] = [
  ['STRB', 0, '000'],
  ['LDRB', 0, '001'],
  ['STRH', 0, '010'],
  ['LDRH', 0, '011'],
  ['STR', 0, '100'],
  ['LDR', 0, '101'],
  ['LDRSB', 1, '001'],
  ['LDRSH', 1, '011'],
];

/** Rt = 15 is PC or a hint; SP may be loaded or stored only as a word, and then not at random (see the rows below). */
function badTransfer(f: Fields, name: string): boolean {
  return f['t'] === 15 || (f['t'] === 13 && name !== 'STR');
}

function wide([name, sign, op]: (typeof WIDE)[number]): readonly StreamRow[] {
  const size = SIZES[name]!;
  const prefix = `1111100${sign}`;
  const rows = [
    row(
      `${name}_imm_T3`,
      `${prefix} 1 ${op} nnnn tttt iiiiiiiiiiii`,
      (f) => f['n'] === 15 || badTransfer(f, name),
      (f, s) => {
        if (f['n'] === 13) f['i'] = f['i']! % 128;
        s.aim(f['n']!, f['i']!, size);
      },
    ),
    row(
      `${name}_imm_T4`,
      `${prefix} 0 ${op} nnnn tttt 1 P U W iiiiiiii`,
      (f) =>
        f['n'] === 15 ||
        badTransfer(f, name) ||
        (f['P'] === 0 && f['W'] === 0) ||
        (f['P'] === 1 && f['U'] === 1 && f['W'] === 0) ||
        (f['W'] === 1 && f['n'] === f['t']),
      (f, s) => {
        if (f['n'] === 13) f['i'] = (f['i']! % 16) * 4;
        s.aim(f['n']!, f['P'] === 0 ? 0 : f['U'] === 1 ? f['i']! : -f['i']!, size);
      },
    ),
    row(
      `${name}_reg_T2`,
      `${prefix} 0 ${op} nnnn tttt 000000 ss mmmm`,
      (f) => f['n'] === 15 || badTransfer(f, name) || bad(f['m']) || f['n'] === f['m'],
      (f, s) => aimWithIndex(f, s, size, f['s']!),
    ),
    row(
      `${name}T`,
      `${prefix} 0 ${op} nnnn tttt 1110 iiiiiiii`,
      (f) => f['n'] === 15 || bad(f['t']),
      (f, s) => {
        if (f['n'] === 13) f['i'] = f['i']! % 128;
        s.aim(f['n']!, f['i']!, size);
      },
    ),
  ];
  if (name.startsWith('LDR')) {
    // Literals lie in the read-only code around the block, the same in every run.
    rows.push(row(`${name}_lit_T2`, `${prefix} U ${op} 1111 tttt iiiiiiiiiiii`, (f) => bad(f['t']), nothing));
  }
  return rows;
}

function countBits(value: number): number {
  return value.toString(2).replaceAll('0', '').length;
}

/** The lowest register of a list. */
function lowest(list: number): number {
  return 31 - Math.clz32(list & -list);
}

/** Bytes of a list: where PC's word lies, which is always the highest. */
function listBytes(list: number): number {
  return countBits(list) * 4;
}

/** A wide list: `r` is bit 14 (LR) and bits 12 to 0, so bit 13 is moved up. */
function wideList(f: Fields): number {
  return (f['r']! & 0x1fff) | ((f['r']! >>> 13) << 14);
}

function multiple(name: string, pattern: string, down: boolean): StreamRow {
  return row(
    name,
    pattern,
    (f) => {
      const list = wideList(f);
      if (f['n'] === 15 || countBits(list) < 2) return true;
      return f['W'] === 1 && ((list >>> f['n']!) & 1) === 1;
    },
    (f, s) => {
      const size = listBytes(f['r']!);
      s.aim(f['n']!, down ? -size : 0, size);
    },
  );
}

const MULTIPLE: readonly StreamRow[] = [
  row('PUSH_T1', '1011010 rrrrrrrrr', (f) => f['r'] === 0, nothing),
  row('POP_T1', '10111100 rrrrrrrr', (f) => f['r'] === 0, nothing),
  row(
    'STM_T1',
    '11000 nnn rrrrrrrr',
    (f) => f['r'] === 0 || (((f['r']! >>> f['n']!) & 1) === 1 && lowest(f['r']!) !== f['n']),
    (f, s) => s.aim(f['n']!, 0, listBytes(f['r']!)),
  ),
  row(
    'LDM_T1',
    '11001 nnn rrrrrrrr',
    (f) => f['r'] === 0,
    (f, s) => s.aim(f['n']!, 0, listBytes(f['r']!)),
  ),
  multiple('STM_T2', '1110100010 W 0 nnnn 0 r 0 rrrrrrrrrrrrr', false),
  multiple('STMDB', '1110100100 W 0 nnnn 0 r 0 rrrrrrrrrrrrr', true),
  multiple('LDM_T2', '1110100010 W 1 nnnn 0 r 0 rrrrrrrrrrrrr', false),
  multiple('LDMDB', '1110100100 W 1 nnnn 0 r 0 rrrrrrrrrrrrr', true),
];

/** LDRD and STRD: P and W both 0 is another encoding. */
function dual(name: string, bit: number, extra: Refuses): StreamRow {
  return row(
    name,
    `1110100 P U 1 W ${bit} nnnn tttt uuuu iiiiiiii`,
    (f, inIt) =>
      (f['P'] === 0 && f['W'] === 0) ||
      f['n'] === 15 ||
      bad(f['t']) ||
      bad(f['u']) ||
      (f['W'] === 1 && (f['n'] === f['t'] || f['n'] === f['u'])) ||
      extra(f, inIt),
    (f, s) => {
      if (f['n'] === 13) f['i'] = f['i']! % 16;
      s.aim(f['n']!, f['P'] === 0 ? 0 : (f['U'] === 1 ? 4 : -4) * f['i']!, 8);
    },
  );
}

const DUAL: readonly StreamRow[] = [
  dual('STRD_imm', 0, never),
  dual('LDRD_imm', 1, (f) => f['t'] === f['u']),
  row(
    'LDRD_lit',
    '11101001 U 101 1111 tttt uuuu iiiiiiii',
    (f) => bad(f['t']) || bad(f['u']) || f['t'] === f['u'],
    nothing,
  ),
];

const LDREX_SHAPES = {
  4: patternShape('111010000101 nnnn tttt 1111 iiiiiiii'),
  1: patternShape('111010001101 nnnn tttt 1111 0100 1111'),
  2: patternShape('111010001101 nnnn tttt 1111 0101 1111'),
} as const;
const CLREX = [0xf3bf, 0x8f2f];

/**
 * A store-exclusive mostly follows its load from the same address: whether another address or size fits the monitor
 * is IMPLEMENTATION DEFINED (A3.4.1). Without a load it fails and must not be aimed at anything that faults.
 */
function storeExclusive(name: string, pattern: string, sizeBytes: 1 | 2 | 4): StreamRow {
  const store = row(
    name,
    pattern,
    (f) => f['n'] === 15 || f['n'] === 13 || bad(f['t']) || bad(f['d']) || f['d'] === f['n'] || f['d'] === f['t'],
    (f, s) => {
      const offset = sizeBytes === 4 ? f['i']! * 4 : 0;
      s.set(f['n']!, 0x2000_0180 + s.random.below(0x60) * 4 - offset);
      const t = [0, 1, 2, 3].find((r) => r !== f['n'] && r !== f['t'])!;
      const load = encode(LDREX_SHAPES[sizeBytes], { n: f['n']!, t, i: sizeBytes === 4 ? f['i']! : 0 });
      const what = s.random.below(10);
      if (what < 8) s.emit(load);
      if (what > 6) s.emit(CLREX);
    },
  );
  // An IT block would put every load-exclusive of its instructions ahead of all of them.
  return { ...store, place: 'notInIt' };
}

const EXCLUSIVE: readonly StreamRow[] = [
  row(
    'LDREX',
    LDREX_SHAPES[4].text,
    (f) => f['n'] === 15 || bad(f['t']),
    (f, s) => {
      if (f['n'] === 13) f['i'] = f['i']! % 16;
      s.aim(f['n']!, f['i']! * 4, 4);
    },
  ),
  row(
    'LDREXB',
    LDREX_SHAPES[1].text,
    (f) => f['n'] === 15 || bad(f['t']),
    (f, s) => s.aim(f['n']!, 0, 1),
  ),
  row(
    'LDREXH',
    LDREX_SHAPES[2].text,
    (f) => f['n'] === 15 || bad(f['t']),
    (f, s) => s.aim(f['n']!, 0, 2),
  ),
  storeExclusive('STREX', '111010000100 nnnn tttt dddd iiiiiiii', 4),
  storeExclusive('STREXB', '111010001100 nnnn tttt 1111 0100 dddd', 1),
  storeExclusive('STREXH', '111010001100 nnnn tttt 1111 0101 dddd', 2),
];

/** Loads into PC, always from the word that the runner keeps an address in; loads into SP, always a multiple of four. */
const TO_PC: readonly StreamRow[] = [
  {
    ...row('POP_PC_T1', '10111101 rrrrrrrr', never, (f, s) => s.aimAtReturnSlot(13, listBytes(f['r']!))),
    place: 'endOfIt',
  },
  {
    ...row(
      'LDM_PC',
      '1110100010 W 1 nnnn 1 0 0 rrrrrrrrrrrrr',
      (f) => f['n'] === 15 || f['r'] === 0 || (f['W'] === 1 && ((f['r']! >>> f['n']!) & 1) === 1),
      (f, s) => s.aimAtReturnSlot(f['n']!, listBytes(f['r']!)),
    ),
    place: 'endOfIt',
  },
  {
    ...row(
      'LDMDB_PC',
      '1110100100 W 1 nnnn 1 0 0 rrrrrrrrrrrrr',
      (f) => f['n'] === 15 || f['r'] === 0 || (f['W'] === 1 && ((f['r']! >>> f['n']!) & 1) === 1),
      (f, s) => s.aimAtReturnSlot(f['n']!, -4),
    ),
    place: 'endOfIt',
  },
  {
    ...row(
      'LDR_imm_T3_PC',
      '111110001101 nnnn 1111 iiiiiiiiiiii',
      (f) => f['n'] === 15,
      (f, s) => {
        if (f['n'] === 13) f['i'] = (f['i']! % 16) * 4;
        s.aimAtReturnSlot(f['n']!, f['i']!);
      },
    ),
    place: 'endOfIt',
  },
  {
    ...row(
      'LDR_imm_T4_PC',
      '111110000101 nnnn 1111 1 P U W iiiiiiii',
      (f) => f['n'] === 15 || (f['P'] === 0 && f['W'] === 0) || (f['P'] === 1 && f['U'] === 1 && f['W'] === 0),
      (f, s) => {
        if (f['n'] === 13) f['i'] = (f['i']! % 16) * 4;
        s.aimAtReturnSlot(f['n']!, f['P'] === 0 ? 0 : f['U'] === 1 ? f['i']! : -f['i']!);
      },
    ),
    place: 'endOfIt',
  },
  {
    ...row(
      'LDR_reg_T2_PC',
      '111110000101 nnnn 1111 000000 ss mmmm',
      (f) => f['n'] === 15 || bad(f['m']) || f['n'] === f['m'],
      (f, s) => {
        const index = s.random.below(16) * 4;
        s.aimAtReturnSlot(f['n']!, index << f['s']!); // first, because an SP is set through R12
        s.set(f['m']!, index);
      },
    ),
    place: 'endOfIt',
  },
];

/** Preloads, and what else a load of Rt = 15 leaves as a hint without a name (A5.3.8, A5.3.9): nothing happens. */
const PRELOAD: readonly StreamRow[] = (
  [
    ['PLD', '0', '00'],
    ['PLI', '1', '00'],
    ['HINT_LDRH', '0', '01'],
    ['HINT_LDRSH', '1', '01'],
  ] as const
).flatMap(([name, sign, size]) => {
  const head = (add: string): string => `1111100 ${sign} ${add} ${size} 1`;
  return [
    row(`${name}_imm_T1`, `${head('1')} nnnn 1111 iiiiiiiiiiii`, (f) => f['n'] === 15, nothing),
    row(`${name}_imm_T2`, `${head('0')} nnnn 1111 1100 iiiiiiii`, (f) => f['n'] === 15, nothing),
    row(`${name}_lit`, `${head('U')} 1111 1111 iiiiiiiiiiii`, never, nothing),
    row(`${name}_reg`, `${head('0')} nnnn 1111 000000 ss mmmm`, (f) => f['n'] === 15 || bad(f['m']), nothing),
  ];
});

export const MEMORY_ROWS: readonly StreamRow[] = [
  ...NARROW,
  ...WIDE.flatMap(wide),
  ...MULTIPLE,
  ...DUAL,
  ...EXCLUSIVE,
  ...TO_PC,
  ...PRELOAD,
];
