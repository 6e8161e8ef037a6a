/** Commands of views and palette, each a line in one table. Failures become one message, never an unhandled rejection. */
import * as vscode from 'vscode';
import { explainAccessCommand } from './access/explain-access.js';
import { showMemory } from './memory/show-memory.js';
import type { Row } from './views/row.js';
import type { RowTree } from './views/row-tree.js';
import type { Sessions } from './views/sessions.js';

export function registerCommands(sessions: Sessions, views: readonly RowTree[]): vscode.Disposable {
  const commands: Readonly<Record<string, (row?: Row) => Promise<unknown>>> = {
    'ringfence.copyValue': (row) => copy(row?.value),
    'ringfence.copyAddress': (row) => copy(row?.address),
    'ringfence.showMemory': async (row) => row?.address !== undefined && showMemory(sessions, row.address),
    'ringfence.goToSource': goToSource,
    'ringfence.explainAccess': (row) => explainAccessCommand(sessions, row),
    'ringfence.refreshViews': () => Promise.all(views.map((view) => view.refresh())),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, run]) =>
      vscode.commands.registerCommand(name, async (row?: Row) => {
        try {
          await run(row);
        } catch (error) {
          void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
        }
      }),
    ),
  );
}

async function copy(text: string | undefined): Promise<void> {
  if (text !== undefined) await vscode.env.clipboard.writeText(text);
}

async function goToSource(row?: Row): Promise<void> {
  if (row?.source === undefined) return;
  const { path, line, column } = row.source;
  const position = new vscode.Position(line - 1, (column ?? 1) - 1);
  await vscode.window.showTextDocument(vscode.Uri.file(path), { selection: new vscode.Range(position, position) });
}
