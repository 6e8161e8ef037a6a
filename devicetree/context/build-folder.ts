/**
 * Contexts of a Zephyr build folder. `build_info.yml` says everything since Zephyr 4.0 (scripts/schemas/build-schema.yml; written by
 * cmake/modules/dts.cmake); before that, CMakeCache.txt and the list of files that the preprocessor read have to do.
 */
import { member, readYaml, stringOf, stringsOf, type FolderReader, type YamlValue } from '../bindings/index.js';
import type { SourceFile } from '../source/index.js';
import { cmakeList, definesOf, readCmakeCache, readMakeRule } from './cmake.js';
import { readKconfig } from './kconfig.js';
import { folderOf, join, nameOf, normalPath, resolvePath } from './paths.js';
import type { CompilationContext, ZephyrContext } from './types.js';
import { bindingsFoldersOf, foldersIn, includePathsOf, versionOf } from './zephyr-tree.js';

/** Images of one system build; more is a mistake or a trap. */
const MAX_IMAGES = 32;

/** The files that say that a folder is a build's. */
export function isBuildFolder(reader: FolderReader, folder: string): boolean {
  return (
    reader.read(join(folder, 'build_info.yml')) !== undefined ||
    reader.read(join(folder, 'CMakeCache.txt')) !== undefined
  );
}

/** A context for the image that a build folder builds, or for each of its images where it is a sysbuild. */
export function contextsOfBuild(reader: FolderReader, folder: string): readonly CompilationContext[] {
  const info = reader.read(join(folder, 'build_info.yml'));
  const images = imageFolders(reader, folder, info);
  if (images.length > 0) {
    return images.slice(0, MAX_IMAGES).flatMap((image) => {
      const context = contextOfImage(reader, image, folder);
      return context === undefined ? [] : [context];
    });
  }
  const context = contextOfImage(reader, folder, undefined);
  return context === undefined ? [] : [context];
}

/**
 * Build folders of a sysbuild's images: as domains.yaml names them (share/sysbuild/cmake/domains.cmake), then those that only
 * build_info.yml has. If the whole was moved since, they are looked for by name in it.
 */
function imageFolders(reader: FolderReader, folder: string, info: SourceFile | undefined): readonly string[] {
  const folders = new Set<string>();
  const domains = reader.read(join(folder, 'domains.yaml'));
  for (const domain of listItems(domains === undefined ? undefined : member(readYaml(domains).root, 'domains'))) {
    const path = stringOf(member(domain, 'build_dir'));
    const name = stringOf(member(domain, 'name'));
    const there = [path === undefined ? undefined : resolvePath(folder, path), name && join(folder, name)];
    const found = there.find((each) => each !== undefined && each !== '' && isBuildFolder(reader, each));
    if (found !== undefined) folders.add(found);
  }
  const cmake = info === undefined ? undefined : member(readYaml(info).root, 'cmake');
  for (const image of listItems(member(cmake, 'images'))) {
    const name = stringOf(member(image, 'name'));
    if (name !== undefined && isBuildFolder(reader, join(folder, name))) folders.add(join(folder, name));
  }
  folders.delete(folder);
  return [...folders];
}

function listItems(value: YamlValue | undefined): readonly YamlValue[] {
  return value?.kind === 'list' ? value.items : [];
}

function contextOfImage(
  reader: FolderReader,
  folder: string,
  system: string | undefined,
): CompilationContext | undefined {
  const info = reader.read(join(folder, 'build_info.yml'));
  const cacheFile = reader.read(join(folder, 'CMakeCache.txt'));
  const cache = cacheFile === undefined ? new Map<string, string>() : readCmakeCache(cacheFile);
  const image: Image = { reader, folder, system, cache };
  return (info === undefined ? undefined : fromBuildInfo(image, info)) ?? fromCache(image);
}

interface Image {
  readonly reader: FolderReader;
  readonly folder: string;
  /** The sysbuild that it is a part of. */
  readonly system: string | undefined;
  readonly cache: ReadonlyMap<string, string>;
}

function fromBuildInfo(image: Image, info: SourceFile): CompilationContext | undefined {
  const { root, findings } = readYaml(info);
  const cmake = member(root, 'cmake');
  const devicetree = member(cmake, 'devicetree');
  const listed = pathsOf(member(devicetree, 'files'));
  if (listed.length === 0) return undefined;
  const users = [...pathsOf(member(devicetree, 'user-files')), ...pathsOf(member(devicetree, 'extra-user-files'))];
  const zephyr = member(cmake, 'zephyr');
  const base = pathOf(member(zephyr, 'zephyr-base')) ?? cachedBase(image);
  const board = boardOf(member(cmake, 'board'));
  const source = pathOf(member(member(cmake, 'application'), 'source-dir'));
  return {
    ...common(image, source, board),
    // `files` has the overlays of the user already; the other list is for builds that say otherwise.
    files: [...new Set([...listed, ...users])],
    includePaths: pathsOf(member(devicetree, 'include-dirs')),
    zephyr: zephyrOf(
      image,
      base,
      board,
      stringOf(member(zephyr, 'version')),
      pathsOf(member(devicetree, 'bindings-dirs')),
    ),
    origin: `From ${info.path}.`,
    findings,
  };
}

