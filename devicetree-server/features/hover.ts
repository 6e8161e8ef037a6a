/** What shows when the mouse rests on something. */
import { MarkupKind, type Hover, type HoverParams } from 'vscode-languageserver/node';
import { queries } from '../../devicetree/index.js';
import { offsetOf, rangeOf } from '../translate.js';
import type { FeatureHost } from './types.js';

export function addHover(host: FeatureHost): void {
  const { connection, memoryOnly } = host;
  connection.onHover(
    host.answer(null, ({ textDocument, position }: HoverParams): Hover | null => {
      const asked = host.now(textDocument.uri);
      if (asked === undefined) return null;
      const { context, file } = asked;
      const found = queries.hover(context, file, offsetOf(file, position), { memoryOnly });
      if (found === undefined) return null;
      return { range: rangeOf(found.range), contents: { kind: MarkupKind.Markdown, value: found.markdown } };
    }),
  );
}
