/** The arithmetic types of C on 32-bit Arm (AAPCS32, 7.1), for literals, results and casts. */
import type { CType } from '../types/c-type.js';
import type { Kind } from '../values/type-shape.js';

type Encoding = Kind<'base'>['encoding'];

function base(name: string, sizeBytes: number, encoding: Encoding): Kind<'base'> {
  return { kind: 'base', name, sizeBytes, encoding };
}

export const CHAR = base('char', 1, 'unsignedChar');
export const INT = base('int', 4, 'signed');
export const UNSIGNED_INT = base('unsigned int', 4, 'unsigned');
export const LONG = base('long', 4, 'signed');
export const UNSIGNED_LONG = base('unsigned long', 4, 'unsigned');
export const LONG_LONG = base('long long', 8, 'signed');
export const UNSIGNED_LONG_LONG = base('unsigned long long', 8, 'unsigned');
export const FLOAT = base('float', 4, 'float');
export const DOUBLE = base('double', 8, 'float');
export const LONG_DOUBLE = base('long double', 8, 'float');
export const BOOL = base('bool', 1, 'boolean');
export const C_BOOL = base('_Bool', 1, 'boolean');
export const CHAR16 = base('char16_t', 2, 'utf');
export const CHAR32 = base('char32_t', 4, 'utf');
export const VOID_TYPE: CType = { kind: 'void' };

/** Words that make up the names of base types, in any order. */
export const TYPE_WORDS: ReadonlySet<string> = new Set([
  'void',
  'char',
  'short',
  'int',
  'long',
  'float',
  'double',
  'signed',
  'unsigned',
  '_Bool',
  'bool',
  'wchar_t',
  'char8_t',
  'char16_t',
  'char32_t',
]);

const BY_WORDS: Readonly<Record<string, CType>> = {
  void: VOID_TYPE,
  char: CHAR,
  'char signed': base('signed char', 1, 'char'),
  'char unsigned': base('unsigned char', 1, 'unsignedChar'),
  short: base('short', 2, 'signed'),
  'short signed': base('short', 2, 'signed'),
  'short unsigned': base('unsigned short', 2, 'unsigned'),
  int: INT,
  signed: INT,
  unsigned: UNSIGNED_INT,
  long: LONG,
  'long signed': LONG,
  'long unsigned': UNSIGNED_LONG,
  'long long': LONG_LONG,
  'long long signed': LONG_LONG,
  'long long unsigned': UNSIGNED_LONG_LONG,
  float: FLOAT,
  double: DOUBLE,
  'double long': LONG_DOUBLE,
  bool: BOOL,
  _Bool: C_BOOL,
  wchar_t: base('wchar_t', 4, 'utf'),
  char8_t: base('char8_t', 1, 'utf'),
  char16_t: CHAR16,
  char32_t: CHAR32,
};

/** The type that words such as `long unsigned int` name, or undefined if they name none. */
export function baseTypeOf(words: readonly string[]): CType | undefined {
  if (words.filter((word) => word === 'int').length > 1) return undefined;
  const without = words.length > 1 ? words.filter((word) => word !== 'int') : words;
  const tooMany = words.includes('int') && words.some((word) => !INTEGER_WORDS.has(word));
  return tooMany ? undefined : BY_WORDS[[...without].sort().join(' ')];
}

const INTEGER_WORDS: ReadonlySet<string> = new Set(['int', 'short', 'long', 'signed', 'unsigned']);
