/** Completion of macros, memory attributes before all others. */
import { hex32 } from '../../base/index.js';
import { includeEdits } from '../lint/index.js';
import type { SourceRange } from '../source/index.js';
import { ATTRIBUTE_HEADERS, type AttributeMacro } from '../zephyr/index.js';
import { item } from './completion-items.js';
import { attributeMarkdown } from './macro-hover.js';
import { cut } from './markdown.js';
import { architectureOf } from './region-hover.js';
import type { CompletionItem, QueryContext } from './types.js';

const ORDER: Readonly<Record<AttributeMacro['group'], string>> = {
  arm: '0',
  arm64: '0',
  riscv: '0',
  xtensa: '0',
  generic: '1',
  software: '2',
};

/**
 * Macros for `zephyr,memory-attr`, each with what it means on this core. Where its header is not read yet, the item brings the
 * `#include` along. `around` stands around each.
 */
export function attributeItems(
  context: QueryContext,
  replace: SourceRange,
  [before, after]: readonly [string, string],
): readonly CompletionItem[] {
  const { attributeTable, compilation } = context;
  const architecture = architectureOf(context);
  const headers = new Map<string, CompletionItem['additionalEdits']>();
  return [...attributeTable.macros.values()].flatMap((macro) => {
    const { name, group, value } = macro;
    const isForeign = group !== 'generic' && group !== 'software' && group !== architecture;
    // A macro with an argument in its name is a form of writing, not a macro.
    if (isForeign || name.includes('(') || name.endsWith('_UNKNOWN')) return [];
    const header = ATTRIBUTE_HEADERS[group];
    const isKnown = compilation.preprocessed.macros.has(name);
    let edits = isKnown ? [] : headers.get(header);
    if (edits === undefined) headers.set(header, (edits = includeEdits(context, replace, [header])));
    return [
      item('macro', name, replace, ORDER[group], {
        detail: `${macro.words}, ${hex32(value)}${edits.length > 0 ? `, adds #include <${header}>` : ''}`,
        markdown: attributeMarkdown(context, macro),
        insert: `${before}${name}${after}`,
        additionalEdits: edits,
      }),
    ];
  });
}

/** Other macros that stand for something. What they are worth comes when an item is looked at (`resolveCompletion`). */
export function macroItems(
  { compilation, attributeTable }: QueryContext,
  replace: SourceRange,
  order: string,
  withEmpty = false,
): readonly CompletionItem[] {
  const items: CompletionItem[] = [];
  for (const macro of compilation.preprocessed.macros.values()) {
    const { name, body, parameters, nameRange } = macro;
    if (!withEmpty && (body === '' || name.startsWith('_') || nameRange === undefined)) continue;
    if (!withEmpty && attributeTable.macros.has(name)) continue;
    const list = parameters?.map((each, i) => `\${${i + 1}:${each.replace('...', 'rest')}}`).join(', ');
    items.push(
      item('macro', name, replace, order, {
        detail: cut(body, 60),
        insert: list === undefined || withEmpty ? name : `${name}(${list})`,
        snippet: list !== undefined && !withEmpty,
      }),
    );
  }
  return items;
}
