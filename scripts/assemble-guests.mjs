// Assembles test/differential/guest/*.s into the flat binaries that are committed beside them.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const guests = join(import.meta.dirname, '../test/differential/guest');
const folder = mkdtempSync(join(tmpdir(), 'ringfence-guest-'));
const object = join(folder, 'guest.o');
const linked = join(folder, 'guest.elf');
try {
  for (const source of readdirSync(guests).filter((name) => name.endsWith('.s'))) {
    const output = join(guests, source.replace(/\.s$/, '.bin'));
    execFileSync('arm-none-eabi-as', ['-o', object, join(guests, source)]);
    execFileSync('arm-none-eabi-ld', ['-Ttext=0', '-o', linked, object]);
    execFileSync('arm-none-eabi-objcopy', ['-O', 'binary', linked, output]);
    console.log(`assembled ${source}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
