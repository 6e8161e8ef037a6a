/** Commands of the devicetree features, for the palette and the editor's menus. Failures become one message. */
import * as vscode from 'vscode';
import { UserError } from '../../base/index.js';
import type { DevicetreeClient } from './client.js';
import { showVirtual } from './documents.js';
import { contextItems, rulePage } from './rows.js';
import { sourceOf } from './sources.js';

export function registerDevicetreeCommands(
  client: DevicetreeClient,
  extension: vscode.ExtensionContext,
): vscode.Disposable {
  const commands: Readonly<Record<string, (argument?: unknown) => Promise<unknown>>> = {
    selectContext: (argument) => selectContext(client, sourceFor(argument)),
    showPlan: (argument) => showVirtual('plan', sourceFor(argument)),
    showMerged: (argument) => showVirtual('merged', sourceFor(argument)),
    restartServer: () => client.restart(),
    explainRule: (argument) => explainRule(extension, argument),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, run]) =>
      vscode.commands.registerCommand(`ringfence.devicetree.${name}`, async (argument?: unknown) => {
        try {
          await run(argument);
        } catch (error) {
          void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
        }
      }),
    ),
  );
}

/** Menus give the URI that they were opened on; the palette means the editor. */
function sourceFor(argument: unknown): vscode.Uri {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  const source = sourceOf(uri);
  if (source !== undefined) return source;
  throw new UserError('no-devicetree', 'Open a devicetree source first: a .dts, .dtsi, .dtso or .overlay file.');
}

async function selectContext(client: DevicetreeClient, source: vscode.Uri): Promise<void> {
  const uri = source.toString();
  const body = await client.ask('ringfence/devicetree/contexts', { uri });
  if (body === undefined) return offerToSwitchOn();
  const items = contextItems(body, (file) => vscode.workspace.asRelativePath(vscode.Uri.parse(file)));
  if (items.length === 0) return offerToDescribe();
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Devicetree Context',
    placeHolder: `The build that ${vscode.workspace.asRelativePath(source)} is shown in`,
    matchOnDetail: true,
  });
  if (picked !== undefined && picked.contextId !== body.active?.id)
    await client.ask('ringfence/devicetree/selectContext', { uri, contextId: picked.contextId });
}

async function offerToSwitchOn(): Promise<void> {
  const open = 'Open Settings';
  const message = 'The devicetree server does not run.';
  if ((await vscode.window.showInformationMessage(message, open)) === open)
    await vscode.commands.executeCommand('workbench.action.openSettings', 'ringfence.devicetree.features');
}

async function offerToDescribe(): Promise<void> {
  const open = 'Open Settings';
  const message =
    'No build is known that reads this file. Build the application once, or describe a context in the settings.';
  if ((await vscode.window.showInformationMessage(message, open)) === open)
    await vscode.commands.executeCommand('workbench.action.openSettings', 'ringfence.devicetree.contexts');
}

async function explainRule(extension: vscode.ExtensionContext, rule: unknown): Promise<void> {
  const page = typeof rule === 'string' ? rulePage(rule) : undefined;
  if (page === undefined) return;
  const uri = vscode.Uri.file(extension.asAbsolutePath(page));
  await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
}
