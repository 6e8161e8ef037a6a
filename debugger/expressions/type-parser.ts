/** Parses names of types in casts and sizeof: `struct point *`, `unsigned long`, `int (*)[3]`, `void (*)(int, char)`. */
import type { CType } from '../types/c-type.js';
import { pointerTo } from '../values/type-shape.js';
import { baseTypeOf, TYPE_WORDS, VOID_TYPE } from './base-types.js';
import { ExpressionError } from './context.js';
import type { Cursor } from './cursor.js';

const TAGS: ReadonlySet<string> = new Set(['struct', 'class', 'union', 'enum']);
const QUALIFIERS: Readonly<Record<string, 'const' | 'volatile' | 'restrict' | 'atomic'>> = {
  const: 'const',
  volatile: 'volatile',
  restrict: 'restrict',
  __restrict: 'restrict',
  _Atomic: 'atomic',
};
const MAX_DIMENSION = 0x1000_0000n;

type Qualifier = (typeof QUALIFIERS)[string];

/** Makes the whole type from what stands to its left. */
type Declarator = (inner: CType) => CType;

function qualify(type: CType, qualifiers: readonly Qualifier[]): CType {
  return qualifiers.reduceRight<CType>(
    (target, qualifier) => ({ kind: 'qualified', qualifier, target: () => target }),
    type,
  );
}

/** Whether a type starts here. A variable hides a type of the same name. */
export function startsType(cursor: Cursor): boolean {
  const token = cursor.peek();
  if (token.kind === 'identifier') {
    if (TYPE_WORDS.has(token.text) || TAGS.has(token.text) || Object.hasOwn(QUALIFIERS, token.text)) return true;
  } else if (token.text !== '::' && token.kind !== 'quotedName') {
    return false;
  }
  const mark = cursor.mark();
  const name = cursor.qualifiedName();
  cursor.reset(mark);
  return name !== undefined && !cursor.names.isVariable(name) && findNamed(cursor, name) !== undefined;
}

function findNamed(cursor: Cursor, name: string): CType | undefined {
  return cursor.names.findType(name) ?? (name.startsWith('::') ? cursor.names.findType(name.slice(2)) : undefined);
}

function acceptQualifiers(cursor: Cursor, into: Qualifier[]): void {
  while (cursor.peek().kind === 'identifier') {
    const word = cursor.peek().text;
    const qualifier = Object.hasOwn(QUALIFIERS, word) ? QUALIFIERS[word] : undefined;
    if (qualifier === undefined) return;
    into.push(qualifier);
    cursor.next();
  }
}

/** What stands before the stars: qualifiers and one name, in any order. */
function specifiers(cursor: Cursor): CType {
  const qualifiers: Qualifier[] = [];
  const words: string[] = [];
  const { column } = cursor.peek();
  let named: CType | undefined;
  while (true) {
    acceptQualifiers(cursor, qualifiers);
    const token = cursor.peek();
    if (token.kind === 'identifier' && named === undefined && TYPE_WORDS.has(token.text)) {
      words.push(cursor.next().text);
      continue;
    }
    if (named !== undefined || words.length > 0) break;
    named = namedType(cursor);
  }
  const type = named ?? baseTypeOf(words);
  if (type === undefined) throw new ExpressionError(`"${words.join(' ')}" is no type.`, column);
  return qualify(type, qualifiers);
}

function namedType(cursor: Cursor): CType {
  const { text: word, column, kind } = cursor.peek();
  const tag = kind === 'identifier' && TAGS.has(word);
  if (tag) cursor.next();
  const name = cursor.qualifiedName();
  if (name === undefined) cursor.syntaxError();
  const found = tag ? findTagged(cursor, word, name) : findNamed(cursor, name);
  if (found === undefined) {
    throw new ExpressionError(tag ? `No ${word} type named ${name}.` : `No type named ${name}.`, column);
  }
  return found;
}

function findTagged(cursor: Cursor, word: string, name: string): CType | undefined {
  const exact = cursor.names.findType(`${word} ${name}`);
  if (exact !== undefined) return exact;
  const found = findNamed(cursor, name);
  const family = (kind: string) => (kind === 'class' ? 'struct' : kind);
  return found !== undefined && family(found.kind) === family(word) ? found : undefined;
}

/** Stars, references, arrays and parameters without a name, to the end of the type. */
function declarator(cursor: Cursor): Declarator {
  return cursor.deeper(() => {
    if (cursor.accept('*')) {
      const qualifiers: Qualifier[] = [];
      acceptQualifiers(cursor, qualifiers);
      const rest = declarator(cursor);
      return (inner) => rest(qualify(pointerTo(inner), qualifiers));
    }
    const reference = cursor.sees('&') ? 'reference' : cursor.sees('&&') ? 'rvalueReference' : undefined;
    if (reference !== undefined) {
      cursor.next();
      const rest = declarator(cursor);
      return (inner) => rest({ kind: reference, sizeBytes: 4, target: () => inner });
    }
    return directDeclarator(cursor);
  });
}

function directDeclarator(cursor: Cursor): Declarator {
  let middle: Declarator = (inner) => inner;
  if (cursor.sees('(') && ['*', '&', '&&', '('].some((text) => cursor.sees(text, 1))) {
    cursor.next();
    middle = declarator(cursor);
    cursor.expect(')');
  }
  const dimensions: (number | undefined)[] = [];
  while (cursor.accept('[')) {
    dimensions.push(dimension(cursor));
    cursor.expect(']');
  }
  if (dimensions.length > 0) return (inner) => middle({ kind: 'array', element: () => inner, dimensions });
  if (!cursor.sees('(')) return middle;
  const { parameters, variadic } = parameterList(cursor);
  return (inner) => middle({ kind: 'function', result: () => inner, parameters: () => parameters, variadic });
}

function dimension(cursor: Cursor): number | undefined {
  if (cursor.sees(']')) return undefined;
  const token = cursor.next();
  if (token.kind !== 'number' || !/^(?:0[xX][0-9a-fA-F]+|[0-9]+)$/.test(token.text)) {
    throw new ExpressionError('An array in a type needs a number between its brackets.', token.column);
  }
  const value = BigInt(token.text);
  if (value > MAX_DIMENSION) throw new ExpressionError('The array is too large.', token.column);
  return Number(value);
}

function parameterList(cursor: Cursor): { parameters: readonly CType[]; variadic: boolean } {
  const parameters: CType[] = [];
  cursor.expect('(');
  if (cursor.accept(')')) return { parameters, variadic: false };
  do {
    if (cursor.accept('.')) {
      cursor.expect('.');
      cursor.expect('.');
      cursor.expect(')');
      return { parameters, variadic: true };
    }
    parameters.push(parseType(cursor));
  } while (cursor.accept(','));
  cursor.expect(')');
  const none = parameters.length === 1 && parameters[0] === VOID_TYPE;
  return { parameters: none ? [] : parameters, variadic: false };
}

/** A whole type, up to the token that cannot belong to it. Throws ExpressionError. */
export function parseType(cursor: Cursor): CType {
  return cursor.deeper(() => {
    const start = specifiers(cursor);
    return declarator(cursor)(start);
  });
}
