/**
 * objdump as an oracle of text: each pattern in a slot of its own, so that IT blocks and odd halfwords do not reach the
 * next one. It prints every Thumb extension it knows (DSP, VFP, SETEND), so it does not say what a Cortex-M3 defines.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes from one pattern to the next: the pattern and NOPs. */
export const SLOT_BYTES = 12;
const NOP = 0xbf00;
const CHUNK = 50_000;
const SOURCE = '.cpu cortex-m3\n.thumb\n.section .text,"ax",%progbits\n.incbin "patterns.bin"\n';

/** Where a pattern of a list is taken to lie; branches and literals print accordingly. */
export function slotAddress(index: number): number {
  return index * SLOT_BYTES;
}

function disassembleChunk(patterns: ArrayLike<number>, first: number, end: number): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-objdump-'));
  try {
    const halfwords = new Uint16Array(((end - first) * SLOT_BYTES) / 2).fill(NOP);
    for (let i = first; i < end; i++) {
      const pattern = patterns[i]!;
      const at = ((i - first) * SLOT_BYTES) / 2;
      if (pattern >= 0x1_0000) halfwords.set([pattern >>> 16, pattern & 0xffff], at);
      else halfwords[at] = pattern;
    }
    writeFileSync(join(folder, 'patterns.bin'), halfwords);
    writeFileSync(join(folder, 'patterns.s'), SOURCE);
    const run = (tool: string, ...options: string[]): string =>
      execFileSync(`arm-none-eabi-${tool}`, options, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 });
    run('as', '-o', 'patterns.o', 'patterns.s');
    run('strip', '-s', 'patterns.o'); // without mapping symbols, which call the bytes data
    const base = slotAddress(first);
    return parseListing(
      run('objdump', '-d', '-z', '-M', 'force-thumb', `--adjust-vma=${base}`, 'patterns.o'),
      base,
      end - first,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function parseListing(listing: string, base: number, count: number): readonly string[] {
  const texts = Array<string>(count).fill('');
  for (const [, address, text] of listing.matchAll(/^ *([0-9a-f]+):\t[0-9a-f]{4}(?: [0-9a-f]{4})? *\t(.*)$/gm)) {
    const offset = parseInt(address!, 16) - base;
    if (offset % SLOT_BYTES === 0) texts[offset / SLOT_BYTES] = text!.replaceAll('\t', ' ').trim();
  }
  const missing = texts.indexOf('');
  if (missing >= 0) throw new Error(`objdump printed nothing for pattern ${missing}`);
  return texts;
}

/** What objdump prints for each pattern at `slotAddress(index)`; wide patterns have the first halfword on top. */
export function disassemble(patterns: ArrayLike<number>): readonly string[] {
  const texts: string[] = [];
  for (let first = 0; first < patterns.length; first += CHUNK) {
    texts.push(...disassembleChunk(patterns, first, Math.min(first + CHUNK, patterns.length)));
  }
  return texts;
}
