/**
 * Runs inside VS Code's extension host: devicetree sources beside an extension that has the name of Devicetree LSP, first with
 * what is left for us there, then with everything.
 */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { RingfenceApi } from '../../extension/extension.js';
import { soon } from './session.js';
import { activated } from './shown.js';

const folder = vscode.workspace.workspaceFolders![0]!;
const overlay = vscode.Uri.file(path.join(folder.uri.fsPath, 'devicetree/app.overlay'));
const SECTION = 'ringfence.devicetree';

async function until<Value>(ask: () => Promise<Value | undefined> | Value | undefined): Promise<Value> {
  for (;;) {
    const value = await ask();
    if (value !== undefined) return value;
    await soon();
  }
}

function findings(uri = overlay): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'ringfence');
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** The finding about the size that is no power of two, once it is there. */
function untilFault(): Promise<vscode.Diagnostic> {
  return until(() => findings().find((finding) => codeOf(finding) === 'ZM040'));
}

async function untilNoFault(): Promise<void> {
  await until(() => (findings().some((finding) => codeOf(finding) === 'ZM040') ? undefined : true));
}

async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration(SECTION).update(name, value, vscode.ConfigurationTarget.Workspace);
}

function hoverText(hovers: readonly vscode.Hover[]): string {
  const contents = hovers.flatMap((hover) => hover.contents);
  return contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : '')).join('\n');
}

function positionOf(document: vscode.TextDocument, text: string): vscode.Position {
  return document.positionAt(document.getText().indexOf(text) + 1);
}

/** The document that a command opened beside the source. */
function untilVirtual(kind: string): Promise<vscode.TextDocument> {
  return until(() =>
    vscode.workspace.textDocuments.find(
      ({ uri, isClosed }) => !isClosed && uri.scheme === 'ringfence-devicetree' && uri.path.startsWith(`/${kind}/`),
    ),
  );
}

/** Types over the first occurrence of a text. */
async function replace(document: vscode.TextDocument, text: string, by: string): Promise<void> {
  const start = document.getText().indexOf(text);
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, by);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

describe('Devicetree sources in VS Code', () => {
  let api: RingfenceApi;
  let document: vscode.TextDocument;
  let original: string;

  before(async () => {
    api = await activated();
    document = await vscode.workspace.openTextDocument(overlay);
    original = document.getText();
    await vscode.window.showTextDocument(document);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  describe('beside another devicetree extension', () => {
    it('have our diagnostics, hovers on memory nodes and quick fixes', async () => {
      assert.equal(vscode.workspace.getConfiguration(SECTION).get('features'), 'auto');
      assert.equal(document.languageId, 'devicetree');
      const fault = await untilFault();
      assert.equal(api.devicetree.features(), 'memory');
      assert.equal(fault.severity, vscode.DiagnosticSeverity.Error);
      assert.equal(document.getText(fault.range).includes('0x3000'), true);
      assert.match(fault.message, /0x3000 is no power of two/);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        overlay,
        positionOf(document, 'memory@20021000'),
      );
      assert.match(hoverText(hovers), /MPU (region|slot)/);
    });

    it('link a rule to its page', async () => {
      const { code } = await untilFault();
      assert.ok(typeof code === 'object');
      assert.equal(code.target.toString(true), 'command:ringfence.devicetree.explainRule?["ZM040"]');
    });

    it('are left to the other extension where it comes to navigation', async () => {
      await untilFault();
      const places = await vscode.commands.executeCommand<unknown[]>(
        'vscode.executeDefinitionProvider',
        overlay,
        positionOf(document, 'DT_MEM_ARM_MPU_RAM_NOCACHE'),
      );
      assert.deepEqual(places, []);
    });
  });

  describe('with all features', () => {
    before(async () => {
      await set('features', 'all');
      await until(() => (api.devicetree.features() === 'all' ? true : undefined));
      await untilFault();
    });

    after(() => set('features', undefined));

    afterEach(async () => {
      await replace(document, document.getText(), original);
      await document.save();
    });

    it('navigate too', async () => {
      const places = await until(async () => {
        const found = await vscode.commands.executeCommand<unknown[]>(
          'vscode.executeDefinitionProvider',
          overlay,
          positionOf(document, 'DT_MEM_ARM_MPU_RAM_NOCACHE'),
        );
        return found.length > 0 ? found : undefined;
      });
      assert.equal(places.length, 1);
    });

    it('show the context and its findings in the status', async () => {
      await untilFault();
      await vscode.window.showTextDocument(document);
      const row = await until(async () => {
        const shown = await api.devicetree.status();
        return shown?.severity === 'error' ? shown : undefined;
      });
      assert.equal(row.label, 'Demo board');
      assert.equal(row.counts, '1 error, 0 warnings');
      assert.match(row.tooltip, /ringfence/);
    });

    it('lose a finding by its quick fix, and the MPU plan follows', async () => {
      const fault = await untilFault();
      await vscode.commands.executeCommand('ringfence.devicetree.showPlan', overlay);
      const plan = await untilVirtual('plan');
      assert.match(plan.getText(), /MPU/);
      const before = plan.getText();
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        overlay,
        fault.range,
        vscode.CodeActionKind.QuickFix.value,
        10,
      );
      const fix = actions.find(({ title }) => /^Round up/.test(title));
      assert.ok(fix?.edit, actions.map(({ title }) => title).join('; '));
      assert.ok(await vscode.workspace.applyEdit(fix.edit));
      await untilNoFault();
      assert.match(document.getText(), /0x4000/);
      await until(() => (plan.getText() === before ? undefined : true));
    });

    it('show the merged tree as devicetree, with what is typed', async () => {
      await vscode.commands.executeCommand('ringfence.devicetree.showMerged', overlay);
      const merged = await untilVirtual('merged');
      assert.equal(merged.languageId, 'devicetree');
      assert.match(merged.getText(), /dma_buffers: memory@20021000/);
      await replace(document, '0x20021000 0x3000', '0x20021000 0x1000');
      await until(() => (/0x20021000 0x1000/.test(merged.getText()) ? true : undefined));
    });

    it('follow the severities of the settings', async () => {
      await untilFault();
      await set('severities', { ZM040: 'off' });
      await untilNoFault();
      await set('severities', undefined);
      await untilFault();
    });

    it('come back after a restart of the server', async () => {
      await untilFault();
      await vscode.commands.executeCommand('ringfence.devicetree.restartServer');
      await untilFault();
      assert.equal(findings().filter((finding) => codeOf(finding) === 'ZM040').length, 1);
    });

    it('have no findings and no server while the features are off', async () => {
      await set('features', 'off');
      await untilNoFault();
      assert.equal(await api.devicetree.status(), undefined);
      await set('features', 'all');
      await untilFault();
    });
  });
});
