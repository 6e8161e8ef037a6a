/** Random macro programs for the comparison with gcc's preprocessor. */
import type { Random } from '../../model/random.js';

const NAMES = ['f', 'g', 'h', 'k', 'A', 'B', 'C', 'x', 'y', 'z', 'L', 'e1'];
const PLAIN = ['n', 'foo', 'bar', '_0', 'u8', 'R'];
const NUMBERS = ['0', '1', '42', '0x1f', '1e', '.5', '3p+', '10UL', '1.', '08'];
const MARKS = [
  ...[
    '+',
    '-',
    '*',
    '/',
    '%',
    '&',
    '|',
    '^',
    '~',
    '!',
    '<',
    '>',
    '=',
    ':',
    ';',
    ',',
    '.',
    '?',
    '@',
    '$',
    '#',
    '[',
    ']',
  ],
  ...['{', '}', '<<', '>>', '<=', '>=', '==', '!=', '->', '++', '--', '&&', '||', '...', '##', '\\', '<<=', '+=', '%:'],
];
const STRINGS = ['"s"', '"a\\"b"', '""', "'c'", "'\\n'", '"//"', '"/*"', 'L"w"', '"\\\\"'];
const BUILT_IN = ['__LINE__', '__INCLUDE_LEVEL__', '__DTS__'];
const BLANKS = ['', '', '', ' ', ' ', '  ', '\t', '/**/', ' /* c */ ', '\\\n'];

interface Macro {
  readonly name: string;
  /** Undefined: object-like. */
  readonly arity: number | undefined;
}

/** One program: definitions, then text that uses them; all its macros are gone at its end. */
export function program(roll: Random): string {
  const lines: string[] = [];
  const macros: Macro[] = [];
  for (let i = 2 + roll.below(6); i > 0; i--) lines.push(definition(roll, macros));
  for (let i = 2 + roll.below(7); i > 0; i--) {
    if (roll.chance(12)) lines.push(definition(roll, macros));
    else if (roll.chance(6)) lines.push(`#undef ${roll.pick(NAMES)}`);
    else if (roll.chance(10)) lines.push(conditional(roll, macros));
    else lines.push(textLine(roll, macros));
  }
  return `${lines.join(roll.chance(5) ? '\r\n' : '\n')}\n`;
}

/** The end of a program, so that the next begins with nothing. */
export const CLEANUP = NAMES.map((name) => `#undef ${name}\n`).join('');

function definition(roll: Random, macros: Macro[]): string {
  const name = roll.pick(NAMES);
  if (roll.chance(45)) {
    macros.push({ name, arity: undefined });
    return `#define ${name}${roll.chance(3) ? '' : ' '}${body(roll, macros, [], false)}`;
  }
  const params = ['p', 'q', 'r'].slice(0, roll.below(4));
  const kind = roll.below(10);
  const written = kind === 0 ? [...params, '...'] : kind === 1 ? [...params, 'rest...'] : params;
  const names = kind === 0 ? [...params, '__VA_ARGS__'] : kind === 1 ? [...params, 'rest'] : params;
  macros.push({ name, arity: names.length });
  return `#define ${name}(${written.join(roll.chance(50) ? ', ' : ',')}) ${body(roll, macros, names, kind < 2)}`;
}

