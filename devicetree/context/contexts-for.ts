/** All ways to compile a file that can be found without asking: builds that used it first, then what the folders say. */
import type { FolderReader } from '../bindings/index.js';
import { applicationContext } from './application.js';
import { boardContexts, zephyrWithoutBuild } from './board.js';
import { buildFoldersIn, contextsOfBuild, isBuildFolder, readFilesOf } from './build-folder.js';
import { readKconfig } from './kconfig.js';
import { linuxContext } from './linux.js';
import { folderOf, isInside, join, nameOf, normalPath, upwards } from './paths.js';
import type { CompilationContext, ContextChoice } from './types.js';
import { dtsRoots, includePathsOf, isZephyrBase, zephyrBaseFor } from './zephyr-tree.js';

/**
 * Contexts for a devicetree file, the best first; never none, as a file can always be compiled alone. For a build folder, the
 * contexts of that build. Asks the reader for a few hundred files and folders at most, unless a board has to be looked for.
 */
export function contextsFor(
  reader: FolderReader,
  path: string,
  choice: ContextChoice = {},
): readonly CompilationContext[] {
  const file = normalPath(path);
  if (isBuildFolder(reader, file)) return contextsOfBuild(reader, file);
  const builds = buildContexts(reader, file, choice);
  const others = [...boardContexts(reader, file, choice)];
  if (others.length === 0) others.push(...listed(applicationContext(reader, file, choice)));
  // A build of the same application says more than its folder does.
  if (builds.length > 0) return unique([...builds, ...others.filter(({ kind }) => kind === 'zephyr-board')]);
  if (others.length > 0) return unique(others);
  const found = resultContext(reader, file) ?? linuxContext(reader, file) ?? zephyrFileContext(reader, file, choice);
  return [found ?? fileContext(reader, file)];
}

function listed<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function unique(contexts: readonly CompilationContext[]): readonly CompilationContext[] {
  return [...new Map(contexts.map((context) => [context.id, context])).values()];
}

/**
 * Contexts of builds that compiled the file: it is named among their files, or the preprocessor read it. Looked for in the folder
 * that the file lies in and those above it up to the workspace, and where the user says.
 */
function buildContexts(reader: FolderReader, file: string, choice: ContextChoice): readonly CompilationContext[] {
  const folders = new Set((choice.buildFolders ?? []).map(normalPath));
  for (const folder of searched(reader, folderOf(file))) {
    if (isBuildFolder(reader, folder)) folders.add(folder);
    for (const build of buildFoldersIn(reader, folder)) folders.add(build);
  }
  return [...folders]
    .flatMap((folder) => contextsOfBuild(reader, folder))
    .flatMap((context) => uses(reader, context, file));
}

/** How far up builds are looked for where nothing says where a project ends. */
const MAX_LEVELS = 6;

/** The folder and those above it, to the west workspace, else the repository or the Zephyr tree: beyond lie other people's builds. */
function searched(reader: FolderReader, folder: string): readonly string[] {
  const folders = upwards(folder);
  const has = (name: string) => (each: string) => reader.list(join(each, name)) !== undefined;
  const workspace = folders.findIndex(has('.west'));
  const top = workspace >= 0 ? workspace : folders.findIndex((each) => has('.git')(each) || isZephyrBase(reader, each));
  return folders.slice(0, top >= 0 ? top + 1 : MAX_LEVELS);
}

/** The context if it compiles the file. Its own result, `zephyr/zephyr.dts`, is compiled alone, with the build's bindings. */
function uses(reader: FolderReader, context: CompilationContext, file: string): readonly CompilationContext[] {
  const folder = context.id.slice(context.id.indexOf(':') + 1);
  if (file === join(folder, 'zephyr/zephyr.dts')) {
    const origin = `The result of the build in ${folder}.`;
    const id = `${context.id}/zephyr/zephyr.dts`;
    return [{ ...context, id, title: `${context.title}, result`, files: [file], includePaths: [], origin }];
  }
  if (context.files.includes(file) || readFilesOf(reader, folder).includes(file)) return [context];
  return [];
}

/** A file of Zephyr that belongs to no board alone: a SoC's, a shield's, a snippet's. */
function zephyrFileContext(reader: FolderReader, path: string, choice: ContextChoice): CompilationContext | undefined {
  const base = choice.zephyrBase ?? zephyrBaseFor(reader, folderOf(path));
  if (base === undefined && !path.endsWith('.overlay')) return undefined;
  const inTree = base !== undefined && isInside(path, base);
  if (!inTree && !/\.(?:overlay|dts|dtsi)$/.test(path)) return undefined;
  const roots = dtsRoots(reader, base, undefined, undefined);
  const where = base === undefined ? 'no Zephyr was found for it' : `with Zephyr in ${base}`;
  return {
    id: `zephyr-file:${path}`,
    kind: 'zephyr-file',
    title: `${nameOf(path)} alone`,
    files: [path],
    includePaths: includePathsOf(reader, base, roots),
    defines: {},
    dialect: 'zephyr',
    zephyr: zephyrWithoutBuild(reader, base, undefined, roots),
    origin: `The file alone, ${where}; the board is not known, so labels of the board are unknown too.`,
    findings: [],
  };
}

/**
 * `zephyr.dts` that was copied from a build, with the settings beside it. `edt.pickle` (Zephyr's own tree, for Python) says that
 * it is one.
 */
function resultContext(reader: FolderReader, path: string): CompilationContext | undefined {
  const folder = folderOf(path);
  if (nameOf(path) !== 'zephyr.dts' || reader.read(join(folder, 'edt.pickle')) === undefined) return undefined;
  const config = reader.read(join(folder, '.config'));
  const base = zephyrBaseFor(reader, folder);
  const zephyr = zephyrWithoutBuild(reader, base, undefined, dtsRoots(reader, base, undefined, undefined));
  return {
    ...fileContext(reader, path),
    id: `zephyr-file:${path}`,
    kind: 'zephyr-file',
    dialect: 'zephyr',
    zephyr: {
      ...zephyr,
      kconfig: config === undefined ? new Map() : readKconfig(config),
      kconfigComplete: config !== undefined,
    },
    origin: `The result of a build that is not there; its settings are ${config === undefined ? 'missing' : 'beside it'}.`,
  };
}

/** A file without surroundings. One that speaks of `zephyr,…` is read by Zephyr's rules, every other by dtc's. */
function fileContext(reader: FolderReader, path: string): CompilationContext {
  const isZephyrs = reader.read(path)?.text.includes('zephyr,') === true;
  const rules = isZephyrs ? "it names properties of Zephyr, so Zephyr's rules count" : "dtc's rules count";
  return {
    id: `file:${path}`,
    kind: 'file',
    title: `${nameOf(path)} alone`,
    files: [path],
    includePaths: [],
    defines: {},
    dialect: isZephyrs ? 'zephyr' : 'linux',
    origin: `The file alone; no build, board or Linux tree was found for it, and ${rules}.`,
    findings: [],
  };
}
