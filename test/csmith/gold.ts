/**
 * The committed programs: ELF images with what QEMU printed of them, one file for each core, and how they are made. A file is a
 * Brotli stream of a length (32 bits, little-endian), that many bytes of JSON (`Entry[]`), and the images one after the other.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { root } from '../support/root.js';
import { CORES, type CsmithCore } from './cores.js';
import { runOnQemu } from './engines.js';
import { compileForCore, generate, LEVELS, runOnHost, type Level, type ProgramId } from './programs.js';

const FOLDER = join(root, 'test/csmith/gold');
/** Of processor time. */
const QEMU_SECONDS = 60;

/** Programs that are small, short and fit every board, found by trying seeds; odd ones compute with floats. */
const SEEDS: readonly number[] = [
  300_001, 300_009, 300_011, 300_014, 300_024, 300_034, 300_019, 300_031, 300_033, 300_040, 300_060, 300_070,
];

export interface GoldProgram {
  readonly id: ProgramId;
  readonly level: Level['name'];
  /** What QEMU printed. */
  readonly printed: string;
  /** Whether an i386 printed the same. Where it did not, operations are fused (`Level.fused`). */
  readonly host: boolean;
  readonly elf: Uint8Array;
}

interface Entry extends Omit<GoldProgram, 'elf'> {
  readonly bytes: number;
}

function file(core: CsmithCore['core']): string {
  return join(FOLDER, `${core}.br`);
}

export function readGold(core: CsmithCore['core']): readonly GoldProgram[] {
  const content = brotliDecompressSync(readFileSync(file(core)));
  let end = 4 + content.readUInt32LE(0);
  const entries = JSON.parse(content.subarray(4, end).toString()) as readonly Entry[];
  return entries.map(({ bytes, ...program }) => {
    const elf = new Uint8Array(content.subarray(end, end + bytes));
    end += bytes;
    return { ...program, elf };
  });
}

function writeGold(core: CsmithCore['core'], programs: readonly GoldProgram[]): void {
  const entries = programs.map(({ elf, ...program }): Entry => ({ ...program, bytes: elf.length }));
  const json = Buffer.from(JSON.stringify(entries));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const content = Buffer.concat([length, json, ...programs.map(({ elf }) => elf)]);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(file(core), brotliCompressSync(content, { params }));
}

/** Makes every core's file anew; each core has each program at one level, in turn. */
export function recordGold(): void {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-csmith-'));
  const made = new Map(CORES.map(({ core }) => [core, [] as GoldProgram[]]));
  try {
    SEEDS.forEach((seed, i) => {
      const id = { seed, float: seed % 2 === 1 };
      if (!generate(id, folder)) throw new Error(`Csmith makes nothing of seed ${seed}`);
      const onHost = runOnHost(folder);
      CORES.forEach((target, j) => {
        made.get(target.core)!.push(makeProgram(id, target, LEVELS[(i + j) % LEVELS.length]!, folder, onHost));
      });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const [core, programs] of made) writeGold(core, programs);
}

function makeProgram(
  id: ProgramId,
  target: CsmithCore,
  level: Level,
  folder: string,
  onHost: string | undefined,
): GoldProgram {
  const what = `seed ${id.seed} on ${target.core} at ${level.name}`;
  const elf = compileForCore(id, target, level, folder);
  if (elf === undefined) throw new Error(`${what} does not fit`);
  const { ending, output } = runOnQemu(elf, target.machine, QEMU_SECONDS);
  if (ending !== 'exit') throw new Error(`${what} ends with ${ending}: ${output}`);
  const host = output === onHost;
  if (!host && !(level.fused && id.float))
    throw new Error(`${what} prints ${output}, on the host ${onHost ?? 'nothing'}`);
  return { id, level: level.name, printed: output, host, elf };
}
