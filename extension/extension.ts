/** The extension's door: wires the debugger's views, commands and adapter, and the devicetree features, to VS Code. */
import * as vscode from 'vscode';
import { registerAdapterFactory } from './adapter/factory.js';
import { registerCommands } from './commands.js';
import { type DevicetreeApi, registerDevicetree } from './devicetree/register.js';
import { createFaultView } from './fault/provider.js';
import { registerHoverExpressions } from './hover/provider.js';
import { registerConfigurationProvider } from './launch/configuration-provider.js';
import { createLocksView } from './locks/provider.js';
import { registerMemory } from './memory/show-memory.js';
import { createMpuRegionsView } from './mpu-regions/provider.js';
import { NOTHING, type ViewContent } from './views/row.js';
import type { RowTree } from './views/row-tree.js';
import { Sessions } from './views/sessions.js';

/** What tests see: the content of each view for the debuggee's present state, shown or not; no views in Restricted Mode. */
export interface RingfenceApi {
  readonly views: Readonly<Record<ViewName, () => Promise<ViewContent>>>;
  readonly devicetree: DevicetreeApi;
}

type ViewName = 'mpuRegions' | 'locks' | 'fault';

let devicetree: DevicetreeApi | undefined;

export function activate(context: vscode.ExtensionContext): RingfenceApi {
  const log = vscode.window.createOutputChannel('Ringfence', { log: true });
  context.subscriptions.push(log);
  devicetree = registerDevicetree(context, log);
  const views: Partial<Record<ViewName, RowTree>> = {};
  // Debugging runs firmware of the workspace; in Restricted Mode there is no adapter to run it.
  if (vscode.workspace.isTrusted) Object.assign(views, registerDebugger(context, log));
  else
    context.subscriptions.push(
      vscode.workspace.onDidGrantWorkspaceTrust(() => Object.assign(views, registerDebugger(context, log))),
    );
  const content = (name: ViewName) => async (): Promise<ViewContent> => (await views[name]?.refresh()) ?? NOTHING;
  return {
    views: { mpuRegions: content('mpuRegions'), locks: content('locks'), fault: content('fault') },
    devicetree,
  };
}

/** Resolves once the devicetree server has ended; VS Code waits for that. */
export async function deactivate(): Promise<void> {
  await devicetree?.stop();
}

function registerDebugger(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): Readonly<Record<ViewName, RowTree>> {
  const sessions = new Sessions(log);
  const mpuRegions = createMpuRegionsView(context, sessions);
  const locks = createLocksView(context, sessions);
  const fault = createFaultView(context, sessions);
  context.subscriptions.push(
    sessions,
    registerConfigurationProvider(),
    registerAdapterFactory(context, log),
    registerHoverExpressions(),
    registerMemory(sessions),
    registerCommands(sessions, [mpuRegions, locks, fault]),
  );
  return { mpuRegions, locks, fault };
}
