// What counts as unhandled: see the head of debugger/faults/unhandled.ts. Encodings are those of arm-none-eabi-as.
import assert from 'node:assert/strict';
import { isEndlessLoop, isUnhandled, type ReadBytes } from '../../../debugger/index.js';
import { SymbolTable, type ElfSymbol } from '../../../debugger/elf/index.js';
import type { Fault } from '../../../emulator/index.js';
import { faultOfCode } from './faulty.js';

function memory(words: Readonly<Record<number, number>>, code: Readonly<Record<number, readonly number[]>>): ReadBytes {
  const bytes = new Map<number, number>();
  for (const [at, word] of Object.entries(words))
    for (let i = 0; i < 4; i++) bytes.set(Number(at) + i, (word >>> (8 * i)) & 0xff);
  for (const [at, halves] of Object.entries(code)) {
    halves.forEach((half, n) => {
      bytes.set(Number(at) + 2 * n, half & 0xff);
      bytes.set(Number(at) + 2 * n + 1, half >>> 8);
    });
  }
  return (address, length) => {
    const found: number[] = [];
    for (let i = 0; i < length && bytes.has(address + i); i++) found.push(bytes.get(address + i)!);
    return Uint8Array.from(found);
  };
}

const LOOPS: readonly (readonly [what: string, code: readonly number[], endless: boolean])[] = [
  ['b .', [0xe7fe], true],
  ['b.w .', [0xf7ff, 0xbffe], true],
  ['nop; b .-2', [0xbf00, 0xe7fd], true],
  ['push {r7}; add r7, sp, #0; b . (while (1) at -O0)', [0xb480, 0xaf00, 0xe7fe], true],
  ['push {r7, lr}; sub sp, #8; add r7, sp, #0; nop; b .-2', [0xb580, 0xb082, 0xaf00, 0xbf00, 0xe7fd], true],
  ['cpsid i; b .', [0xb672, 0xe7fe], true],
  ['wfi; b .-2', [0xbf30, 0xe7fd], true],
  ['bx lr', [0x4770], false],
  ['b to another place', [0xe010], false],
  ['b backwards out of the handler', [0xe7f0], false],
  ['movs r0, #1; b .', [0x2001, 0xe7fe], false],
  ['bkpt', [0xbe00], false],
  ['no memory', [], false],
];

describe('debugger/faults: endless loops', () => {
  for (const [what, code, endless] of LOOPS) {
    it(what, () => assert.equal(isEndlessLoop(0x100, memory({}, { 0x100: code })), endless));
  }
});

function symbol(name: string, binding: ElfSymbol['binding']): ElfSymbol {
  return {
    name,
    address: 0x200,
    size: 2,
    kind: 'function',
    binding,
    isThumb: true,
    sectionIndex: 1,
    isAbsolute: false,
  };
}

function symbols(...all: readonly ElfSymbol[]): SymbolTable {
  return new SymbolTable(all, [], []);
}

/** A handler that does something. */
const WORKING = { 0x200: [0x2001, 0x4770], 0x300: [0x2002, 0x4770] };
const UDF: Fault = faultOfCode({ code: [0xde00] }).fault;
const ALL_FAULTS = { 12: 0x201, 16: 0x201, 20: 0x201, 24: 0x201 };

const SHARED: readonly (readonly [
  what: string,
  vectors: Readonly<Record<number, number>>,
  table: SymbolTable | undefined,
  why: string | undefined,
])[] = [
  ['its own handler', { 24: 0x201, 60: 0x301 }, symbols(symbol('UsageFault_Handler', 'global')), undefined],
  [
    'one handler for all four faults',
    { ...ALL_FAULTS, 60: 0x301 },
    symbols(symbol('HardFault_Handler', 'global')),
    undefined,
  ],
  [
    'a weak alias that SysTick shares',
    { 24: 0x201, 60: 0x201 },
    symbols(symbol('UsageFault_Handler', 'weak')),
    'defaultHandler',
  ],
  [
    'a strong Default_Handler that an interrupt shares',
    { 24: 0x201, 64: 0x201 },
    symbols(symbol('Default_Handler', 'global')),
    'defaultHandler',
  ],
  ['shared and without symbols', { 24: 0x201, 56: 0x201 }, undefined, 'defaultHandler'],
  [
    'a kernel that dispatches everything',
    { ...ALL_FAULTS, 44: 0x201, 56: 0x201, 60: 0x201, 64: 0x201 },
    symbols(symbol('exception_common', 'global')),
    undefined,
  ],
  ['a default that only faults share', { ...ALL_FAULTS }, symbols(symbol('Default_Handler', 'weak')), undefined],
];

describe('debugger/faults: default handlers', () => {
  for (const [what, vectors, table, why] of SHARED) {
    it(what, () => {
      const readMemory = memory(vectors, WORKING);
      const outcome = isUnhandled(UDF, {
        vectorTable: 0,
        vectorCount: 48,
        readMemory,
        ...(table === undefined ? {} : { symbols: table }),
      });
      assert.equal(outcome.unhandled ? outcome.why : undefined, why);
    });
  }
});

describe('debugger/faults: escalation and lockup', () => {
  const readMemory = memory({ 12: 0x201, 24: 0x201 }, WORKING);
  const outcome = (fault: Fault): string | undefined => {
    const found = isUnhandled(fault, { vectorTable: 0, vectorCount: 48, readMemory });
    return found.unhandled ? found.why : undefined;
  };

  it('takes an escalated fault for unhandled, whatever HardFault does', () => {
    assert.equal(outcome(faultOfCode({ code: [0xde00], enabled: false }).fault), 'escalated');
  });

  it('takes a lockup for unhandled', () => {
    assert.equal(outcome(faultOfCode({ code: [0xde00], words: [[0xe000_ed08, 0x9000_0000]] }).fault), 'lockup');
  });

  it('takes a fault with a working handler for handled', () => assert.equal(outcome(UDF), undefined));
});
