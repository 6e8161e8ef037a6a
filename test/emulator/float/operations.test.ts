/** Single operations with results that the manual's pseudocode gives (Armv7-M ARM, A2.5); QEMU is asked in test/differential. */
import assert from 'node:assert/strict';
import { FloatStatus, FPSCR } from '../../../emulator/float/fpscr.js';
import { FLOAT_OPERATIONS, floatOperationNumber } from '../../../emulator/float/operations.js';
import { wide } from '../../../emulator/float/wide.js';

const { AHP, DN, FZ, IDC, IXC, UFC, OFC, DZC, IOC } = FPSCR;
const UP = 1 << 22;
const DOWN = 2 << 22;
const ZERO = 3 << 22;

interface Case {
  readonly section: string;
  readonly operation: string;
  readonly operands: readonly number[];
  readonly fpscr?: number;
  readonly result: number;
  readonly raised: number;
}

/** Operations in single precision, or from and to 32 bits. */
const CASES: readonly Case[] = [
  {
    section: 'A2.5: a tie goes to even',
    operation: 'add32',
    operands: [0x4b80_0000, 0x3f80_0000],
    result: 0x4b80_0000,
    raised: IXC,
  },
  {
    section: 'A2.5: up',
    operation: 'add32',
    operands: [0x4b80_0000, 0x3f80_0000],
    fpscr: UP,
    result: 0x4b80_0001,
    raised: IXC,
  },
  {
    section: 'A2.5: x - x is -0 rounding down',
    operation: 'sub32',
    operands: [0x3f80_0000, 0x3f80_0000],
    fpscr: DOWN,
    result: 0x8000_0000,
    raised: 0,
  },
  {
    section: 'A2.5: infinities',
    operation: 'sub32',
    operands: [0x7f80_0000, 0x7f80_0000],
    result: 0x7fc0_0000,
    raised: IOC,
  },
  {
    section: 'A2.5: the first signalling NaN',
    operation: 'add32',
    operands: [0x7fc0_0001, 0x7f80_0002],
    result: 0x7fc0_0002,
    raised: IOC,
  },
  {
    section: 'A2.5: DN',
    operation: 'add32',
    operands: [0x7fc0_0001, 0x3f80_0000],
    fpscr: DN,
    result: 0x7fc0_0000,
    raised: 0,
  },
  {
    section: 'A2.5: overflow',
    operation: 'mul32',
    operands: [0x7f7f_ffff, 0x4000_0000],
    result: 0x7f80_0000,
    raised: OFC | IXC,
  },
  {
    section: 'A2.5: overflow toward zero',
    operation: 'mul32',
    operands: [0x7f7f_ffff, 0x4000_0000],
    fpscr: ZERO,
    result: 0x7f7f_ffff,
    raised: OFC | IXC,
  },
  {
    section: 'A2.5: an exact denormal does not underflow',
    operation: 'mul32',
    operands: [0x0080_0000, 0x3f00_0000],
    result: 0x0040_0000,
    raised: 0,
  },
  {
    section: 'A2.5: flushed, and not inexact',
    operation: 'mul32',
    operands: [0x0080_0000, 0x3f00_0000],
    fpscr: FZ,
    result: 0,
    raised: UFC,
  },
  // 2^-126 * (1 - 2^-24): tiny before rounding, normal after it.
  {
    section: 'A2.5: tininess before rounding',
    operation: 'mul32',
    operands: [0x0080_0000, 0x3f7f_ffff],
    result: 0x0080_0000,
    raised: UFC | IXC,
  },
  {
    section: 'A2.5: a denormal operand',
    operation: 'add32',
    operands: [0x0000_0001, 0x0000_0001],
    fpscr: FZ,
    result: 0,
    raised: IDC,
  },
  {
    section: 'A2.5: division by zero',
    operation: 'div32',
    operands: [0xbf80_0000, 0],
    result: 0xff80_0000,
    raised: DZC,
  },
  { section: 'A2.5: 0 / 0', operation: 'div32', operands: [0, 0x8000_0000], result: 0x7fc0_0000, raised: IOC },
  { section: 'A2.5: the root of -0', operation: 'sqrt32', operands: [0x8000_0000], result: 0x8000_0000, raised: 0 },
  { section: 'A2.5: the root of -1', operation: 'sqrt32', operands: [0xbf80_0000], result: 0x7fc0_0000, raised: IOC },
  // (1 + 2^-23)^2 - (1 + 2^-22) = 2^-46: lost with two roundings.
  {
    section: 'A2.5: one rounding',
    operation: 'fma32',
    operands: [0xbf80_0002, 0x3f80_0001, 0x3f80_0001],
    result: 0x2880_0000,
    raised: 0,
  },
  {
    section: 'A2.5: 0 * inf + NaN',
    operation: 'fma32',
    operands: [0x7fc0_1234, 0, 0x7f80_0000],
    result: 0x7fc0_0000,
    raised: IOC,
  },
  { section: 'A2.5: saturation', operation: 'toIntS32', operands: [0x4f00_0000], result: 0x7fff_ffff, raised: IOC },
  {
    section: 'A2.5: a negative number unsigned',
    operation: 'toIntU32',
    operands: [0xbf80_0000],
    result: 0,
    raised: IOC,
  },
  { section: 'A2.5: -0.5 unsigned is 0', operation: 'toIntU32', operands: [0xbf00_0000], result: 0, raised: IXC },
  { section: 'A2.5: a NaN', operation: 'toIntS32', operands: [0x7fc0_0000], result: 0, raised: IOC },
  { section: 'A7.7.227: ties away', operation: 'toIntAwayS32', operands: [0x4020_0000], result: 3, raised: IXC },
  { section: 'A7.7.227: ties to even', operation: 'toIntNearestS32', operands: [0x4020_0000], result: 2, raised: IXC },
  {
    section: 'A7.7.229: sixteen bits behind the point',
    operation: 'fromFixedS32_32',
    operands: [0xffff_8000, 16],
    result: 0xbf00_0000,
    raised: 0,
  },
  {
    section: 'A7.7.231: half precision',
    operation: 'toHalf32',
    operands: [0x477f_f000],
    result: 0x7c00,
    raised: OFC | IXC,
  },
  {
    section: 'A2.5: alternative half precision',
    operation: 'toHalf32',
    operands: [0x477f_f000],
    fpscr: AHP,
    result: 0x7c00,
    raised: IXC,
  },
  {
    section: 'A2.5: AHP has no NaN',
    operation: 'toHalf32',
    operands: [0xffc0_0000],
    fpscr: AHP,
    result: 0x8000,
    raised: IOC,
  },
  {
    section: 'A2.5: AHP has no infinity',
    operation: 'fromHalf32',
    operands: [0x7c00],
    fpscr: AHP,
    result: 0x4780_0000,
    raised: 0,
  },
  { section: 'A2.5: unordered', operation: 'compare32', operands: [0x7fc0_0000, 0], result: 0x3000_0000, raised: 0 },
  {
    section: 'A2.5: VCMPE',
    operation: 'compareSignal32',
    operands: [0x7fc0_0000, 0],
    result: 0x3000_0000,
    raised: IOC,
  },
  {
    section: 'A7.7.237: a quiet NaN loses',
    operation: 'maxNum32',
    operands: [0x7fc0_0000, 0xff80_0000],
    result: 0xff80_0000,
    raised: 0,
  },
  { section: 'A7.7.254: VRINTX', operation: 'rintExact32', operands: [0x3f00_0000], result: 0, raised: IXC },
];

describe('floating-point operations', () => {
  for (const { section, operation, operands, fpscr = 0, result, raised } of CASES)
    it(`${operation}, ${section}`, () => {
      const status = new FloatStatus(fpscr >>> 0);
      const { high, low } = FLOAT_OPERATIONS[floatOperationNumber(operation)]!.compute(
        operands.map((operand) => wide(0, operand)),
        status,
      );
      assert.deepEqual({ high, low, raised: status.raised }, { high: 0, low: result, raised });
    });

  it('have names of their own', () => {
    assert.equal(new Set(FLOAT_OPERATIONS.map(({ name }) => name)).size, FLOAT_OPERATIONS.length);
    assert.throws(() => floatOperationNumber('add16'), /add16/);
  });
});
