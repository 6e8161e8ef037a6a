/**
 * Random C programs: which Csmith makes for a seed, how they are compiled for a core, and what they print where the machine
 * that compiles them runs them itself.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/root.js';
import type { CsmithCore } from './cores.js';
import { runLimited } from './limited.js';

const GUEST = join(root, 'test/csmith/guest');

/** What it takes to make and compare programs, with the Debian packages that bring it. */
export const TOOLS = [
  ['csmith', 'csmith'],
  ['arm-none-eabi-gcc', 'gcc-arm-none-eabi'],
  ['qemu-system-arm', 'qemu-system-arm'],
  ['gcc', 'gcc-multilib'],
] as const;

/** Seconds of processor time. Csmith has seeds for which it does not end, and makes programs that do not. */
const GENERATE_SECONDS = 20;
const HOST_SECONDS = 5;
const SANITIZED_SECONDS = 60;

/** Without the command line of its own, without printing each step, and without comments. */
const OPTIONS = ['--no-argc', '--no-hash-value-printf', '--concise'];
/** Half of the programs compute with floats too, and call what the compiler has built in. */
const FLOAT_OPTIONS = ['--float', '--builtins'];

/** Sizes of integers and pointers that Csmith may rely on; it reads them from a file of this name in its folder. */
const PLATFORM = { name: 'platform.info', text: 'integer size = 4\npointer size = 4\n' };

export interface ProgramId {
  readonly seed: number;
  readonly float: boolean;
}

export interface Level {
  readonly name: '-O0' | '-O2' | '-Os';
  readonly flags: readonly string[];
  /** Multiplication and addition may become one operation with one rounding: then no other processor is a witness. */
  readonly fused: boolean;
}

export const LEVELS: readonly Level[] = [
  { name: '-O0', flags: ['-O0', '-ffp-contract=off'], fused: false },
  { name: '-O2', flags: ['-O2', '-ffp-contract=off'], fused: false },
  { name: '-Os', flags: ['-Os', '-ffp-contract=fast'], fused: true },
];

/** Writes `program.c` into the folder; false where Csmith gives up or does not end. */
export function generate({ seed, float }: ProgramId, folder: string): boolean {
  writeFileSync(join(folder, PLATFORM.name), PLATFORM.text);
  const options = ['--seed', seed, ...OPTIONS, ...(float ? FLOAT_OPTIONS : []), '--output', 'program.c'].map(String);
  return runLimited('csmith', options, GENERATE_SECONDS, folder).status === 0;
}

const COMMON = ['-std=gnu11', '-w', '-I', GUEST];

/** For programs with floats on a core with an FPU, see guest/narrow-as-float.h; the host goes on computing with integers. */
const NARROW_AS_FLOAT = '-DRINGFENCE_NARROW_AS_FLOAT';

/**
 * An ELF file without symbols of the program `id`, which is in the folder, or undefined where it does not fit into the board's
 * memories.
 */
export function compileForCore(
  id: ProgramId,
  target: CsmithCore,
  level: Level,
  folder: string,
): Uint8Array | undefined {
  const symbols = {
    __rom: target.rom.address,
    __rom_bytes: target.rom.sizeBytes,
    __ram: target.ram.address,
    __ram_bytes: target.ram.sizeBytes,
    __stack_bytes: target.stackBytes,
  };
  const elf = join(folder, `${target.core}${level.name}.elf`);
  const floats = id.float && target.options.fpu !== undefined ? [NARROW_AS_FLOAT] : [];
  const compile = [...target.flags, '-mthumb', ...level.flags, ...floats, ...COMMON];
  const sections = ['-ffunction-sections', '-fdata-sections'];
  const link = [
    ...sections,
    '--specs=nano.specs',
    '-nostartfiles',
    '-T',
    join(GUEST, 'program.ld'),
    '-Wl,--gc-sections,-n,-s',
  ];
  const places = Object.entries(symbols).map(([name, value]) => `-Wl,--defsym=${name}=${value}`);
  const sources = ['program.c', join(GUEST, 'start.c')];
  const { status, stderr } = run('arm-none-eabi-gcc', [...compile, ...sources, ...link, ...places, '-o', elf], folder);
  if (status === 0) return new Uint8Array(readFileSync(elf));
  if (/will not fit in region|overflowed by/.test(stderr)) return undefined;
  throw new Error(`arm-none-eabi-gcc: ${stderr}`);
}

/** i386 with the sizes and alignments of Arm's ABI, and arithmetic in the precision of each type. */
const HOST = ['-m32', '-malign-double', '-msse2', '-mfpmath=sse', '-ffp-contract=off'];

/** Whether gcc can make programs of 32 bits: a package of its own. */
export function hostIsReady(): boolean {
  return spawnSync('gcc', ['-m32', '-include', 'stdio.h', '-E', '-x', 'c', '-'], { input: '' }).status === 0;
}

/** What the folder's program prints as an i386 program, or undefined where it does not end. */
export function runOnHost(folder: string): string | undefined {
  compileForHost(['-O1'], 'host', folder);
  const { stdout, status } = runLimited(join(folder, 'host'), [], HOST_SECONDS);
  return status === 0 ? stdout : undefined;
}

/**
 * What the folder's program does that C leaves undefined or to the implementation, as the compiler's sanitizers see it: lines
 * without the file's name, each once. Empty if the result has to be the same everywhere.
 */
export function undefinedBehaviour(folder: string): readonly string[] {
  compileForHost(['-O0', '-g', '-fsanitize=undefined,float-cast-overflow,address'], 'sanitized', folder);
  const { stderr } = runLimited(join(folder, 'sanitized'), [], SANITIZED_SECONDS);
  const lines = stderr.split('\n').flatMap((line) => /(?:runtime error: |ERROR: )(.*)/.exec(line)?.[1] ?? []);
  return [...new Set(lines)];
}

function compileForHost(flags: readonly string[], output: string, folder: string): void {
  const sources = ['program.c', join(GUEST, 'host.c')];
  const { status, stderr } = run('gcc', [...HOST, ...flags, ...COMMON, ...sources, '-o', output], folder);
  if (status !== 0) throw new Error(`gcc: ${stderr}`);
}

function run(tool: string, args: readonly string[], folder: string): { status: number | null; stderr: string } {
  const { status, stderr, error } = spawnSync(tool, args, { cwd: folder, encoding: 'utf8' });
  if (error) throw error;
  return { status, stderr };
}
