/** Types that are built from others: pointers, functions, arrays, packs (Itanium C++ ABI, 5.1.5). */
import { readExpression } from './expressions.js';
import { type MangledReader, Unreadable } from './mangled-reader.js';
import { type Node, sequence, text } from './nodes.js';

/** A type that is not built in, by its first letter. */
export function readCompoundType(parser: MangledReader, next: string): Node {
  switch (next) {
    case 'r':
    case 'V':
    case 'K': {
      const qualifier = parser.qualifiers();
      // A member function's type and its qualifiers are one substitution.
      return { kind: 'qualified', qualifier, target: parser.peek() === 'F' ? functionType(parser, '') : parser.type() };
    }
    case 'P':
    case 'R':
    case 'O':
      parser.position++;
      return { kind: 'pointer', sign: next === 'P' ? '*' : next === 'R' ? '&' : '&&', target: parser.type() };
    case 'C':
      parser.position++;
      return sequence(parser.type(), ' _Complex');
    case 'G':
      parser.position++;
      return sequence(parser.type(), ' _Imaginary');
    case 'F':
      return functionType(parser, '');
    case 'A':
      return arrayType(parser);
    case 'M': {
      parser.position++;
      const owner = parser.type();
      return { kind: 'memberPointer', owner, target: parser.type() };
    }
    case 'U': {
      if (/[lt]/.test(parser.peek(1))) return parser.namePart();
      parser.position++;
      const qualifier = ` ${parser.sourceName()}`;
      return { kind: 'qualified', qualifier, target: parser.type() };
    }
    case 'u':
      parser.position++;
      return text(parser.sourceName());
    case 'D':
      return otherType(parser);
    case 'T':
      parser.position += 2;
      return parser.namePart();
    default:
      return parser.className();
  }
}

function otherType(parser: MangledReader): Node {
  switch (parser.peek(1)) {
    case 'p':
      parser.position += 2;
      return { kind: 'expansion', pattern: parser.type() };
    case 't':
    case 'T':
      return parser.decltype();
    case 'v': {
      parser.position += 2;
      const count = parser.number();
      parser.expect('_');
      return sequence(parser.type(), ` __vector(${count})`);
    }
    case 'o':
      parser.position += 2;
      return functionType(parser, ' noexcept');
    case 'O': {
      parser.position += 2;
      readExpression(parser);
      parser.expect('E');
      return functionType(parser, ' noexcept');
    }
    case 'F': {
      parser.position += 2;
      const bits = parser.number();
      parser.take('x');
      parser.expect('_');
      return text(`_Float${bits}`);
    }
    default:
      throw new Unreadable();
  }
}

function functionType(parser: MangledReader, suffix: string): Node {
  parser.expect('F');
  parser.take('Y');
  const result = parser.type();
  const parameters = parser.take('v') ? [] : parser.parameters();
  const reference = parser.take('R') ? ' &' : parser.take('O') ? ' &&' : '';
  parser.expect('E');
  return { kind: 'function', result, parameters, suffix: reference + suffix };
}

function arrayType(parser: MangledReader): Node {
  parser.expect('A');
  const size = /\d/.test(parser.peek())
    ? text(String(parser.number()))
    : parser.peek() === '_'
      ? text('')
      : readExpression(parser);
  parser.expect('_');
  return { kind: 'array', element: parser.type(), size };
}
