/** The devicetree language server as the extension sees it: starts at the first source, restarts, answers questions, stops. */
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { UserError } from '../../base/index.js';
import type {
  DevicetreeFeatures,
  DevicetreeParams,
  DevicetreeRequestName,
  DevicetreeResult,
} from '../../protocol/index.js';
import { countCrashes } from './crashes.js';
import { resolveFeatures } from './features.js';

const STOP_TIMEOUT_MS = 2_000;

export class DevicetreeClient {
  private readonly log: vscode.LogOutputChannel;
  private readonly bundle: string;
  private readonly change = new vscode.EventEmitter<undefined>();
  private readonly analysis = new vscode.EventEmitter<undefined>();
  private readonly crashes = countCrashes();
  private readonly work = new Set<string | number>();
  private server: LanguageClient | undefined;
  /** Starts and stops, one after the other. */
  private queue: Promise<void> = Promise.resolve();
  private awake = false;
  private level: DevicetreeFeatures = currentFeatures();

  /** Contexts, their findings, the server's state or what it is busy with may be others now. */
  readonly onDidChange = this.change.event;

  /** Sources were looked at again, after an edit say; their findings may be the same as before. */
  readonly onDidAnalyse = this.analysis.event;

  /** @param bundle path of dist/devicetree-server.cjs */
  constructor(bundle: string, log: vscode.LogOutputChannel) {
    this.bundle = bundle;
    this.log = log;
  }

  get features(): DevicetreeFeatures {
    return this.level;
  }

  get isBusy(): boolean {
    return this.work.size > 0;
  }

  /** A devicetree source is there: from now on the server runs, unless it is switched off. */
  wake(): void {
    if (this.awake) return;
    this.awake = true;
    void this.enqueue(() => this.start());
  }

  /** After a change of the setting or of the installed extensions. */
  adapt(): void {
    if (currentFeatures() !== this.level) void this.restart();
  }

  restart(): Promise<void> {
    this.crashes.forget();
    this.awake = true;
    return this.enqueue(async () => {
      await this.end();
      await this.start();
    });
  }

  stop(): Promise<void> {
    this.awake = false;
    return this.enqueue(() => this.end());
  }

  async dispose(): Promise<void> {
    await this.stop();
    this.change.dispose();
    this.analysis.dispose();
  }

  /** Undefined while no server runs. Rejects if the server refuses. */
  async ask<Name extends DevicetreeRequestName>(
    name: Name,
    params: DevicetreeParams<Name>,
  ): Promise<DevicetreeResult<Name> | undefined> {
    await this.queue;
    return this.server?.sendRequest<DevicetreeResult<Name>>(name, params);
  }

  private enqueue(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step).catch((error: unknown) => this.complain(error));
    return this.queue;
  }

  private async start(): Promise<void> {
    this.level = currentFeatures();
    if (this.level === 'off') {
      this.change.fire(undefined);
      return;
    }
    if (!existsSync(this.bundle))
      throw new UserError(
        'devicetree-server-missing',
        `The devicetree server ${this.bundle} is missing. Reinstall the extension.`,
      );
    const server = await this.createClient();
    this.setBusy('start', true);
    try {
      await server.start();
      this.server = server;
      this.log.info(`The devicetree server runs, features: ${this.level}.`);
    } finally {
      this.setBusy('start', false);
    }
  }

  private async createClient(): Promise<LanguageClient> {
    // The client library is loaded with the first source, not with every debug session; it stays in the same bundle.
    const { createLanguageClient } = await import(/* webpackMode: "eager" */ './language-client.js');
    return createLanguageClient({
      bundle: this.bundle,
      log: this.log,
      features: this.level,
      listener: {
        progress: (token, working) => this.setBusy(token, working),
        contextsChanged: () => this.change.fire(undefined),
        analysed: () => this.analysis.fire(undefined),
        ended: () => this.startsAgain(),
      },
    });
  }

  private async end(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    this.work.clear();
    // A server that does not answer is killed; nobody has to hear of it.
    await server
      ?.dispose(STOP_TIMEOUT_MS)
      .catch((error: unknown) => this.log.warn(`The devicetree server did not stop: ${String(error)}`));
    // When the extension ends nobody is there to hear of it.
    if (this.awake) this.change.fire(undefined);
  }

  /** After a crash. */
  private startsAgain(): boolean {
    this.work.clear();
    this.change.fire(undefined);
    const again = this.crashes.again(Date.now());
    if (again) this.log.warn('The devicetree server ended; it is started again.');
    else this.complain(new Error('The devicetree server keeps crashing.'));
    return again;
  }

  private setBusy(token: string | number, busy: boolean): void {
    if (busy) this.work.add(token);
    else this.work.delete(token);
    this.change.fire(undefined);
  }

  private complain(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.log.error(error instanceof Error ? error : message);
    const [restart, show] = ['Restart', 'Show Log'] as const;
    void vscode.window.showErrorMessage(`Ringfence: ${message}`, restart, show).then((choice) => {
      if (choice === restart) void this.restart();
      if (choice === show) this.log.show();
    });
  }
}

function currentFeatures(): DevicetreeFeatures {
  const setting: unknown = vscode.workspace.getConfiguration('ringfence.devicetree').get('features');
  // Extensions that are installed but disabled are not among them.
  return resolveFeatures(setting, (id) => vscode.extensions.getExtension(id) !== undefined);
}
