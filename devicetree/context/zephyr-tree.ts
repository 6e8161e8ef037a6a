/** A Zephyr tree and its workspace: where it is, which version, and which folders a devicetree is compiled with. */
import { member, readYaml, stringOf, type FolderReader } from '../bindings/index.js';
import { folderOf, join, resolvePath, upwards } from './paths.js';

/** Zephyr's root holds both since before 2.0. */
export function isZephyrBase(reader: FolderReader, folder: string): boolean {
  return (
    reader.read(join(folder, 'Kconfig.zephyr')) !== undefined && reader.read(join(folder, 'VERSION')) !== undefined
  );
}

/**
 * The Zephyr that a folder belongs to: the tree it lies in, else the one of the west workspace above it (`.west/config`, section
 * `zephyr`, key `base`; west's documentation, "Configuration").
 */
export function zephyrBaseFor(reader: FolderReader, folder: string): string | undefined {
  for (const each of upwards(folder)) {
    if (isZephyrBase(reader, each)) return each;
    const config = reader.read(join(each, '.west/config'));
    if (config === undefined) continue;
    const base = /^\[zephyr\][^[]*?^\s*base\s*=\s*(.+)$/m.exec(config.text)?.[1]?.trim() ?? 'zephyr';
    const path = resolvePath(each, base);
    return isZephyrBase(reader, path) ? path : undefined;
  }
  return undefined;
}

/** VERSION of a Zephyr tree (cmake/modules/version.cmake): `4.1.0`, with `-rc1` where there is an EXTRAVERSION. */
export function versionOf(reader: FolderReader, base: string): string | undefined {
  const text = reader.read(join(base, 'VERSION'))?.text;
  if (text === undefined) return undefined;
  const field = (name: string): string => new RegExp(`^${name}[ \\t]*=[ \\t]*(\\S*)`, 'm').exec(text)?.[1] ?? '';
  const major = field('VERSION_MAJOR');
  if (major === '') return undefined;
  const extra = field('EXTRAVERSION');
  const version = `${major}.${field('VERSION_MINOR')}.${field('PATCHLEVEL')}`;
  return extra === '' ? version : `${version}-${extra}`;
}

/**
 * Include folders of a build (cmake/modules/pre_dt.cmake of Zephyr): for each root, in order, those of these that are there.
 * `dts/vendor` came in 2025. Architectures stand between `dts/common` and `dts`; the build names all that Zephyr has.
 */
export function includePathsOf(reader: FolderReader, base: string | undefined, roots: readonly string[]): string[] {
  const architectures = base === undefined ? [] : architecturesOf(reader, base);
  const places = ['include', 'include/zephyr', 'dts/common', 'dts/vendor', ...architectures, 'dts'];
  return roots
    .flatMap((root) => places.map((place) => join(root, place)))
    .filter((path) => reader.list(path) !== undefined);
}

/** Folders in `dts` that are no architecture. */
const NO_ARCHITECTURE = new Set(['bindings', 'common', 'vendor']);

function architecturesOf(reader: FolderReader, base: string): readonly string[] {
  return (reader.list(join(base, 'dts')) ?? [])
    .filter(({ name, kind }) => kind === 'folder' && !NO_ARCHITECTURE.has(name))
    .map(({ name }) => `dts/${name}`)
    .sort();
}

/** `dts/bindings` of each root that has it (cmake/modules/dts.cmake, DTS_ROOT_BINDINGS). */
export function bindingsFoldersOf(reader: FolderReader, roots: readonly string[]): string[] {
  return roots.map((root) => join(root, 'dts/bindings')).filter((path) => reader.list(path) !== undefined);
}

/**
 * DTS_ROOT of a build that is not there yet: what the workspace's modules add, then the application, the board, Zephyr itself
 * (pre_dt.cmake). Duplicates are taken out.
 */
export function dtsRoots(
  reader: FolderReader,
  base: string | undefined,
  application: string | undefined,
  boardFolder: string | undefined,
): readonly string[] {
  const modules = base === undefined ? [] : moduleRoots(reader, base);
  const roots = [...modules, application, boardFolder, base];
  return [...new Set(roots.filter((root) => root !== undefined))];
}

/**
 * Roots that modules of the workspace bring (`build: settings: dts_root:` of zephyr/module.yml; Zephyr's documentation, "Modules").
 * Pin controls of several vendors come that way. Looked for where west puts modules: `modules/*` and `modules/*\/*` beside Zephyr.
 */
function moduleRoots(reader: FolderReader, base: string): readonly string[] {
  const modules = join(folderOf(base), 'modules');
  const roots: string[] = [];
  for (const outer of foldersIn(reader, modules)) {
    for (const folder of [outer, ...foldersIn(reader, outer)]) {
      const file = reader.read(join(folder, 'zephyr/module.yml')) ?? reader.read(join(folder, 'zephyr/module.yaml'));
      if (file === undefined) continue;
      const root = stringOf(member(member(member(readYaml(file).root, 'build'), 'settings'), 'dts_root'));
      if (root !== undefined) roots.push(resolvePath(folder, root));
    }
  }
  return roots;
}

/** Folders in a folder, sorted by name. */
export function foldersIn(reader: FolderReader, folder: string): readonly string[] {
  return (reader.list(folder) ?? [])
    .filter(({ kind }) => kind === 'folder')
    .map(({ name }) => join(folder, name))
    .sort();
}
