/** `ringfence disassemble ELF`: the code, line by line, on stdout. */
import { encodeUtf8 } from '../../base/index.js';
import { readFileBytes } from '../../host/index.js';
import type { Engine, Terminal } from '../engine.js';

/** The exit status, which is 0. Throws a UserError for a file that is not there or no ELF. */
export function disassemble(elf: string, engine: Engine, terminal: Terminal): number {
  for (const text of engine.disassemble(readFileBytes(elf), elf)) terminal.stdout(encodeUtf8(`${text}\n`));
  return 0;
}
