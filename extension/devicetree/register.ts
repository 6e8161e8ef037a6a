/** Wires the devicetree features to VS Code. Nothing runs before the first devicetree source is open. */
import * as vscode from 'vscode';
import type { DevicetreeFeatures } from '../../protocol/index.js';
import { DevicetreeClient } from './client.js';
import { registerDevicetreeCommands } from './commands.js';
import { VirtualDocuments } from './documents.js';
import type { StatusRow } from './rows.js';
import { sourceOf } from './sources.js';
import { DevicetreeStatus } from './status.js';

/** What tests see. */
export interface DevicetreeApi {
  readonly features: () => DevicetreeFeatures;
  /** What the status shows of the active editor's source, asked for anew. */
  readonly status: () => Promise<StatusRow | undefined>;
  /** Stops the server; for the end of the extension. */
  readonly stop: () => Promise<void>;
}

export function registerDevicetree(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): DevicetreeApi {
  const client = new DevicetreeClient(context.asAbsolutePath('dist/devicetree-server.cjs'), log);
  const status = new DevicetreeStatus(client, log);
  const wakeFor = ({ uri }: vscode.TextDocument): void => {
    if (sourceOf(uri) !== undefined) client.wake();
  };
  context.subscriptions.push(
    client,
    status,
    new VirtualDocuments(client),
    registerDevicetreeCommands(client, context),
    vscode.workspace.onDidOpenTextDocument(wakeFor),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('ringfence.devicetree.features')) client.adapt();
    }),
    vscode.extensions.onDidChange(() => client.adapt()),
  );
  vscode.workspace.textDocuments.forEach(wakeFor);
  return { features: () => client.features, status: () => status.refresh(), stop: () => client.stop() };
}
