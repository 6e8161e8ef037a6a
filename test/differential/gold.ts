/** Where committed gold and guest programs lie, and how they are read and written. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { root } from '../support/root.js';

const SOURCE = join(root, 'test/differential');

/** A guest program's flat binary, assembled from the .s file of the same name. */
export function guestBinary(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(SOURCE, 'guest', `${name}.bin`)));
}

/** Cases made by hand, where random streams are thin; each logs words that gold/<name>.z holds as QEMU wrote them. */
export const DIRECTED: readonly string[] = ['self-modifying', 'code-pools', 'rights', 'accesses', 'bit-band', 'system'];
/** Further ones, for cores with the DSP extension. */
export const DIRECTED_DSP: readonly string[] = ['dsp'];

export const GUESTS: readonly string[] = [
  'stream',
  'mpu-cases',
  'secure-cases',
  'mpu-plan',
  'stream-v6',
  'stream-float',
  'stream-v8',
  'stream-v8-base',
  'stream-v8-plain',
  'stream-v8-float',
  'decode-sweep',
  'encoding-sweep',
  'encoding-sweep-v8',
  'decode-sweep-float',
  'float',
  'float-exceptions',
  'decode-sweep-v6',
  'system-v6',
  'exceptions',
  'exceptions-float',
  'exceptions-v8',
  'exceptions-v8-float',
  'exceptions-v6',
  'exceptions-v8-base',
  'crossings-v8-base',
  'security',
  'security-float',
  ...[...DIRECTED, ...DIRECTED_DSP].map((name) => `directed/${name}`),
];

/** Assembles a guest program from its source; needs arm-none-eabi-as, -ld and -objcopy. */
export function assembleGuest(name: string): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-guest-'));
  try {
    const run = (tool: string, ...options: string[]): void =>
      void execFileSync(`arm-none-eabi-${tool}`, options, { cwd: folder });
    run(
      'as',
      '-I',
      join(SOURCE, 'guest'),
      '-I',
      join(SOURCE, 'guest/directed'),
      '-o',
      'guest.o',
      join(SOURCE, 'guest', `${name}.s`),
    );
    run('ld', '-Ttext=0', '-o', 'guest.elf', 'guest.o');
    run('objcopy', '-O', 'binary', 'guest.elf', 'guest.bin');
    return new Uint8Array(readFileSync(join(folder, 'guest.bin')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function writeGuest(name: string, binary: Uint8Array): void {
  writeFileSync(join(SOURCE, 'guest', `${name}.bin`), binary);
}

/** Whether this run writes gold instead of comparing with it (`npm run update-gold`). */
export const UPDATE = process.env['UPDATE_GOLDEN'] === '1';

/** A gold file's content; they are zlib streams. */
export function readGold(name: string): Uint8Array {
  return new Uint8Array(inflateSync(readFileSync(join(SOURCE, 'gold', name))));
}

export function writeGold(name: string, content: Uint8Array): void {
  mkdirSync(dirname(join(SOURCE, 'gold', name)), { recursive: true });
  writeFileSync(join(SOURCE, 'gold', name), deflateSync(content, { level: 9 }));
}
