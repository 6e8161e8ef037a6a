/** Contexts of files in a Linux source tree. */
import type { FolderReader } from '../bindings/index.js';
import { folderOf, isInside, join, nameOf, upwards } from './paths.js';
import type { CompilationContext } from './types.js';

/** Where Linux has its devicetree sources' includes: links to every architecture's folder and to dt-bindings. */
const PREFIXES = 'scripts/dtc/include-prefixes';

/** The root of the Linux tree that a folder lies in. */
export function linuxBaseFor(reader: FolderReader, folder: string): string | undefined {
  return upwards(folder).find((each) => reader.list(join(each, PREFIXES)) !== undefined);
}

/**
 * A devicetree source of Linux as scripts/Makefile.lib compiles it (`dtc_cpp_flags`: -nostdinc, one include folder, -undef,
 * -D__DTS__). An included file is compiled alone; which board it belongs to is not known.
 */
export function linuxContext(reader: FolderReader, path: string): CompilationContext | undefined {
  const base = linuxBaseFor(reader, folderOf(path));
  if (base === undefined) return undefined;
  const isSource = isInside(path, join(base, 'arch')) && /\.(?:dts|dtso)$/.test(path);
  return {
    id: `linux:${path}`,
    kind: 'linux',
    title: `${nameOf(path)} (Linux)`,
    files: [path],
    includePaths: [join(base, PREFIXES)],
    defines: {},
    dialect: 'linux',
    origin: isSource
      ? `From the Linux tree ${base}.`
      : `From the Linux tree ${base}; a file that others include, compiled alone.`,
    findings: [],
  };
}
