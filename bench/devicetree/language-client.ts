/** An editor as far as a language server sees it: starts the server as a process, speaks LSP over stdio, and waits for messages. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';

export interface ClientOptions {
  readonly features?: 'all' | 'memory' | 'off';
  /** Folders of the workspace. */
  readonly folders?: readonly string[];
  /** What the section `ringfence.devicetree` holds. */
  readonly settings?: unknown;
  readonly capabilities?: ClientCapabilities;
  /** Arguments of Node before the server's. */
  readonly nodeArguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The server compiled from here; the bundle is made of the same modules. */
export const SERVER = fileURLToPath(new URL('../../devicetree-server/main.js', import.meta.url));

const CAPABILITIES: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true },
  },
  textDocument: { definition: { linkSupport: true }, publishDiagnostics: { relatedInformation: true } },
  window: { workDoneProgress: true },
};

interface Waiter {
  readonly isMet: () => boolean;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export class LanguageClient {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  readonly initialized: Promise<InitializeResult>;
  /** Everything that was published, in order. */
  readonly published: PublishDiagnosticsParams[] = [];
  /** Texts of window/showMessage. */
  readonly shown: string[] = [];
  /** Texts of window/logMessage: mistakes of the server. */
  readonly logged: string[] = [];
  /** Methods that the server asked the client to register. */
  readonly registered: string[] = [];
  readonly exited: Promise<Exit>;
  /** How often the server said that contexts have changed. */
  contextsChanged = 0;
  settings: unknown;
  readonly #last = new Map<string, PublishDiagnosticsParams>();
  readonly #versions = new Map<string, number>();
  #waiters: Waiter[] = [];
  #errors = '';

  constructor(options: ClientOptions = {}, server: string = SERVER) {
    const { nodeArguments = [], folders = [], environment = {} } = options;
    this.settings = options.settings ?? {};
    this.process = spawn(process.execPath, [...nodeArguments, server, '--stdio'], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...withoutZephyr(), ...environment },
    });
    this.process.stderr!.on('data', (data: Buffer) => (this.#errors += data.toString()));
    this.exited = new Promise((resolve) => {
      this.process.on('exit', (code, signal) => {
        resolve({ code, signal });
        this.#failAll(new Error(`the server ended with ${code ?? signal}: ${this.#errors}`));
      });
    });
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.process.stdout!),
      new StreamMessageWriter(this.process.stdin!),
    );
    this.#listen();
    this.initialized = this.#initialize(options, folders);
  }

  async #initialize({ features = 'all', capabilities }: ClientOptions, folders: readonly string[]) {
    const result: InitializeResult = await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: capabilities ?? CAPABILITIES,
      initializationOptions: { features },
      workspaceFolders: folders.map((folder) => ({ uri: pathToFileURL(folder).href, name: folder })),
    });
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  #listen(): void {
    const { connection } = this;
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      this.#last.set(params.uri, params);
      this.#check();
    });
    connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
      this.shown.push(message);
      this.#check();
    });
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.logged.push(message);
      this.#check();
    });
    connection.onNotification('ringfence/devicetree/contextsChanged', () => {
      this.contextsChanged++;
      this.#check();
    });
    connection.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) =>
      items.map(() => this.settings),
    );
    connection.onRequest(
      'client/registerCapability',
      ({ registrations }: { registrations: readonly { readonly method: string }[] }) => {
        this.registered.push(...registrations.map(({ method }) => method));
        this.#check();
        return null;
      },
    );
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.listen();
  }

  open(uri: string, text: string, languageId = 'devicetree'): void {
    this.#versions.set(uri, 1);
    this.#notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  }

  /** A new text, or ranges of it. Answers with the document's version. */
  change(uri: string, ...contentChanges: readonly unknown[]): number {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    this.#notify('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: contentChanges.map((each) => (typeof each === 'string' ? { text: each } : each)),
    });
    return version;
  }

  close(uri: string): void {
    this.#versions.delete(uri);
    this.#notify('textDocument/didClose', { textDocument: { uri } });
  }

  changedOnDisk(...uris: readonly string[]): void {
    this.#notify('workspace/didChangeWatchedFiles', { changes: uris.map((uri) => ({ uri, type: 2 })) });
  }

  changeSettings(settings: unknown): void {
    this.settings = settings;
    this.#notify('workspace/didChangeConfiguration', { settings: null });
  }

  #notify(method: string, params: unknown): void {
    this.connection.sendNotification(method, params).catch((error: unknown) => {
      this.#failAll(error instanceof Error ? error : new Error(String(error)));
    });
  }

  request<Result>(method: string, params: unknown): Promise<Result> {
    return this.connection.sendRequest<Result>(method, params);
  }

  /** Diagnostics of the version that the client last sent, or of the version named. */
  async diagnostics(uri: string, version = this.#versions.get(uri)): Promise<readonly Diagnostic[]> {
    await this.until(() => this.#last.get(uri)?.version === version && this.#last.has(uri));
    return this.#last.get(uri)!.diagnostics;
  }

  last(uri: string): readonly Diagnostic[] | undefined {
    return this.#last.get(uri)?.diagnostics;
  }

  /** Forgets what was published for it, as if it had never been open. */
  forget(uri: string): void {
    this.#last.delete(uri);
  }

  /** Waits for messages until the condition holds. */
  until(isMet: () => boolean): Promise<void> {
    if (isMet()) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiters.push({ isMet, resolve, reject }));
  }

  /** The polite end. Answers with how the process ended. */
  async stop(): Promise<Exit> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      await this.request('shutdown', undefined);
      this.#notify('exit', undefined);
    }
    const exit = await this.exited;
    this.connection.dispose();
    return exit;
  }

  #check(): void {
    const met = this.#waiters.filter(({ isMet }) => isMet());
    this.#waiters = this.#waiters.filter((each) => !met.includes(each));
    for (const { resolve } of met) resolve();
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#waiters) reject(error);
    this.#waiters = [];
  }
}

/** The environment without what would lead the server to a Zephyr of this machine. */
function withoutZephyr(): NodeJS.ProcessEnv {
  return { ...process.env, ZEPHYR_BASE: '' };
}
