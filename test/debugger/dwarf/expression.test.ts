/**
 * Expressions by hand. Gold: the DWARF 5 standard's own examples (2.5.2, 2.6.1.2, D.1.3) and its definitions of the
 * operations, section by section.
 */
import assert from 'node:assert/strict';
import { type FrameContext, openDebugInformation } from '../../../debugger/dwarf/index.js';
import type { ValueLocation } from '../../../debugger/index.js';
import { fixture } from '../elf/fixtures.js';

const REGISTERS = [0x2000_0100, 0x11, 0xffff_fffe, 0x33, 0x44, 0x55];
const context: FrameContext = {
  pc: 0x8008,
  register: (number) => REGISTERS[number],
  // Each byte of memory is the low byte of its address.
  memory: (address, size) =>
    address >= 0x2000_0000 ? Uint8Array.from({ length: size }, (_, i) => (address + i) & 0xff) : undefined,
  cfa: () => 0x2000_0200,
};
const info = openDebugInformation(fixture('c-O0-dwarf5.elf'));

const memory = (address: number): ValueLocation => ({ kind: 'memory', address });
const value = (...bytes: number[]): ValueLocation => ({ kind: 'bytes', bytes: Uint8Array.from(bytes) });
const unavailable = (why: RegExp): RegExp => why;

