/** The "MPU Regions" view. */
import * as vscode from 'vscode';
import { RowTree } from '../views/row-tree.js';
import type { Sessions } from '../views/sessions.js';
import { mpuRegionRows } from './rows.js';

const SETTING = 'ringfence.mpuRegions.showDisabled';

export function createMpuRegionsView(context: vscode.ExtensionContext, sessions: Sessions): RowTree {
  const tree = new RowTree('ringfence.mpuRegions', sessions, async () =>
    mpuRegionRows(await sessions.ask('ringfence/mpuRegions', {}), {
      showDisabled: vscode.workspace.getConfiguration().get<boolean>(SETTING, true),
    }),
  );
  context.subscriptions.push(
    tree,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTING)) void tree.refresh();
    }),
  );
  return tree;
}
