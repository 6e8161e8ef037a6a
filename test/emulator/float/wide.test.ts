/** Integers of 64 and 128 bits against BigInt, with random words and corners. */
import assert from 'node:assert/strict';
import * as W from '../../../emulator/float/wide.js';
import { seededRandom } from '../../model/random.js';

const random = seededRandom(7);
const CORNERS = [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0xffff_0000, 0x1_0000];
const word = (): number => (random.chance(40) ? random.pick(CORNERS) : random.word());
const wide = (): W.Wide => W.wide(word(), word());
const quad = (): W.Quad => ({ high: wide(), low: wide() });
const big = ({ high, low }: W.Wide): bigint => (BigInt(high) << 32n) | BigInt(low);
const bigQuad = ({ high, low }: W.Quad): bigint => (big(high) << 64n) | big(low);
const sticky = (x: bigint, by: number): bigint => {
  const shifted = x >> BigInt(by);
  return shifted << BigInt(by) === x ? shifted : shifted | 1n;
};
const bitLength = (x: bigint): number => (x === 0n ? 0 : x.toString(2).length);

const TIMES = 3000;
const each = (check: (by: number) => void): void => {
  for (let i = 0; i < TIMES; i++) check(random.below(70));
};

describe('wide integers', () => {
  it('add, subtract and compare', () => {
    each(() => {
      const [x, y] = [wide(), wide()];
      assert.equal(big(W.add(x, y)), BigInt.asUintN(64, big(x) + big(y)));
      assert.equal(big(W.subtract(x, y)), BigInt.asUintN(64, big(x) - big(y)));
      assert.equal(W.lessThan(x, y), big(x) < big(y));
      assert.equal(W.equal(x, y), big(x) === big(y));
    });
  });

  it('shift, and remember what was shifted out', () => {
    each((by) => {
      const x = wide();
      assert.equal(big(W.shiftLeft(x, by)), BigInt.asUintN(64, big(x) << BigInt(by)));
      assert.equal(big(W.shiftRight(x, by)), big(x) >> BigInt(by));
      assert.equal(big(W.shiftRightSticky(x, by)), sticky(big(x), by));
      assert.equal(big(W.lowBits(x, by)), BigInt.asUintN(Math.min(by, 64), big(x)));
      assert.equal(W.leadingZeros(x), 64 - bitLength(big(x)));
    });
  });

  it('multiply to 128 bits', () => {
    each(() => {
      const [x, y] = [wide(), wide()];
      assert.equal(bigQuad(W.multiply(x, y)), big(x) * big(y));
    });
  });

  it('of 128 bits do the same', () => {
    each((half) => {
      const [x, y, by] = [quad(), quad(), 2 * half];
      assert.equal(bigQuad(W.addQuads(x, y)), BigInt.asUintN(128, bigQuad(x) + bigQuad(y)));
      assert.equal(bigQuad(W.subtractQuads(x, y)), BigInt.asUintN(128, bigQuad(x) - bigQuad(y)));
      assert.equal(W.quadLessThan(x, y), bigQuad(x) < bigQuad(y));
      assert.equal(bigQuad(W.shiftQuadRightSticky(x, by)), sticky(bigQuad(x), by));
      assert.equal(bigQuad(W.shiftQuadLeft(x, by)), BigInt.asUintN(128, bigQuad(x) << BigInt(by)));
      assert.equal(W.quadLeadingZeros(x), 128 - bitLength(bigQuad(x)));
    });
  });
});
