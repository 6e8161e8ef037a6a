/** Shows which context the editor's source is read in: in the status bar, and with its findings in the language status. */
import * as vscode from 'vscode';
import type { DevicetreeClient } from './client.js';
import { SOURCE_PATTERN } from './files.js';
import { statusRow, type StatusRow } from './rows.js';
import { sourceOf } from './sources.js';

const SELECT = 'ringfence.devicetree.selectContext';
const SEVERITIES = {
  error: vscode.LanguageStatusSeverity.Error,
  warning: vscode.LanguageStatusSeverity.Warning,
  information: vscode.LanguageStatusSeverity.Information,
} as const;

export class DevicetreeStatus {
  private readonly client: DevicetreeClient;
  private readonly log: vscode.LogOutputChannel;
  private readonly bar = vscode.window.createStatusBarItem(
    'ringfence.devicetree',
    vscode.StatusBarAlignment.Right,
    // Left of the position in the file.
    110,
  );
  private readonly language = vscode.languages.createLanguageStatusItem('ringfence.devicetree', {
    scheme: 'file',
    pattern: SOURCE_PATTERN,
  });
  private readonly subscriptions: readonly { dispose(): unknown }[];
  /** Counts refreshes: only the newest one's answer is shown. */
  private turn = 0;
  private row: StatusRow | undefined;

  constructor(client: DevicetreeClient, log: vscode.LogOutputChannel) {
    this.client = client;
    this.log = log;
    this.bar.name = 'Devicetree Context';
    this.bar.command = SELECT;
    this.language.name = 'Devicetree Context';
    this.language.command = { command: SELECT, title: 'Select', tooltip: 'Select Devicetree Context' };
    const refresh = (): void => void this.refresh();
    this.subscriptions = [
      this.bar,
      this.language,
      client.onDidChange(refresh),
      vscode.window.onDidChangeActiveTextEditor(refresh),
    ];
  }

  dispose(): void {
    this.turn++;
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Asks now. Resolves to what shows; undefined if nothing does. */
  async refresh(): Promise<StatusRow | undefined> {
    const turn = ++this.turn;
    this.showBusy();
    const row = await this.load();
    if (turn !== this.turn) return this.row;
    this.row = row;
    this.show(row);
    return row;
  }

  private async load(): Promise<StatusRow | undefined> {
    const uri = sourceOf(vscode.window.activeTextEditor?.document.uri);
    if (uri === undefined || this.client.features === 'off') return undefined;
    try {
      const body = await this.client.ask('ringfence/devicetree/contexts', { uri: uri.toString() });
      return body === undefined ? undefined : statusRow(body, this.client.features);
    } catch (error) {
      // The server ended while we asked; its next start asks again.
      this.log.debug(`No contexts for ${uri.toString()}: ${String(error)}`);
      return undefined;
    }
  }

  private show(row: StatusRow | undefined): void {
    this.showBusy();
    if (row === undefined) return this.bar.hide();
    const tooltip = new vscode.MarkdownString(row.tooltip, true);
    this.bar.tooltip = tooltip;
    this.bar.accessibilityInformation = { label: `Devicetree context: ${row.label}. ${row.counts}.` };
    this.bar.show();
    this.language.text = row.label;
    this.language.detail = row.counts;
    this.language.severity = SEVERITIES[row.severity];
  }

  private showBusy(): void {
    this.language.busy = this.client.isBusy;
    const icon = this.client.isBusy ? '$(loading~spin)' : '$(circuit-board)';
    this.bar.text = `${icon} ${this.row?.label ?? 'Devicetree'}`;
  }
}
