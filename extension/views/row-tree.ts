/** A tree view over rows: asks its loader when the debuggee stops or changes, and drops answers that came too late. */
import * as vscode from 'vscode';
import { contextOf, NOTHING, type Row, type ViewContent } from './row.js';
import type { SessionChange, Sessions } from './sessions.js';

export class RowTree implements vscode.TreeDataProvider<Row> {
  private readonly sessions: Sessions;
  private readonly load: () => Promise<ViewContent>;
  private readonly view: vscode.TreeView<Row>;
  private readonly change = new vscode.EventEmitter<undefined>();
  private readonly subscriptions: readonly { dispose(): unknown }[];
  private content: ViewContent = NOTHING;
  /** Counts refreshes: only the newest one's answer is shown. */
  private turn = 0;
  private stale = true;

  readonly onDidChangeTreeData = this.change.event;

  constructor(viewId: string, sessions: Sessions, load: () => Promise<ViewContent>) {
    this.sessions = sessions;
    this.load = load;
    this.view = vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions = [
      this.view,
      this.change,
      sessions.onDidChange((change) => this.follow(change)),
      this.view.onDidChangeVisibility(() => this.refreshIfNeeded()),
    ];
  }

  dispose(): void {
    this.turn++;
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Asks now, visible or not. Resolves once the view's content is that of the debuggee's present state. */
  async refresh(): Promise<ViewContent> {
    const turn = ++this.turn;
    this.stale = false;
    const content = this.sessions.current === undefined ? NOTHING : await this.loadOrSayWhyNot();
    if (turn === this.turn) this.set(content);
    return this.content;
  }

  getChildren(parent?: Row): readonly Row[] & Row[] {
    return [...(parent === undefined ? this.content.rows : parent.children)];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const item = new vscode.TreeItem(row.label, collapsibleState(row));
    item.id = row.id;
    item.contextValue = contextOf(row);
    if (row.description !== undefined) item.description = row.description;
    if (row.tooltip !== undefined) item.tooltip = new vscode.MarkdownString(row.tooltip, true);
    if (row.icon !== undefined) item.iconPath = themeIcon(row.icon);
    const words = [row.label, row.description].filter((text) => text !== undefined);
    item.accessibilityInformation = { label: words.join(', ') };
    if (row.source !== undefined && row.children.length === 0)
      item.command = { command: 'ringfence.goToSource', title: 'Go to Source', arguments: [row] };
    return item;
  }

  private follow(change: SessionChange): void {
    this.stale = true;
    switch (change) {
      case 'running':
        // The old rows stay, so that stepping does not flicker; the title says that they are old.
        this.turn++;
        this.view.description = 'running';
        return;
      case 'ended':
        this.turn++;
        this.view.description = '';
        this.set(NOTHING);
        return;
      case 'shown':
      case 'stopped':
      case 'changed':
        this.view.description = this.sessions.state === 'running' ? 'running' : '';
        this.refreshIfNeeded();
    }
  }

  private refreshIfNeeded(): void {
    if (this.view.visible && this.stale && this.sessions.state !== 'starting') void this.refresh();
  }

  private async loadOrSayWhyNot(): Promise<ViewContent> {
    const session = this.sessions.current;
    try {
      return await this.load();
    } catch (error) {
      if (session !== this.sessions.current) return NOTHING;
      return { message: error instanceof Error ? error.message : String(error), rows: [] };
    }
  }

  private set(content: ViewContent): void {
    this.content = content;
    this.view.message = content.message ?? '';
    this.change.fire(undefined);
  }
}

function collapsibleState(row: Row): vscode.TreeItemCollapsibleState {
  if (row.children.length === 0) return vscode.TreeItemCollapsibleState.None;
  return row.expanded === true ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}

function themeIcon(icon: NonNullable<Row['icon']>): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon.name, icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color));
}
