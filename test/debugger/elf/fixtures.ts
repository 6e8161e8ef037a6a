/** The committed ELF fixtures, and tools for damaging them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type ElfFile, loadElf } from '../../../debugger/elf/index.js';

/** Tests run from out/test; fixtures stay with the sources. */
export const FIXTURES = path.join(import.meta.dirname, '../../../../test/fixtures/dwarf');

export function fixtureBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(path.join(FIXTURES, name)));
}

export function fixture(name: string): ElfFile {
  const { elf, findings } = loadElf(fixtureBytes(name), name);
  if (elf === undefined) throw new Error(JSON.stringify(findings));
  return elf;
}

export function fixtureText(name: string): string {
  return readFileSync(path.join(FIXTURES, name), 'utf8');
}

/** A copy with some bytes replaced: `{ 0x12: 62 }`. */
export function patched(bytes: Uint8Array, changes: Readonly<Record<number, number>>): Uint8Array {
  const copy = bytes.slice();
  for (const [offset, value] of Object.entries(changes)) copy[Number(offset)] = value;
  return copy;
}
