/** What an editor draws into the text: colours that know names, and small hints. */
import {
  InlayHintKind,
  type CancellationToken,
  type InlayHint,
  type InlayHintParams,
  type SemanticTokens,
  type SemanticTokensParams,
  type SemanticTokensRangeParams,
} from 'vscode-languageserver/node';
import { lineColumn, queries } from '../../devicetree/index.js';
import { spanOf } from '../translate.js';
import type { FeatureHost } from './types.js';

export function addPresentation(host: FeatureHost): void {
  addSemanticTokens(host);
  addInlayHints(host);
}

const NO_TOKENS: SemanticTokens = { data: [] };

function addSemanticTokens(host: FeatureHost): void {
  const { connection } = host;
  const { semanticTokens } = connection.languages;
  semanticTokens.on(
    host.answer(NO_TOKENS, async ({ textDocument }: SemanticTokensParams, token: CancellationToken) => {
      const asked = await host.settled(textDocument.uri, token);
      return asked === undefined ? NO_TOKENS : { data: [...queries.semanticTokens(asked.context, asked.file)] };
    }),
  );
  semanticTokens.onRange(
    host.answer(NO_TOKENS, async ({ textDocument, range }: SemanticTokensRangeParams, token: CancellationToken) => {
      const asked = await host.settled(textDocument.uri, token);
      if (asked === undefined) return NO_TOKENS;
      return { data: [...queries.semanticTokens(asked.context, asked.file, spanOf(asked.file, range))] };
    }),
  );
}

function addInlayHints(host: FeatureHost): void {
  const { connection } = host;
  connection.languages.inlayHint.on(
    host.answer(
      [],
      async ({ textDocument, range }: InlayHintParams, token: CancellationToken): Promise<InlayHint[]> => {
        const asked = await host.settled(textDocument.uri, token);
        if (asked === undefined) return [];
        const { context, file } = asked;
        return queries.inlayHints(context, file, spanOf(file, range)).map(({ offset, text, kind, side, tooltip }) => {
          const { line, column } = lineColumn(file, offset);
          return {
            position: { line, character: column },
            label: text,
            ...(kind === 'parameter' ? { kind: InlayHintKind.Parameter } : {}),
            ...(side === 'before' ? { paddingRight: true } : { paddingLeft: true }),
            ...(tooltip === undefined ? {} : { tooltip }),
          };
        });
      },
    ),
  );
}
