/** Stacks that end or make no sense: the walk stops, and says why. Frames and code here are made by hand (Armv7-M ARM). */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  unwind,
  type CoreState,
  type FrameInformation,
  type FunctionExtent,
  type UnwindOptions,
} from '../../../debugger/index.js';

const STACK = 0x2000_0000;
const STACK_BYTES = 0x200;

/** Code with its symbols; `push {r4, lr}; nop; pop {r4, pc}` unless a test wants something else. */
const PUSH_R4_LR = 0xb510;
const POP_R4_PC = 0xbd10;
const NOP = 0xbf00;
const BX_LR = 0x4770;

const FUNCTIONS: readonly (FunctionExtent & { readonly code: readonly number[] })[] = [
  { name: 'Reset_Handler', start: 0x100, end: 0x106, code: [PUSH_R4_LR, NOP, POP_R4_PC] },
  { name: 'outer', start: 0x110, end: 0x11a, code: [PUSH_R4_LR, NOP, NOP, NOP, POP_R4_PC] },
  { name: 'leaf', start: 0x120, end: 0x124, code: [NOP, BX_LR] },
  { name: 'MemManage_Handler', start: 0x130, end: 0x134, code: [NOP, 0xe7fe] },
];

class Machine {
  readonly words = new Map<number, number>();
  readonly information: FrameInformation = {
    rules: () => undefined,
    functionAt: (pc) => FUNCTIONS.find((extent) => pc >= extent.start && pc < extent.end),
    tailCalls: () => [],
  };

  constructor(words: Readonly<Record<number, number>> = {}) {
    for (const [address, word] of Object.entries(words)) this.words.set(Number(address), word);
  }

  read = (address: number, length: number): Uint8Array | undefined => {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      const byte = this.byte(address + i);
      if (byte === undefined) return undefined;
      bytes[i] = byte;
    }
    return bytes;
  };

  private byte(address: number): number | undefined {
    const extent = FUNCTIONS.find(({ start, end }) => address >= start && address < end);
    if (extent !== undefined) return extent.code[(address - extent.start) >> 1]! >>> (8 * (address & 1));
    if (address < STACK || address >= STACK + STACK_BYTES) return undefined;
    return ((this.words.get((address & ~3) >>> 0) ?? 0) >>> (8 * (address & 3))) & 0xff;
  }
}

interface At {
  readonly pc: number;
  readonly sp: number;
  readonly lr?: number;
  readonly xpsr?: number;
  readonly psp?: number;
}

function stateOf({ pc, sp, lr = 0, xpsr = 0x0100_0000, psp = 0 }: At): CoreState {
  const r = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, sp, lr, pc];
  return { r, xpsr, msp: sp, psp, control: 0 };
}

/** The names or addresses of the frames, then why there are no more. */
function walk(machine: Machine, at: At, options?: UnwindOptions): readonly string[] {
  const { frames, end } = unwind(stateOf(at), machine.information, machine.read, options);
  const shown = frames.map((frame) => {
    if (frame.kind !== 'function') return frame.name;
    return machine.information.functionAt(frame.lookupPc)?.name ?? `0x${frame.pc.toString(16)}`;
  });
  return [...shown, end.reason, end.message];
}

const IN_OUTER = 0x114;
const HANDLER = 0x0100_0004;

