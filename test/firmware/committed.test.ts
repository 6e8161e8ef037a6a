// The committed ELF files are those of the manifest, carry no path of the machine that built them, and stay small.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { requireTool } from '../support/requirements.js';
import { root } from '../support/root.js';
import { elfFolder, elfPath, readManifest } from './manifest.js';

const LARGEST_TOTAL_BYTES = 12_000_000;
const SHT_NOBITS = 8;
const SHF_ALLOC = 2;

const manifest = readManifest();

/** The manifest's hash: `address+size` in hex and the bytes, for each allocated section with content (ELF32, little-endian). */
function hashLoadableSections(bytes: Buffer): string {
  const hash = createHash('sha256');
  const table = bytes.readUInt32LE(32);
  for (let index = 0; index < bytes.readUInt16LE(48); index++) {
    const header = table + index * bytes.readUInt16LE(46);
    const field = (offset: number): number => bytes.readUInt32LE(header + offset);
    const size = field(20);
    if (field(4) !== SHT_NOBITS && (field(8) & SHF_ALLOC) !== 0 && size > 0) {
      hash.update(`${field(12).toString(16)}+${size.toString(16)}\n`);
      hash.update(bytes.subarray(field(16), field(16) + size));
    }
  }
  return hash.digest('hex');
}

function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
}

/** Absolute paths in the text of a binary: whole strings that begin with a slash, and machine folders anywhere. */
function absolutePaths(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  const wholeStrings = text.match(/(?<=\0)\/[\w.+-]+\/[\w.+/-]+(?=\0)/g) ?? [];
  const anywhere = text.match(/\/(?:home|usr|tmp|root|build|work|opt|var)\/[\w.+/-]+/g) ?? [];
  return [...wholeStrings, ...anywhere, ...(text.includes(root) ? [root] : [])];
}

describe('committed firmware', () => {
  it('is exactly what the manifest lists', () => {
    assert.deepEqual(filesUnder(elfFolder, '.elf'), manifest.elfs.map((elf) => elf.name).sort());
  });

  it('has a gold output for every program that runs, and no other', () => {
    const named = new Set(manifest.elfs.flatMap((elf) => (elf.run === null ? [] : [elf.run.gold])));
    assert.deepEqual(filesUnder(join(root, 'test/firmware/gold'), '.txt'), [...named].sort());
  });

  it(`takes less than ${LARGEST_TOTAL_BYTES} bytes`, () => {
    const total = manifest.elfs.reduce((sum, elf) => sum + readFileSync(elfPath(elf)).length, 0);
    assert.ok(total < LARGEST_TOTAL_BYTES, `${total} bytes`);
  });

  it('has the loadable sections of the manifest', () => {
    for (const elf of manifest.elfs) {
      assert.equal(hashLoadableSections(readFileSync(elfPath(elf))), elf.loadableSha256, elf.name);
    }
  });

  it('names no path of the machine that built it', () => {
    for (const elf of manifest.elfs) {
      assert.deepEqual(absolutePaths(readFileSync(elfPath(elf))), [], elf.name);
    }
  });

  it('finds paths where there are some', () => {
    assert.deepEqual(absolutePaths(Buffer.from('x\0/srv/a.c\0')), ['/srv/a.c']);
    const inHome = ['', 'home', 'someone', 'a.c'].join('/');
    assert.deepEqual(absolutePaths(Buffer.from(`in ${inHome}`)), [inHome]);
  });

  it('leads from an ELF file to its sources: DW_AT_comp_dir is relative to the ELF file', function () {
    requireTool(this, 'arm-none-eabi-readelf', 'binutils-arm-none-eabi');
    for (const elf of manifest.elfs.filter((candidate) => candidate.dwarf !== null)) {
      const options = { encoding: 'utf8', maxBuffer: 64 << 20 } as const;
      const dump = spawnSync(
        'arm-none-eabi-readelf',
        ['--debug-dump=info', '--dwarf-depth=1', elfPath(elf)],
        options,
      ).stdout;
      const units = [
        ...dump.matchAll(/DW_AT_name +: (?:\(.*?\): )?(\S+)\s[^]*?DW_AT_comp_dir +: (?:\(.*?\): )?(\S+)/g),
      ];
      assert.ok(units.length > 0, elf.name);
      for (const [, name = '', folder = ''] of units) {
        const inProject = name.startsWith('firmware/');
        const source = join(dirname(elfPath(elf)), folder, name);
        assert.ok(!inProject || existsSync(source), `${elf.name}: ${source}`);
        assert.ok(inProject || name === '<artificial>', `${elf.name}: ${name}`);
      }
    }
  });
});