function fromCache(image: Image): CompilationContext | undefined {
  const { reader, folder, cache } = image;
  const base = cachedBase(image);
  const board = cache.get('BOARD') ?? cache.get('CACHED_BOARD');
  if (base === undefined || board === undefined) return undefined;
  const application = cache.get('APPLICATION_SOURCE_DIR');
  const boardFolder = cache.get('BOARD_DIR');
  const cachedBindings = cmakeList(cache.get('CACHED_DTS_ROOT_BINDINGS')).map(normalPath);
  const given = [application, boardFolder].flatMap((each) => (each === undefined ? [] : [normalPath(each)]));
  // Every root that has bindings is cached by them; the application and the board may have include folders alone.
  const fromBindings = cachedBindings.map((each) => folderOf(folderOf(each))).filter((each) => each !== base);
  const roots = [...new Set([...fromBindings, ...given, base])];
  const [files, said] = cachedFiles(image, board, boardFolder);
  if (files.length === 0) return undefined;
  const bindings = cachedBindings.length > 0 ? cachedBindings : bindingsFoldersOf(reader, roots);
  return {
    ...common(image, application, board),
    files,
    includePaths: includePathsOf(reader, base, roots),
    zephyr: zephyrOf(image, base, board, undefined, bindings),
    origin: `From ${join(folder, 'CMakeCache.txt')}${said}; this build has no build_info.yml.`,
    findings: [],
  };
}

/** What the preprocessor read last: `zephyr.dts.d`, before Zephyr 3.7 `zephyr.dts.pre.d` (DTS_DEPS in cmake/modules/dts.cmake). */
export function readFilesOf(reader: FolderReader, folder: string): readonly string[] {
  for (const name of ['zephyr.dts.d', 'zephyr.dts.pre.d']) {
    const file = reader.read(join(folder, `zephyr/${name}`));
    if (file !== undefined) return readMakeRule(file);
  }
  return [];
}

/** The files in order, and from where. */
function cachedFiles(
  { reader, folder, cache }: Image,
  board: string,
  boardFolder: string | undefined,
): readonly [readonly string[], string] {
  // Included files stand between these, but have other endings.
  const read = readFilesOf(reader, folder).filter((path) => /\.(?:dts|overlay)$/.test(path));
  if (read.length > 0) return [read, ' and the list of files that the preprocessor read'];
  const application = cache.get('APPLICATION_CONFIG_DIR') ?? cache.get('APPLICATION_SOURCE_DIR') ?? folder;
  const overlays = [...cmakeList(cache.get('DTC_OVERLAY_FILE')), ...cmakeList(cache.get('EXTRA_DTC_OVERLAY_FILE'))];
  const source =
    cache.get('DTS_SOURCE') ?? (boardFolder && join(normalPath(boardFolder), `${board.replaceAll('/', '_')}.dts`));
  if (source === undefined || source === '') return [[], ''];
  return [[normalPath(source), ...overlays.map((each) => resolvePath(normalPath(application), each))], ''];
}

function cachedBase({ cache }: Image): string | undefined {
  const base = cache.get('ZEPHYR_BASE');
  return base === undefined || base === '' ? undefined : normalPath(base);
}

function common({ folder, system, cache }: Image, application: string | undefined, board: string | undefined) {
  const name = system === undefined ? application && nameOf(normalPath(application)) : nameOf(folder);
  const on = board === undefined ? '' : ` on ${board}`;
  const where = system === undefined ? nameOf(folder) : `${nameOf(system)}/${nameOf(folder)}`;
  return {
    id: `zephyr-build:${folder}`,
    kind: 'zephyr-build',
    title: `${name === undefined || name === '' ? 'Build' : name}${on} (${where})`,
    defines: definesOf(cache.get('DTS_EXTRA_CPPFLAGS')),
    dialect: 'zephyr',
  } as const;
}

function zephyrOf(
  { reader, folder }: Image,
  base: string | undefined,
  board: string | undefined,
  version: string | undefined,
  bindingsFolders: readonly string[],
): ZephyrContext {
  const config = reader.read(join(folder, 'zephyr/.config'));
  return {
    base,
    version: (base === undefined ? undefined : versionOf(reader, base)) ?? version,
    board,
    bindingsFolders,
    kconfig: config === undefined ? new Map() : readKconfig(config),
    kconfigComplete: config !== undefined,
  };
}

/** `name`, with qualifiers and revision: `nrf9160dk@0.14.0/nrf9160/ns`. */
function boardOf(board: YamlValue | undefined): string | undefined {
  const name = stringOf(member(board, 'name'));
  if (name === undefined) return undefined;
  const revision = stringOf(member(board, 'revision'));
  const qualifiers = stringOf(member(board, 'qualifiers'));
  return `${name}${revision === undefined ? '' : `@${revision}`}${qualifiers === undefined ? '' : `/${qualifiers}`}`;
}

function pathOf(value: YamlValue | undefined): string | undefined {
  const text = stringOf(value);
  return text === undefined || text === '' ? undefined : normalPath(text);
}

/** A list of paths; one path alone stands for a list of it. */
function pathsOf(value: YamlValue | undefined): readonly string[] {
  const single = pathOf(value);
  return single === undefined ? (stringsOf(value) ?? []).map(normalPath) : [single];
}

/** Folders that builds are made in by habit: `build`, `build_nrf52`, `cmake-build-debug`, `_build`. */
const BUILD_NAME = /^_?build|build$/i;
/** `build/BOARD/APPLICATION`, as west's `build.dir-fmt` makes them. */
const MAX_BUILD_DEPTH = 3;
const MAX_FOLDERS = 400;

/** Build folders in a folder: those that look like one by name, and what lies in them. Images of a sysbuild are not listed apart. */
export function buildFoldersIn(reader: FolderReader, folder: string): readonly string[] {
  const found: string[] = [];
  let budget = MAX_FOLDERS;
  const visit = (each: string, depth: number): void => {
    if (budget-- <= 0) return;
    if (isBuildFolder(reader, each)) found.push(each);
    else if (depth < MAX_BUILD_DEPTH) for (const inner of foldersIn(reader, each)) visit(inner, depth + 1);
  };
  for (const each of foldersIn(reader, folder)) if (BUILD_NAME.test(nameOf(each))) visit(each, 1);
  return found;
}
