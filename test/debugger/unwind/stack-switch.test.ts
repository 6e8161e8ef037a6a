/**
 * A function that runs another one on the process stack, as the demos' call_on_process_stack does (its code, from objdump). What
 * is expected is what the code has done: R4 and LR lie on the main stack, under what its caller has pushed.
 */
import assert from 'node:assert/strict';
import {
  unwind,
  type CoreState,
  type FrameInformation,
  type RegisterRule,
  type UnwindRow,
} from '../../../debugger/index.js';

const MSP = 0x2000_0040;
const PSP = 0x2000_0100;

const FUNCTIONS = [
  // push {r4, lr}; nop; pop {r4, pc}
  { name: 'Reset_Handler', start: 0x100, end: 0x106, code: [0xb510, 0xbf00, 0xbd10] },
  {
    name: 'call_on_process_stack',
    start: 0x174,
    end: 0x196,
    code: [
      ...[0xb510, 0xf381, 0x8809, 0xf3ef, 0x8414, 0xf044, 0x0102, 0xf381, 0x8814, 0xf3bf, 0x8f6f],
      ...[0x4780, 0xf384, 0x8814, 0xf3bf, 0x8f6f, 0xbd10],
    ],
  },
  { name: 'worker', start: 0x200, end: 0x206, code: [0xb510, 0xbf00, 0xbd10] },
];

/** What GCC writes for them: of a naked function that its frame is empty and LR holds the return address. */
function rules(pc: number): UnwindRow | undefined {
  const name = FUNCTIONS.find(({ start, end }) => pc >= start && pc < end)?.name;
  if (name === undefined) return undefined;
  const isNaked = name === 'call_on_process_stack';
  const saved: readonly (readonly [number, RegisterRule])[] = [
    [4, { kind: 'offset', offset: -8 }],
    [14, { kind: 'offset', offset: -4 }],
  ];
  return { cfa: { kind: 'register', register: 13, offset: isNaked ? 0 : 8 }, registers: new Map(isNaked ? [] : saved) };
}

const INFORMATION: FrameInformation = {
  rules,
  functionAt: (pc) => FUNCTIONS.find(({ start, end }) => pc >= start && pc < end),
  tailCalls: () => [],
};

const WORDS: Readonly<Record<number, number>> = {
  // The worker's R4 and LR, behind the BLX.
  [PSP - 8]: 0x40,
  [PSP - 4]: 0x18d,
  // R4 and LR of call_on_process_stack, in Reset_Handler; and those of Reset_Handler itself, which nothing called.
  [MSP]: 0x41,
  [MSP + 4]: 0x105,
  [MSP + 8]: 0x42,
  [MSP + 12]: 0xffff_ffff,
};

function read(address: number, length: number): Uint8Array | undefined {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const at = address + i;
    const found = FUNCTIONS.find(({ start, end }) => at >= start && at < end);
    const word = found === undefined ? WORDS[(at & ~3) >>> 0] : found.code[(at - found.start) >> 1];
    if (word === undefined) return undefined;
    bytes[i] = word >>> (8 * (found === undefined ? at & 3 : at & 1));
  }
  return bytes;
}

/** Names and stack pointers of the frames, and the reason of the end. */
function walk(pc: number, lr: number, onProcessStack: boolean, psp: number): readonly string[] {
  const sp = onProcessStack ? psp : MSP;
  const r = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, sp, lr, pc];
  const state: CoreState = { r, xpsr: 0x0100_0000, msp: MSP, psp, control: onProcessStack ? 2 : 0 };
  const { frames, end } = unwind(state, INFORMATION, read);
  const shown = frames.map((frame) => {
    assert.ok(frame.kind === 'function');
    return `${INFORMATION.functionAt(frame.lookupPc)!.name} ${frame.registers.r[13]!.toString(16)}`;
  });
  return [...shown, end.reason];
}

const OUTSIDE = ['Reset_Handler 20000048', 'outermost'];

describe('a function that goes to another stack by hand', () => {
  it('is left to its caller on the main stack', () => {
    const expected = ['worker 200000f8', 'call_on_process_stack 20000100', ...OUTSIDE];
    assert.deepEqual(walk(0x202, 0x18d, true, PSP - 8), expected);
  });

  it('is left when it stands there itself, still on the process stack', () => {
    assert.deepEqual(walk(0x18c, 0x18d, true, PSP), ['call_on_process_stack 20000100', ...OUTSIDE]);
  });

  it('is left when it has gone back', () => {
    assert.deepEqual(walk(0x190, 0x18d, false, PSP), ['call_on_process_stack 20000040', ...OUTSIDE]);
  });
});
