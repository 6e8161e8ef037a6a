/** Contexts of boards in a tree of boards, and which file describes a board of a given name. */
import type { FolderReader } from '../bindings/index.js';
import { folderOf, isInside, join, nameOf, stemOf, upwards } from './paths.js';
import type { CompilationContext, ContextChoice, ZephyrContext } from './types.js';
import { bindingsFoldersOf, dtsRoots, foldersIn, includePathsOf, versionOf, zephyrBaseFor } from './zephyr-tree.js';

/** `board.yml` since Zephyr 3.7; before that a board had a `board.cmake` or a `Kconfig.board`. */
const BOARD_FILES = ['board.yml', 'Kconfig.board', 'board.cmake'];

export function isBoardFolder(reader: FolderReader, folder: string): boolean {
  return BOARD_FILES.some((name) => reader.read(join(folder, name)) !== undefined);
}

/**
 * Contexts for a file in a board's folder: for `NAME.dts` itself, for an overlay of a revision with the board before it, for an
 * included file with each board of the folder that includes it.
 */
export function boardContexts(
  reader: FolderReader,
  path: string,
  choice: ContextChoice,
): readonly CompilationContext[] {
  const folder = upwards(folderOf(path))
    .slice(0, 3)
    .find((each) => isBoardFolder(reader, each));
  if (folder === undefined) return [];
  if (path.endsWith('.dts')) return [boardContext(reader, path, [], choice)];
  const boards = boardFiles(reader, folder);
  if (path.endsWith('.overlay')) {
    // `NAME_1_0_0.overlay` changes `NAME.dts` (cmake/modules/dts.cmake, board revisions).
    const board = boards.filter((each) => stemOf(path).startsWith(stemOf(each))).at(-1);
    return board === undefined ? [] : [boardContext(reader, board, [path], choice)];
  }
  const including = boards.filter((board) => includes(reader, board, path));
  return including.map((board) => boardContext(reader, board, [], choice));
}

/** `.dts` files of a folder, the shortest name first. */
function boardFiles(reader: FolderReader, folder: string): readonly string[] {
  return (reader.list(folder) ?? [])
    .filter(({ name, kind }) => kind === 'file' && name.endsWith('.dts'))
    .map(({ name }) => join(folder, name))
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}

/** Does `from` include `path`, itself or through files beside it? Only names in quotes are followed. */
function includes(reader: FolderReader, from: string, path: string): boolean {
  const seen = new Set([from]);
  for (const each of seen) {
    if (each === path) return true;
    const text = reader.read(each)?.text ?? '';
    for (const [, name] of text.matchAll(/^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)"/gm)) {
      const next = join(folderOf(each), name!);
      if (seen.size < 100 && isInside(next, folderOf(from))) seen.add(next);
    }
  }
  return false;
}

/** A board alone, as Zephyr compiles it for an application without overlays; `overlays` come after it. */
export function boardContext(
  reader: FolderReader,
  board: string,
  overlays: readonly string[],
  choice: ContextChoice,
): CompilationContext {
  const folder = folderOf(board);
  const base = choice.zephyrBase ?? zephyrBaseFor(reader, folder);
  const roots = dtsRoots(reader, base, undefined, folder);
  const last = overlays.at(-1);
  return {
    id: `zephyr-board:${last ?? board}`,
    kind: 'zephyr-board',
    title: last === undefined ? `Board ${stemOf(board)}` : `Board ${stemOf(last)}`,
    files: [board, ...overlays],
    includePaths: includePathsOf(reader, base, roots),
    defines: {},
    dialect: 'zephyr',
    zephyr: zephyrWithoutBuild(reader, base, stemOf(board), roots),
    origin:
      base === undefined
        ? `From the board's folder ${folder}; no Zephyr was found for it.`
        : `From the board's folder ${folder} with Zephyr in ${base}, without an application.`,
    findings: [],
  };
}

/** What is known of Zephyr without a build. */
export function zephyrWithoutBuild(
  reader: FolderReader,
  base: string | undefined,
  board: string | undefined,
  roots: readonly string[],
): ZephyrContext {
  return {
    base,
    version: base === undefined ? undefined : versionOf(reader, base),
    board,
    bindingsFolders: bindingsFoldersOf(reader, roots),
    kconfig: new Map(),
    kconfigComplete: false,
  };
}

/** Zephyr has some 900 boards in 150 folders. */
const MAX_BOARD_FOLDERS = 5000;

/**
 * The `.dts` of a board by the name that overlays go by: `nrf52840dk_nrf52840` for `nrf52840dk/nrf52840` (ZFILE names in
 * cmake/modules/extensions.cmake). Looked for in `boards` of each root, two folders deep; a board with one SoC may leave it out of
 * the file's name.
 */
export function findBoard(reader: FolderReader, roots: readonly string[], name: string): string | undefined {
  let budget = MAX_BOARD_FOLDERS;
  let shortened: string | undefined;
  for (const root of roots) {
    const level1 = foldersIn(reader, join(root, 'boards'));
    for (const folder of level1.flatMap((each) => [each, ...foldersIn(reader, each)])) {
      if (budget-- <= 0) return shortened;
      const exact = join(folder, `${name}.dts`);
      if (reader.read(exact) !== undefined) return exact;
      const board = nameOf(folder);
      const short = join(folder, `${board}.dts`);
      if (shortened === undefined && name.startsWith(`${board}_`) && reader.read(short) !== undefined)
        shortened = short;
    }
  }
  return shortened;
}
