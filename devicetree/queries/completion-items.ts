/** Makes completion items, with what most of them have in common. */
import type { SourceRange } from '../source/index.js';
import type { CompletionItem } from './types.js';

/** `order` is one letter or digit: items are sorted by it, then by their label. */
export function item(
  kind: CompletionItem['kind'],
  label: string,
  replace: SourceRange,
  order: string,
  more: Partial<CompletionItem> = {},
): CompletionItem {
  return {
    kind,
    label,
    detail: undefined,
    markdown: undefined,
    replace,
    insert: label,
    snippet: false,
    filter: undefined,
    sort: `${order}${label}`,
    deprecated: false,
    preselect: false,
    additionalEdits: [],
    ...more,
  };
}

/** Text that a snippet takes as it is. */
export function plain(text: string): string {
  return text.replaceAll(/[\\$}]/g, '\\$&');
}
