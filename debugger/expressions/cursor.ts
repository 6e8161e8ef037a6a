/** Where a parser stands in its tokens; shared by the parsers of expressions and of types. */
import type { CType } from '../types/c-type.js';
import { ExpressionError } from './context.js';
import { tokenize, type Token } from './tokens.js';

/** Parentheses, casts and operators may nest this deep. */
const MAX_DEPTH = 200;

/** What the parser must know of the program to tell types from values. */
export interface Names {
  findType(name: string): CType | undefined;
  isVariable(name: string): boolean;
}

export class Cursor {
  readonly names: Names;
  private readonly text: string;
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;

  constructor(text: string, names: Names) {
    this.text = text;
    this.tokens = tokenize(text);
    this.names = names;
  }

  /** The token `ahead` of the next one; the end repeats. */
  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)]!;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.at++;
    return token;
  }

  /** Whether the next token is this operator or word. */
  sees(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.text === text && (token.kind === 'operator' || token.kind === 'identifier');
  }

  accept(text: string): boolean {
    if (!this.sees(text)) return false;
    this.at++;
    return true;
  }

  expect(text: string): void {
    if (!this.accept(text)) this.syntaxError();
  }

  mark(): number {
    return this.at;
  }

  reset(mark: number): void {
    this.at = mark;
  }

  syntaxError(): never {
    const { column } = this.peek();
    throw new ExpressionError(`A syntax error in expression, near \`${this.text.slice(column)}'.`, column);
  }

  /** Runs one level deeper, so that no input exhausts the stack. */
  deeper<T>(parse: () => T): T {
    if (++this.depth > MAX_DEPTH) throw new ExpressionError('The expression is nested too deeply.', this.peek().column);
    const result = parse();
    this.depth--;
    return result;
  }

  /**
   * A qualified name from here, with C++ template arguments where the program knows a name that has them: `a::b`, `::g`,
   * `Buffer<int, 3>`, `'file.c'::x`. Undefined, and nothing consumed, if no name starts here.
   */
  qualifiedName(): string | undefined {
    let name = '';
    const start = this.mark();
    if (this.accept('::')) name = '::';
    while (true) {
      const token = this.peek();
      const quoted = token.kind === 'quotedName' && name === '';
      if (!quoted && token.kind !== 'identifier') {
        this.reset(start);
        return undefined;
      }
      this.next();
      // Quotes around anything but a file protect a name with strange characters: 'Buffer<int>::size'.
      name += quoted && !this.sees('::') ? token.text.slice(1, -1) : token.text;
      name += this.templateArguments(name) ?? '';
      if (!this.sees('::')) return name;
      const follows = this.peek(1).kind;
      if (follows !== 'identifier') return name;
      this.next();
      name += '::';
    }
  }

  /** The text of `<…>` if taking it makes a name that the program knows (or that goes on with `::`). */
  private templateArguments(prefix: string): string | undefined {
    if (!this.sees('<') || this.names.isVariable(prefix)) return undefined;
    const start = this.mark();
    let open = 0;
    do {
      const token = this.next();
      if (token.kind === 'end') break;
      if (token.text === '<') open++;
      if (token.text === '>') open--;
      if (token.text === '>>') open -= 2;
    } while (open > 0);
    const end = this.peek();
    const written = this.text.slice(this.tokens[start]!.column, end.column).trimEnd();
    const tidy = written.replace(/\s*([<>,*&])\s*/g, '$1').replaceAll(',', ', ');
    for (const spelling of [tidy, tidy.replace(/([\w>])([*&])/g, '$1 $2'), written]) {
      const name = prefix + spelling;
      if (open === 0 && (this.names.findType(name) !== undefined || this.names.isVariable(name))) return spelling;
    }
    if (open === 0 && this.sees('::')) return tidy;
    this.reset(start);
    return undefined;
  }
}
