/** Linear disassembly: IT blocks, data under mapping symbols, cut-off ends. Texts from arm-none-eabi-objdump 2.40. */
import assert from 'node:assert/strict';
import { disassembleRange, type RangeOptions } from '../../../emulator/index.js';

/** Halfwords as the listing prints them, to bytes in memory order. */
function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(
    hex
      .trim()
      .split(/\s+/)
      .flatMap((halfword) => [parseInt(halfword.slice(2), 16), parseInt(halfword.slice(0, 2), 16)]),
  );
}

function texts(hex: string, base = 0x8000, options: RangeOptions = {}): readonly string[] {
  return disassembleRange(bytesOf(hex), base, options).map(({ address, text }) => `${address.toString(16)} ${text}`);
}

describe('linear disassembly', () => {
  it('follows IT blocks', () => {
    // cmp; ite eq; moveq; movne.w; after it the flags are set again
    assert.deepEqual(texts('2800 bf0c 2001 f04f 0002 2003 bf1c 1840 bd10 1840'), [
      '8000 cmp\tr0, #0',
      '8002 ite\teq',
      '8004 moveq\tr0, #1',
      '8006 movne.w\tr0, #2',
      '800a movs\tr0, #3',
      '800c itt\tne',
      '800e addne\tr0, r0, r1',
      '8010 popne\t{r4, pc}',
      '8012 adds\tr0, r0, r1',
    ]);
  });

  it('starts inside an IT block where it is told so', () => {
    assert.deepEqual(texts('2001 2001', 0x8000, { itState: 0x08 }), ['8000 moveq\tr0, #1', '8002 movs\tr0, #1']);
  });

  it('counts an UNDEFINED instruction of an IT block', () => {
    assert.deepEqual(texts('bf04 ba80 2001 2001'), [
      '8000 itt\teq',
      '8002 .inst.n\t0xba80\t@ <UNDEFINED>',
      '8004 moveq\tr0, #1',
      '8006 movs\tr0, #1',
    ]);
  });

  it('leaves data alone', () => {
    const isData = (address: number): boolean => address >= 0x8002 && address < 0x800a;
    assert.deepEqual(texts('4770 f000 5678 1234 bf08 2001', 0x8000, { isData }), [
      '8000 bx\tlr',
      '8002 .short\t0xf000',
      '8004 .word\t0x12345678',
      '8008 .short\t0xbf08',
      '800a movs\tr0, #1',
    ]);
  });

  it('prints as data what does not hold a whole instruction', () => {
    const isData = (address: number): boolean => address === 0x8002;
    assert.deepEqual(texts('f000 f800', 0x8000, { isData }), [
      '8000 .short\t0xf000',
      '8002 .byte\t0x00',
      '8003 .byte\t0xf8',
    ]);
    assert.deepEqual(texts('2001 f7ff'), ['8000 movs\tr0, #1', '8002 .short\t0xf7ff']);
    const odd = disassembleRange(new Uint8Array([0x70, 0x47, 0x12]), 0x8000).map(({ text }) => text);
    assert.deepEqual(odd, ['bx\tlr', '.byte\t0x12']);
    assert.deepEqual(disassembleRange(new Uint8Array(0), 0x8000), []);
  });

  it('covers random bytes without gaps', () => {
    let state = 99;
    const bytes = Uint8Array.from(
      { length: 20_001 },
      () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 24,
    );
    let next = 0x100;
    for (const { address, length } of disassembleRange(bytes, next, { isData: (a) => a % 1000 < 37 })) {
      assert.equal(address, next);
      next += length;
    }
    assert.equal(next, 0x100 + bytes.length);
  });

  it('tells targets and literals, with symbols', () => {
    const symbolAt = (address: number): string | undefined => (address === 0x8010 ? 'main' : undefined);
    const lines = disassembleRange(bytesOf('e006 4802 f000 f804 a001 d0fb'), 0x8000, { symbolAt });
    assert.deepEqual(
      lines.map(({ text, target, literal }) => ({ text, target, literal })),
      [
        { text: 'b.n\t8010 <main>', target: 0x8010, literal: undefined },
        { text: 'ldr\tr0, [pc, #8]\t@ (0x800c)', target: undefined, literal: 0x800c },
        { text: 'bl\t8010 <main>', target: 0x8010, literal: undefined },
        { text: 'add\tr0, pc, #4\t@ (adr r0, 0x8010)', target: undefined, literal: 0x8010 },
        { text: 'beq.n\t0x8004', target: 0x8004, literal: undefined },
      ].map((line) => ({ ...line, text: line.text.replace('@ (adr r0, 0x8010)', '@ (8010 <main>)') })),
    );
  });
});
