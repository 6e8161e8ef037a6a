/** The MPU plan and the merged tree of a source as read-only documents that follow the source while it is edited. */
import * as vscode from 'vscode';
import type { DevicetreeClient } from './client.js';
import { virtualName, virtualSource, type VirtualKind } from './rows.js';
import { VIRTUAL_SCHEME } from './sources.js';

const REQUESTS = { plan: 'ringfence/devicetree/plan', merged: 'ringfence/devicetree/merged' } as const;
const COALESCE_MS = 50;

/** Opens one beside the source. */
export async function showVirtual(kind: VirtualKind, source: vscode.Uri): Promise<void> {
  const uri = vscode.Uri.from({ scheme: VIRTUAL_SCHEME, ...virtualName(kind, source.toString()) });
  const document = await vscode.workspace.openTextDocument(uri);
  if (kind === 'merged') await vscode.languages.setTextDocumentLanguage(document, 'devicetree');
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.Beside,
    preserveFocus: true,
    preview: false,
  });
}

export class VirtualDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly client: DevicetreeClient;
  private readonly change = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscription: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;

  readonly onDidChange = this.change.event;

  constructor(client: DevicetreeClient) {
    this.client = client;
    this.subscription = vscode.Disposable.from(
      client.onDidChange(() => this.refreshSoon()),
      client.onDidAnalyse(() => this.refreshSoon()),
      vscode.workspace.registerTextDocumentContentProvider(VIRTUAL_SCHEME, this),
    );
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
    this.change.dispose();
  }

  /** One analysis tells of every file in a message of its own. */
  private refreshSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === VIRTUAL_SCHEME) this.change.fire(uri);
    }, COALESCE_MS);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const source = virtualSource(uri);
    if (source === undefined) return '';
    const body = await this.client.ask(REQUESTS[source.kind], { uri: source.sourceUri });
    return body?.text ?? 'The devicetree server does not run.\n';
  }
}
