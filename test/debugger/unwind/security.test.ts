/**
 * Stacks that cross security states: exceptions with and without additional state context, calls through SG and by BLXNS, and
 * what is left of each when a word is damaged. Code and frames are made by hand (Armv8-M ARM, DDI 0553, B3.18 to B3.22, D1.2).
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  unwind,
  type Backtrace,
  type CoreState,
  type FrameInformation,
  type FunctionExtent,
} from '../../../debugger/index.js';

const SECURE_STACK = 0x3000_0000;
const STACK = 0x2000_0000;
const STACK_BYTES = 0x200;

const PUSH_R4_LR = 0xb510;
const NOP = 0xbf00;
const POP_R4_PC = 0xbd10;
const POP_R4_LR = [0xe8bd, 0x4010];
const BLXNS_R3 = 0x479c;
const BXNS_LR = 0x4774;
const BL_HERE = [0xf7ff, 0xfffe];

const FUNCTIONS: readonly (FunctionExtent & { readonly code: readonly number[] })[] = [
  { name: 'main loop', start: 0x100, end: 0x108, code: [PUSH_R4_LR, ...BL_HERE, POP_R4_PC] },
  { name: 'callback', start: 0x110, end: 0x116, code: [PUSH_R4_LR, NOP, POP_R4_PC] },
  { name: 'handler', start: 0x120, end: 0x124, code: [NOP, 0xe7fe] },
  { name: 'service', start: 0x1000_0100, end: 0x1000_010a, code: [PUSH_R4_LR, BLXNS_R3, ...POP_R4_LR, BXNS_LR] },
  { name: 'boot', start: 0x1000_0110, end: 0x1000_0116, code: [PUSH_R4_LR, NOP, POP_R4_PC] },
  { name: 'secure handler', start: 0x1000_0120, end: 0x1000_0124, code: [NOP, 0xe7fe] },
];
const INFORMATION: FrameInformation = {
  rules: () => undefined,
  functionAt: (pc) => FUNCTIONS.find(({ start, end }) => pc >= start && pc < end),
  tailCalls: () => [],
};

type Words = Readonly<Record<number, number>>;

/** Memory of the code and of both stacks, zero but for `words`. */
function reader(words: Words): (address: number, length: number) => Uint8Array | undefined {
  const byte = (address: number): number | undefined => {
    const code = FUNCTIONS.find(({ start, end }) => address >= start && address < end);
    if (code !== undefined) return code.code[(address - code.start) >> 1]! >>> (8 * (address & 1));
    if (![STACK, SECURE_STACK].some((base) => address >= base && address < base + STACK_BYTES)) return undefined;
    return (words[(address & ~3) >>> 0] ?? 0) >>> (8 * (address & 3));
  };
  return (address, length) => {
    const bytes = Array.from({ length }, (_, n) => byte(address + n));
    return bytes.includes(undefined) ? undefined : Uint8Array.from(bytes as number[]);
  };
}

interface At {
  readonly pc: number;
  readonly lr: number;
  readonly secure: boolean;
  readonly exception?: number;
  /** MSP and PSP of Non-secure and of Secure state. */
  readonly msp?: number;
  readonly psp?: number;
  readonly secureMsp?: number;
  readonly securePsp?: number;
  /** SPSEL of the state that the core is not in. */
  readonly otherSpsel?: boolean;
}

function stateOf(at: At): CoreState {
  const { pc, lr, secure, exception = 0, msp = STACK, psp = STACK, secureMsp = SECURE_STACK } = at;
  const { securePsp = SECURE_STACK, otherSpsel = false } = at;
  const stacks = { secure: { msp: secureMsp, psp: securePsp }, other: { msp, psp } };
  const [own, far] = secure ? [stacks.secure, stacks.other] : [stacks.other, stacks.secure];
  const r = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, own.msp, lr, pc];
  const other = { ...far, control: otherSpsel ? 2 : 0 };
  return { r, xpsr: 0x0100_0000 | exception, ...own, control: 0, security: { secure, other } };
}

const walk = (at: At, words: Words): Backtrace => unwind(stateOf(at), INFORMATION, reader(words));

/** Each frame's name and, of functions, its stack pointer; then the reason of the end. */
function show({ frames, end }: Backtrace): readonly string[] {
  const shown = frames.map((frame) => {
    if (frame.kind !== 'function') return frame.name;
    return `${INFORMATION.functionAt(frame.lookupPc)?.name} ${frame.registers.r[13]?.toString(16)}`;
  });
  return [...shown, end.reason];
}

/** R4 to R11 of the frame of that name. */
function kept({ frames }: Backtrace, name: string): readonly (number | undefined)[] {
  const found = frames.find(
    (frame) => frame.kind === 'function' && INFORMATION.functionAt(frame.lookupPc)?.name === name,
  );
  assert.ok(found?.kind === 'function');
  return found.registers.r.slice(4, 12);
}

