/** What never changes while a program is debugged: its files, debug information, symbols, rules for unwinding. */
import { openDebugInformationOf, type DebugView } from '../dwarf/index.js';
import { combineElf, type ElfFile } from '../elf/index.js';
import { programFrames, type FrameInformation } from '../unwind/index.js';

/** A symbol without a size names what follows it only so far. */
const UNSIZED_REACH = 4096;

export class Program {
  /** All images as one. */
  readonly elf: ElfFile;
  readonly debug: DebugView;
  readonly information: FrameInformation;

  constructor(first: ElfFile, others: readonly ElfFile[]) {
    this.elf = combineElf(first, others);
    this.debug = openDebugInformationOf(first, others);
    this.information = programFrames(this.debug, this.elf.symbols);
  }

  /** The symbol around an address, for `<main+4>`. */
  symbolAt(address: number): { readonly name: string; readonly offsetBytes: number } | undefined {
    const { symbols, sections } = this.elf;
    // Labels at the end of a section do not name what lies behind it.
    const isInside = sections.some(
      (part) => part.allocated && address >= part.address && address - part.address < part.size,
    );
    const found = isInside ? symbols.at(address) : undefined;
    if (found === undefined || (found.symbol.size === 0 && found.offset > UNSIZED_REACH)) return undefined;
    return { name: symbols.readableName(found.symbol), offsetBytes: found.offset };
  }

  /** `main+4`, with hexadecimal offsets as in disassemblies. */
  symbolText(address: number): string | undefined {
    const found = this.symbolAt(address);
    if (found === undefined) return undefined;
    return found.offsetBytes === 0 ? found.name : `${found.name}+0x${found.offsetBytes.toString(16)}`;
  }

  /** Where the function around an address begins, by debug information or by symbol. */
  functionStart(pc: number): number | undefined {
    return this.debug.functionAt(pc)?.entryPc ?? this.information.functionAt(pc)?.start;
  }

  /** Where to stop for a function that a user's text names: past its prologue, and where it was inlined. */
  addressesOfFunction(name: string): readonly number[] {
    const known = this.debug.breakpointsOfFunction(name);
    if (known.length > 0) return known;
    const named = this.elf.symbols.allNamed(name);
    return named.filter(({ kind }) => kind === 'function').map(({ address }) => address);
  }
}
