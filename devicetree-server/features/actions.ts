/** What can be done about findings. */
import { CodeActionKind, type CodeAction, type CodeActionParams, type Diagnostic } from 'vscode-languageserver/node';
import { queries, type DevicetreeFinding } from '../../devicetree/index.js';
import { rangeOf, spanOf } from '../translate.js';
import type { FeatureHost } from './types.js';
import { workspaceEdit } from './workspace-edit.js';

/** For `editor.codeActionsOnSave`. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.ringfence`;

export function addActions(host: FeatureHost): void {
  const { connection, memoryOnly } = host;
  connection.onCodeAction(
    host.answer(null, ({ textDocument, range, context: request }: CodeActionParams): CodeAction[] | null => {
      const asked = host.now(textDocument.uri);
      if (asked === undefined) return null;
      const { context, file } = asked;
      const wanted = (kind: string): boolean =>
        request.only === undefined || request.only.some((only) => isWithin(kind, only));
      const found: queries.CodeAction[] = [];
      if (wanted(CodeActionKind.QuickFix)) found.push(...queries.codeActions(context, file, spanOf(file, range)));
      if (!memoryOnly && request.only !== undefined && wanted(FIX_ALL))
        found.push(...queries.fixAllActions(context, file));
      return found.map((action) => ({
        title: action.title,
        kind: action.kind === 'fix-all' ? FIX_ALL : CodeActionKind.QuickFix,
        ...diagnosticsOf(action.finding, request.diagnostics),
        ...(action.preferred ? { isPreferred: true } : {}),
        edit: workspaceEdit(host, action.edits),
      }));
    }),
  );
}

/** `source.fixAll.ringfence` is a `source.fixAll`. */
function isWithin(kind: string, outer: string): boolean {
  return outer === '' || kind === outer || kind.startsWith(`${outer}.`);
}

function diagnosticsOf(
  finding: DevicetreeFinding | undefined,
  shown: readonly Diagnostic[],
): { diagnostics?: Diagnostic[] } {
  if (finding === undefined) return {};
  const place = JSON.stringify(rangeOf(finding.range));
  const own = shown.filter((each) => each.code === finding.code && JSON.stringify(rangeIn(each)) === place);
  return own.length === 0 ? {} : { diagnostics: own };
}

/** The same order of members as `rangeOf`. */
function rangeIn({ range: { start, end } }: Diagnostic): Diagnostic['range'] {
  return {
    start: { line: start.line, character: start.character },
    end: { line: end.line, character: end.character },
  };
}
