/** The "Fault" view, and the command that copies its report. */
import * as vscode from 'vscode';
import { RowTree } from '../views/row-tree.js';
import type { Sessions } from '../views/sessions.js';
import { faultRows } from './rows.js';

const VIEW = 'ringfence.fault';

export function createFaultView(context: vscode.ExtensionContext, sessions: Sessions): RowTree {
  const tree = new RowTree(VIEW, sessions, async () => faultRows(await sessions.ask('ringfence/faultCauses', {})));
  context.subscriptions.push(
    tree,
    sessions.onDidChange((change) => {
      if (change === 'stopped' && sessions.stopReason === 'exception') void openView();
    }),
    vscode.commands.registerCommand('ringfence.copyFaultReport', () => copyReport(sessions)),
  );
  return tree;
}

/** A fault is what one debugs for, and VS Code keeps contributed views of the debug side bar collapsed. */
async function openView(): Promise<void> {
  if (!vscode.workspace.getConfiguration('ringfence').get<boolean>('fault.reveal', true)) return;
  await vscode.commands.executeCommand(`${VIEW}.focus`, { preserveFocus: true });
}

async function copyReport(sessions: Sessions): Promise<void> {
  const { faulted, report } = await sessions.ask('ringfence/faultCauses', {});
  if (!faulted) {
    void vscode.window.showInformationMessage('No fault has stopped the program, so there is no report to copy.');
    return;
  }
  await vscode.env.clipboard.writeText(report);
}
