/**
 * Parts of a demangled name and how they print. A C++ declarator wraps around its name (`int (*)[4]`), so every part
 * prints as text to the left and text to the right of it.
 */

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  /** A standard abbreviation; constructors need its class name. */
  | { readonly kind: 'abbreviation'; readonly text: string; readonly full: string; readonly last: string }
  | { readonly kind: 'nested'; readonly scope: Node; readonly name: Node }
  | { readonly kind: 'template'; readonly base: Node; readonly args: readonly Node[] }
  | { readonly kind: 'pointer'; readonly sign: '*' | '&' | '&&'; readonly target: Node }
  | { readonly kind: 'qualified'; readonly target: Node; readonly qualifier: string }
  | { readonly kind: 'array'; readonly element: Node; readonly size: Node }
  | {
      readonly kind: 'function';
      readonly result: Node | undefined;
      readonly parameters: readonly Node[];
      readonly suffix: string;
    }
  | { readonly kind: 'memberPointer'; readonly owner: Node; readonly target: Node }
  | { readonly kind: 'encoding'; readonly name: Node; readonly type: Node & { readonly kind: 'function' } }
  /** An argument pack; prints the element that the enclosing expansion is at. */
  | { readonly kind: 'pack'; readonly elements: readonly Node[] }
  | { readonly kind: 'expansion'; readonly pattern: Node }
  /** A template parameter named before its arguments are known (conversion operators). */
  | { readonly kind: 'forward'; target: Node | undefined }
  | { readonly kind: 'sequence'; readonly parts: readonly (Node | string)[] }
  | { readonly kind: 'list'; readonly items: readonly Node[] };

export const text = (value: string): Node => ({ kind: 'text', text: value });
export const sequence = (...parts: (Node | string)[]): Node => ({ kind: 'sequence', parts });

/** Nodes printed at most: a substitution can double its text with two letters. */
const PRINT_BUDGET = 20_000;
/** Text at most, in characters. */
const LENGTH_LIMIT = 100_000;

export class Printer {
  private budget = PRINT_BUDGET;
  private packIndex: number | undefined;
  /** How long the pack is that the innermost expansion met. */
  private packLength: number | undefined;

  /** The whole text, or `undefined` when it grows beyond reason. */
  run(node: Node): string | undefined {
    const result = this.print(node);
    return this.budget > 0 && result.length < LENGTH_LIMIT ? result : undefined;
  }

  private print(node: Node): string {
    const left = this.left(node);
    return left + this.right(node);
  }

  private left(node: Node): string {
    if (--this.budget < 0) return '';
    switch (node.kind) {
      case 'text':
      case 'abbreviation':
        return node.text;
      case 'nested':
        return `${this.print(node.scope)}::${this.print(node.name)}`;
      case 'template':
        return this.template(node);
      case 'pointer':
        return this.pointer(node);
      case 'qualified':
        return this.left(node.target) + (unwrap(node.target)?.kind === 'function' ? '' : node.qualifier);
      case 'array':
        return this.left(node.element);
      case 'function':
        return node.result === undefined ? '' : `${this.left(node.result)} `;
      case 'memberPointer':
        return this.wrapLeft(node.target, `${this.print(node.owner)}::*`, ' ');
      case 'encoding': {
        const result = node.type.result === undefined ? '' : `${this.left(node.type.result)} `;
        return result + this.print(node.name) + this.right(node.type);
      }
      case 'pack':
        return this.pack(node, (element) => this.left(element));
      case 'expansion':
        return this.expansion(node.pattern);
      case 'forward':
        return node.target === undefined ? '' : this.left(node.target);
      case 'sequence':
        return node.parts.map((part) => (typeof part === 'string' ? part : this.print(part))).join('');
      case 'list':
        return this.joined(node.items);
    }
  }

  private right(node: Node): string {
    if (--this.budget < 0) return '';
    switch (node.kind) {
      case 'pointer': {
        const { target } = collapsed(node, this.current);
        const closing = wraps(target, this.current) ? ')' : '';
        return closing + this.inside(target !== node.target, () => this.right(target));
      }
      case 'memberPointer':
        return wraps(node.target, this.current) ? `)${this.right(node.target)}` : this.right(node.target);
      case 'qualified':
        return this.right(node.target) + (unwrap(node.target)?.kind === 'function' ? node.qualifier : '');
      case 'array': {
        const rest = this.right(node.element);
        return ` [${this.print(node.size)}]${rest.startsWith(' [') ? rest.slice(1) : rest}`;
      }
      case 'function':
        return `(${this.joined(node.parameters)})${node.suffix}${node.result === undefined ? '' : this.right(node.result)}`;
      case 'pack':
        return this.pack(node, (element) => this.right(element));
      case 'forward':
        return node.target === undefined ? '' : this.right(node.target);
      case 'text':
      case 'abbreviation':
      case 'nested':
      case 'template':
      case 'encoding':
      case 'expansion':
      case 'sequence':
      case 'list':
        return '';
    }
  }

