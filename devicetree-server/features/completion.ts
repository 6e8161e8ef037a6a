/** What may be written here. The texts about an item are sent when it is looked at. */
import {
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem,
  type CompletionList,
  type CompletionParams,
} from 'vscode-languageserver/node';
import { queries } from '../../devicetree/index.js';
import { editOf, offsetOf, rangeOf } from '../translate.js';
import type { FeatureHost } from './types.js';

const KINDS = {
  node: CompletionItemKind.Module,
  label: CompletionItemKind.Variable,
  property: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  macro: CompletionItemKind.Constant,
  compatible: CompletionItemKind.Class,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  directive: CompletionItemKind.Keyword,
  snippet: CompletionItemKind.Snippet,
} as const;

/** Which list an item is of, and where in it. */
interface ItemData {
  readonly list: number;
  readonly index: number;
}

export function addCompletion(host: FeatureHost): void {
  const { connection } = host;
  let shown: { readonly list: number; readonly items: readonly queries.CompletionItem[] } = { list: 0, items: [] };
  connection.onCompletion(
    host.answer(null, ({ textDocument, position }: CompletionParams): CompletionList | null => {
      const asked = host.now(textDocument.uri);
      if (asked === undefined) return null;
      const { context, file } = asked;
      const { items, isIncomplete } = queries.completions(context, file, offsetOf(file, position));
      shown = { list: shown.list + 1, items };
      return {
        isIncomplete,
        items: items.map((item, index) => itemOf(item, file.path, { list: shown.list, index })),
      };
    }),
  );
  connection.onCompletionResolve((item) => {
    const data = item.data as ItemData | undefined;
    const markdown = data?.list === shown.list ? shown.items[data.index]?.markdown : undefined;
    return markdown === undefined ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value: markdown } };
  });
}

function itemOf(item: queries.CompletionItem, path: string, data: ItemData): CompletionItem {
  const { kind, label, detail, replace, insert, snippet, filter, sort, deprecated, preselect, additionalEdits } = item;
  const own = additionalEdits.filter(({ range }) => range.file.path === path);
  return {
    label,
    kind: KINDS[kind],
    ...(detail === undefined ? {} : { detail }),
    textEdit: { range: rangeOf(replace), newText: insert },
    insertTextFormat: snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(filter === undefined ? {} : { filterText: filter }),
    sortText: sort,
    ...(deprecated ? { tags: [CompletionItemTag.Deprecated] } : {}),
    ...(preselect ? { preselect } : {}),
    ...(own.length === 0 ? {} : { additionalTextEdits: own.map(editOf) }),
    data,
  };
}
