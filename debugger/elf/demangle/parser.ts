/** Reads mangled C++ names by the grammar of the Itanium C++ ABI, section 5.1. Expressions are in expressions.ts. */
import { readCompoundType } from './compound-types.js';
import { readExpression, readLiteral } from './expressions.js';
import { lastName } from './last-name.js';
import { type MangledReader, Unreadable } from './mangled-reader.js';
import { type Node, sequence, text } from './nodes.js';
import { readSpecial } from './special-names.js';
import { ABBREVIATIONS, BUILTIN_TYPES, OPERATORS } from './tables.js';

/** Nesting at most; real names stay far below. */
const DEPTH_LIMIT = 192;

/** A name and what the encoding needs to know of it. */
interface ReadName {
  readonly node: Node;
  /** Ends in template arguments, so the function's type starts with its result. */
  readonly isTemplate: boolean;
  /** A constructor, destructor or conversion has no result to print. */
  readonly hasNoResult: boolean;
  /** ` const`, ` &` after a member function's parameters. */
  readonly suffix: string;
}

export class Parser implements MangledReader {
  position = 0;
  private depth = 0;
  private readonly substitutions: Node[] = [];
  private templateArguments: readonly Node[] = [];
  private forwards: { readonly index: number; readonly node: Node & { kind: 'forward' } }[] = [];
  private inConversion = false;
  private lambdaDepth = 0;

  readonly input: string;

  constructor(input: string) {
    this.input = input;
  }

  peek(ahead = 0): string {
    return this.input[this.position + ahead] ?? '';
  }

  take(expected: string): boolean {
    if (!this.input.startsWith(expected, this.position)) return false;
    this.position += expected.length;
    return true;
  }

  expect(expected: string): void {
    if (!this.take(expected)) throw new Unreadable();
  }

  nested<T>(read: () => T): T {
    if (++this.depth > DEPTH_LIMIT) throw new Unreadable();
    const result = read();
    this.depth--;
    return result;
  }

  /** <encoding>; an inner one shows no result. */
  encoding(top: boolean): Node {
    return this.nested(() => {
      if (this.peek() === 'T' || (this.peek() === 'G' && 'VRT'.includes(this.peek(1)))) return readSpecial(this);
      const name = this.name();
      if (this.atEncodingEnd()) return name.suffix === '' ? name.node : sequence(name.node, name.suffix);
      const hasResult = name.isTemplate && !name.hasNoResult;
      const result = hasResult ? this.type() : undefined;
      const parameters = this.parameters();
      const type = { kind: 'function', result: top ? result : undefined, parameters, suffix: name.suffix } as const;
      return { kind: 'encoding', name: name.node, type };
    });
  }

  private atEncodingEnd(): boolean {
    const next = this.peek();
    return next === '' || next === 'E' || next === '.' || next === '_';
  }

  /** Parameter types up to the end of the encoding; `v` alone is none. */
  parameters(): Node[] {
    if (this.take('v')) return [];
    const parameters: Node[] = [];
    do parameters.push(this.type());
    while (
      !this.atEncodingEnd() &&
      !(this.peek() === 'R' && this.peek(1) === 'E') &&
      !(this.peek() === 'O' && this.peek(1) === 'E')
    );
    return parameters;
  }

  /** <name>. */
  private name(): ReadName {
    if (this.peek() === 'N') return this.nestedName();
    if (this.peek() === 'Z') return this.localName();
    if (this.peek() === 'S' && this.peek(1) !== 't') {
      const base = this.substitution();
      return { node: this.withArguments(base), isTemplate: true, hasNoResult: false, suffix: '' };
    }
    const isStd = this.take('St');
    const { node: last, hasNoResult } = this.unqualifiedName(undefined);
    const node: Node = isStd ? { kind: 'nested', scope: text('std'), name: last } : last;
    if (this.peek() !== 'I') return { node, isTemplate: false, hasNoResult, suffix: '' };
    this.substitutions.push(node);
    return { node: this.withArguments(node, true), isTemplate: true, hasNoResult, suffix: '' };
  }

  private nestedName(): ReadName {
    this.expect('N');
    const suffix = this.qualifiers() + (this.take('R') ? ' &' : this.take('O') ? ' &&' : '');
    let node: Node | undefined;
    let isTemplate = false;
    let hasNoResult = false;
    while (!this.take('E')) {
      const next = this.peek();
      isTemplate = false;
      if (next === 'S' && this.peek(1) !== 't') {
        node = this.substitution('CD'.includes(this.peekAfterSubstitution()));
        continue;
      }
      if (next === 'I') {
        if (node === undefined) throw new Unreadable();
        node = { kind: 'template', base: node, args: this.templateArgs(true) };
        isTemplate = true;
      } else if (next === 'T') node = this.templateParameter();
      else if (next === 'D' && 'tT'.includes(this.peek(1))) node = this.decltype();
      else if (this.take('M')) continue;
      else {
        if (node === undefined && this.take('St')) {
          node = text('std');
          continue;
        }
        const part = this.unqualifiedName(node);
        hasNoResult = part.hasNoResult;
        node = node === undefined ? part.node : { kind: 'nested', scope: node, name: part.node };
      }
      if (this.peek() !== 'E') this.substitutions.push(node);
    }
    if (node === undefined) throw new Unreadable();
    return { node, isTemplate, hasNoResult, suffix };
  }

