/** "Explain Access to an Address": asks for an address or expression and shows the MPU's verdicts. */
import * as vscode from 'vscode';
import type { Row } from '../views/row.js';
import type { Sessions } from '../views/sessions.js';
import { explainAccess } from './rows.js';

const ADDRESS = /0x[0-9a-f]{1,8}\b/i;

export async function explainAccessCommand(sessions: Sessions, row: Row | undefined): Promise<void> {
  const expression = row?.address ?? (await askForExpression());
  if (expression === undefined) return;
  const address = await addressOf(sessions, expression);
  if (address === undefined) {
    void vscode.window.showErrorMessage(
      `"${expression}" has no address. Try "&${expression}", or a number like 0x20000000.`,
    );
    return;
  }
  const { title, lines } = explainAccess(await sessions.ask('ringfence/explainAccess', { address }));
  const items = lines.map(({ label, detail, allowed }) => ({
    label: `$(${allowed ? 'check' : 'error'}) ${label}`,
    detail,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'Enter copies a line' });
  if (picked !== undefined) await vscode.env.clipboard.writeText(`${title}: ${picked.detail}`);
}

function askForExpression(): Thenable<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const range =
    editor?.selection.isEmpty === true
      ? editor.document.getWordRangeAtPosition(editor.selection.start)
      : editor?.selection;
  const value = range === undefined ? '' : (editor?.document.getText(range) ?? '');
  return vscode.window.showInputBox({
    title: 'Explain Access',
    prompt: 'An address, or an expression of the program such as buffer[4] or &counter',
    value,
  });
}

/** An address as a memory reference: the number itself, or where the adapter says that the expression lives. */
async function addressOf(sessions: Sessions, expression: string): Promise<string | undefined> {
  const text = expression.trim();
  if (/^(0x[0-9a-f]+|\d+)$/i.test(text)) {
    const number = Number(text);
    return number <= 0xffff_ffff ? `0x${number.toString(16).padStart(8, '0')}` : undefined;
  }
  const item = vscode.debug.activeStackItem;
  const frame = item instanceof vscode.DebugStackFrame ? { frameId: item.frameId } : {};
  const reply = (await sessions.current?.customRequest('evaluate', {
    expression: text,
    context: 'watch',
    ...frame,
  })) as { readonly result: string; readonly memoryReference?: string } | undefined;
  return reply?.memoryReference ?? ADDRESS.exec(reply?.result ?? '')?.[0];
}