  /** What a pack stands for just now; other nodes stand for themselves. */
  private readonly current = (node: Node): Node => {
    if (node.kind === 'forward' && node.target !== undefined) return this.current(node.target);
    if (node.kind !== 'pack') return node;
    this.packLength ??= node.elements.length;
    return node.elements[this.packIndex ?? 0] ?? node;
  };

  private pointer(node: Node & { readonly kind: 'pointer' }): string {
    const { sign, target } = collapsed(node, this.current);
    return this.inside(target !== node.target, () => this.wrapLeft(target, sign, ''));
  }

  /** Prints what was reached through a pack: packs inside it are its own and do not take part in this expansion. */
  private inside(isElement: boolean, print: () => string): string {
    if (!isElement) return print();
    const outer = { index: this.packIndex, length: this.packLength };
    this.packIndex = undefined;
    const result = print();
    this.packIndex = outer.index;
    this.packLength = outer.length;
    return result;
  }

  /** `sign` after the left side of the target, in parentheses around functions and arrays. */
  private wrapLeft(target: Node, sign: string, gap: string): string {
    const left = this.left(target);
    if (!wraps(target, this.current)) return left + gap + sign;
    const shown = unwrap(this.current(target));
    return `${left}${shown?.kind === 'array' && !left.endsWith(' ') ? ' ' : ''}(${sign}`;
  }

  private template(node: Node & { readonly kind: 'template' }): string {
    const base = this.print(node.base);
    const args = this.joined(node.args);
    return `${base}${base.endsWith('<') ? ' ' : ''}<${args}${args.endsWith('>') ? ' ' : ''}>`;
  }

  private joined(nodes: readonly Node[]): string {
    return nodes
      .map((node) => ({ node, shown: this.printItem(node) }))
      .filter(({ node, shown }) => shown !== '' || !(node.kind === 'pack' || node.kind === 'expansion'))
      .map(({ shown }) => shown)
      .join(', ');
  }

  /** A list's item: a pack outside an expansion stands for all its elements. */
  private printItem(node: Node): string {
    return node.kind === 'pack' && this.packIndex === undefined ? this.joined(node.elements) : this.print(node);
  }

  private pack(node: Node & { readonly kind: 'pack' }, print: (element: Node) => string): string {
    this.packLength ??= node.elements.length;
    if (this.packIndex === undefined) return node.elements.map(print).join(', ');
    const element = node.elements[this.packIndex];
    return element === undefined ? '' : this.inside(true, () => print(element));
  }

  /** Prints the pattern once for each element of the pack in it. */
  private expansion(pattern: Node): string {
    const outer = { index: this.packIndex, length: this.packLength };
    this.packIndex = 0;
    this.packLength = undefined;
    const items = [this.print(pattern)];
    const length: number | undefined = this.measured();
    for (let i = 1; i < (length ?? 1) && this.budget > 0; i++) {
      this.packIndex = i;
      items.push(this.print(pattern));
    }
    this.packIndex = outer.index;
    this.packLength = outer.length;
    if (length === 0) return '';
    return length === undefined ? `${items[0]!}...` : items.join(', ');
  }

  /** Apart from `expansion`, so that the compiler does not take the length for still unset. */
  private measured(): number | undefined {
    return this.packLength;
  }
}

/** Reference collapsing: `T& &&` is `T&` ([dcl.ref]). */
function collapsed(
  node: Node & { readonly kind: 'pointer' },
  current: (node: Node) => Node,
): { sign: string; target: Node } {
  let sign: string = node.sign;
  let target = current(node.target);
  while (sign !== '*' && target.kind === 'pointer' && target.sign !== '*') {
    if (target.sign === '&') sign = '&';
    target = current(target.target);
  }
  return { sign, target };
}

function unwrap(node: Node): Node | undefined {
  let inner = node;
  while (inner.kind === 'qualified') inner = inner.target;
  return inner;
}

function wraps(node: Node, current: (node: Node) => Node): boolean {
  const inner = unwrap(current(node));
  return inner?.kind === 'function' || inner?.kind === 'array';
}
