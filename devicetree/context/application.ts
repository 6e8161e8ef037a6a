/** Contexts of overlays in an application that was never built: with the board where the file's name says it. */
import type { FolderReader } from '../bindings/index.js';
import { findBoard, zephyrWithoutBuild } from './board.js';
import { readKconfig } from './kconfig.js';
import { folderOf, isInside, join, nameOf, stemOf, upwards } from './paths.js';
import type { CompilationContext, ContextChoice } from './types.js';
import { dtsRoots, includePathsOf, zephyrBaseFor } from './zephyr-tree.js';

/** The folder of the application that a file belongs to: the nearest above it with a `prj.conf`. */
export function applicationOf(reader: FolderReader, path: string): string | undefined {
  return upwards(folderOf(path))
    .slice(0, 4)
    .find((folder) => reader.read(join(folder, 'prj.conf')) !== undefined);
}

/** The context of an application's overlay or devicetree file; undefined where the file belongs to no application. */
export function applicationContext(
  reader: FolderReader,
  path: string,
  choice: ContextChoice,
): CompilationContext | undefined {
  const application = applicationOf(reader, path);
  if (application === undefined) return undefined;
  const base = choice.zephyrBase ?? zephyrBaseFor(reader, application);
  const name = choice.board?.replaceAll('/', '_') ?? boardNameOf(application, path);
  const searched = [application, ...(base === undefined ? [] : [base])];
  const board = name === undefined ? undefined : findBoard(reader, searched, name);
  const roots = dtsRoots(reader, base, application, board === undefined ? undefined : folderOf(board));
  const settings = reader.read(join(application, 'prj.conf'));
  return {
    id: `zephyr-application:${path}`,
    kind: 'zephyr-application',
    title: `${nameOf(application)}${name === undefined ? ', board unknown' : ` on ${name}`}`,
    files: [...(board === undefined ? [] : [board]), ...overlays(reader, application, namesOf(name, board), path)],
    includePaths: includePathsOf(reader, base, roots),
    defines: {},
    dialect: 'zephyr',
    zephyr: {
      ...zephyrWithoutBuild(reader, base, name, roots),
      kconfig: settings === undefined ? new Map() : readKconfig(settings),
    },
    origin: originText(application, base, name, board),
    findings: [],
  };
}

function originText(
  application: string,
  base: string | undefined,
  name: string | undefined,
  board: string | undefined,
): string {
  const from = `From the application ${application}, which has no build here`;
  if (base === undefined) return `${from}; no Zephyr was found for it.`;
  if (name === undefined) return `${from}; the board is not known, so labels of the board are unknown too.`;
  if (board === undefined) return `${from}; no ${name}.dts was found in ${base}.`;
  return `${from}, with the board of ${board}.`;
}

/** `NAME` of `boards/NAME.overlay`. */
function boardNameOf(application: string, path: string): string | undefined {
  return folderOf(path) === join(application, 'boards') && path.endsWith('.overlay') ? stemOf(path) : undefined;
}

/** Names that overlays of a board go by: its target's, and with one SoC that of its file, which may leave the SoC out. */
function namesOf(name: string | undefined, board: string | undefined): readonly string[] {
  if (name === undefined) return [];
  return board === undefined ? [name] : [...new Set([name, stemOf(board)])];
}

/**
 * Overlays that the build would take for this board (Zephyr's documentation, "Set devicetree overlays"): `socs/SOC_QUALIFIERS` and
 * `boards/NAME`, and only without these `NAME` in the application's folder, else `app`. A file that is none of them comes last, as
 * one that is given by hand would; for another board's overlay nothing comes before it.
 */
function overlays(
  reader: FolderReader,
  application: string,
  names: readonly string[],
  path: string,
): readonly string[] {
  const there = (relative: string): readonly string[] =>
    reader.read(join(application, relative)) === undefined ? [] : [join(application, relative)];
  const specific = names.flatMap((name) => [
    ...socOverlays(reader, application, name),
    ...there(`boards/${name}.overlay`),
  ]);
  const general = names.flatMap((name) => there(`${name}.overlay`));
  const taken = specific.length > 0 ? [...new Set(specific)] : general.length > 0 ? general : there('app.overlay');
  if (taken.includes(path)) return taken;
  // Included files are compiled as a part of whatever includes them.
  if (!/\.(?:overlay|dts)$/.test(path)) return taken.length > 0 ? taken : [path];
  return isInside(path, join(application, 'boards')) ? [path] : [...taken, path];
}

/** `socs/nrf5340_cpuapp.overlay` goes with `nrf5340dk_nrf5340_cpuapp`. */
function socOverlays(reader: FolderReader, application: string, name: string): readonly string[] {
  const folder = join(application, 'socs');
  return (reader.list(folder) ?? [])
    .filter((entry) => entry.kind === 'file' && entry.name.endsWith('.overlay'))
    .filter((entry) => name.endsWith(`_${stemOf(entry.name)}`))
    .map((entry) => join(folder, entry.name))
    .sort();
}
