/** The extension's door: wires views, commands and the debug adapter to VS Code. */
import * as vscode from 'vscode';
import { registerAdapterFactory } from './adapter/factory.js';
import { registerCommands } from './commands.js';
import { createFaultView } from './fault/provider.js';
import { registerHoverExpressions } from './hover/provider.js';
import { registerConfigurationProvider } from './launch/configuration-provider.js';
import { createLocksView } from './locks/provider.js';
import { registerMemory } from './memory/show-memory.js';
import { createMpuRegionsView } from './mpu-regions/provider.js';
import type { ViewContent } from './views/row.js';
import { Sessions } from './views/sessions.js';

/** What tests see: the content of each view for the debuggee's present state, shown or not. */
export interface RingfenceApi {
  readonly views: Readonly<Record<'mpuRegions' | 'locks' | 'fault', () => Promise<ViewContent>>>;
}

export function activate(context: vscode.ExtensionContext): RingfenceApi {
  const log = vscode.window.createOutputChannel('Ringfence', { log: true });
  const sessions = new Sessions(log);
  const mpuRegions = createMpuRegionsView(context, sessions);
  const locks = createLocksView(context, sessions);
  const fault = createFaultView(context, sessions);
  context.subscriptions.push(
    log,
    sessions,
    registerConfigurationProvider(),
    registerAdapterFactory(context, log),
    registerHoverExpressions(),
    registerMemory(sessions),
    registerCommands(sessions, [mpuRegions, locks, fault]),
  );
  return {
    views: {
      mpuRegions: () => mpuRegions.refresh(),
      locks: () => locks.refresh(),
      fault: () => fault.refresh(),
    },
  };
}
