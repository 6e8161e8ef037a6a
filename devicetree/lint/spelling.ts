/** Writes a memory attribute's value as a person would: the macros' names, ORed. */
import { ATTRIBUTE_HEADERS, type AttributeMacro } from '../zephyr/index.js';
import type { SourceRange, TextEdit } from '../source/index.js';
import { includeEdits } from './edits.js';
import type { LintContext } from './types.js';

/** An attribute in macros, and the headers that define them. */
export interface Spelling {
  /** What stands between `<` and `>`: `DT_MEM_ARM_MPU_RAM`, `(DT_MEM_CACHEABLE | DT_MEM_DMA)`. */
  readonly text: string;
  readonly headers: readonly string[];
}

/** The macros of Arm trees that are one bit each, so that together they spell any value. */
function singleBits(context: LintContext): AttributeMacro[] {
  return [...context.attributes.macros.values()].filter(
    ({ value, group }) => isPowerOfTwo(value) && (group === 'generic' || group === 'software' || group === 'arm'),
  );
}

/** Undefined for zero and for bits that no macro stands for. */
export function spell(context: LintContext, value: number): Spelling | undefined {
  const names: string[] = [];
  const headers: string[] = [];
  let left = value;
  for (const macro of singleBits(context)) {
    if ((left & macro.value) >>> 0 === 0) continue;
    left = (left & ~macro.value) >>> 0;
    names.push(macro.name);
    headers.push(ATTRIBUTE_HEADERS[macro.group]);
  }
  if (left !== 0 || names.length === 0) return undefined;
  return { text: names.length === 1 ? names[0]! : `(${names.join(' | ')})`, headers };
}

/** Edits that write the value at `range`, which is what stands between `<` and `>`. */
export function spellAt(context: LintContext, range: SourceRange, value: number): TextEdit[] | undefined {
  const spelling = spell(context, value);
  if (spelling === undefined) return undefined;
  return [...includeEdits(context, range, neededHeaders(context, spelling)), { range, newText: spelling.text }];
}

/** Headers of macros that nobody defined yet: a header that another one includes is there too. */
function neededHeaders(context: LintContext, spelling: Spelling): string[] {
  const { macros } = context.compilation.preprocessed;
  const names = spelling.text.match(/\w+/g) ?? [];
  return spelling.headers.filter((_, index) => !macros.has(names[index]!));
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}
