/** Writes a memory attribute's value as a person would: the macros' names, ORed, with their headers included. */
import { ATTRIBUTE_HEADERS, attributeExpression } from '../zephyr/index.js';
import type { SourceRange, TextEdit } from '../source/index.js';
import { includeEdits } from './edits.js';
import type { LintContext } from './types.js';

/** `DT_MEM_ARM_MPU_RAM`, `(DT_MEM_CACHEABLE | DT_MEM_DMA)`; undefined for zero and for bits that no macro stands for. */
export function spell({ attributes }: LintContext, value: number): string | undefined {
  const text = attributeExpression(value, attributes, 'arm');
  if (!/^\w+( \| \w+)*$/.test(text) || /\b(0|0x\w+)\b/.test(text)) return undefined;
  return text.includes('|') ? `(${text})` : text;
}

/** Edits that make the macros of a text known where `near` is: none where they are, else the headers that have them. */
export function headersFor(context: LintContext, near: SourceRange, text: string): TextEdit[] {
  const { macros } = context.compilation.preprocessed;
  const headers: string[] = [];
  for (const [name] of text.matchAll(/\w+/g)) {
    const known = context.attributes.macros.get(name);
    if (known !== undefined && !macros.has(name)) headers.push(ATTRIBUTE_HEADERS[known.group]);
  }
  return includeEdits(context, near, headers);
}

/** Edits that write the value at `range`, which is what stands between `<` and `>`. */
export function spellAt(context: LintContext, range: SourceRange | undefined, value: number): TextEdit[] | undefined {
  const text = spell(context, value);
  if (text === undefined || range === undefined) return undefined;
  return [...headersFor(context, range, text), { range, newText: text }];
}