  private peekAfterSubstitution(): string {
    const next = this.peek(1);
    return next in ABBREVIATIONS ? this.peek(2) : '-';
  }

  private localName(): ReadName {
    this.expect('Z');
    const scope = this.encoding(false);
    this.expect('E');
    if (this.take('s')) {
      this.discriminator();
      return { node: sequence(scope, '::string literal'), isTemplate: false, hasNoResult: false, suffix: '' };
    }
    if (this.take('d')) {
      // The scope of a default argument: `f(int)::{default arg#1}::{lambda()#1}`.
      const number = this.peek() === '_' ? 0 : this.number() + 1;
      this.expect('_');
      const inner = this.name();
      return {
        ...inner,
        node: { kind: 'nested', scope: sequence(scope, `::{default arg#${number + 1}}`), name: inner.node },
      };
    }
    const entity = this.name();
    this.discriminator();
    return { ...entity, node: { kind: 'nested', scope, name: entity.node } };
  }

  private discriminator(): void {
    if (this.take('__')) {
      this.number();
      this.expect('_');
    } else if (this.peek() === '_' && /\d/.test(this.peek(1))) this.position += 2;
  }

  /** <unqualified-name> with its ABI tags. `scope` is what a constructor is named after. */
  private unqualifiedName(scope: Node | undefined): { node: Node; hasNoResult: boolean } {
    this.take('L');
    const next = this.peek();
    let hasNoResult = false;
    let node: Node;
    if (/\d/.test(next)) node = text(this.sourceName());
    else if (next === 'C' && /[1-5I]/.test(this.peek(1))) {
      const inheriting = this.peek(1) === 'I';
      this.position += inheriting ? 3 : 2;
      if (inheriting) this.type();
      node = text(lastName(scope));
      hasNoResult = true;
    } else if (next === 'D' && /[0-5]/.test(this.peek(1))) {
      this.position += 2;
      node = text(`~${lastName(scope)}`);
      hasNoResult = true;
    } else if (this.take('DC')) {
      const names: string[] = [];
      while (!this.take('E')) names.push(this.sourceName());
      node = text(`[${names.join(', ')}]`);
    } else if (next === 'U') node = this.unnamed();
    else {
      hasNoResult = next === 'c' && this.peek(1) === 'v';
      node = this.operatorName();
    }
    while (this.take('B')) node = sequence(node, `[abi:${this.sourceName()}]`);
    return { node, hasNoResult };
  }

  private unnamed(): Node {
    if (this.take('Ut')) {
      const number = this.peek() === '_' ? 1 : this.number() + 2;
      this.expect('_');
      return text(`{unnamed type#${number}}`);
    }
    this.expect('Ul');
    this.lambdaDepth++;
    const parameters = this.take('v') ? [] : this.until('E', () => this.type());
    if (parameters.length === 0) this.take('E');
    this.lambdaDepth--;
    const number = this.peek() === '_' ? 1 : this.number() + 2;
    this.expect('_');
    return sequence('{lambda(', { kind: 'list', items: parameters }, `)#${number}}`);
  }

  private operatorName(): Node {
    const code = this.peek() + this.peek(1);
    if (code === 'cv') {
      this.position += 2;
      const outer = this.inConversion;
      this.inConversion = true;
      const type = this.type();
      this.inConversion = outer;
      return sequence('operator ', type);
    }
    if (code === 'li') {
      this.position += 2;
      return text(`operator"" ${this.sourceName()}`);
    }
    const operator = OPERATORS[code];
    if (operator === undefined) throw new Unreadable();
    this.position += 2;
    const name = operator.text.trimEnd();
    return text(`operator${/^[a-z]/.test(name) ? ' ' : ''}${name}`);
  }

  sourceName(): string {
    const length = this.number();
    const name = this.input.slice(this.position, this.position + length);
    if (length <= 0 || name.length < length) throw new Unreadable();
    this.position += length;
    return /^_GLOBAL_[._$]N/.test(name) ? '(anonymous namespace)' : name;
  }

  number(): number {
    const match = /^n?\d{1,9}/.exec(this.input.slice(this.position, this.position + 11));
    if (match === null) throw new Unreadable();
    this.position += match[0].length;
    return match[0].startsWith('n') ? -Number(match[0].slice(1)) : Number(match[0]);
  }

