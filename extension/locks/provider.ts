/** The "Locks" view. */
import type * as vscode from 'vscode';
import { RowTree } from '../views/row-tree.js';
import type { Sessions } from '../views/sessions.js';
import { lockRows } from './rows.js';

export function createLocksView(context: vscode.ExtensionContext, sessions: Sessions): RowTree {
  const tree = new RowTree('ringfence.locks', sessions, async () =>
    lockRows(await sessions.ask('ringfence/locks', {})),
  );
  context.subscriptions.push(tree);
  return tree;
}
