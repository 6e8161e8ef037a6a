/** Parses expressions with C's precedence and GDB's additions (`@`, `{type} address`, `$register`). */
import type { CType } from '../types/c-type.js';
import { integerValue } from '../values/scalar.js';
import type { BinaryOperator, Node, UnaryOperator } from './ast.js';
import { BOOL } from './base-types.js';
import { ExpressionError } from './context.js';
import { Cursor, type Names } from './cursor.js';
import { characterLiteral, numberLiteral, stringLiteral } from './literals.js';
import { parseType, startsType } from './type-parser.js';

type Infix = BinaryOperator | '&&' | '||' | '@';

/** Binding strength of the operators between two operands; `@` stands between shifts and sums, as in GDB. */
const STRENGTH = new Map<string, { readonly operator: Infix; readonly strength: number }>(
  (
    [
      ['||'],
      ['&&'],
      ['|'],
      ['^'],
      ['&'],
      ['==', '!='],
      ['<', '>', '<=', '>='],
      ['<<', '>>'],
      ['@'],
      ['+', '-'],
      ['*', '/', '%'],
    ] as const satisfies readonly (readonly Infix[])[]
  ).flatMap((operators, strength) => operators.map((operator) => [operator, { operator, strength }] as const)),
);
const UNARY: ReadonlySet<string> = new Set<UnaryOperator>(['+', '-', '!', '~', '*', '&']);
const ASSIGNMENT = /^(?:[-+*/%&|^]|<<|>>)?=$/;
const CASTS: ReadonlySet<string> = new Set(['static_cast', 'reinterpret_cast', 'const_cast']);

function parseComma(cursor: Cursor): Node {
  let left = parseAssignment(cursor);
  while (cursor.sees(',')) {
    const { column } = cursor.next();
    left = { kind: 'comma', column, left, right: parseAssignment(cursor) };
  }
  return left;
}

function parseAssignment(cursor: Cursor): Node {
  return cursor.deeper(() => {
    const target = parseConditional(cursor);
    const token = cursor.peek();
    if (token.kind !== 'operator' || !ASSIGNMENT.test(token.text)) return target;
    cursor.next();
    const value = parseAssignment(cursor);
    const known = STRENGTH.get(token.text.slice(0, -1))?.operator;
    const operator = isArithmetic(known) ? known : undefined;
    return { kind: 'assign', column: token.column, operator, target, value };
  });
}

type Arithmetic = Exclude<Extract<Node, { kind: 'assign' }>['operator'], undefined>;

function isArithmetic(operator: Infix | undefined): operator is Arithmetic {
  return operator !== undefined && ['+', '-', '*', '/', '%', '<<', '>>', '&', '|', '^'].includes(operator);
}

function parseConditional(cursor: Cursor): Node {
  const condition = parseInfix(cursor, 0);
  if (!cursor.sees('?')) return condition;
  const { column } = cursor.next();
  const yes = parseComma(cursor);
  cursor.expect(':');
  const no = cursor.deeper(() => parseConditional(cursor));
  return { kind: 'conditional', column, condition, yes, no };
}

function parseInfix(cursor: Cursor, least: number): Node {
  let left = parseUnary(cursor);
  while (true) {
    const token = cursor.peek();
    const found = token.kind === 'operator' ? STRENGTH.get(token.text) : undefined;
    if (found === undefined || found.strength < least) return left;
    cursor.next();
    const right = parseInfix(cursor, found.strength + 1);
    left = infix(found.operator, token.column, left, right);
  }
}

function infix(operator: Infix, column: number, left: Node, right: Node): Node {
  if (operator === '&&' || operator === '||') return { kind: 'logical', column, operator, left, right };
  if (operator === '@') return { kind: 'slice', column, first: left, count: right };
  return { kind: 'binary', column, operator, left, right };
}

function isUnary(text: string): text is UnaryOperator {
  return UNARY.has(text);
}

function parseUnary(cursor: Cursor): Node {
  return cursor.deeper(() => {
    const token = cursor.peek();
    const { text, column } = token;
    if (token.kind === 'operator') {
      if (isUnary(text)) {
        cursor.next();
        return { kind: 'unary', column, operator: text, operand: parseUnary(cursor) };
      }
      if (text === '++' || text === '--') {
        cursor.next();
        return { kind: 'step', column, operator: text === '++' ? '+' : '-', prefix: true, target: parseUnary(cursor) };
      }
      if (text === '{') return parseAt(cursor);
      if (text === '(') {
        const type = parseParenthesisedType(cursor);
        if (type !== undefined) return { kind: 'cast', column, type, operand: parseUnary(cursor), reinterpret: false };
      }
    }
    if (token.kind === 'identifier' && text === 'sizeof') return parseSizeof(cursor);
    return parsePostfix(cursor);
  });
}

/** `(type)`, or undefined with nothing consumed. */
function parseParenthesisedType(cursor: Cursor): CType | undefined {
  const mark = cursor.mark();
  cursor.expect('(');
  if (!startsType(cursor)) {
    cursor.reset(mark);
    return undefined;
  }
  const type = parseType(cursor);
  // `(int(3))`: the type only begins an expression.
  if (cursor.accept(')')) return type;
  cursor.reset(mark);
  return undefined;
}

