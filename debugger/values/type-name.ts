/** The name of a type as C and C++ write it and GDB prints it: `int (*)[3]`, `const char *`, `struct point`. */
import type { CType } from '../types/c-type.js';
import type { Language } from './typed-value.js';

const MAX_NESTING = 40;

/** GCC's long spellings in DWARF, as people and GDB write them. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  'short int': 'short',
  'short unsigned int': 'unsigned short',
  'long int': 'long',
  'long unsigned int': 'unsigned long',
  'long long int': 'long long',
  'long long unsigned int': 'unsigned long long',
};

/** `declarator` is what stands in the middle: `(*)` of `int (*)[3]`. */
function wrap(type: CType, declarator: string, language: Language, depth: number): string {
  if (depth > MAX_NESTING) return '...';
  const next = (target: CType, inner: string) => wrap(target, inner, language, depth + 1);
  switch (type.kind) {
    case 'void':
      return join('void', declarator);
    case 'base':
      return join(SHORT_NAMES[type.name] ?? type.name, declarator);
    case 'typedef':
      return join(type.name, declarator);
    case 'struct':
    case 'union':
    case 'class':
    case 'enum':
      return join(taggedName(type.kind, type.name, language), declarator);
    case 'pointer':
      return next(type.target(), '*' + declarator);
    case 'reference':
      return next(type.target(), '&' + declarator);
    case 'rvalueReference':
      return next(type.target(), '&&' + declarator);
    case 'qualified':
      return qualified(type.qualifier, type.target(), declarator, language, depth);
    case 'array': {
      const suffix = type.dimensions.map((count) => `[${count ?? ''}]`).join('');
      return next(type.element(), group(declarator) + suffix);
    }
    case 'function': {
      const parameters = type.parameters().map((parameter) => wrap(parameter, '', language, depth + 1));
      if (type.variadic) parameters.push('...');
      return next(type.result(), `${group(declarator)}(${parameters.length === 0 ? 'void' : parameters.join(', ')})`);
    }
    case 'memberPointer':
      return join('<member pointer>', declarator);
    case 'unsupported':
      return join(`<${type.what}>`, declarator);
  }
}

function taggedName(kind: string, name: string, language: Language): string {
  if (name === '') return `${kind} {...}`;
  return language === 'c' ? `${kind} ${name}` : shortArguments(name);
}

/** The same spellings in the arguments of a template. */
function shortArguments(name: string): string {
  if (!name.includes('<')) return name;
  return name.replace(/\b(?:short|long)(?: long)?(?: unsigned)? int\b/g, (long) => SHORT_NAMES[long] ?? long);
}

/** GDB's order, whatever the order in the file: `const volatile int`, `int * const restrict`. */
const QUALIFIERS = ['const', 'volatile', 'restrict', 'atomic'];

function qualified(word: string, target: CType, declarator: string, language: Language, depth: number): string {
  const words = new Set([word]);
  let inner = target;
  for (let i = 0; inner.kind === 'qualified' && i < MAX_NESTING; i++) {
    words.add(inner.qualifier);
    inner = inner.target();
  }
  // A qualifier of an array is one of its elements (C11 6.7.3), and files may have it at both.
  if (inner.kind === 'array') {
    const element = inner.element();
    if (element.kind === 'qualified') words.delete(element.qualifier);
    if (words.size === 0) return wrap(inner, declarator, language, depth + 1);
  }
  const sorted = QUALIFIERS.filter((one) => words.has(one)).map((one) => (one === 'atomic' ? '_Atomic' : one));
  const spelled = sorted.join(' ');
  const afterStar = inner.kind === 'pointer' || inner.kind === 'reference' || inner.kind === 'rvalueReference';
  if (!afterStar) return `${spelled} ${wrap(inner, declarator, language, depth + 1)}`;
  const tight = declarator === '' || /^[[(]/.test(declarator) ? declarator : ' ' + declarator;
  return wrap(inner, ` ${spelled}${tight}`, language, depth + 1);
}

/** Arrays and functions bind closer than a star in front: `(*)[3]`. */
function group(declarator: string): string {
  return /^\s*[*&]/.test(declarator) ? `(${declarator.trim()})` : declarator;
}

function join(name: string, declarator: string): string {
  return declarator === '' ? name : `${name} ${declarator.trimStart()}`;
}

/** The name of `type`; anonymous structures are `struct {...}`. */
export function typeName(type: CType, language: Language = 'c'): string {
  return wrap(type, '', language, 0);
}
