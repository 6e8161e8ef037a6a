/** The committed recordings: one zlib stream of JSON for each fixture and demo, with all ways in which it was built. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { root } from '../../support/root.js';
import { PROGRAMS, type Program } from './programs.js';
import type { Recording } from './recording.js';

const FOLDER = join(root, 'test/debugger/gdb/gold');

/** `loops` of `debug-fixtures/loops-O2-dwarf5`. */
function familyOf({ name }: Program): string {
  return name.slice(name.indexOf('/') + 1).replace(/-(?:O\w-dwarf\d|lm3s6965evb.*|mps2-an385.*|microbit.*)$/, '');
}

/** Whether this run writes gold instead of comparing with it (`npm run update-gold`). */
export const UPDATE = process.env['UPDATE_GOLDEN'] === '1';

const read = new Map<string, Readonly<Record<string, Recording>>>();

/** Throws an Error if there is no recording of the program. */
export function readGold(program: Program): Recording {
  const family = familyOf(program);
  let recordings = read.get(family);
  if (recordings === undefined) {
    const file = join(FOLDER, `${family}.z`);
    if (!existsSync(file)) throw new Error(`gold/${family}.z is missing: npm run update-gold writes it`);
    recordings = JSON.parse(inflateSync(readFileSync(file)).toString('utf8')) as Record<string, Recording>;
    read.set(family, recordings);
  }
  const found = recordings[program.name];
  if (found === undefined) throw new Error(`There is no recording of ${program.name}: npm run update-gold writes it`);
  return found;
}

/** Writes the recordings of all programs. */
export function writeGold(record: (program: Program) => Recording): void {
  mkdirSync(FOLDER, { recursive: true });
  const families = new Map<string, Record<string, Recording>>();
  for (const program of PROGRAMS) {
    const family = families.get(familyOf(program)) ?? {};
    family[program.name] = record(program);
    families.set(familyOf(program), family);
  }
  for (const [family, recordings] of families) {
    writeFileSync(join(FOLDER, `${family}.z`), deflateSync(JSON.stringify(recordings), { level: 9 }));
  }
  read.clear();
}