const OWN = [4, 5, 6, 7, 8, 9, 10, 11];
const STACKED = [0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x4b];
const SIGNATURE = { basic: 0xfefa_125b, extended: 0xfefa_125a } as const;
const NOBODY = 0xffff_ffff;
const FNC_RETURN = 0xfeff_ffff;

/** Words one behind the other. */
const at = (address: number, ...words: readonly number[]): Words =>
  Object.fromEntries(words.map((word, n) => [address + 4 * n, word]));
/** R0 to R3, R12, LR, the return address, xPSR. */
const basic = (address: number, pc: number, exception = 0): Words =>
  at(address, 0, 0, 0, 0, 0, NOBODY, pc, 0x0100_0000 | exception);
const additional = (address: number, signature: number): Words => at(address, signature, 0, ...STACKED);

const IN_LOOP = 0x106;
const IN_CALLBACK = 0x112;
const IN_SERVICE = 0x1000_0104;
const IN_BOOT = 0x1000_0112;
const PENDSV = 14;
const NS_HANDLER = { pc: 0x120, secure: false, exception: PENDSV } as const;
const S_HANDLER = { pc: 0x1000_0120, secure: true, exception: PENDSV } as const;
/** Pushed by `boot` or `main loop`: R4 of their callers, of which there is none. */
const outermost = (address: number): Words => at(address, 0x99, NOBODY);

const INTERRUPTED: readonly (readonly [
  what: string,
  at: At,
  words: Words,
  frames: readonly string[],
  r: readonly number[],
])[] = [
  [
    'a Non-secure exception over Secure code: R4 to R11 come from its frame',
    { ...NS_HANDLER, lr: 0xffff_fff8 },
    {
      ...additional(SECURE_STACK, SIGNATURE.basic),
      ...basic(SECURE_STACK + 0x28, IN_BOOT),
      ...outermost(SECURE_STACK + 0x48),
    },
    ['handler 20000000', '<PendSV exception>', 'boot 30000048', 'outermost'],
    STACKED,
  ],
  [
    'the same on the Secure process stack',
    { ...NS_HANDLER, lr: 0xffff_fff8, securePsp: SECURE_STACK + 0x100, otherSpsel: true },
    {
      ...additional(SECURE_STACK + 0x100, SIGNATURE.basic),
      ...basic(SECURE_STACK + 0x128, IN_BOOT),
      ...outermost(SECURE_STACK + 0x148),
    },
    ['handler 20000000', '<PendSV exception>', 'boot 30000148', 'outermost'],
    STACKED,
  ],
  [
    'the same with a floating-point context, whose signature has bit 0 clear',
    { ...NS_HANDLER, lr: 0xffff_ffe8 },
    {
      ...additional(SECURE_STACK, SIGNATURE.extended),
      ...basic(SECURE_STACK + 0x28, IN_BOOT),
      ...outermost(SECURE_STACK + 0x90),
    },
    ['handler 20000000', '<PendSV exception>', 'boot 30000090', 'outermost'],
    STACKED,
  ],
  [
    'a Secure exception behind a Non-secure one, over Secure code: DCRS is 0, so they are on the stack already',
    { ...S_HANDLER, lr: 0xffff_ffd9 },
    {
      ...additional(SECURE_STACK, SIGNATURE.basic),
      ...basic(SECURE_STACK + 0x28, IN_BOOT),
      ...outermost(SECURE_STACK + 0x48),
    },
    ['secure handler 30000000', '<PendSV exception>', 'boot 30000048', 'outermost'],
    STACKED,
  ],
  [
    'a Secure exception over Secure code keeps them in the registers',
    { ...S_HANDLER, lr: 0xffff_fff9 },
    { ...basic(SECURE_STACK, IN_BOOT), ...outermost(SECURE_STACK + 0x20) },
    ['secure handler 30000000', '<PendSV exception>', 'boot 30000020', 'outermost'],
    OWN,
  ],
];

