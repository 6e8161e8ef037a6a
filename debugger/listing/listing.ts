/** The code of an ELF file, section by section, in the form of `objdump -d`: address, bytes, instruction, symbols as headings. */
import { disassembleRange, type RangeLine } from '../../emulator/index.js';
import { encodingsOf, type ElfFile, type ElfSymbol, type Section } from '../elf/index.js';

/** Lines without their ends. Needs no board and no machine; a stripped file has code without headings. */
export function* programListing(elf: ElfFile): Generator<string> {
  const code = elf.sections.filter(({ allocated, executable, bytes }) => allocated && executable && bytes.length > 0);
  for (const section of code) {
    yield `Disassembly of section ${section.name}:`;
    yield* sectionListing(elf, section);
  }
  if (code.length > 0) return;
  // Without section headers the segments are all that tells code from data.
  for (const { virtualAddress, bytes, executable } of elf.segments) {
    if (!executable) continue;
    yield 'Disassembly of an executable segment:';
    yield* rangeListing(elf, bytes, virtualAddress);
  }
}

function sectionListing(elf: ElfFile, section: Section): Generator<string> {
  return rangeListing(elf, section.bytes, section.address, section.index);
}

function* rangeListing(elf: ElfFile, bytes: Uint8Array, base: number, sectionIndex?: number): Generator<string> {
  const { symbols } = elf;
  const headings = headingsOf(elf, base, bytes.length, sectionIndex);
  const lines = disassembleRange(bytes, base, {
    instructionSet: encodingsOf(elf),
    isData: (address) => {
      const content = symbols.contentAt(address);
      return content === 'data' || content === 'arm';
    },
    symbolAt: (address) => symbolText(elf, address),
  });
  for (const line of lines) {
    for (const name of headings.get(line.address) ?? []) {
      yield '';
      yield `${hex8Digits(line.address)} <${name}>:`;
    }
    yield lineText(line, bytes.subarray(line.address - base, line.address - base + line.length));
  }
  yield '';
}

function headingsOf(elf: ElfFile, base: number, size: number, sectionIndex?: number): Map<number, string[]> {
  const inside = ({ address, kind, isAbsolute, sectionIndex: index }: ElfSymbol): boolean =>
    kind !== 'tls' &&
    !isAbsolute &&
    address >= base &&
    address < base + size &&
    (sectionIndex === undefined || index === sectionIndex);
  const headings = new Map<number, string[]>();
  for (const symbol of elf.symbols.all.filter(inside)) {
    headings.set(symbol.address, [...(headings.get(symbol.address) ?? []), elf.symbols.readableName(symbol)]);
  }
  return headings;
}

function symbolText({ symbols }: ElfFile, address: number): string | undefined {
  const found = symbols.at(address);
  if (found === undefined) return undefined;
  const name = symbols.readableName(found.symbol);
  return found.offset === 0 ? name : `${name}+0x${found.offset.toString(16)}`;
}

/** 32-bit instructions as two halfwords, in the order in which they are fetched. */
function lineText(line: RangeLine, bytes: Uint8Array): string {
  const byte = (i: number): string => (bytes[i] ?? 0).toString(16).padStart(2, '0');
  const half = (i: number): string => `${byte(i + 1)}${byte(i)}`;
  const words = line.length === 1 ? byte(0) : line.length === 2 ? half(0) : dataOrCode(line, half);
  return `${line.address.toString(16).padStart(8)}:\t${words.padEnd(9)}\t${line.text}`;
}

function dataOrCode({ kind }: RangeLine, half: (i: number) => string): string {
  return kind === 'data' ? `${half(2)}${half(0)}` : `${half(0)} ${half(2)}`;
}

function hex8Digits(address: number): string {
  return address.toString(16).padStart(8, '0');
}
