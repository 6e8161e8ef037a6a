/** The letter codes of the Itanium C++ ABI (chapter 5.1): built-in types, operators, standard abbreviations. */

export const BUILTIN_TYPES: Readonly<Record<string, string>> = {
  v: 'void',
  w: 'wchar_t',
  b: 'bool',
  c: 'char',
  a: 'signed char',
  h: 'unsigned char',
  s: 'short',
  t: 'unsigned short',
  i: 'int',
  j: 'unsigned int',
  l: 'long',
  m: 'unsigned long',
  x: 'long long',
  y: 'unsigned long long',
  n: '__int128',
  o: 'unsigned __int128',
  f: 'float',
  d: 'double',
  e: 'long double',
  g: '__float128',
  z: '...',
  Dd: 'decimal64',
  De: 'decimal128',
  Df: 'decimal32',
  Dh: 'half',
  Dn: 'decltype(nullptr)',
  Di: 'char32_t',
  Ds: 'char16_t',
  Du: 'char8_t',
  Da: 'auto',
  Dc: 'decltype(auto)',
};

/** How a literal of a built-in type is written: a suffix, or a cast for the others. */
export const LITERAL_SUFFIXES: Readonly<Record<string, string>> = { i: '', j: 'u', l: 'l', m: 'ul', x: 'll', y: 'ull' };

interface Operator {
  readonly text: string;
  readonly operands: number;
}

const op = (text: string, operands: number): Operator => ({ text, operands });

export const OPERATORS: Readonly<Record<string, Operator>> = {
  aN: op('&=', 2),
  aS: op('=', 2),
  aa: op('&&', 2),
  ad: op('&', 1),
  an: op('&', 2),
  at: op('alignof ', 1),
  aw: op('co_await ', 1),
  az: op('alignof ', 1),
  cc: op('const_cast', 2),
  cl: op('()', 2),
  cm: op(',', 2),
  co: op('~', 1),
  dV: op('/=', 2),
  da: op('delete[] ', 1),
  dc: op('dynamic_cast', 2),
  de: op('*', 1),
  dl: op('delete ', 1),
  ds: op('.*', 2),
  dt: op('.', 2),
  dv: op('/', 2),
  eO: op('^=', 2),
  eo: op('^', 2),
  eq: op('==', 2),
  ge: op('>=', 2),
  gt: op('>', 2),
  ix: op('[]', 2),
  lS: op('<<=', 2),
  le: op('<=', 2),
  ls: op('<<', 2),
  lt: op('<', 2),
  mI: op('-=', 2),
  mL: op('*=', 2),
  mi: op('-', 2),
  ml: op('*', 2),
  mm: op('--', 1),
  na: op('new[]', 3),
  ne: op('!=', 2),
  ng: op('-', 1),
  nt: op('!', 1),
  nw: op('new', 3),
  oR: op('|=', 2),
  oo: op('||', 2),
  or: op('|', 2),
  pL: op('+=', 2),
  pl: op('+', 2),
  pm: op('->*', 2),
  pp: op('++', 1),
  ps: op('+', 1),
  pt: op('->', 2),
  qu: op('?', 3),
  rM: op('%=', 2),
  rS: op('>>=', 2),
  rc: op('reinterpret_cast', 2),
  rm: op('%', 2),
  rs: op('>>', 2),
  sc: op('static_cast', 2),
  ss: op('<=>', 2),
  st: op('sizeof ', 1),
  sz: op('sizeof ', 1),
};

/** `S` and one letter: the abbreviation, and the class name that its constructors have. */
export const ABBREVIATIONS: Readonly<
  Record<string, { readonly text: string; readonly full: string; readonly last: string }>
> = {
  t: { text: 'std', full: 'std', last: 'std' },
  a: { text: 'std::allocator', full: 'std::allocator', last: 'allocator' },
  b: { text: 'std::basic_string', full: 'std::basic_string', last: 'basic_string' },
  s: {
    text: 'std::string',
    full: 'std::basic_string<char, std::char_traits<char>, std::allocator<char> >',
    last: 'basic_string',
  },
  i: { text: 'std::istream', full: 'std::basic_istream<char, std::char_traits<char> >', last: 'basic_istream' },
  o: { text: 'std::ostream', full: 'std::basic_ostream<char, std::char_traits<char> >', last: 'basic_ostream' },
  d: { text: 'std::iostream', full: 'std::basic_iostream<char, std::char_traits<char> >', last: 'basic_iostream' },
};

/** `T` or `G` and a letter: tables and functions that the compiler makes for an entity. */
export const SPECIAL_TYPES: Readonly<Record<string, string>> = {
  TV: 'vtable for ',
  TT: 'VTT for ',
  TI: 'typeinfo for ',
  TS: 'typeinfo name for ',
};