function parseAt(cursor: Cursor): Node {
  const { column } = cursor.next();
  const type = parseType(cursor);
  cursor.expect('}');
  return { kind: 'at', column, type, address: parseUnary(cursor) };
}

function parseSizeof(cursor: Cursor): Node {
  const { column } = cursor.next();
  if (cursor.sees('(')) {
    const type = parseParenthesisedType(cursor);
    if (type !== undefined) return { kind: 'sizeofType', column, type };
  } else if (startsType(cursor)) {
    return { kind: 'sizeofType', column, type: parseType(cursor) };
  }
  return { kind: 'sizeof', column, operand: parseUnary(cursor) };
}

function parsePostfix(cursor: Cursor): Node {
  let node = parsePrimary(cursor);
  while (true) {
    const { column, text, kind } = cursor.peek();
    if (kind === 'number' && text.startsWith('.')) cursor.syntaxError();
    if (cursor.accept('[')) {
      const index = parseComma(cursor);
      cursor.expect(']');
      node = { kind: 'index', column, object: node, index };
    } else if (cursor.accept('.') || cursor.accept('->')) {
      const name = cursor.qualifiedName();
      if (name === undefined) cursor.syntaxError();
      node = { kind: 'member', column, object: node, name };
    } else if (cursor.accept('++')) {
      node = { kind: 'step', column, operator: '+', prefix: false, target: node };
    } else if (cursor.accept('--')) {
      node = { kind: 'step', column, operator: '-', prefix: false, target: node };
    } else if (cursor.sees('(')) {
      throw new ExpressionError('Calling functions of the program is not supported.', column);
    } else {
      return node;
    }
  }
}

function parsePrimary(cursor: Cursor): Node {
  const token = cursor.peek();
  const { column } = token;
  switch (token.kind) {
    case 'number':
      cursor.next();
      return { kind: 'constant', column, value: numberLiteral(token) };
    case 'character':
      cursor.next();
      return { kind: 'constant', column, value: characterLiteral(token) };
    case 'string': {
      const strings = [cursor.next()];
      while (cursor.peek().kind === 'string') strings.push(cursor.next());
      return { kind: 'constant', column, value: stringLiteral(strings) };
    }
    case 'register':
      cursor.next();
      return { kind: 'register', column, name: token.text.slice(1).toLowerCase() };
    case 'operator':
      if (cursor.accept('(')) {
        const inner = parseComma(cursor);
        cursor.expect(')');
        return inner;
      }
      return parseName(cursor);
    case 'identifier':
    case 'quotedName':
      return parseName(cursor);
    case 'end':
      return cursor.syntaxError();
  }
}

function parseName(cursor: Cursor): Node {
  const { column, text } = cursor.peek();
  if ((text === 'true' || text === 'false') && !cursor.names.isVariable(text)) {
    cursor.next();
    return { kind: 'constant', column, value: integerValue(BOOL, text === 'true' ? 1 : 0) };
  }
  if (CASTS.has(text)) return parseNamedCast(cursor);
  if (startsType(cursor)) {
    const type = parseFunctionalType(cursor);
    cursor.expect('(');
    const operand = parseAssignment(cursor);
    cursor.expect(')');
    return { kind: 'cast', column, type, operand, reinterpret: false };
  }
  const name = cursor.qualifiedName();
  if (name === undefined) cursor.syntaxError();
  return { kind: 'name', column, name };
}

/** The type of `int(3.9)`: a single name. Anything else is a type where a value belongs. */
function parseFunctionalType(cursor: Cursor): CType {
  const { column } = cursor.peek();
  const mark = cursor.mark();
  const single = cursor.qualifiedName();
  const called = single !== undefined && cursor.sees('(') && !cursor.sees('*', 1) && !cursor.sees(')', 1);
  cursor.reset(mark);
  if (!called) {
    parseType(cursor);
    throw new ExpressionError('Attempt to use a type name as an expression.', column);
  }
  const inner = new Cursor(single, cursor.names);
  const type = parseType(inner);
  cursor.qualifiedName();
  return type;
}

function parseNamedCast(cursor: Cursor): Node {
  const { column, text } = cursor.next();
  cursor.expect('<');
  const type = parseType(cursor);
  cursor.expect('>');
  cursor.expect('(');
  const operand = parseComma(cursor);
  cursor.expect(')');
  return { kind: 'cast', column, type, operand, reinterpret: text === 'reinterpret_cast' };
}

/** The tree of `text`. Throws ExpressionError. */
export function parseExpression(text: string, names: Names): Node {
  const cursor = new Cursor(text, names);
  const node = parseComma(cursor);
  const { kind, column, text: rest } = cursor.peek();
  if (kind !== 'end') {
    if (rest === ')' || rest === ']') throw new ExpressionError('Junk after end of expression.', column);
    cursor.syntaxError();
  }
  return node;
}
