/** The devicetree sources of Linux 6.1 for arm and arm64, which tests read where they are there; none of them is in this project. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { leaveOut } from './requirements.js';
import { root } from './root.js';

const TARBALL = '/usr/src/linux-source-6.1.tar.xz';
const FOLDER = 'linux-source-6.1';
const PARTS = [
  'arch/arm/boot/dts',
  'arch/arm64/boot/dts',
  'include/dt-bindings',
  // dt-bindings/input/linux-event-codes.h is a link to it.
  'include/uapi/linux/input-event-codes.h',
  'scripts/dtc/include-prefixes',
];

/**
 * The folder of the sources: that of RINGFENCE_LINUX_SOURCES, or what the Debian package linux-source-6.1 brings, unpacked once
 * into `.cache/`. Where neither is there the tests are left out.
 */
export function linuxSources(context: Mocha.Context): string {
  const named = process.env['RINGFENCE_LINUX_SOURCES'];
  if (named !== undefined && named !== '') return named;
  const folder = join(root, '.cache', FOLDER);
  if (existsSync(folder)) return folder;
  if (!existsSync(TARBALL)) {
    leaveOut(context, FOLDER, FOLDER, `${TARBALL} is missing; install the Debian package ${FOLDER}`);
  }
  context.timeout(300_000);
  const problem = unpack(folder);
  if (problem !== undefined) leaveOut(context, 'tar with xz', 'xz-utils', problem);
  return folder;
}

/** Into a folder of its own first: two runs at the same time must not see each other's halves. */
function unpack(folder: string): string | undefined {
  const cache = join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  const place = mkdtempSync(join(cache, 'linux-'));
  try {
    const { status, stderr } = spawnSync('tar', ['-xJf', TARBALL, ...PARTS.map((part) => `${FOLDER}/${part}`)], {
      cwd: place,
      encoding: 'utf8',
    });
    if (status !== 0) return `${TARBALL} cannot be unpacked: ${stderr}`;
    if (!existsSync(folder)) renameSync(join(place, FOLDER), folder);
    return undefined;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Where Linux lets its boards look for included files. */
export const LINUX_INCLUDE_PATHS = ['arch/arm/boot/dts', 'scripts/dtc/include-prefixes', 'include'];

/** Where Linux's build looks for what a board includes: `#include` in the first list, `/include/` in the second. */
export function linuxIncludePaths(folder: string, board: string): { cpp: string[]; dtc: string[] } {
  const prefixes = join(folder, 'scripts/dtc/include-prefixes');
  return { cpp: [prefixes], dtc: [dirname(join(folder, board)), prefixes] };
}

/** All boards of arm and arm64, by their path in the sources, sorted. */
export function linuxBoards(folder: string): string[] {
  const boards: string[] = [];
  for (const base of ['arch/arm/boot/dts', 'arch/arm64/boot/dts']) {
    for (const name of readdirSync(join(folder, base), { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.dts')) boards.push(`${base}/${name}`);
    }
  }
  return boards.sort();
}

/** All sources of arm and arm64, boards and what they include, by their path, sorted. */
export function linuxSourceFiles(folder: string): string[] {
  const files: string[] = [];
  for (const base of ['arch/arm/boot/dts', 'arch/arm64/boot/dts']) {
    for (const name of readdirSync(join(folder, base), { recursive: true, encoding: 'utf8' })) {
      if (/\.dtsi?$/.test(name)) files.push(`${base}/${name}`);
    }
  }
  return files.sort();
}
