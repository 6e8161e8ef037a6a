/** From a name to where it is defined, to every place that means it, and to another name. */
import {
  DocumentHighlightKind,
  LSPErrorCodes,
  ResponseError,
  type DefinitionParams,
  type DocumentHighlight,
  type DocumentHighlightParams,
  type Location,
  type LocationLink,
  type PrepareRenameParams,
  type Range,
  type ReferenceParams,
  type RenameParams,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { queries } from '../../devicetree/index.js';
import { locationOf, offsetOf, rangeOf } from '../translate.js';
import type { FeatureHost } from './types.js';
import { workspaceEdit } from './workspace-edit.js';

export function addNavigation(host: FeatureHost): void {
  addDefinition(host);
  addReferences(host);
  addRename(host);
}

function addDefinition(host: FeatureHost): void {
  const { connection, capabilities, uriOf } = host;
  const links = capabilities.textDocument?.definition?.linkSupport === true;
  connection.onDefinition(
    host.answer(null, ({ textDocument, position }: DefinitionParams): Location[] | LocationLink[] | null => {
      const asked = host.now(textDocument.uri);
      if (asked === undefined) return null;
      const found = queries.definitions(asked.context, asked.file, offsetOf(asked.file, position));
      if (found === undefined) return null;
      if (!links) return found.targets.map(({ nameRange }) => locationOf(nameRange, uriOf));
      return found.targets.map(({ range, nameRange }) => ({
        originSelectionRange: rangeOf(found.origin),
        targetUri: uriOf(range.file.path),
        targetRange: rangeOf(range),
        targetSelectionRange: rangeOf(nameRange),
      }));
    }),
  );
}

function addReferences(host: FeatureHost): void {
  const { connection, uriOf } = host;
  connection.onReferences(
    host.answer(null, ({ textDocument, position, context }: ReferenceParams): Location[] | null => {
      const asked = host.now(textDocument.uri);
      if (asked === undefined) return null;
      return queries
        .references(asked.context, asked.file, offsetOf(asked.file, position))
        .filter(({ kind }) => context.includeDeclaration || kind !== 'declaration')
        .map(({ range }) => locationOf(range, uriOf));
    }),
  );
  connection.onDocumentHighlight(
    host.answer(null, ({ textDocument, position }: DocumentHighlightParams): DocumentHighlight[] | null => {
      const asked = host.now(textDocument.uri);
      if (asked === undefined) return null;
      return queries.highlights(asked.context, asked.file, offsetOf(asked.file, position)).map(({ range, kind }) => ({
        range: rangeOf(range),
        kind: kind === 'read' ? DocumentHighlightKind.Read : DocumentHighlightKind.Write,
      }));
    }),
  );
}

/** An editor shows the sentence beside the name. */
function refusal(message: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}

function addRename(host: FeatureHost): void {
  const { connection } = host;
  connection.onPrepareRename(
    host.answer(
      null,
      ({ textDocument, position }: PrepareRenameParams): { range: Range; placeholder: string } | null => {
        const asked = host.now(textDocument.uri);
        if (asked === undefined) return null;
        const target = queries.prepareRename(asked.context, asked.file, offsetOf(asked.file, position));
        if (target === undefined) return null;
        if (target.kind === 'refused') throw refusal(target.message);
        return { range: rangeOf(target.range), placeholder: target.placeholder };
      },
    ),
  );
  connection.onRenameRequest(
    host.answer(null, ({ textDocument, position, newName }: RenameParams): WorkspaceEdit | null => {
      const asked = host.now(textDocument.uri);
      if (asked === undefined) return null;
      const renaming = queries.rename(asked.context, asked.file, offsetOf(asked.file, position), newName);
      if (renaming.kind === 'refused') throw refusal(renaming.message);
      return workspaceEdit(host, renaming.edits);
    }),
  );
}
