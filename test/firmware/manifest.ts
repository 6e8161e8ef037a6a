// The manifest of the committed ELF files, and where to find what it names.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../support/root.js';

/** How a program is run on QEMU, and what it must do there. */
export interface ExpectedRun {
  readonly status: number;
  /** The semihosting command line. */
  readonly arguments: readonly string[];
  /** Name of the expected standard output, under test/firmware/gold, without `.txt`. */
  readonly gold: string;
}

export interface FirmwareElf {
  /** Path under firmware/elf, without `.elf`. */
  readonly name: string;
  readonly board: string;
  readonly libc: string;
  readonly level: string;
  /** DWARF version, or null for a program without debug information. */
  readonly dwarf: number | null;
  readonly sources: readonly string[];
  readonly flags: readonly string[];
  readonly run: ExpectedRun | null;
  /** Of debug fixtures: the value of `result` at `finished`. */
  readonly result: number | null;
  readonly bytes: number;
  readonly loadableSha256: string;
}

export interface FirmwareManifest {
  readonly version: 1;
  readonly toolchain: { readonly compiler: string; readonly newlib: string; readonly picolibc: string };
  readonly elfs: readonly FirmwareElf[];
}

export const elfFolder = join(root, 'firmware/elf');

/** The file of an expected output, from the project's folder. */
export function goldFile(name: string): string {
  return `test/firmware/gold/${name}.txt`;
}

/** Reads `manifest.json` from the committed ELF files or from a rebuild of them. */
export function readManifest(folder: string = elfFolder): FirmwareManifest {
  return JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8')) as FirmwareManifest;
}

export function elfPath(elf: FirmwareElf): string {
  return `${elfFolder}/${elf.name}.elf`;
}

export function readGold(name: string): string {
  return readFileSync(join(root, goldFile(name)), 'utf8');
}
