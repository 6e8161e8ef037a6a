/** Watches debug sessions of ours: which one is shown, whether it runs, and when its state has changed. */
import * as vscode from 'vscode';
import { EVENT_NAMES, type RequestArguments, type RequestBody, type RequestName } from '../../protocol/index.js';

export const DEBUG_TYPE = 'ringfence';

export type SessionChange = 'shown' | 'running' | 'stopped' | 'changed' | 'ended';

interface Watched {
  readonly session: vscode.DebugSession;
  state: 'starting' | 'running' | 'stopped';
  /** DAP's reason of the last stop. */
  stopReason: string;
}

export class Sessions implements vscode.DebugAdapterTrackerFactory {
  private readonly log: vscode.LogOutputChannel;
  private readonly watched = new Map<string, Watched>();
  private readonly change = new vscode.EventEmitter<SessionChange>();
  private readonly subscriptions: readonly { dispose(): unknown }[];
  private shownId: string | undefined;

  /** Fires for the shown session only. */
  readonly onDidChange = this.change.event;

  constructor(log: vscode.LogOutputChannel) {
    this.log = log;
    this.subscriptions = [
      this.change,
      vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, this),
      vscode.debug.onDidChangeActiveDebugSession((session) => this.show(session)),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** The session that views and commands work on: the active one, or the last that was. */
  get current(): vscode.DebugSession | undefined {
    return this.shown?.session;
  }

  /** Whether views may ask now. */
  get state(): 'none' | Watched['state'] {
    return this.shown?.state ?? 'none';
  }

  /** Why the shown session stopped last, in DAP's words: `exception`, `breakpoint`; empty before its first stop. */
  get stopReason(): string {
    return this.shown?.stopReason ?? '';
  }

  /** One of our custom requests, typed by name. Rejects if no session is there or the adapter refuses. */
  async ask<Name extends RequestName>(name: Name, args: RequestArguments<Name>): Promise<RequestBody<Name>> {
    if (this.current === undefined) throw new Error('No Ringfence debug session is active.');
    return (await this.current.customRequest(name, args)) as RequestBody<Name>;
  }

  createDebugAdapterTracker(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    return {
      onWillStartSession: () => {
        this.watched.set(session.id, { session, state: 'starting', stopReason: '' });
        this.shownId ??= session.id;
      },
      onWillReceiveMessage: (message: unknown) => this.log.trace('→', JSON.stringify(message)),
      onDidSendMessage: (message: unknown) => {
        this.log.trace('←', JSON.stringify(message));
        this.notice(session, message as DapOutput);
      },
      onExit: () => this.end(session),
      onWillStopSession: () => this.end(session),
    };
  }

  private get shown(): Watched | undefined {
    return this.shownId === undefined ? undefined : this.watched.get(this.shownId);
  }

  private notice(session: vscode.DebugSession, message: DapOutput): void {
    const watched = this.watched.get(session.id);
    if (watched === undefined) return;
    const change = changeOf(message);
    if (change === undefined) return;
    if (change !== 'changed') watched.state = change;
    if (change === 'stopped') watched.stopReason = message.body?.reason ?? '';
    if (session.id === this.shownId) this.change.fire(change);
  }

  private show(session: vscode.DebugSession | undefined): void {
    if (session === undefined || !this.watched.has(session.id) || session.id === this.shownId) return;
    this.shownId = session.id;
    this.change.fire('shown');
  }

  private end(session: vscode.DebugSession): void {
    if (!this.watched.delete(session.id) || session.id !== this.shownId) return;
    this.shownId = [...this.watched.keys()].at(-1);
    this.change.fire(this.shownId === undefined ? 'ended' : 'shown');
  }
}

interface DapOutput {
  readonly type?: string;
  readonly event?: string;
  readonly command?: string;
  readonly success?: boolean;
  readonly body?: { readonly reason?: string };
}

const RESUMING = new Set(['continue', 'reverseContinue', 'next', 'stepIn', 'stepOut', 'stepBack', 'goto', 'restart']);
const WRITING = new Set(['writeMemory', 'setVariable', 'setExpression']);

function changeOf(message: DapOutput): 'running' | 'stopped' | 'changed' | undefined {
  if (message.type === 'event') {
    if (message.event === 'stopped') return 'stopped';
    if (message.event === 'continued') return 'running';
    return (EVENT_NAMES as readonly (string | undefined)[]).includes(message.event) ? 'changed' : undefined;
  }
  if (message.type !== 'response' || message.success !== true || message.command === undefined) return undefined;
  if (RESUMING.has(message.command)) return 'running';
  return WRITING.has(message.command) ? 'changed' : undefined;
}
