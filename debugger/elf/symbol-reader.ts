/** Reads `.symtab` into a SymbolTable. */
import type { Finding } from '../../base/index.js';
import { SHN, SHT, STB, STT, SYMBOL_SIZE } from './constants.js';
import type { Section } from './elf-file.js';
import { stringAt } from './sections.js';
import { type ElfSymbol, type MappingSymbol, SymbolTable } from './symbols.js';

const KINDS: Readonly<Record<number, ElfSymbol['kind']>> = {
  [STT.NOTYPE]: 'label',
  [STT.OBJECT]: 'object',
  [STT.FUNC]: 'function',
  [STT.TLS]: 'tls',
  [STT.ARM_TFUNC]: 'function',
};
const CONTENTS: Readonly<Record<string, MappingSymbol['content']>> = { t: 'thumb', a: 'arm', d: 'data' };

export function readSymbols(sections: readonly Section[], file: string, findings: Finding[]): SymbolTable {
  const table = sections.find((section) => section.type === SHT.SYMTAB);
  if (table === undefined) return new SymbolTable([], [], []);
  const names = sections[table.link]?.bytes ?? new Uint8Array();
  if (table.bytes.length % SYMBOL_SIZE !== 0 || names.length === 0) {
    findings.push({
      code: 'elf-bad-symbols',
      severity: 'warning',
      message: `The symbol table of ${file} is damaged, so names may be missing. Build the file again.`,
      where: file,
    });
  }
  const symbols: ElfSymbol[] = [];
  const mappings: MappingSymbol[] = [];
  const files: string[] = [];
  let currentFile: string | undefined;
  const view = new DataView(table.bytes.buffer, table.bytes.byteOffset, table.bytes.byteLength);
  for (let at = SYMBOL_SIZE; at + SYMBOL_SIZE <= table.bytes.length; at += SYMBOL_SIZE) {
    const name = stringAt(names, view.getUint32(at, true));
    const value = view.getUint32(at + 4, true);
    const info = view.getUint8(at + 12);
    const sectionIndex = view.getUint16(at + 14, true);
    const type = info & 15;
    if (type === STT.FILE) {
      currentFile = name === '' ? undefined : name;
      if (name !== '') files.push(name);
      continue;
    }
    const size = view.getUint32(at + 8, true);
    // Assemblers leave local commons without a type; a label with a size is an object all the same.
    const kind = type === STT.NOTYPE && size > 0 ? 'object' : KINDS[type];
    if (kind === undefined || name === '' || sectionIndex === SHN.UNDEF) continue;
    const mapping = type === STT.NOTYPE ? /^\$([tad])(?:\.|$)/.exec(name) : null;
    if (mapping !== null) {
      mappings.push({ address: value, content: CONTENTS[mapping[1]!]! });
      continue;
    }
    const binding = info >> 4 === STB.LOCAL ? 'local' : info >> 4 === STB.WEAK ? 'weak' : 'global';
    const isFunction = kind === 'function';
    symbols.push({
      name,
      address: isFunction ? (value & ~1) >>> 0 : value,
      size,
      kind,
      binding,
      isThumb: isFunction && ((value & 1) === 1 || type === STT.ARM_TFUNC),
      sectionIndex,
      isAbsolute: sectionIndex === SHN.ABS,
      ...(binding === 'local' && currentFile !== undefined ? { file: currentFile } : {}),
    });
  }
  mappings.sort((a, b) => a.address - b.address);
  return new SymbolTable(symbols, mappings, files);
}
