/**
 * Three opinions on which patterns are instructions: QEMU's cores run them; objdump reads them, whatever architecture they are
 * of; and the assembler, which knows each core, takes or refuses what objdump wrote.
 */
import { normalised } from '../emulator/disassembler/compare.js';
import { isBkpt, sweepNarrow, sweepWide } from './decode-sweep-v6.js';
import type { SweepOutcome } from './decode-sweep.js';
import { encodingSweepImage, parseEncodingSweep } from './encoding-sweep.js';
import { SLOT_BYTES } from './objdump.js';
import type { Verdict } from './oracles.js';
import { runOnQemu, type StreamEngine } from './qemu.js';
import { CORTEX_M0, type Target } from './targets.js';
import { runTool, withFolder } from './tools.js';

/** Wide patterns stand close; behind 16-bit ones are NOPs, so that no IT block reaches the next. */
const WIDE_BYTES = 4;
const NOP = 0xbf00;
const DMB = 0xf3bf_8f5f;

/** Where the guest of the Cortex-M0 runs a pattern, and its memory but for the SVCs around that. */
const SLOT = 0x2000_2800;
const OWN = (address: number): boolean =>
  address >>> 14 === 0x2000_0000 >>> 14 && (address < 0x2000_2000 || address >= 0x2000_3200);

/** A BL into the guest's own memory, or MRS to the PC, after which the guest may do anything. */
function derails(pattern: number): boolean {
  if ((pattern & 0xffff_ff00) >>> 0 === 0xf3ef_8f00) return true;
  if ((pattern & 0xf800_d000) >>> 0 !== 0xf000_d000) return false;
  const sign = (pattern << 5) >> 31;
  const [j1, j2] = [13, 11].map((bit) => ((pattern >>> bit) ^ sign ^ 1) & 1) as [number, number];
  const high = (j1 << 23) | (j2 << 22) | (((pattern >>> 16) & 0x3ff) << 12);
  return OWN((SLOT + 4 + ((sign << 24) | high | ((pattern & 0x7ff) << 1))) >>> 0);
}

/**
 * What ran before a pattern, or SysTick, may end it as if it were defined: what did not fault is asked about again, behind other
 * patterns.
 */
function sweepTwice(engine: StreamEngine, patterns: Uint32Array): string {
  const letters = Array.from(sweepWide(engine, patterns));
  const ran = letters.flatMap((letter, i) => (letter === 'R' ? [i] : [])).reverse();
  const again = sweepWide(
    engine,
    Uint32Array.from(ran, (i) => patterns[i]!),
  );
  ran.forEach((i, at) => (letters[i] = again[at]!));
  return letters.join('');
}

/**
 * A Cortex-M0 has a guest of its own, which tells UNDEFINED from everything else, but not from BKPT. Nothing protects it, so that
 * some patterns are left out.
 */
function askCortexM0(patterns: ArrayLike<number>): readonly SweepOutcome[] {
  const engine = {
    name: 'QEMU',
    run: (elf: Uint8Array) => runOnQemu(elf, { machine: CORTEX_M0.machine, icount: true }),
  };
  const isNarrow = patterns[0]! < 0x1_0000;
  const harmless = Uint32Array.from(patterns, (pattern) => (derails(pattern) ? DMB : pattern));
  const letters = isNarrow ? sweepNarrow(engine) : sweepTwice(engine, harmless);
  return Array.from(patterns, (pattern, i) => {
    if (derails(pattern)) return 'X';
    return letters[isNarrow ? pattern : i] === 'U' && !isBkpt(pattern) ? 'U' : 'R';
  });
}

export async function askQemu(patterns: ArrayLike<number>, target: Target): Promise<readonly SweepOutcome[]> {
  if (target.core === 'cortex-m0') return askCortexM0(patterns);
  return withFolder({ 'image.elf': encodingSweepImage(patterns, target) }, async (folder) => {
    const machine = ['-M', target.machine, '-kernel', 'image.elf', '-icount', 'shift=3,sleep=off'];
    const console = ['-nographic', '-monitor', 'none', '-serial', 'none'];
    const semihosting = ['-semihosting-config', 'enable=on,target=native'];
    const { status, stdout, stderr } = await runTool(
      'qemu-system-arm',
      [...machine, ...console, ...semihosting],
      folder,
    );
    if (status !== 0) throw new Error(`QEMU ended with ${status}: ${stderr.toString()}`);
    return parseEncodingSweep(stdout, patterns.length);
  });
}

/** What objdump prints for a pattern. */
export interface Reading {
  /** As texts are compared (disassembler/compare.ts); empty where it prints a comment only. */
  readonly text: string;
  /** As the assembler can read it, without addresses; empty where objdump calls the pattern undefined. */
  readonly source: string;
}

/** `raw` is objdump's text of a pattern that lies at `address`. */
export function readingOf(raw: string, address: number): Reading {
  const source = raw
    .replace(/\s*[@;].*$/, '')
    .replace(/ <[^>]*>/g, '')
    .trim();
  return { text: normalised(raw), source: UNDEFINED.test(raw) ? '' : relocatable(source, address) };
}

/** Where a pattern of a list lies for objdump here. */
export function addressOf(index: number, patterns: ArrayLike<number>): number {
  return index * (patterns[0]! < 0x1_0000 ? SLOT_BYTES : WIDE_BYTES);
}

