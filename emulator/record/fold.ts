/** Arithmetic on nodes whose operands are constants, and the neutral elements. */
import type { Node, Operator } from './nodes.js';

/** What each operator computes, on 32-bit numbers kept as signed. Division by zero gives zero (A4.4.6). */
export const COMPUTE: Readonly<Record<Operator, (x: number, y: number) => number>> = {
  add: (x, y) => (x + y) | 0,
  sub: (x, y) => (x - y) | 0,
  mul: (x, y) => Math.imul(x, y),
  mulHighSigned: (x, y) => Number(BigInt.asIntN(32, (BigInt(x) * BigInt(y)) >> 32n)),
  mulHighUnsigned: (x, y) => Number(BigInt.asIntN(32, (BigInt(x >>> 0) * BigInt(y >>> 0)) >> 32n)),
  udiv: (x, y) => (y === 0 ? 0 : ((x >>> 0) / (y >>> 0)) | 0),
  sdiv: (x, y) => (y === 0 ? 0 : (x / y) | 0),
  and: (x, y) => x & y,
  or: (x, y) => x | y,
  xor: (x, y) => x ^ y,
  lsl: (x, y) => x << y,
  lsr: (x, y) => (x >>> y) | 0,
  asr: (x, y) => x >> y,
  ror: (x, y) => ((y & 31) === 0 ? x : (x >>> (y & 31)) | (x << (32 - (y & 31)))),
  equal: (x, y) => (x === y ? 1 : 0),
  lessUnsigned: (x, y) => (x >>> 0 < y >>> 0 ? 1 : 0),
  lessSigned: (x, y) => (x < y ? 1 : 0),
};

/** Operators for which a right operand of zero changes nothing. */
const ZERO_IS_NEUTRAL: ReadonlySet<Operator> = new Set(['add', 'sub', 'or', 'xor', 'lsl', 'lsr', 'asr', 'ror']);

/** The node of `x op y`, computed at once where both are known. */
export function fold(op: Operator, x: Node, y: Node): Node {
  if (y.kind === 'const') {
    if (x.kind === 'const') return { kind: 'const', value: COMPUTE[op](x.value, y.value) };
    if (y.value === 0 && ZERO_IS_NEUTRAL.has(op)) return x;
  }
  return { kind: 'binary', op, x, y };
}