  /** <seq-id> `_`: nothing is 0, `0` is 1, … in base 36. */
  sequenceId(): number {
    const match = /^[0-9A-Z]{0,5}_/.exec(this.input.slice(this.position, this.position + 7));
    if (match === null) throw new Unreadable();
    this.position += match[0].length;
    return match[0] === '_' ? 0 : parseInt(match[0], 36) + 1;
  }

  private substitution(fullForm = false): Node {
    this.expect('S');
    const abbreviation = ABBREVIATIONS[this.peek()];
    if (abbreviation === undefined) {
      const node = this.substitutions[this.sequenceId()];
      if (node === undefined) throw new Unreadable();
      return node;
    }
    this.position++;
    let node: Node = { kind: 'abbreviation', ...abbreviation, text: fullForm ? abbreviation.full : abbreviation.text };
    if (this.peek() === 'B') {
      while (this.take('B')) node = sequence(node, `[abi:${this.sourceName()}]`);
      this.substitutions.push(node);
    }
    return node;
  }

  /** Template arguments after a substitution or a template's name, if they follow. */
  private withArguments(base: Node, remember = false): Node {
    return this.peek() === 'I' ? { kind: 'template', base, args: this.templateArgs(remember) } : base;
  }

  /** <template-args>. Those of the encoding's own name are what `T_` stands for. */
  templateArgs(remember: boolean): readonly Node[] {
    return this.nested(() => {
      this.expect('I');
      const args = this.until('E', () => this.templateArgument());
      if (remember) {
        this.templateArguments = args;
        for (const { index, node } of this.forwards) node.target = args[index];
        this.forwards = [];
      }
      return args;
    });
  }

  templateArgument(): Node {
    return this.nested(() => {
      if (this.take('X')) {
        const value = readExpression(this);
        this.expect('E');
        return value;
      }
      if (this.peek() === 'L') return readLiteral(this);
      // GCC's old ABIs wrote packs with `I`.
      if (this.take('J') || this.take('I'))
        return { kind: 'pack', elements: this.until('E', () => this.templateArgument()) };
      return this.type();
    });
  }

  until(end: string, read: () => Node): Node[] {
    const nodes: Node[] = [];
    while (!this.take(end)) nodes.push(read());
    return nodes;
  }

  templateParameter(): Node {
    this.expect('T');
    const index = this.sequenceIdDecimal();
    const known = this.templateArguments[index];
    if (this.lambdaDepth > 0) return text(`auto:${index + 1}`);
    if (known !== undefined && !this.inConversion) return known;
    if (!this.inConversion) throw new Unreadable();
    const node: Node & { kind: 'forward' } = { kind: 'forward', target: known };
    this.forwards.push({ index, node });
    return node;
  }

  private sequenceIdDecimal(): number {
    if (this.take('_')) return 0;
    const index = this.number() + 1;
    this.expect('_');
    return index;
  }

  decltype(): Node {
    this.position += 2;
    const node = sequence('decltype (', readExpression(this), ')');
    this.expect('E');
    return node;
  }

  /** <CV-qualifiers>, in the order in which they print: the last letter first. */
  qualifiers(): string {
    let text = '';
    while ('rVK'.includes(this.peek() || '-')) {
      text = { r: ' __restrict', V: ' volatile', K: ' const' }[this.peek() as 'r' | 'V' | 'K'] + text;
      this.position++;
    }
    return text;
  }

  /** <type>; all but built-in types become substitutions. */
  type(): Node {
    return this.nested(() => {
      const next = this.peek();
      const two = next + this.peek(1);
      const builtin = BUILTIN_TYPES[next] ?? BUILTIN_TYPES[two];
      if (builtin !== undefined) {
        this.position += next in BUILTIN_TYPES ? 1 : 2;
        return text(builtin);
      }
      if (next === 'S' && this.peek(1) !== 't') {
        const base = this.substitution();
        return this.peek() === 'I' ? this.remember(this.withArguments(base)) : base;
      }
      if (next === 'T' && !/[sue]/.test(this.peek(1))) {
        const parameter = this.remember(this.templateParameter());
        return this.peek() === 'I' && !this.inConversion ? this.remember(this.withArguments(parameter)) : parameter;
      }
      return this.remember(readCompoundType(this, next));
    });
  }

  /** A class or enumeration: its template arguments are not what `T_` stands for in the encoding. */
  className(): Node {
    const outer = this.templateArguments;
    const { node } = this.name();
    this.templateArguments = outer;
    return node;
  }

  /** A name of which nothing more needs to be known. */
  namePart(): Node {
    return this.name().node;
  }

  private remember(node: Node): Node {
    this.substitutions.push(node);
    return node;
  }
}