const STACK_VALUE = 0x9f;
const rows: readonly [what: string, bytes: readonly number[], gold: ValueLocation | RegExp][] = [
  ['DW_OP_addr', [0x03, 0x78, 0x56, 0x34, 0x12], memory(0x1234_5678)],
  ['DW_OP_lit31', [0x4f], memory(31)],
  ['DW_OP_const1s is signed', [0x09, 0xff], memory(0xffff_ffff)],
  ['DW_OP_const2u', [0x0a, 0xff, 0xff], memory(0xffff)],
  ['DW_OP_const4s', [0x0d, 0xfe, 0xff, 0xff, 0xff], memory(0xffff_fffe)],
  ['DW_OP_const8u keeps the size of an address', [0x0e, 1, 0, 0, 0, 1, 0, 0, 0], memory(1)],
  ['DW_OP_constu', [0x10, 0x80, 0x01], memory(128)],
  ['DW_OP_consts', [0x11, 0x7f], memory(0xffff_ffff)],
  ['DW_OP_breg0 4', [0x70, 4], memory(0x2000_0104)],
  ['DW_OP_bregx 1, -1', [0x92, 1, 0x7f], memory(0x10)],
  ['a register that is not known', [0x79, 0], unavailable(/register 9 is not known/)],
  ['DW_OP_call_frame_cfa', [0x9c], memory(0x2000_0200)],
  ['DW_OP_fbreg -8 by the frame base', [0x91, 0x78], memory(0x2000_01f8)],
  ['DW_OP_reg3', [0x53], { kind: 'register', register: 3 }],
  ['DW_OP_regx 54', [0x90, 54], { kind: 'register', register: 54 }],
  ['DW_OP_dup, over, drop', [0x31, 0x35, 0x12, 0x13, 0x14, 0x13, 0x22], memory(6)],
  ['DW_OP_pick 2', [0x31, 0x32, 0x33, 0x15, 2], memory(1)],
  ['DW_OP_swap', [0x31, 0x35, 0x16, 0x1c], memory(4)],
  // 2.5.2: before 17 29 1000, after 29 1000 17 (top first); the second less the top is 971.
  ['DW_OP_rot', [0x0a, 0xe8, 3, 0x08, 29, 0x08, 17, 0x17, 0x1c], memory(971)],
  ['DW_OP_deref', [0x70, 4, 0x06], memory(0x0706_0504)],
  ['DW_OP_deref_size 2', [0x70, 4, 0x94, 2], memory(0x0504)],
  ['memory that cannot be read', [0x31, 0x06], unavailable(/memory at 0x00000001 cannot be read/)],
  ['DW_OP_abs', [0x09, 0xfb, 0x19], memory(5)],
  ['DW_OP_and, or, xor', [0x3c, 0x3a, 0x1a, 0x31, 0x21, 0x33, 0x27], memory(10)],
  ['DW_OP_div is signed', [0x09, 0xf8, 0x32, 0x1b], memory(0xffff_fffc)],
  ['DW_OP_div by zero', [0x31, 0x30, 0x1b], unavailable(/divides by zero/)],
  ['DW_OP_mod is unsigned', [0x09, 0xff, 0x3a, 0x1d], memory(0xffff_ffff % 10)],
  ['DW_OP_mul wraps', [0x0c, 0, 0, 0, 0x80, 0x32, 0x1e], memory(0)],
  ['DW_OP_neg, not', [0x35, 0x1f, 0x20], memory(4)],
  ['DW_OP_plus_uconst', [0x31, 0x23, 0x80, 0x02], memory(257)],
  ['DW_OP_shl, shr, shra', [0x09, 0xf0, 0x34, 0x26, 0x38, 0x25, 0x31, 0x24], memory(0x01ff_fffe)],
  ['comparisons are signed', [0x09, 0xff, 0x31, 0x2d], memory(1)],
  ['DW_OP_eq, ne, ge, gt, le', [0x32, 0x32, 0x29, 0x31, 0x2e, 0x30, 0x2a, 0x31, 0x2b, 0x30, 0x2c], memory(1)],
  ['DW_OP_skip', [0x31, 0x2f, 1, 0, 0x35], memory(1)],
  ['DW_OP_bra not taken', [0x31, 0x30, 0x28, 1, 0, 0x35], memory(5)],
  ['a loop without end', [0x2f, 0xfd, 0xff], unavailable(/does not end/)],
  ['DW_OP_implicit_value', [0x9e, 3, 7, 8, 9], value(7, 8, 9)],
  ['DW_OP_stack_value (D.1.3: a constant)', [0x38, STACK_VALUE], value(8, 0, 0, 0)],
  // 2.6.1.2: "DW_OP_reg3 DW_OP_piece 4 DW_OP_reg10 DW_OP_piece 2": four bytes in r3, two in r10.
  [
    'pieces in two registers',
    [0x53, 0x93, 4, 0x5a, 0x93, 2],
    {
      kind: 'pieces',
      pieces: [
        { location: { kind: 'register', register: 3 }, sizeBytes: 4 },
        { location: { kind: 'register', register: 10 }, sizeBytes: 2 },
      ],
    },
  ],
  // 2.6.1.2: "DW_OP_reg0 DW_OP_piece 4 DW_OP_piece 4 DW_OP_fbreg -12 DW_OP_piece 4": the middle is optimized out.
  [
    'a hole between pieces',
    [0x50, 0x93, 4, 0x93, 4, 0x91, 0x74, 0x93, 4],
    {
      kind: 'pieces',
      pieces: [
        { location: { kind: 'register', register: 0 }, sizeBytes: 4 },
        { location: { kind: 'unavailable', why: 'optimized out' }, sizeBytes: 4 },
        { location: memory(0x2000_01f4), sizeBytes: 4 },
      ],
    },
  ],
  // 2.6.1.2: "DW_OP_lit1 DW_OP_stack_value DW_OP_piece 4 DW_OP_breg3 0 DW_OP_breg4 0 DW_OP_plus DW_OP_stack_value DW_OP_piece 4".
  [
    'computed pieces',
    [0x31, STACK_VALUE, 0x93, 4, 0x73, 0, 0x74, 0, 0x22, STACK_VALUE, 0x93, 4],
    {
      kind: 'pieces',
      pieces: [
        { location: value(1, 0, 0, 0), sizeBytes: 4 },
        { location: value(0x77, 0, 0, 0), sizeBytes: 4 },
      ],
    },
  ],
  [
    'DW_OP_bit_piece: 4 bits at 0 of r3 (0x33), 4 bits at 4 of r4 (0x44)',
    [0x53, 0x9d, 4, 0, 0x54, 0x9d, 4, 4],
    value(0x43),
  ],
  ['DW_OP_implicit_pointer', [0xa0, 0, 0, 0, 0, 0], unavailable(/points to a variable that was optimized out/)],
  ['DW_OP_entry_value without a caller', [0xa3, 1, 0x50, STACK_VALUE], unavailable(/value on entry is not known/)],
  ['DW_OP_form_tls_address', [0x30, 0x9b], unavailable(/thread-local/)],
  ['nothing', [], unavailable(/optimized out/)],
  ['an unknown operation', [0xee], unavailable(/unknown operation \(0xee\)/)],
  ['an operand that is cut off', [0x0c, 1], unavailable(/damaged/)],
  ['an empty stack', [0x22], unavailable(/damaged/)],
];

describe('Location expressions', () => {
  for (const [what, bytes, gold] of rows) {
    it(what, () => {
      const found = info.evaluate(Uint8Array.from(bytes), context);
      if (gold instanceof RegExp) {
        assert.ok(found.kind === 'unavailable', found.kind);
        assert.match(found.why, gold);
      } else assert.deepEqual(found, gold);
    });
  }
});
