/** The shape of a document: outline, symbols of the workspace, folds, growing selections, links. */
import {
  FoldingRangeKind,
  SymbolKind,
  SymbolTag,
  type DocumentLink,
  type DocumentLinkParams,
  type DocumentSymbol,
  type DocumentSymbolParams,
  type FoldingRange,
  type FoldingRangeParams,
  type SelectionRange,
  type SelectionRangeParams,
  type WorkspaceSymbol,
  type WorkspaceSymbolParams,
  type CancellationToken,
} from 'vscode-languageserver/node';
import { queries } from '../../devicetree/index.js';
import { queryContext } from '../query-context.js';
import { locationOf, offsetOf, rangeOf } from '../translate.js';
import type { FeatureHost } from './types.js';

const MOST_SYMBOLS = 200;

export function addOutline(host: FeatureHost): void {
  addSymbols(host);
  addFolding(host);
  addSelection(host);
  addLinks(host);
}

const SYMBOL_KINDS = {
  node: SymbolKind.Namespace,
  property: SymbolKind.Property,
  macro: SymbolKind.Constant,
} as const;

function symbolOf({
  kind,
  name,
  detail,
  range,
  nameRange,
  children,
  deprecated,
}: queries.DocumentSymbol): DocumentSymbol {
  return {
    name,
    detail,
    kind: SYMBOL_KINDS[kind],
    range: rangeOf(range),
    selectionRange: rangeOf(nameRange),
    ...(deprecated ? { tags: [SymbolTag.Deprecated] } : {}),
    children: children.map(symbolOf),
  };
}

function addSymbols(host: FeatureHost): void {
  const { connection, session, uriOf, reader } = host;
  connection.onDocumentSymbol(
    host.answer(
      null,
      async ({ textDocument }: DocumentSymbolParams, token: CancellationToken): Promise<DocumentSymbol[] | null> => {
        const asked = await host.settled(textDocument.uri, token);
        return asked === undefined ? null : queries.documentSymbols(asked.context, asked.file).map(symbolOf);
      },
    ),
  );
  connection.onWorkspaceSymbol(
    host.answer(null, ({ query }: WorkspaceSymbolParams): WorkspaceSymbol[] | null => {
      const found: WorkspaceSymbol[] = [];
      const seen = new Set<string>();
      for (const analysis of session.shownContexts()) {
        for (const { kind, name, container, range } of queries.workspaceSymbols(
          queryContext(analysis, reader),
          query,
          MOST_SYMBOLS,
        )) {
          const location = locationOf(range, uriOf);
          const key = JSON.stringify([name, location]);
          if (found.length >= MOST_SYMBOLS || seen.has(key)) continue;
          seen.add(key);
          found.push({ name, kind: SYMBOL_KINDS[kind], containerName: container, location });
        }
      }
      return found;
    }),
  );
}

const FOLDING_KINDS = {
  region: FoldingRangeKind.Region,
  comment: FoldingRangeKind.Comment,
  imports: FoldingRangeKind.Imports,
} as const;

function addFolding(host: FeatureHost): void {
  const { connection } = host;
  connection.onFoldingRanges(
    host.answer(
      null,
      async ({ textDocument }: FoldingRangeParams, token: CancellationToken): Promise<FoldingRange[] | null> => {
        const asked = await host.settled(textDocument.uri, token);
        if (asked === undefined) return null;
        // A node is what an editor folds by default; only other folds have a kind in the protocol.
        return queries
          .foldings(asked.file)
          .map(({ startLine, endLine, kind }) => ({ startLine, endLine, kind: FOLDING_KINDS[kind] }));
      },
    ),
  );
}

function addSelection(host: FeatureHost): void {
  const { connection } = host;
  connection.onSelectionRanges(
    host.answer(null, ({ textDocument, positions }: SelectionRangeParams): SelectionRange[] | null => {
      const asked = host.now(textDocument.uri);
      if (asked === undefined) return null;
      const { context, file } = asked;
      return positions.map((position) => {
        const ranges = queries.selectionRanges(context, file, offsetOf(file, position));
        const grown = ranges.reduceRight<SelectionRange | undefined>(
          (parent, range) => ({ range: rangeOf(range), ...(parent === undefined ? {} : { parent }) }),
          undefined,
        );
        return grown ?? { range: { start: position, end: position } };
      });
    }),
  );
}

function addLinks(host: FeatureHost): void {
  const { connection, uriOf } = host;
  connection.onDocumentLinks(
    host.answer(
      null,
      async ({ textDocument }: DocumentLinkParams, token: CancellationToken): Promise<DocumentLink[] | null> => {
        const asked = await host.settled(textDocument.uri, token);
        if (asked === undefined) return null;
        return queries
          .documentLinks(asked.context, asked.file)
          .map(({ range, target, tooltip }) => ({ range: rangeOf(range), target: uriOf(target), tooltip }));
      },
    ),
  );
}
