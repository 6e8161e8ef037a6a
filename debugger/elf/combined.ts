/** Several images of one run, such as those of the two security states, as one file: what stands where, and what it is called. */
import type { ElfFile } from './elf-file.js';
import { SymbolTable } from './symbols.js';

/** Name, entry and build attributes are those of the first one, and its symbols come first where names are equal. */
export function combineElf(first: ElfFile, others: readonly ElfFile[]): ElfFile {
  if (others.length === 0) return first;
  const all = [first, ...others];
  return {
    name: first.name,
    entry: first.entry,
    entryIsThumb: first.entryIsThumb,
    flags: first.flags,
    attributes: first.attributes,
    segments: all.flatMap(({ segments }) => segments),
    sections: all.flatMap(({ sections }) => sections),
    symbols: combinedSymbols(all),
    section: (name) => firstOf(all, (elf) => elf.section(name)),
    read: (address, size) => firstOf(all, (elf) => elf.read(address, size)),
  };
}

function combinedSymbols(all: readonly ElfFile[]): SymbolTable {
  const tables = all.map(({ symbols }) => symbols);
  const mappings = tables.flatMap((table) => table.mappings).sort((a, b) => a.address - b.address);
  return new SymbolTable(
    tables.flatMap((table) => table.all),
    mappings,
    tables.flatMap(({ files }) => files),
  );
}

function firstOf<T>(all: readonly ElfFile[], ask: (elf: ElfFile) => T | undefined): T | undefined {
  for (const elf of all) {
    const answer = ask(elf);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
