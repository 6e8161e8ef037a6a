/** Completion of include paths from the disk. */
import type { SourceFile, SourceRange } from '../source/index.js';
import { item } from './completion-items.js';
import type { CompletionItem, QueryContext } from './types.js';

const SOURCES = /\.(dts|dtsi|dtso|overlay|h)$/;
const MOST = 2000;

/** Folders and sources below what is typed so far: beside the file for quotes, then in the include folders. */
export function includeItems(
  { reader, includePaths }: QueryContext,
  file: SourceFile,
  replace: SourceRange,
  quoted: boolean,
  typed: string,
): readonly CompletionItem[] {
  const slash = typed.lastIndexOf('/');
  const below = slash < 0 ? '' : typed.slice(0, slash);
  const own = file.path.slice(0, Math.max(0, file.path.lastIndexOf('/')));
  const found = new Map<string, CompletionItem>();
  for (const [i, folder] of [...(quoted ? [own] : []), ...includePaths].entries()) {
    const path = below === '' ? folder : `${folder}/${below}`;
    for (const { name, kind } of reader.list?.(path) ?? []) {
      if (found.size >= MOST) break;
      const isFolder = kind === 'folder';
      if (found.has(name) || name.startsWith('.') || (!isFolder && !SOURCES.test(name))) continue;
      if (!isFolder && `${path}/${name}` === file.path) continue;
      const order = String(Math.min(9, quoted && i === 0 ? 0 : isFolder ? 2 : 1));
      const insert = isFolder ? `${name}/` : name;
      found.set(name, item(isFolder ? 'folder' : 'file', insert, replace, order, { detail: folder, insert }));
    }
  }
  return [...found.values()];
}
