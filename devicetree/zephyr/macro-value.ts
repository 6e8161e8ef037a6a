/** The value of a macro of Zephyr's memory-attr headers: integer expressions over other macros, BIT and GENMASK. */
import type { MacroDefinition } from '../preprocessor/types.js';

/** Bounds for hostile definitions; reaching one means no value. */
const DEPTH = 24;
const TOKENS = 2_000;

const TOKEN = /\s*(?:(0[xX][0-9a-fA-F]+|\d+)[uUlL]*\b|([A-Za-z_]\w*)|(<<|>>|[-+*|&^~(),]))/y;

type Token =
  { readonly kind: 'number'; readonly value: bigint } | { readonly kind: 'name' | 'mark'; readonly text: string };

function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (match === null || tokens.length >= TOKENS) return undefined;
    const [, number, name, mark] = match;
    if (number !== undefined) tokens.push({ kind: 'number', value: BigInt(octal(number)) });
    else tokens.push(name === undefined ? { kind: 'mark', text: mark! } : { kind: 'name', text: name });
  }
  return tokens;
}

function octal(number: string): string {
  return /^0[0-7]+$/.test(number) ? `0o${number.slice(1)}` : number;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  readonly macros: ReadonlyMap<string, MacroDefinition>;
  readonly parameters: ReadonlyMap<string, bigint>;
  readonly budget: { left: number };
  readonly depth: number;
}

/** Binary operators by how tightly they bind, loosest first (C11 6.5.5 to 6.5.12). */
const LEVELS: readonly (readonly string[])[] = [['|'], ['^'], ['&'], ['<<', '>>'], ['+', '-'], ['*']];

function apply(operator: string, left: bigint, right: bigint): bigint | undefined {
  switch (operator) {
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '&':
      return left & right;
    case '<<':
      return right < 0n || right > 63n ? undefined : BigInt.asIntN(64, left << right);
    case '>>':
      return right < 0n || right > 63n ? undefined : left >> right;
    case '+':
      return BigInt.asIntN(64, left + right);
    case '-':
      return BigInt.asIntN(64, left - right);
    case '*':
      return BigInt.asIntN(64, left * right);
    default:
      return undefined;
  }
}

function isMark(reader: Reader, text: string): boolean {
  const token = reader.tokens[reader.at];
  return token?.kind === 'mark' && token.text === text;
}

function take(reader: Reader, text: string): boolean {
  if (!isMark(reader, text)) return false;
  reader.at++;
  return true;
}

function binary(reader: Reader, level: number, depth: number): bigint | undefined {
  const operators = LEVELS[level];
  if (operators === undefined) return unary(reader, depth);
  let left = binary(reader, level + 1, depth);
  while (left !== undefined) {
    const operator = operators.find((each) => isMark(reader, each));
    if (operator === undefined) return left;
    reader.at++;
    const right = binary(reader, level + 1, depth);
    if (right === undefined) return undefined;
    left = apply(operator, left, right);
  }
  return undefined;
}

function unary(reader: Reader, depth: number): bigint | undefined {
  if (depth > DEPTH || reader.budget.left-- <= 0) return undefined;
  const token = reader.tokens[reader.at++];
  if (token === undefined) return undefined;
  if (token.kind === 'number') return token.value;
  if (token.kind === 'name') return name(reader, token.text, depth);
  if (token.text === '(') {
    const value = binary(reader, 0, depth + 1);
    return take(reader, ')') ? value : undefined;
  }
  const operand = token.text === '~' || token.text === '-' || token.text === '+' ? unary(reader, depth + 1) : undefined;
  if (operand === undefined) return undefined;
  if (token.text === '~') return ~operand;
  return token.text === '-' ? -operand : operand;
}

/** The arguments of a call, evaluated; undefined where one has no value. */
function argumentsOf(reader: Reader, depth: number): readonly bigint[] | undefined {
  const values: bigint[] = [];
  if (!take(reader, '(')) return undefined;
  do {
    const value = binary(reader, 0, depth + 1);
    if (value === undefined) return undefined;
    values.push(value);
  } while (take(reader, ','));
  return take(reader, ')') ? values : undefined;
}

function name(reader: Reader, text: string, depth: number): bigint | undefined {
  const parameter = reader.parameters.get(text);
  if (parameter !== undefined) return parameter;
  // Zephyr's own definitions need the width of a C long; their meaning does not.
  if (text === 'BIT' || text === 'BIT64') {
    const [bit] = argumentsOf(reader, depth) ?? [];
    return bit === undefined || bit < 0n || bit > 62n ? undefined : 1n << bit;
  }
  if (text === 'GENMASK') {
    const [high, low] = argumentsOf(reader, depth) ?? [];
    if (high === undefined || low === undefined || low < 0n || high < low || high > 61n) return undefined;
    return ((1n << (high + 1n)) - 1n) & ~((1n << low) - 1n);
  }
  const macro = reader.macros.get(text);
  if (macro === undefined) return undefined;
  const values = macro.parameters === undefined ? [] : argumentsOf(reader, depth);
  return values === undefined
    ? undefined
    : expand(macro, values, reader.macros, reader.budget, reader.depth + depth + 1);
}

function expand(
  macro: MacroDefinition,
  values: readonly bigint[],
  macros: ReadonlyMap<string, MacroDefinition>,
  budget: { left: number },
  depth: number,
): bigint | undefined {
  const parameters = macro.parameters ?? [];
  const tokens = depth > DEPTH || parameters.length !== values.length ? undefined : tokensOf(macro.body);
  if (tokens === undefined) return undefined;
  const reader: Reader = {
    tokens,
    at: 0,
    macros,
    parameters: new Map(parameters.map((each, n) => [each, values[n]!])),
    budget,
    depth,
  };
  const value = binary(reader, 0, 0);
  return reader.at === tokens.length ? value : undefined;
}

/**
 * The low 32 bits, unsigned, of an object-like macro's value. Undefined: there is no such macro, it takes parameters, is not an
 * integer expression, or needs more work than a header of attributes ever does.
 */
export function macroValue(macroName: string, macros: ReadonlyMap<string, MacroDefinition>): number | undefined {
  const macro = macros.get(macroName);
  if (macro === undefined || macro.parameters !== undefined) return undefined;
  const value = expand(macro, [], macros, { left: TOKENS }, 0);
  return value === undefined ? undefined : Number(BigInt.asUintN(32, value));
}
