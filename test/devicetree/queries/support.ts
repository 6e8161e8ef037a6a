/** Small projects with a cursor: `¦` in one file marks the place that is asked about. */
import {
  openBindings,
  type BindingIndex,
  type FolderEntry,
  type FolderReader,
} from '../../../devicetree/bindings/index.js';
import { analyse } from '../../../devicetree/analysis/index.js';
import { fileOf, type QueryContext } from '../../../devicetree/queries/index.js';
import { lineColumn, rangeText, type SourceFile, type SourceRange } from '../../../devicetree/source/index.js';
import { queryContext } from '../../../devicetree-server/query-context.js';
import { boardText, headers, type Core } from '../lint/boards.js';

export const MAIN = '/project/main.dts';
const OVERLAY = '/project/app.overlay';
export const INCLUDE = '/zephyr/include';
const BINDINGS = '/zephyr/dts/bindings';

/** Files by path; the text of one may hold the cursor. */
export type Files = Readonly<Record<string, string>>;

export interface Project {
  readonly context: QueryContext;
  /** The file with the cursor, and the offset. */
  readonly file: SourceFile;
  readonly offset: number;
}

/** A reader over a table of texts. */
export function tableReader(files: ReadonlyMap<string, SourceFile>): FolderReader {
  return {
    read: (path) => files.get(path),
    list(path) {
      const found = new Map<string, FolderEntry>();
      for (const each of files.keys()) {
        if (!each.startsWith(`${path}/`)) continue;
        const [name, ...below] = each.slice(path.length + 1).split('/');
        found.set(name!, { name: name!, kind: below.length > 0 ? 'folder' : 'file' });
      }
      return found.size === 0 ? undefined : [...found.values()];
    },
  };
}

/**
 * Files under /zephyr/dts/bindings are bindings; a main source and overlays are read in the order of the table. Without a cursor it is
 * the overlay's, else the first file's, start.
 */
export function project(files: Files): Project {
  let cursor: { readonly path: string; readonly offset: number } | undefined;
  const table = new Map<string, SourceFile>();
  for (const [path, text] of Object.entries(files)) {
    const offset = text.indexOf('¦');
    if (offset >= 0) cursor = { path, offset };
    table.set(path, { path, text: text.replace('¦', '') });
  }
  const reader = tableReader(table);
  const bindings: BindingIndex | undefined = [...table.keys()].some((path) => path.startsWith(BINDINGS))
    ? openBindings([BINDINGS], reader)
    : undefined;
  const analysis = analyse(
    {
      id: 'test',
      kind: 'zephyr-board',
      title: 'test',
      files: Object.keys(files).filter((path) => /\.(dts|overlay)$/.test(path)),
      includePaths: [INCLUDE],
      defines: {},
      dialect: 'zephyr',
      zephyr: {
        base: '/zephyr',
        version: undefined,
        board: undefined,
        bindingsFolders: [BINDINGS],
        kconfig: new Map(),
        kconfigComplete: false,
      },
      origin: '',
      findings: [],
    },
    reader,
    { bindings },
  );
  const context = queryContext(analysis, reader);
  const path = cursor?.path ?? (table.has(OVERLAY) ? OVERLAY : Object.keys(files)[0]!);
  const file = fileOf(context, path);
  if (file === undefined) throw new Error(`${path} is not read`);
  return { context, file, offset: cursor?.offset ?? 0 };
}

/** One source with the cursor `¦`. */
export function source(text: string, more: Files = {}): Project {
  return project({ [MAIN]: `/dts-v1/;\n${text}`, ...more });
}

/** A board with a core and memory macros, and an overlay with the cursor. */
export function overlay(core: Core, text: string, more: Files = {}): Project {
  return project({
    '/project/board.dts': `/dts-v1/;\n${boardText(core)}`,
    [OVERLAY]: `#include <zephyr/dt-bindings/memory-attr/memory-attr-arm.h>\n#include <zephyr/dt-bindings/memory-attr/memory-attr-sw.h>\n${text}`,
    ...Object.fromEntries(Object.entries(headers('main'))),
    ...more,
  });
}

/** `main.dts:3:5 text`, lines and columns from 1. */
export function shown(range: SourceRange): string {
  const { line, column } = lineColumn(range.file, range.start);
  const name = range.file.path.slice(range.file.path.lastIndexOf('/') + 1);
  return `${name}:${line + 1}:${column + 1} ${rangeText(range).replaceAll(/\s+/g, ' ')}`;
}
