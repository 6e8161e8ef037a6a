/** Expressions in mangled names (Itanium C++ ABI, 5.1.6): template arguments, array bounds, decltype. */
import { type MangledReader, Unreadable } from './mangled-reader.js';
import { type Node, sequence, text } from './nodes.js';
import { LITERAL_SUFFIXES, OPERATORS } from './tables.js';

/** An `L…E` literal. */
export function readLiteral(parser: MangledReader): Node {
  parser.expect('L');
  if (parser.take('_Z') || parser.take('Z')) {
    const name = parser.encoding(true);
    parser.expect('E');
    return name;
  }
  const code = parser.peek();
  const type = parser.type();
  const digits = /^[0-9a-zA-DF-Z.]*/.exec(parser.input.slice(parser.position))![0];
  parser.position += digits.length;
  parser.expect('E');
  const value = digits.startsWith('n') ? `-${digits.slice(1)}` : digits;
  if (type.kind === 'text') {
    if (type.text === 'bool' && value === '0') return text('false');
    if (type.text === 'bool' && value === '1') return text('true');
    const suffix = LITERAL_SUFFIXES[code];
    if (suffix !== undefined) return text(value + suffix);
    if (/^[fdeg]$/.test(code)) return text(`(${type.text})[${value}]`);
    if (value === '') return text(type.text === 'decltype(nullptr)' ? 'nullptr' : type.text);
  }
  return sequence('(', type, `)${value}`);
}

export function readExpression(parser: MangledReader): Node {
  return parser.nested(() => {
    const next = parser.peek();
    const code = next + parser.peek(1);
    if (next === 'L') return readLiteral(parser);
    if (next === 'T') return parser.templateParameter();
    if (parser.take('gs')) return sequence('::', readExpression(parser));
    if (code === 'fp' || code === 'fL') return functionParameter(parser);
    if (code === 'sr') return scopeResolution(parser);
    if (/\d/.test(next)) return simpleName(parser);
    if (parser.take('on')) return operatorName(parser);
    if (parser.take('sp')) return { kind: 'expansion', pattern: readExpression(parser) };
    if (parser.take('sZ')) return sequence('sizeof...(', sizedPack(parser), ')');
    if (parser.take('cv')) return conversion(parser);
    if (parser.take('tl')) return sequence(parser.type(), '{', expressions(parser), '}');
    if (parser.take('il')) return sequence('{', expressions(parser), '}');
    if (parser.take('nx')) return sequence('noexcept(', readExpression(parser), ')');
    return operation(parser, code);
  });
}

function expressions(parser: MangledReader): Node {
  return { kind: 'list', items: parser.until('E', () => readExpression(parser)) };
}

/** `fp_` is the first parameter, `fp0_` the second; `fpT` is `this`. */
function functionParameter(parser: MangledReader): Node {
  parser.position += 2;
  if (parser.take('T')) return text('this');
  const match = /^(?:\d*p)?[rVK]*(\d*)_/.exec(parser.input.slice(parser.position, parser.position + 16));
  if (match === null) throw new Unreadable();
  parser.position += match[0].length;
  return text(`{parm#${match[1] === '' ? 1 : Number(match[1]) + 2}}`);
}

function scopeResolution(parser: MangledReader): Node {
  parser.position += 2;
  const levels: Node[] = [];
  // Levels by name, or after `N` and a type, end with `E`; a type alone does not.
  const hasType = parser.take('N') || !/\d/.test(parser.peek());
  const hasLevels = parser.peek(-1) === 'N' || !hasType;
  if (hasType) levels.push(parser.type());
  while (hasLevels && !parser.take('E')) levels.push(simpleName(parser));
  levels.push(parser.take('on') ? operatorName(parser) : simpleName(parser));
  return levels.reduce((scope, name) => ({ kind: 'nested', scope, name }));
}

function simpleName(parser: MangledReader): Node {
  const base = text(parser.sourceName());
  return parser.peek() === 'I' ? { kind: 'template', base, args: parser.templateArgs(false) } : base;
}

function operatorName(parser: MangledReader): Node {
  const operator = OPERATORS[parser.peek() + parser.peek(1)];
  if (operator === undefined) throw new Unreadable();
  parser.position += 2;
  const base = text(`operator${operator.text.trimEnd()}`);
  return parser.peek() === 'I' ? { kind: 'template', base, args: parser.templateArgs(false) } : base;
}

function sizedPack(parser: MangledReader): Node {
  return parser.peek() === 'T' ? parser.templateParameter() : functionParameter(parser);
}

function conversion(parser: MangledReader): Node {
  const type = parser.type();
  if (!parser.take('_')) return sequence('(', type, ')', operand(readExpression(parser)));
  return sequence('(', type, ')(', expressions(parser), ')');
}

function operation(parser: MangledReader, code: string): Node {
  const operator = OPERATORS[code];
  if (operator === undefined) throw new Unreadable();
  parser.position += 2;
  switch (code) {
    case 'st':
    case 'at':
      return sequence(operator.text, '(', parser.type(), ')');
    case 'cl': {
      const callee = readExpression(parser);
      return sequence(operand(callee), '(', expressions(parser), ')');
    }
    case 'dt':
    case 'pt': {
      const object = readExpression(parser);
      return sequence(operand(object), operator.text, memberName(parser));
    }
    case 'sc':
    case 'cc':
    case 'dc':
    case 'rc': {
      const type = parser.type();
      return sequence(operator.text, '<', type, '>(', readExpression(parser), ')');
    }
    case 'ix': {
      const object = readExpression(parser);
      return sequence(operand(object), '[', readExpression(parser), ']');
    }
    case 'qu': {
      const condition = readExpression(parser);
      const yes = readExpression(parser);
      return sequence(operand(condition), '?', operand(yes), ' : ', operand(readExpression(parser)));
    }
    case 'pp':
    case 'mm': {
      const isPrefix = parser.take('_');
      const value = operand(readExpression(parser));
      return isPrefix ? sequence(operator.text, value) : sequence(value, operator.text);
    }
    default:
      break;
  }
  if (operator.operands === 1) return sequence(operator.text, operand(readExpression(parser)));
  if (operator.operands !== 2) throw new Unreadable();
  const left = readExpression(parser);
  const node = sequence(operand(left), operator.text, operand(readExpression(parser)));
  // A bare `>` would end the template arguments around it.
  return code === 'gt' ? sequence('(', node, ')') : node;
}

function memberName(parser: MangledReader): Node {
  return /\d/.test(parser.peek()) ? simpleName(parser) : readExpression(parser);
}

/** Parentheses around everything but plain names. */
function operand(node: Node): Node {
  const isPlain =
    node.kind === 'nested' ||
    (node.kind === 'text' && /^[A-Za-z_{]/.test(node.text) && node.text !== 'true' && node.text !== 'false');
  return isPlain ? node : sequence('(', node, ')');
}
