/** Changes to what stands between `<` and `>` of an attribute, by its text, so that what a person wrote stays as it is. */
import { rangeText, type SourceRange, type TextEdit } from '../source/index.js';
import type { ExpressionSyntax, PropertySyntax } from '../syntax/index.js';
import { onlyExpression } from './reading.js';

/** Between `<` and `>`; undefined where the value is not written as one such list in a file. */
export function innerRange(syntax: PropertySyntax): SourceRange | undefined {
  const { values } = syntax;
  if (values?.length !== 1) return undefined;
  const { range } = values[0]!;
  const text = rangeText(range);
  if (!text.startsWith('<') || !text.endsWith('>')) return undefined;
  return { file: range.file, start: range.start + 1, end: range.end - 1 };
}

/** One edit that makes several changes inside `<…>` and tidies what is left: no doubled parentheses around a single name. */
export function rewrite(syntax: PropertySyntax, changes: readonly TextEdit[]): TextEdit | undefined {
  const inner = innerRange(syntax);
  if (inner === undefined) return undefined;
  const { file } = inner;
  let text = '';
  let at = inner.start;
  for (const { range, newText } of [...changes].sort((a, b) => a.range.start - b.range.start)) {
    if (range.file !== file || range.start < at || range.end > inner.end) return undefined;
    text += file.text.slice(at, range.start) + newText;
    at = range.end;
  }
  text += file.text.slice(at, inner.end);
  return { range: inner, newText: tidy(text) };
}

/** `( DT_MEM_DMA )` is `DT_MEM_DMA`. */
function tidy(text: string): string {
  const single = /^\s*\(\s*(\w+)\s*\)\s*$/.exec(text);
  return single === null ? text : single[1]!;
}

/** Takes one operand out of an OR: the range to replace, and the text of what stays. Undefined: it is no operand of one. */
export function withoutOperand(syntax: PropertySyntax, operand: SourceRange): TextEdit | undefined {
  const whole = onlyExpression(syntax);
  if (whole === undefined) return undefined;
  const waiting: ExpressionSyntax[] = [whole];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.operator === '|' && next.kind === 'binary' && next.operands.length === 2) {
      const [left, right] = next.operands;
      for (const [gone, kept] of [
        [left!, right!],
        [right!, left!],
      ] as const) {
        if (!covers(gone.range, operand)) continue;
        const text = rangeText(kept.range);
        // What a macro made has no text of its own to keep or drop.
        if (!isWrittenOut(next.range, left!.range, right!.range)) return undefined;
        return rewrite(syntax, [{ range: next.range, newText: text }]);
      }
    }
    waiting.push(...next.operands);
  }
  return undefined;
}

/** The operands lie one after the other in the text of the whole. */
function isWrittenOut(whole: SourceRange, left: SourceRange, right: SourceRange): boolean {
  if (left.file !== whole.file || right.file !== whole.file || left.end > right.start) return false;
  return whole.start <= left.start && right.end <= whole.end && left.start < left.end && right.start < right.end;
}

function covers(expression: SourceRange, operand: SourceRange): boolean {
  return expression.file === operand.file && expression.start === operand.start && expression.end === operand.end;
}
