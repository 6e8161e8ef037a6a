/** Runs the debug adapter in a worker thread and hands its messages to the editor; the extension host stays responsive. */
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import type { DapMessage, WorkerMessage } from '../../protocol/index.js';

interface DapRequest extends DapMessage {
  readonly command: string;
}

export class WorkerAdapter extends vscode.Disposable implements vscode.DebugAdapter {
  private readonly log: vscode.LogOutputChannel;
  private readonly worker: Worker;
  private readonly sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  /** Requests that the worker has not answered yet, by seq. */
  private readonly open = new Map<number, DapRequest>();
  private failure: string | undefined;
  private disposed = false;

  readonly onDidSendMessage = this.sent.event;

  /** @param bundle path of dist/debug-adapter-worker.cjs */
  constructor(bundle: string, log: vscode.LogOutputChannel) {
    super(() => undefined);
    this.log = log;
    this.worker = new Worker(bundle, { name: 'ringfence-debug-adapter' });
    this.worker.on('message', (message: WorkerMessage) => this.deliver(message.dap));
    this.worker.on('error', (error: unknown) => this.fail(error));
    this.worker.on('exit', (status) => this.fail(new Error(`its worker ended with status ${status}`)));
  }

  handleMessage(message: vscode.DebugProtocolMessage): void {
    const dap = message as DapMessage;
    if (dap.type === 'request') this.open.set(dap.seq, dap as DapRequest);
    if (this.failure === undefined) this.worker.postMessage({ dap } satisfies WorkerMessage);
    else this.refuseOpen(this.failure);
  }

  override dispose(): void {
    this.disposed = true;
    this.sent.dispose();
    void this.worker.terminate();
  }

  private deliver(message: DapMessage): void {
    if (message.type === 'response') this.open.delete((message as DapMessage & { request_seq: number }).request_seq);
    this.sent.fire(message);
  }

  /** A crash of the adapter: nobody may wait for it for ever, and the user must learn what happened. */
  private fail(error: unknown): void {
    if (this.disposed || this.failure !== undefined) return;
    const message = `The debug adapter failed: ${error instanceof Error ? error.message : String(error)}.`;
    this.log.error(error instanceof Error ? error : message);
    this.failure = message;
    this.refuseOpen(message);
    this.send({ type: 'event', event: 'output', body: { category: 'stderr', output: `${message}\n` } });
    this.send({ type: 'event', event: 'terminated' });
  }

  private refuseOpen(message: string): void {
    for (const { seq, command } of this.open.values())
      this.send({ type: 'response', request_seq: seq, command, success: false, message });
    this.open.clear();
  }

  private send(message: object): void {
    this.sent.fire({ seq: 0, ...message });
  }
}
