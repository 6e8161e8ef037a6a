/** Finds the expression that the pointer is on, so that hovering evaluates `task->stack[0]` and not `stack`. */

/** Part of a line: from column `start` up to, not including, `end`, both from 0. */
export interface ExpressionSpan {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const WORD = /[A-Za-z_$][\w$]*/y;

/**
 * The expression to evaluate for column `column` of a line of C, C++, Rust or assembly; undefined on blanks, comments,
 * strings, numbers and keywords. On a name within a chain it is the chain up to that name; on a `*` or `&` before a name,
 * the whole operand with it. Calls are never part of it: hovering must not run code.
 */
export function expressionAt(line: string, column: number): ExpressionSpan | undefined {
  const code = blankOut(line);
  const character = code[column];
  if (character === undefined) return undefined;
  if (character === '*' || character === '&') return operandAfter(line, code, column);
  const word = wordAt(code, column);
  if (word === undefined || isNoValue(code, word)) return undefined;
  return spanOf(line, chainStart(code, word.start), word.end);
}

/** The line with comments and literals replaced by blanks of the same length. */
function blankOut(line: string): string {
  return line.replace(/\/\/.*|\/\*.*?(\*\/|$)|"(\\.|[^"\\])*("|$)|'(\\.|[^'\\])'|(?<![\w$])\d[\w.]*/g, (match) =>
    ' '.repeat(match.length),
  );
}

function wordAt(code: string, column: number): ExpressionSpan | undefined {
  let start = column;
  while (start > 0 && /[\w$]/.test(code[start - 1]!)) start--;
  WORD.lastIndex = start;
  const match = WORD.exec(code);
  return match === null || column >= WORD.lastIndex ? undefined : { start, end: WORD.lastIndex, text: match[0] };
}

const KEYWORDS = new Set(
  (
    'alignas alignof as asm async auto bool break case catch char class const constexpr continue crate decltype default ' +
    'defer delete do double else enum explicit extern false float fn for friend goto if impl import in inline int let ' +
    'long loop match mod move mut namespace new noexcept nullptr operator private protected pub public ref register ' +
    'return short signed sizeof static static_assert struct super switch template throw trait true try type typedef ' +
    'typename union unsafe unsigned use using virtual void volatile where while'
  ).split(' '),
);

function isNoValue(code: string, word: ExpressionSpan): boolean {
  const isCall = /^\s*\(/.test(code.slice(word.end));
  return KEYWORDS.has(word.text) || isCall || /^\s*#/.test(code);
}

/** Walks left from a name over `.`, `->`, `::` and the subscripts between them to where its chain begins. */
function chainStart(code: string, nameStart: number): number {
  let start = nameStart;
  while (true) {
    const end = beforeBlanks(code, start);
    const joint = code[end - 1] === '.' ? '.' : code.slice(Math.max(0, end - 2), end);
    if (joint !== '.' && joint !== '->' && joint !== '::') return start;
    const before = primaryStart(code, end - joint.length);
    // `::name` with nothing before it is C++'s global scope; `).name` is a call or cast, which hovering leaves alone.
    if (before === undefined) return joint === '::' ? end - joint.length : start;
    start = before;
  }
}

/** Where the name or subscripted name that ends at `end` begins. */
function primaryStart(code: string, end: number): number | undefined {
  let at = beforeBlanks(code, end);
  while (code[at - 1] === ']') {
    const open = openingBracket(code, at - 1);
    if (open === undefined) return undefined;
    at = beforeBlanks(code, open);
  }
  return wordAt(code, at - 1)?.start;
}

function beforeBlanks(code: string, end: number): number {
  let at = end;
  while (/\s/.test(code[at - 1] ?? '')) at--;
  return at;
}

function openingBracket(code: string, close: number): number | undefined {
  let depth = 0;
  for (let i = close; i >= 0; i--) {
    if (code[i] === ']') depth++;
    if (code[i] === '[' && --depth === 0) return i;
  }
  return undefined;
}

/** `*p->next` for a pointer on its star, where the star is unary. */
function operandAfter(line: string, code: string, column: number): ExpressionSpan | undefined {
  const before = code.slice(0, column).trimEnd();
  const binary = /[\w$)\]]$/.test(before) && !/\b(return|case|else|in)$/.test(before);
  const doubled = code[column] === '&' && (code[column + 1] === '&' || code[column - 1] === '&');
  if (binary || doubled) return undefined;
  const operators = /^[*&\s]*/.exec(code.slice(column))![0].length;
  const end = chainEnd(code, column + operators);
  return end === undefined ? undefined : spanOf(line, column, end);
}

/** Walks right from the first name over members and subscripts. */
function chainEnd(code: string, start: number): number | undefined {
  WORD.lastIndex = start;
  const first = WORD.exec(code);
  if (first === null || KEYWORDS.has(first[0])) return undefined;
  const chain = /(?:\s*(?:\.|->|::)\s*[A-Za-z_$][\w$]*|\[[^[\]]*\])*/y;
  chain.lastIndex = WORD.lastIndex;
  chain.exec(code);
  const end = chain.lastIndex;
  return /^\s*\(/.test(code.slice(end)) ? undefined : end;
}

function spanOf(line: string, start: number, end: number): ExpressionSpan {
  return { start, end, text: line.slice(start, end) };
}
