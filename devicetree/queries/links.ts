/** Names of files that an editor can open. */
import type { SourceFile } from '../source/index.js';
import type { PropertySyntax } from '../syntax/index.js';
import { shortName } from './markdown.js';
import { syntaxIndex } from './syntax-index.js';
import type { DocumentLink, QueryContext } from './types.js';

/** Includes, `/incbin/`, and compatible strings that have a binding. */
export function documentLinks(context: QueryContext, file: SourceFile): readonly DocumentLink[] {
  const { entries, includes } = syntaxIndex(context.compilation).file(file);
  const links: DocumentLink[] = [];
  for (const { nameRange, target } of includes) {
    if (target !== undefined) links.push({ range: nameRange, target: target.path, tooltip: target.path });
  }
  for (const { syntax } of entries) {
    if (syntax.kind !== 'property' || syntax.values === undefined) continue;
    if (syntax.name.text === 'compatible') links.push(...compatibleLinks(context, file, syntax));
    else links.push(...incbinLinks(context, file, syntax));
  }
  return links.sort((a, b) => a.range.start - b.range.start);
}

function compatibleLinks(
  { bindings }: QueryContext,
  file: SourceFile,
  { values }: PropertySyntax,
): readonly DocumentLink[] {
  if (bindings === undefined) return [];
  return (values ?? []).flatMap((value) => {
    if (value.kind !== 'string' || value.range.file !== file) return [];
    const target = bindings.bindingsFor(value.text)[0]?.file?.path;
    return target === undefined ? [] : [{ range: value.range, target, tooltip: `Binding ${shortName(target)}` }];
  });
}

function incbinLinks(
  { reader, includePaths }: QueryContext,
  file: SourceFile,
  { values }: PropertySyntax,
): readonly DocumentLink[] {
  return (values ?? []).flatMap((value) => {
    if (value.kind !== 'incbin' || value.bytes === undefined || value.range.file !== file) return [];
    const own = file.path.slice(0, Math.max(0, file.path.lastIndexOf('/')));
    const candidates = value.path.startsWith('/')
      ? [value.path]
      : [own, ...includePaths].map((folder) => `${folder}/${value.path}`);
    const target = candidates.find((path) => reader.readBytes?.(path, 1 << 30) !== undefined);
    return target === undefined ? [] : [{ range: value.range, target, tooltip: target }];
  });
}
