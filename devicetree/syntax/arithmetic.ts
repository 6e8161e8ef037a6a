/** What the operators of expressions do: dtc's unsigned 64 bits, and dtlib's Python integers. */

/** In the order in which they bind, weakest first; those of a row bind alike and from the left (dtc's grammar). */
const ROWS = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
] as const;

export type BinaryOperator = (typeof ROWS)[number][number];
export type UnaryOperator = '-' | '~' | '!';

export const STRENGTH: ReadonlyMap<string, number> = new Map(
  ROWS.flatMap((operators, strength) => operators.map((operator) => [operator, strength] as const)),
);

/** Python shifts by any number; nothing that fits into a cell comes from a shift beyond this. */
const LONGEST_SHIFT = 4096n;

export type Arithmetic = 'unsigned 64 bits' | 'unbounded';

/** Undefined: a division by zero, or a shift that the tool refuses. */
export function applyBinary(
  operator: BinaryOperator,
  a: bigint,
  b: bigint,
  arithmetic: Arithmetic,
): bigint | undefined {
  const result = arithmetic === 'unbounded' ? unbounded(operator, a, b) : unsigned(operator, a, b);
  return result === undefined || arithmetic === 'unbounded' ? result : BigInt.asUintN(64, result);
}

export function applyUnary(operator: UnaryOperator, a: bigint, arithmetic: Arithmetic): bigint {
  const result = operator === '-' ? -a : operator === '~' ? ~a : a === 0n ? 1n : 0n;
  return arithmetic === 'unbounded' ? result : BigInt.asUintN(64, result);
}

/** The result may have more than 64 bits or be negative; the caller cuts it. */
function unsigned(operator: BinaryOperator, a: bigint, b: bigint): bigint | undefined {
  switch (operator) {
    case '<<':
      return b < 64n ? a << b : 0n;
    case '>>':
      return b < 64n ? a >> b : 0n;
    case '/':
      return b === 0n ? undefined : a / b;
    case '%':
      return b === 0n ? undefined : a % b;
    default:
      return common(operator, a, b);
  }
}

function unbounded(operator: BinaryOperator, a: bigint, b: bigint): bigint | undefined {
  switch (operator) {
    case '<<':
      return b >= 0n && b <= LONGEST_SHIFT ? a << b : undefined;
    case '>>':
      return b < 0n ? undefined : a >> (b < LONGEST_SHIFT ? b : LONGEST_SHIFT);
    case '/':
      return b === 0n ? undefined : (a - modulo(a, b)) / b;
    case '%':
      return b === 0n ? undefined : modulo(a, b);
    default:
      return common(operator, a, b);
  }
}

/** Python's remainder has the sign of the divisor. */
function modulo(a: bigint, b: bigint): bigint {
  const rest = a % b;
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

function common(operator: Exclude<BinaryOperator, '<<' | '>>' | '/' | '%'>, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '&':
      return a & b;
    case '||':
      return a !== 0n || b !== 0n ? 1n : 0n;
    case '&&':
      return a !== 0n && b !== 0n ? 1n : 0n;
    case '==':
      return a === b ? 1n : 0n;
    case '!=':
      return a === b ? 0n : 1n;
    case '<':
      return a < b ? 1n : 0n;
    case '>':
      return a > b ? 1n : 0n;
    case '<=':
      return a <= b ? 1n : 0n;
    case '>=':
      return a >= b ? 1n : 0n;
  }
}
