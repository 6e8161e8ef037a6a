/** The code of an ELF file, line by line. */
import { UserError } from '../../base/index.js';
import { loadElf, programListing } from '../../debugger/index.js';

/** Throws a UserError for a file that is no ELF file for Arm. */
export function disassembleProgram(bytes: Uint8Array, name: string): Iterable<string> {
  const { elf, findings } = loadElf(bytes, name);
  const error = findings.find(({ severity }) => severity === 'error');
  if (elf === undefined) {
    throw new UserError(error?.code ?? 'elf-unreadable', error?.message ?? `${name} cannot be read as an ELF file.`);
  }
  return programListing(elf);
}
