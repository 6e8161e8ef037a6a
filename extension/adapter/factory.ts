/** Starts a debug adapter for each session. */
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { UserError } from '../../base/index.js';
import { DEBUG_TYPE } from '../views/sessions.js';
import { WorkerAdapter } from './worker-adapter.js';

export function registerAdapterFactory(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const bundle = context.asAbsolutePath('dist/debug-adapter-worker.cjs');
  return vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, {
    createDebugAdapterDescriptor() {
      if (!existsSync(bundle))
        throw new UserError('adapter-missing', `The debug adapter ${bundle} is missing. Reinstall the extension.`);
      return new vscode.DebugAdapterInlineImplementation(new WorkerAdapter(bundle, log));
    },
  });
}
