/**
 * Linux's devicetree sources for arm and arm64, for tests that want many real ones: the folder that RINGFENCE_LINUX_SOURCES
 * names, or Debian's package linux-source-6.1, of which the needed part is unpacked into .cache/ once.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { leaveOut } from './requirements.js';
import { root } from './root.js';

const PACKAGE = 'linux-source-6.1';
const TARBALL = `/usr/src/${PACKAGE}.tar.xz`;
const FOLDERS = ['arch/arm/boot/dts', 'arch/arm64/boot/dts'];
const PARTS = [
  ...FOLDERS,
  'include/dt-bindings',
  // dt-bindings/input/linux-event-codes.h is a link to it.
  'include/uapi/linux/input-event-codes.h',
  'scripts/dtc/include-prefixes',
];

/** Call it in a `before` hook: the folder of Linux's sources; leaves the suite out where there are none. */
export function requireLinuxSources(context: Mocha.Context): string {
  const named = process.env['RINGFENCE_LINUX_SOURCES'];
  if (named !== undefined && named !== '') return named;
  const folder = join(root, '.cache', PACKAGE);
  if (existsSync(folder)) return folder;
  if (!existsSync(TARBALL))
    leaveOut(context, TARBALL, PACKAGE, `${TARBALL} is not there; install the package ${PACKAGE}`);
  context.timeout(300_000);
  unpack(folder);
  return folder;
}

/** Unpacks beside the folder and moves it there when it is whole. */
function unpack(folder: string): void {
  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  const parts = PARTS.map((part) => `${PACKAGE}/${part}`);
  const { status, stderr } = spawnSync('tar', ['xf', TARBALL, '-C', partial, ...parts], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`tar: ${stderr}`);
  if (!existsSync(folder)) renameSync(join(partial, PACKAGE), folder);
  rmSync(partial, { recursive: true, force: true });
}

/** Every .dts, by its path below the folder, sorted. */
export function linuxDevicetrees(linux: string): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(linux, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.dts'))
      .map((path) => join(folder, path)),
  ).sort();
}

/** Where Linux's build looks for what a devicetree includes: `#include` in the first list, `/include/` in both. */
export function linuxIncludePaths(linux: string, devicetree: string): { cpp: string[]; dtc: string[] } {
  const prefixes = join(linux, 'scripts/dtc/include-prefixes');
  return { cpp: [prefixes], dtc: [dirname(join(linux, devicetree)), prefixes] };
}