/** Reads patterns, all of one width. */
export async function askObjdump(patterns: ArrayLike<number>): Promise<readonly Reading[]> {
  const slotBytes = patterns[0]! < 0x1_0000 ? SLOT_BYTES : WIDE_BYTES;
  const halfwords = new Uint16Array((patterns.length * slotBytes) / 2).fill(NOP);
  for (let i = 0; i < patterns.length; i++) {
    const pattern = patterns[i]!;
    const at = (i * slotBytes) / 2;
    if (pattern >= 0x1_0000) halfwords.set([pattern >>> 16, pattern & 0xffff], at);
    else halfwords[at] = pattern;
  }
  const source = '.thumb\n.section .text,"ax",%progbits\n.incbin "patterns.bin"\n';
  return withFolder({ 'patterns.bin': halfwords, 'patterns.s': source }, async (folder) => {
    await runTool('arm-none-eabi-as', ['-mcpu=cortex-m33', '-o', 'patterns.o', 'patterns.s'], folder);
    await runTool('arm-none-eabi-strip', ['-s', 'patterns.o'], folder); // without mapping symbols, which call it data
    const options = ['-d', '-z', '--no-show-raw-insn', '-M', 'force-thumb', 'patterns.o'];
    const { stdout } = await runTool('arm-none-eabi-objdump', options, folder);
    return parseListing(stdout.toString('latin1'), patterns.length, slotBytes);
  });
}

const UNDEFINED = /undefined|\?\?|^\.(inst|short|word)/i;

/** Branches print where they lead; `.+offset` assembles to the same word anywhere. */
function relocatable(text: string, address: number): string {
  const match = /^(b[a-z]*(?:\.[nw])?|cbn?z|bf\w*|le|wls|dls)\b(.*?)(-?0x[0-9a-f]+|\b[0-9a-f]+)$/.exec(text);
  if (!match || /^b(ic|fc|fi|kpt)/.test(match[1]!)) return text;
  const offset = (parseInt(match[3]!, 16) | 0) - address;
  return `${match[1]!}${match[2]!}.${offset < 0 ? '' : '+'}${offset}`;
}

function parseListing(listing: string, count: number, slotBytes: number): readonly Reading[] {
  const readings = Array<Reading>(count);
  let found = 0;
  for (const [, digits, raw] of listing.matchAll(/^ *([0-9a-f]+):\t(.*)$/gm)) {
    const address = parseInt(digits!, 16);
    if (address % slotBytes !== 0) continue;
    found++;
    readings[address / slotBytes] = readingOf(raw!.replaceAll('\t', ' ').trim(), address);
  }
  if (found !== count) throw new Error(`objdump printed ${found} of ${count} patterns`);
  return readings;
}

const FOREIGN =
  /selected (processor|FPU) does not support|not permitted on this architecture|not available with this architecture|out of range for selected VFP version/;
const MESSAGE = /^patterns\.s:(\d+): Error: (.*)$/gm;

/** What the assembler says to each text for a core, with its options; empty texts are `other`. */
export async function askAssembler(texts: readonly string[], cpu: readonly string[]): Promise<readonly Verdict[]> {
  const source = `.syntax unified\n.thumb\n${texts.map((text) => (text === '' ? 'nop' : text)).join('\n')}\n`;
  return withFolder({ 'patterns.s': source }, async (folder) => {
    const { stderr } = await runTool('arm-none-eabi-as', [...cpu, '-o', '/dev/null', 'patterns.s'], folder);
    const verdicts = texts.map((text): Verdict => (text === '' ? 'other' : 'accepted'));
    for (const [, line, message] of stderr.toString('latin1').matchAll(MESSAGE)) {
      const i = Number(line) - 3;
      if (i < verdicts.length) verdicts[i] = FOREIGN.test(message!) ? 'foreign' : 'other';
    }
    return verdicts;
  });
}

/**
 * The words that texts assemble to; 0 for what is refused after all, as branches are that reach too far for the core: that comes
 * up only once all else is accepted.
 */
export async function assembledWords(texts: readonly string[], cpu: readonly string[]): Promise<readonly number[]> {
  const lines = texts.map((text, i) => `.org ${i * SLOT_BYTES}\n${text}`);
  const source = `.syntax unified\n.thumb\n${lines.join('\n')}\n.org ${texts.length * SLOT_BYTES}\n`;
  const code = await withFolder({ 'patterns.s': source }, async (folder) => {
    const { status, stderr } = await runTool('arm-none-eabi-as', [...cpu, '-o', 'out.o', 'patterns.s'], folder);
    const refused = [...stderr.toString('latin1').matchAll(MESSAGE)].map(([, line]) => (Number(line) - 4) / 2);
    if (refused.length > 0) return refused;
    if (status !== 0) throw new Error(stderr.toString());
    await runTool('arm-none-eabi-objcopy', ['-O', 'binary', '-j', '.text', 'out.o', 'out.bin'], folder);
    const { stdout } = await runTool('cat', ['out.bin'], folder);
    return new Uint16Array(new Uint8Array(stdout).buffer);
  });
  if (!(code instanceof Uint16Array)) return withoutRefused(texts, code, cpu);
  return texts.map((_, i) => {
    const at = (i * SLOT_BYTES) / 2;
    const [first, second] = [code[at]!, code[at + 1]!];
    return first >= 0xe800 ? first * 0x1_0000 + second : first;
  });
}

async function withoutRefused(
  texts: readonly string[],
  refused: readonly number[],
  cpu: readonly string[],
): Promise<readonly number[]> {
  const left = texts.flatMap((_, i) => (refused.includes(i) ? [] : [i]));
  if (left.length === texts.length) throw new Error(`the assembler refuses line ${refused[0]}`);
  const words = await assembledWords(
    left.map((i) => texts[i]!),
    cpu,
  );
  const all = Array<number>(texts.length).fill(0);
  left.forEach((i, at) => (all[i] = words[at]!));
  return all;
}
