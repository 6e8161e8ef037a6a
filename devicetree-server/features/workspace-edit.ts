/** Edits of several files as one. */
import type { TextDocumentEdit, TextEdit as ProtocolEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import type { TextEdit } from '../../devicetree/index.js';
import { editOf } from '../translate.js';
import type { FeatureHost } from './types.js';

/** With versions where the client takes them, so that edits of another text are refused and not misplaced. */
export function workspaceEdit(
  { capabilities, session, uriOf }: Pick<FeatureHost, 'capabilities' | 'session' | 'uriOf'>,
  edits: readonly TextEdit[],
): WorkspaceEdit {
  const changes = new Map<string, ProtocolEdit[]>();
  for (const edit of edits) {
    const uri = uriOf(edit.range.file.path);
    const list = changes.get(uri);
    if (list === undefined) changes.set(uri, [editOf(edit)]);
    else list.push(editOf(edit));
  }
  if (capabilities.workspace?.workspaceEdit?.documentChanges !== true) return { changes: Object.fromEntries(changes) };
  return {
    documentChanges: [...changes].map(([uri, own]): TextDocumentEdit => ({
      textDocument: { uri, version: session.versionOf(uri) ?? null },
      edits: own,
    })),
  };
}
