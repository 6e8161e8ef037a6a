/** Labels before and behind values, nodes and properties. */
import { C, isName, isWordStart, labelEnd } from './characters.js';
import { nameAt, type Context } from './context.js';
import { NONE } from './nodes.js';
import type { LabelSyntax } from './tree.js';

/** Labels that stand here. */
export function takeLabels(context: Context): readonly LabelSyntax[] {
  const { scanner } = context;
  let labels: LabelSyntax[] | undefined;
  for (;;) {
    const code = scanner.skip();
    if (!isWordStart(code)) return labels ?? NONE;
    const end = labelEnd(scanner.text, scanner.at);
    if (end < 0) return labels ?? NONE;
    labels ??= [];
    labels.push(nameAt(context, scanner.at, end));
    scanner.takeTo(end + 1);
  }
}

/** Labels behind a value; those before a node or property whose predecessor lacks its semicolon belong to that one. */
export function takeLabelsBehind(context: Context): readonly LabelSyntax[] {
  const { scanner } = context;
  if (!isWordStart(scanner.skip())) return NONE;
  const mark = scanner.mark();
  const labels = takeLabels(context);
  if (labels.length === 0) return NONE;
  const code = scanner.skip();
  if (!isName(code) || code === C.comma) return labels;
  scanner.reset(mark);
  return NONE;
}
