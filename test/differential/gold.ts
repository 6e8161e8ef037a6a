/** Where committed gold and guest programs lie, and how they are read and written. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';

// Compiled tests run from out/test/differential; the files stay beside their sources.
const SOURCE = join(import.meta.dirname, '../../../test/differential');

/** A guest program's flat binary, assembled from the .s file of the same name. */
export function guestBinary(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(SOURCE, 'guest', `${name}.bin`)));
}

/** The path of a guest program's source. */
export function guestSource(name: string): string {
  return join(SOURCE, 'guest', `${name}.s`);
}

/** A gold file's content; they are zlib streams. */
export function readGold(name: string): Uint8Array {
  return new Uint8Array(inflateSync(readFileSync(join(SOURCE, 'gold', name))));
}

export function writeGold(name: string, content: Uint8Array): void {
  writeFileSync(join(SOURCE, 'gold', name), deflateSync(content, { level: 9 }));
}