const WALKS: readonly (readonly [
  what: string,
  words: Readonly<Record<number, number>>,
  at: At,
  expected: readonly string[],
])[] = [
  [
    'the reset handler has no caller',
    { [STACK + 4]: 0xffff_ffff },
    { pc: 0x102, sp: STACK },
    ['Reset_Handler', 'outermost', 'Nothing called Reset_Handler.'],
  ],
  [
    'a return address of 0 is no caller',
    { [STACK + 4]: 0 },
    { pc: IN_OUTER, sp: STACK },
    ['outer', 'outermost', 'Nothing called outer.'],
  ],
  [
    'a leaf is left by LR',
    { [STACK + 4]: 0xffff_ffff },
    { pc: 0x122, sp: STACK, lr: 0x115 },
    ['leaf', 'outer', 'outermost', 'Nothing called outer.'],
  ],
  [
    'a jump to nowhere is left by LR',
    { [STACK + 4]: 0 },
    { pc: 0, sp: STACK, lr: 0x115 },
    ['0x0', 'outer', 'outermost', 'Nothing called outer.'],
  ],
  [
    'code without a symbol and without a way back',
    {},
    { pc: 0x4000, sp: STACK, lr: 0x5001 },
    ['0x4000', 'noInformation', 'There is no function at 0x00004000 and no way to find its caller.'],
  ],
  [
    'an even return address',
    { [STACK + 4]: 0x114 },
    { pc: IN_OUTER, sp: STACK },
    ['outer', 'corrupt', 'The return address 0x00000114 of outer has bit 0 clear, which is no Thumb code.'],
  ],
  [
    'a return address outside of memory',
    { [STACK + 4]: 0x4141_4141 },
    { pc: IN_OUTER, sp: STACK },
    ['outer', 'corrupt', 'The return address 0x41414141 of outer is not in memory.'],
  ],
  [
    'a stack outside of memory',
    {},
    { pc: IN_OUTER, sp: 0x3000_0000 },
    ['outer', 'corrupt', 'The return address of outer cannot be read at 0x30000004.'],
  ],
  [
    'a stack pointer that is not aligned',
    { [STACK]: 0x0001_1500, [STACK + 4]: 0x0000_0115 },
    { pc: IN_OUTER, sp: STACK + 2 },
    ['outer', 'corrupt', 'The stack pointer 0x2000000a is not a multiple of 4.'],
  ],
  [
    'EXC_RETURN in Thread mode',
    { [STACK + 4]: 0xffff_fff9 },
    { pc: IN_OUTER, sp: STACK },
    ['outer', 'corrupt', 'outer returns to 0xfffffff9 in Thread mode, where it is no address.'],
  ],
  [
    'a reserved EXC_RETURN',
    {},
    { pc: 0x130, sp: STACK, lr: 0xffff_fff5, xpsr: HANDLER },
    ['MemManage_Handler', 'corrupt', 'MemManage_Handler returns to 0xfffffff5, a reserved EXC_RETURN.'],
  ],
  [
    'an exception in Thread mode on MSP, stack aligned by hardware',
    { [STACK + 0x18]: IN_OUTER, [STACK + 0x1c]: 0x0100_0200, [STACK + 0x28]: 0xffff_ffff },
    { pc: 0x130, sp: STACK, lr: 0xffff_fff9, xpsr: HANDLER },
    ['MemManage_Handler', '<MemManage exception>', 'outer', 'outermost', 'Nothing called outer.'],
  ],
  [
    'an exception in Thread mode on PSP',
    { [STACK + 0x118]: IN_OUTER, [STACK + 0x11c]: 0x0100_0000, [STACK + 0x124]: 0xffff_ffff },
    { pc: 0x130, sp: STACK, lr: 0xffff_fffd, xpsr: 0x0100_0013, psp: STACK + 0x100 },
    ['MemManage_Handler', '<IRQ 3 exception>', 'outer', 'outermost', 'Nothing called outer.'],
  ],
  [
    'an extended frame',
    { [STACK + 0x18]: IN_OUTER, [STACK + 0x1c]: 0x0100_0000, [STACK + 0x6c]: 0xffff_ffff },
    { pc: 0x130, sp: STACK, lr: 0xffff_ffe9, xpsr: HANDLER },
    ['MemManage_Handler', '<MemManage exception>', 'outer', 'outermost', 'Nothing called outer.'],
  ],
  [
    'an exception frame of the wrong mode',
    { [STACK + 0x18]: IN_OUTER, [STACK + 0x1c]: 0x0100_0000 },
    { pc: 0x130, sp: STACK, lr: 0xffff_fff1, xpsr: HANDLER },
    [
      'MemManage_Handler',
      '<MemManage exception>',
      'corrupt',
      'The exception frame at 0x20000000 does not fit: its xPSR 0x01000000 is not of Handler mode.',
    ],
  ],
  [
    'an exception frame outside of memory',
    {},
    { pc: 0x130, sp: STACK, lr: 0xffff_fffd, xpsr: HANDLER, psp: 0x1000 },
    ['MemManage_Handler', '<MemManage exception>', 'corrupt', 'The exception frame at 0x00001000 cannot be read.'],
  ],
];

describe('ends of backtraces', () => {
  for (const [what, words, at, expected] of WALKS) {
    it(what, () => assert.deepEqual(walk(new Machine(words), at), expected));
  }

  it('a frame that could not be stacked is replaced by the registers before', () => {
    const machine = new Machine({ [STACK + 0x44]: 0xffff_ffff });
    const at = { pc: 0x130, sp: STACK, lr: 0xffff_fff9, xpsr: HANDLER };
    const interrupted = stateOf({ pc: IN_OUTER, sp: STACK + 0x40 });
    const { frames } = unwind(stateOf(at), machine.information, machine.read, { interrupted });
    assert.deepEqual(
      frames.map((frame) => (frame.kind === 'function' ? frame.registers.r[13] : frame.name)),
      [STACK, '<MemManage exception>', STACK + 0x40],
    );
  });

  it('endless recursion ends at the limit', () => {
    const words = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [STACK + 8 * i + 4, 0x115]));
    const frames = walk(new Machine(words), { pc: IN_OUTER, sp: STACK }, { maxFrames: 10 });
    assert.equal(frames.length, 12);
    assert.equal(frames[10], 'limit');
  });

  it('a frame that comes again ends the walk', () => {
    const information: FrameInformation = {
      rules: () => ({ cfa: { kind: 'register', register: 13, offset: 0 }, registers: new Map() }),
      functionAt: () => undefined,
      tailCalls: () => [],
    };
    const machine = new Machine();
    const { frames, end } = unwind(stateOf({ pc: 0x114, sp: STACK, lr: 0x115 }), information, machine.read);
    assert.ok(frames.length <= 3);
    assert.equal(end.reason, 'loop');
  });

  it('stops on any registers and any stack', () => {
    const word = fc.oneof(
      fc.nat({ max: 0xffff_ffff }),
      fc.constantFrom(0x115, 0x123, 0x103, 0xffff_fff1, 0xffff_fff9, 0xffff_fffd, 0x0100_0004, STACK, STACK + 0x80),
    );
    const input = fc.record({
      words: fc.array(word, { minLength: 64, maxLength: 128 }),
      r: fc.array(word, { minLength: 16, maxLength: 16 }),
      rest: fc.array(word, { minLength: 4, maxLength: 4 }),
      start: fc.constantFrom(0x102, IN_OUTER, 0x122, 0x130),
      onStack: fc.boolean(),
    });
    fc.assert(
      fc.property(input, ({ words, r, rest, start, onStack }) => {
        const machine = new Machine(Object.fromEntries(words.map((value, i) => [STACK + 4 * i, value])));
        const registers = onStack ? r.with(13, STACK + 16).with(15, start) : r;
        const [xpsr, msp, psp, control] = rest as [number, number, number, number];
        const state = { r: registers, xpsr, msp, psp, control };
        const { frames, end } = unwind(state, machine.information, machine.read);
        assert.ok(frames.length >= 1 && frames.length <= 513 && end.message.length > 0);
      }),
      { numRuns: 2000 },
    );
  });
});
