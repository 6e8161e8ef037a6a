/** The symbol table: by name and by address, with Arm's mapping symbols (AAELF32, 5.5.5) kept apart. */
import { demangle } from './demangle/index.js';

export interface ElfSymbol {
  /** As written in the file; mangled for C++. */
  readonly name: string;
  /** Bit 0 cleared for functions. */
  readonly address: number;
  readonly size: number;
  readonly kind: 'function' | 'object' | 'label' | 'tls';
  readonly binding: 'local' | 'global' | 'weak';
  /** Functions only: entered in Thumb state. */
  readonly isThumb: boolean;
  /** Absolute symbols, such as a linker script's constants, belong to no section. */
  readonly sectionIndex: number;
  readonly isAbsolute: boolean;
  /** The source file that a local symbol comes from, as its STT_FILE symbol says. */
  readonly file?: string;
}

/** From `address` on, until the next mapping symbol: instructions or data. */
export interface MappingSymbol {
  readonly address: number;
  readonly content: 'thumb' | 'arm' | 'data';
}

export interface SymbolAt {
  readonly symbol: ElfSymbol;
  /** How far the address is into the symbol. */
  readonly offset: number;
}

const RANK = { global: 0, weak: 1, local: 2 } as const;
const KIND_RANK = { function: 0, object: 0, tls: 1, label: 2 } as const;

export class SymbolTable {
  private readonly byAddress: readonly ElfSymbol[];
  private names: Map<string, ElfSymbol[]> | undefined;
  private demangledNames: Map<string, ElfSymbol[]> | undefined;
  private readonly demangled = new Map<string, string>();

  /** All functions, objects and labels in file order. */
  readonly all: readonly ElfSymbol[];
  /** Sorted by address. */
  readonly mappings: readonly MappingSymbol[];
  /** Names of all source files (STT_FILE). */
  readonly files: readonly string[];

  constructor(all: readonly ElfSymbol[], mappings: readonly MappingSymbol[], files: readonly string[]) {
    this.all = all;
    this.mappings = mappings;
    this.files = files;
    // Better names come first at one address: with a size, then functions and objects, then global before local.
    this.byAddress = all
      .filter((symbol) => !symbol.isAbsolute && symbol.kind !== 'tls')
      .sort(
        (a, b) =>
          a.address - b.address ||
          Number(b.size > 0) - Number(a.size > 0) ||
          KIND_RANK[a.kind] - KIND_RANK[b.kind] ||
          RANK[a.binding] - RANK[b.binding],
      );
  }

  /** The symbol of exactly that name, global before weak before local; C++ names may be given demangled. */
  named(name: string): ElfSymbol | undefined {
    return this.allNamed(name)[0];
  }

  /** Every symbol of that name; locals of different files may share one. */
  allNamed(name: string): readonly ElfSymbol[] {
    this.names ??= group(this.all, (symbol) => symbol.name);
    const exact = this.names.get(name);
    if (exact !== undefined) return exact;
    this.demangledNames ??= group(
      this.all.filter((symbol) => symbol.name.startsWith('_Z')),
      (symbol) => this.readableName(symbol),
    );
    const full = this.demangledNames.get(name);
    if (full !== undefined) return full;
    return name.includes('(') ? [] : this.withoutParameters(name);
  }

  /** `ns::f` for every overload `ns::f(…)`. */
  private withoutParameters(name: string): readonly ElfSymbol[] {
    const found: ElfSymbol[] = [];
    for (const [full, symbols] of this.demangledNames ?? []) if (full.startsWith(`${name}(`)) found.push(...symbols);
    return found;
  }

  /** The function or object that covers the address; labels and symbols of size 0 reach to the next symbol. */
  at(address: number): SymbolAt | undefined {
    return this.find(address, () => true);
  }

  functionAt(address: number): SymbolAt | undefined {
    return this.find(address, (symbol) => symbol.kind === 'function');
  }

  objectAt(address: number): SymbolAt | undefined {
    return this.find(address, (symbol) => symbol.kind === 'object');
  }

  /** What the mapping symbols say about the address; `undefined` before the first one. */
  contentAt(address: number): MappingSymbol['content'] | undefined {
    return this.mappings[lastAtOrBelow(this.mappings, address)]?.content;
  }

  /** The name as people read it: demangled, with the suffixes of compilers spelled out. */
  readableName(symbol: ElfSymbol): string {
    let text = this.demangled.get(symbol.name);
    if (text === undefined) {
      text = demangle(symbol.name) ?? symbol.name;
      this.demangled.set(symbol.name, text);
    }
    return text;
  }

  private find(address: number, wanted: (symbol: ElfSymbol) => boolean): SymbolAt | undefined {
    let nearest: ElfSymbol | undefined;
    let i = lastAtOrBelow(this.byAddress, address);
    // Sized symbols may nest (an alias inside an object), so look back a bounded way for one that covers the address.
    for (let steps = 0; i >= 0 && steps < 256; i--, steps++) {
      const symbol = this.byAddress[i]!;
      if (!wanted(symbol)) continue;
      const first = this.firstOfAddress(i, wanted);
      if (first.size > 0 && address - first.address < first.size)
        return { symbol: first, offset: address - first.address };
      if (first.size === 0) nearest ??= first;
    }
    if (nearest === undefined || this.sizedBetween(nearest.address, address)) return undefined;
    return { symbol: nearest, offset: address - nearest.address };
  }

  /** The best wanted symbol at the address of the one at `index`. */
  private firstOfAddress(index: number, wanted: (symbol: ElfSymbol) => boolean): ElfSymbol {
    const { address } = this.byAddress[index]!;
    let best = this.byAddress[index]!;
    for (let i = index; i >= 0 && this.byAddress[i]!.address === address; i--) {
      if (wanted(this.byAddress[i]!)) best = this.byAddress[i]!;
    }
    return best;
  }

  /** Whether a symbol with a size starts between: then a label before it does not reach the address. */
  private sizedBetween(start: number, end: number): boolean {
    for (let i = lastAtOrBelow(this.byAddress, end); i >= 0; i--) {
      const symbol = this.byAddress[i]!;
      if (symbol.address <= start) return false;
      if (symbol.size > 0) return true;
    }
    return false;
  }
}

function group(symbols: readonly ElfSymbol[], key: (symbol: ElfSymbol) => string): Map<string, ElfSymbol[]> {
  const groups = new Map<string, ElfSymbol[]>();
  for (const symbol of symbols) {
    const name = key(symbol);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [symbol]);
    else group.push(symbol);
  }
  for (const list of groups.values()) list.sort((a, b) => RANK[a.binding] - RANK[b.binding]);
  return groups;
}

/** Index of the last row at or below `address`, -1 when there is none. */
function lastAtOrBelow(rows: readonly { readonly address: number }[], address: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]!.address <= address) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
