/**
 * Names of C++ templates as people, compilers and demanglers write them: `f<short int, 3>` is `f<short, 3u>`. What is compared
 * here are texts, for DWARF has the arguments of a template in its name.
 */

/** `operator<` and its like hold signs that belong to no list of arguments. */
const OPERATOR = /\boperator\s*(?:<=>|<<=|>>=|<<|>>|->\*|->|<=|>=|<|>|\(\))/g;
const MASK = '\u0001';

/** GCC's spellings in DWARF and the short ones of demanglers. */
const BASE_TYPES: readonly (readonly [RegExp, string])[] = [
  [/\blong long unsigned int\b/g, 'unsigned long long'],
  [/\blong long int\b/g, 'long long'],
  [/\blong unsigned int\b/g, 'unsigned long'],
  [/\bshort unsigned int\b/g, 'unsigned short'],
  [/\blong int\b/g, 'long'],
  [/\bshort int\b/g, 'short'],
];

/** The text with the signs of operators replaced by as many letters that mean nothing. */
function masked(name: string): string {
  return name.includes('operator') ? name.replace(OPERATOR, (sign) => MASK.repeat(sign.length)) : name;
}

/** One spelling for all of a name: short base types, no suffixes of literals, no spaces but between words. */
export function plainSpelling(name: string): string {
  if (!masked(name).includes('<')) return name;
  let plain = name;
  for (const [long, short] of BASE_TYPES) plain = plain.replace(long, short);
  return plain.replace(/\b(\d+)[uUlL]+\b/g, '$1').replace(/(?<=\W)\s+|\s+(?=\W)/g, '');
}

/** Without the arguments of templates: `math::Vector::size` of `math::Vector<short, 3>::size`. */
export function withoutArguments(name: string): string {
  const mask = masked(name);
  if (!mask.includes('<')) return name;
  let depth = 0;
  let kept = '';
  for (let i = 0; i < name.length; i++) {
    if (mask[i] === '<') depth++;
    if (depth === 0) kept += name.charAt(i);
    if (mask[i] === '>' && depth > 0) depth--;
  }
  return kept.trimEnd();
}

/** What stands after the last `::` that is not inside of arguments or parameters. */
export function lastPart(name: string): string {
  const mask = masked(name);
  let depth = 0;
  for (let i = mask.length - 1; i > 0; i--) {
    const character = mask[i]!;
    if (character === '>' || character === ')') depth++;
    else if (character === '<' || character === '(') depth--;
    else if (depth === 0 && character === ':' && mask[i - 1] === ':') return name.slice(i + 1);
  }
  return name;
}

/** Whether a qualified name of the program is meant by what a user wrote: the whole of it, or its end from some `::` on. */
export function isNamed(full: string, wanted: string): boolean {
  const plain = plainSpelling(full);
  const target = plainSpelling(wanted);
  const visible = plain.replaceAll('(anonymous namespace)::', '');
  const bare = withoutArguments(visible);
  return [plain, visible, bare].some((name) => name === target || name.endsWith(`::${target}`));
}
