/** What may be written at a place. */
import { describeBinding } from '../bindings/index.js';
import type { SourceFile } from '../source/index.js';
import { includeItems } from './completion-includes.js';
import { macroItems } from './completion-macros.js';
import { deleteItems, directiveItems, propertyItems, statementItems } from './completion-names.js';
import { placeOf } from './completion-place.js';
import { valueItems } from './completion-values.js';
import { macroMarkdown, valueOfMacro } from './macro-hover.js';
import { cut } from './markdown.js';
import type { CompletionItem, Completions, QueryContext } from './types.js';

/** Characters after which an editor asks by itself. */
export const COMPLETION_TRIGGERS = ['&', '{', '/', '#', '<', '"', ' ', ',', '='] as const;

/** Sorted as an editor should show it. The letters already typed are not filtered by: editors do that better. */
export function completions(context: QueryContext, file: SourceFile, offset: number): Completions {
  const { items, isIncomplete } = unsorted(context, file, offset);
  return { items: [...items].sort((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : 0)), isIncomplete };
}

function unsorted(context: QueryContext, file: SourceFile, offset: number): Completions {
  const place = placeOf(context, file, offset);
  const { replace } = place;
  switch (place.kind) {
    case 'none':
      return complete([]);
    case 'directive':
      return complete([
        ...directiveItems(replace),
        ...(place.body.depth === 0
          ? []
          : propertyItems(context, file, replace, place.body).filter(({ label }) => label.startsWith('#'))),
      ]);
    case 'include':
      return complete(includeItems(context, file, replace, place.quoted, place.typed));
    case 'macro-name':
      return complete(macroItems(context, replace, '1', true));
    case 'statement':
      return complete(statementItems(context, file, replace, place.body));
    case 'delete':
      return complete(deleteItems(context, replace, place.body, place.of));
    case 'value':
      return valueItems(context, place);
  }
}

function complete(items: readonly CompletionItem[]): Completions {
  return { items, isIncomplete: false };
}

/** The item with its documentation, where that was left out because looking it up for a whole list takes too long. */
export function resolveCompletion(context: QueryContext, each: CompletionItem): CompletionItem {
  if (each.markdown !== undefined) return each;
  if (each.kind === 'compatible') {
    const bindings = context.bindings?.bindingsFor(each.label) ?? [];
    if (bindings.length === 0) return each;
    return { ...each, markdown: cut(bindings.map(describeBinding).join('\n\n---\n\n'), 4000) };
  }
  const macro = each.kind === 'macro' ? context.compilation.preprocessed.macros.get(each.label) : undefined;
  if (macro === undefined) return each;
  return { ...each, markdown: macroMarkdown(context, macro, valueOfMacro(context, macro)) };
}
