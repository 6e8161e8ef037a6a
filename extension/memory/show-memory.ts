/** "Show in Memory": the hex editor if it is installed, else a read-only dump that follows the program. */
import * as vscode from 'vscode';
import { decodeBase64 } from '../../base/index.js';
import type { MemoryReference } from '../../protocol/index.js';
import type { Sessions } from '../views/sessions.js';
import { hexDump } from './hex-dump.js';

const SCHEME = 'ringfence-memory';
const HEX_EDITOR = 'ms-vscode.hexeditor';
const DUMP_BYTES = 512;

export function registerMemory(sessions: Sessions): vscode.Disposable {
  const dumps = new MemoryDumps(sessions);
  return vscode.Disposable.from(dumps, vscode.workspace.registerTextDocumentContentProvider(SCHEME, dumps));
}

/** Opens the memory at an address of the session that is being debugged. */
export async function showMemory(sessions: Sessions, address: MemoryReference): Promise<void> {
  const session = sessions.current;
  if (session === undefined) return;
  if (vscode.extensions.getExtension(HEX_EDITOR) !== undefined) {
    // The same command and argument as the Variables view's own "View Binary Data".
    await vscode.commands.executeCommand('workbench.debug.viewlet.action.viewMemory', {
      sessionId: session.id,
      container: {},
      variable: { name: address, value: address, variablesReference: 0, memoryReference: address },
    });
    return;
  }
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${address}` });
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
}

class MemoryDumps implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly sessions: Sessions;
  private readonly change = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscription: vscode.Disposable;

  readonly onDidChange = this.change.event;

  constructor(sessions: Sessions) {
    this.sessions = sessions;
    this.subscription = sessions.onDidChange((change) => {
      if (change === 'running') return;
      for (const document of vscode.workspace.textDocuments)
        if (document.uri.scheme === SCHEME) this.change.fire(document.uri);
    });
  }

  dispose(): void {
    this.subscription.dispose();
    this.change.dispose();
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const session = this.sessions.current;
    if (session === undefined) return 'The debug session has ended.\n';
    const memoryReference = uri.path.slice(1);
    const reply = (await session.customRequest('readMemory', { memoryReference, count: DUMP_BYTES })) as {
      readonly address: string;
      readonly data?: string;
      readonly unreadableBytes?: number;
    };
    const bytes = decodeBase64(reply.data ?? '');
    return hexDump(Number(reply.address), bytes, reply.unreadableBytes ?? DUMP_BYTES - bytes.length);
  }
}