function body(roll: Random, macros: readonly Macro[], params: readonly string[], variadic: boolean): string {
  const parts: string[] = [];
  for (let i = roll.below(7); i > 0; i--) {
    const kind = roll.below(100);
    if (params.length > 0 && kind < 35) parts.push(parameter(roll, params));
    else if (variadic && kind < 45) parts.push(optional(roll, macros, params));
    else if (variadic && kind < 50) parts.push(`, ## ${params.at(-1)!}`);
    else parts.push(bodyToken(roll, macros));
    if (roll.chance(15) && i > 1) parts.push('##');
    else if (roll.chance(70)) parts.push(roll.pick(BLANKS).replace('\\\n', ' '));
  }
  return parts
    .join('')
    .trim()
    .replace(/^(?:##)+|(?:##)+$/g, '');
}

function parameter(roll: Random, params: readonly string[]): string {
  const name = roll.pick(params);
  return roll.chance(20) ? `#${roll.chance(30) ? ' ' : ''}${name}` : name;
}

function optional(roll: Random, macros: readonly Macro[], params: readonly string[]): string {
  const inside: string[] = [];
  for (let i = roll.below(4); i > 0; i--) {
    inside.push(roll.chance(40) ? parameter(roll, params) : bodyToken(roll, macros));
    if (i > 1) inside.push(roll.pick(['##', ' ', ' ', '']));
  }
  const text = inside.join('');
  return `${roll.chance(15) ? '#' : ''}__VA_OPT__(${text.replace(/[()]/g, '').replace(/^#+|#+$/g, '')})`;
}

function bodyToken(roll: Random, macros: readonly Macro[]): string {
  const kind = roll.below(100);
  if (kind < 40) return roll.pick(NAMES);
  if (kind < 50) return invocation(roll, macros, 1);
  if (kind < 55) return roll.pick(['(', ')', '()', '(1)']);
  if (kind < 62) return roll.pick(BUILT_IN);
  return plainToken(roll).replace('\\', '/');
}

function plainToken(roll: Random): string {
  const kind = roll.below(10);
  if (kind < 2) return roll.pick(PLAIN);
  if (kind < 5) return roll.pick(NUMBERS);
  if (kind < 9) return roll.pick(MARKS);
  return roll.pick(STRINGS);
}

function textLine(roll: Random, macros: readonly Macro[]): string {
  const parts: string[] = [roll.chance(30) ? roll.pick(['  ', '\t', '/* x */', '/* \n */']) : ''];
  for (let i = 1 + roll.below(9); i > 0; i--) {
    const kind = roll.below(100);
    if (kind < 30) parts.push(invocation(roll, macros, 3));
    else if (kind < 50) parts.push(roll.pick(NAMES));
    else if (kind < 56) parts.push(roll.pick(BUILT_IN));
    else if (kind < 60) parts.push(`(${roll.pick(NAMES)})`);
    else parts.push(plainToken(roll));
    parts.push(roll.pick(BLANKS));
  }
  if (roll.chance(4)) parts.push(roll.pick(['"open', "it's", '// f(x', "'"]));
  return parts.join('');
}

function invocation(roll: Random, macros: readonly Macro[], depth: number): string {
  const macro =
    macros.length > 0 && roll.chance(85) ? roll.pick(macros) : { name: roll.pick(NAMES), arity: roll.below(3) };
  if (macro.arity === undefined) return macro.name;
  const count = roll.chance(90) ? macro.arity : roll.below(4);
  const values: string[] = [];
  for (let i = 0; i < count; i++) values.push(argument(roll, macros, depth - 1));
  const space = roll.chance(85) ? '' : roll.pick([' ', '\n', '/**/', '\\\n']);
  const end = roll.chance(4) ? directiveInside(roll) : '';
  return `${macro.name}${depth > 1 ? space : ''}(${values.join(roll.pick([',', ', ', ' ,']))}${depth > 1 ? end : ''})`;
}

function directiveInside(roll: Random): string {
  const name = roll.pick(NAMES);
  return roll.pick([
    `\n#undef ${name}\n`,
    `\n#define ${name} 7\n`,
    `\n#ifdef ${name}\n1\n#else\n2\n#endif\n`,
    '\n#odd\n',
  ]);
}

function argument(roll: Random, macros: readonly Macro[], depth: number): string {
  const parts: string[] = [];
  for (let i = roll.below(4); i > 0; i--) {
    const kind = roll.below(100);
    if (depth > 0 && kind < 30) parts.push(invocation(roll, macros, depth));
    else if (kind < 60) parts.push(roll.pick(NAMES));
    else if (kind < 65) parts.push(`(${roll.pick(NAMES)},1)`);
    else parts.push(plainToken(roll).replace(/^[,\\]$/, '+'));
    parts.push(depth > 1 ? roll.pick(BLANKS) : roll.pick([' ', '']));
  }
  if (depth > 1 && roll.chance(5)) parts.push('\n');
  return parts.join('');
}

function conditional(roll: Random, macros: readonly Macro[]): string {
  const name = roll.pick(NAMES);
  const condition = roll.pick([`ifdef ${name}`, `ifndef ${name}`, `if defined(${name})`, `if ${expression(roll, 3)}`]);
  const other = roll.pick(['', `#elif ${expression(roll, 2)}\n${textLine(roll, macros)}\n`, `#elifdef ${name}\nE\n`]);
  return `#${condition}\n${textLine(roll, macros)}\n${other}#else\nelse ${name}\n#endif`;
}

const OPERATORS = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '<<',
  '>>',
  '<',
  '>',
  '<=',
  '>=',
  '==',
  '!=',
  '&',
  '|',
  '^',
  '&&',
  '||',
  ',',
];
const OPERANDS = [
  ...[
    '0',
    '1',
    '2',
    '7',
    '-1',
    '0u',
    '1U',
    '-1LL',
    '0x7fffffffffffffff',
    '0xffffffffffffffff',
    '070',
    '0b101',
    '63',
    '64',
  ],
  ...[
    "'a'",
    "'\\377'",
    "'ab'",
    "'\\x41'",
    'undefined_name',
    '__DTS__',
    'defined A',
    'defined(f)',
    '~0',
    '!1',
    '18446744073709551615',
  ],
];

export function expression(roll: Random, depth: number): string {
  const kind = roll.below(100);
  if (depth === 0 || kind < 20) return roll.pick(OPERANDS);
  if (kind < 75) return `${expression(roll, depth - 1)} ${roll.pick(OPERATORS)} ${expression(roll, depth - 1)}`;
  if (kind < 85) return `(${expression(roll, depth - 1)})`;
  if (kind < 93) return `${roll.pick(['-', '+', '~', '!'])}(${expression(roll, depth - 1)})`;
  return `${expression(roll, depth - 1)} ? ${expression(roll, depth - 1)} : ${expression(roll, depth - 1)}`;
}

const PIECES = [
  '(',
  ')',
  '"',
  "'",
  '/*',
  '*/',
  '//',
  '\\\n',
  '\n',
  '#',
  '##',
  ',',
  '#if ',
  '#else\n',
  '#endif\n',
  '#define ',
  '__VA_OPT__(',
  '\0',
  '\r',
  '\ud800',
  '\\',
  '\\ \n',
  'e+',
  '.',
  '#undef ',
  '#elif 1\n',
  'L',
];

/** Deletes, inserts, cuts or doubles a part of a text. */
export function damaged(random: Random, text: string): string {
  const start = random.below(text.length + 1);
  const end = Math.min(text.length, start + random.below(12));
  switch (random.below(4)) {
    case 0:
      return text.slice(0, start) + text.slice(end);
    case 1:
      return text.slice(0, start) + random.pick(PIECES) + text.slice(start);
    case 2:
      return text.slice(0, start);
    default:
      return text.slice(0, end) + text.slice(start, end) + text.slice(end);
  }
}
