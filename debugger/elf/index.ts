/** ELF executables for Arm: segments, sections, symbols, build attributes, readable C++ names. */
export { loadElf, type LoadedElf } from './load.js';
export { combineElf } from './combined.js';
export type { ElfFile, Section, Segment } from './elf-file.js';
export { type ElfSymbol, type MappingSymbol, type SymbolAt, SymbolTable } from './symbols.js';
export type { AttributeName, BuildAttributes } from './attributes.js';
export { encodingsOf, lackedBy, needsOf, type Core, type Need } from './core-match.js';
export { demangle, demangledName } from './demangle/index.js';