const CROSSED: readonly (readonly [what: string, at: At, words: Words, frames: readonly string[]])[] = [
  [
    'a Secure exception over Non-secure code: the frame is on the Non-secure stack',
    { ...S_HANDLER, lr: 0xffff_ffb9 },
    { ...basic(STACK, IN_LOOP), ...outermost(STACK + 0x20) },
    ['secure handler 30000000', '<PendSV exception>', 'main loop 20000020', 'outermost'],
  ],
  [
    'a Secure function that Non-secure code called through SG',
    { pc: 0x1000_0102, lr: 0, secure: true, msp: STACK + 0x40 },
    { ...at(SECURE_STACK, 0x44, IN_LOOP), ...outermost(STACK + 0x40) },
    ['service 30000000', '<called from Non-secure state>', 'main loop 20000040', 'outermost'],
  ],
  [
    'the same before its prologue, with the caller on the process stack',
    { pc: 0x1000_0100, lr: IN_LOOP, secure: true, psp: STACK + 0x80, otherSpsel: true },
    outermost(STACK + 0x80),
    ['service 30000000', '<called from Non-secure state>', 'main loop 20000080', 'outermost'],
  ],
  [
    'a Non-secure function that Secure code called by BLXNS, itself called through SG',
    { pc: IN_CALLBACK, lr: 0, secure: false },
    {
      ...at(STACK, 0x44, FNC_RETURN),
      ...at(SECURE_STACK, IN_SERVICE | 1, 0),
      ...at(SECURE_STACK + 8, 0x45, IN_LOOP),
      ...outermost(STACK + 8),
    },
    [
      'callback 20000000',
      '<called from Secure state>',
      'service 30000008',
      '<called from Non-secure state>',
      'main loop 20000008',
      'outermost',
    ],
  ],
  [
    'the same, interrupted in Non-secure state: the Secure stack is not touched',
    { ...NS_HANDLER, lr: 0xffff_ffb8 },
    {
      ...basic(STACK, IN_CALLBACK),
      ...at(STACK + 0x20, 0x44, FNC_RETURN),
      ...at(SECURE_STACK, IN_SERVICE | 1, 0),
      ...at(SECURE_STACK + 8, 0x45, IN_LOOP),
      ...outermost(STACK + 0x28),
    },
    [
      'handler 20000000',
      '<PendSV exception>',
      'callback 20000020',
      '<called from Secure state>',
      'service 30000008',
      '<called from Non-secure state>',
      'main loop 20000028',
      'outermost',
    ],
  ],
];

const CALLBACK: At = { pc: IN_CALLBACK, lr: 0, secure: false };
const NOT_THERE = 'callback returns to Secure state, but there is no way back at';

const DAMAGED: readonly (readonly [what: string, at: At, words: Words, message: string])[] = [
  [
    'a signature of the other kind of frame',
    { ...NS_HANDLER, lr: 0xffff_fff8 },
    { ...additional(SECURE_STACK, SIGNATURE.extended), ...basic(SECURE_STACK + 0x28, IN_BOOT) },
    'The integrity signature at 0x30000000 is 0xfefa125a, not 0xfefa125b.',
  ],
  [
    'no signature',
    { ...S_HANDLER, lr: 0xffff_ffd9 },
    basic(SECURE_STACK, IN_BOOT),
    'The integrity signature at 0x30000000 is 0x00000000, not 0xfefa125b.',
  ],
  [
    'a signature outside of memory',
    { ...NS_HANDLER, lr: 0xffff_fff8, secureMsp: 0x4000_0000 },
    {},
    'The integrity signature at 0x40000000 cannot be read, not 0xfefa125b.',
  ],
  [
    'a frame that ends behind its signature',
    { ...NS_HANDLER, lr: 0xffff_fff8, secureMsp: SECURE_STACK + STACK_BYTES - 8 },
    at(SECURE_STACK + STACK_BYTES - 8, SIGNATURE.basic),
    'The exception frame at 0x300001f8 cannot be read.',
  ],
  [
    'an even way back of BLXNS',
    CALLBACK,
    { ...at(STACK, 0, FNC_RETURN), ...at(SECURE_STACK, IN_SERVICE, 0) },
    `${NOT_THERE} 0x30000000.`,
  ],
  [
    'a way back to nothing',
    CALLBACK,
    { ...at(STACK, 0, FNC_RETURN), ...at(SECURE_STACK, 0x7000_0001, 0) },
    `${NOT_THERE} 0x30000000.`,
  ],
];

describe('stacks across security states', () => {
  for (const [what, where, words, frames, r] of INTERRUPTED) {
    it(what, () => {
      const backtrace = walk(where, words);
      assert.deepEqual(show(backtrace), frames);
      assert.deepEqual(kept(backtrace, 'boot'), r);
    });
  }

  for (const [what, where, words, frames] of CROSSED) {
    it(what, () => assert.deepEqual(show(walk(where, words)), frames));
  }

  it('R4 behind a call across states is what the called function saved', () => {
    const [, where, words] = CROSSED.at(-1)!;
    const backtrace = walk(where, words);
    assert.deepEqual(
      ['callback', 'service', 'main loop'].map((name) => kept(backtrace, name)[0]),
      [4, 0x44, 0x45],
    );
  });

  for (const [what, where, words, message] of DAMAGED) {
    it(`end at ${what}`, () => assert.deepEqual(walk(where, words).end, { reason: 'corrupt', message }));
  }

  it('end with a reason, whichever word is damaged', () => {
    const whole = [...INTERRUPTED, ...CROSSED].map(([, where, words]) => ({ where, words }));
    const damage = fc.oneof(
      fc.nat({ max: 0xffff_ffff }),
      fc.constantFrom(FNC_RETURN, 0xffff_fff8, 0xffff_ffd9, IN_LOOP),
    );
    const input = fc.record({ cell: fc.constantFrom(...whole), which: fc.nat({ max: 30 }), word: damage });
    fc.assert(
      fc.property(input, ({ cell: { where, words }, which, word }) => {
        const addresses = Object.keys(words);
        const { frames, end } = walk(where, { ...words, [addresses[which % addresses.length]!]: word });
        assert.ok(frames.length >= 1 && end.message.length > 0);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});
