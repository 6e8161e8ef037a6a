/**
 * The language client: how the server is started, which open files it hears of, and what is added on the way back. Which files on
 * disk it wants to hear of, it says itself.
 */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
  type Middleware,
  RevealOutputChannelOn,
  TransportKind,
} from 'vscode-languageclient/node';
import {
  DEVICETREE_SERVER_ARGUMENTS,
  type DevicetreeFeatures,
  type DevicetreeNotifications,
  type DevicetreeServerOptions,
} from '../../protocol/index.js';
import { HEADER_PATTERN, SOURCE_PATTERN } from './files.js';
import { rulePage } from './rows.js';
import { fillVariables } from './variables.js';

/** What we hear of the server while it runs. */
export interface ServerListener {
  /** It works on something that takes a while, or has finished it. */
  progress(token: string | number, working: boolean): void;
  contextsChanged(): void;
  /** It sent the findings of a file, which it does after each analysis of one that is open. */
  analysed(): void;
  /** It ended without being asked to. Answers whether it is started again. */
  ended(): boolean;
}

export interface ServerDescription {
  /** Path of dist/devicetree-server.cjs. */
  readonly bundle: string;
  readonly log: vscode.LogOutputChannel;
  readonly features: DevicetreeFeatures;
  readonly listener: ServerListener;
}

const CONTEXTS_CHANGED = 'ringfence/devicetree/contextsChanged' satisfies keyof DevicetreeNotifications;

/** A client that is not started yet. */
export function createLanguageClient(description: ServerDescription): LanguageClient {
  const { bundle, listener } = description;
  const options = { execArgv: [...DEVICETREE_SERVER_ARGUMENTS] };
  const module = { module: bundle, transport: TransportKind.ipc, options };
  const client = new LanguageClient('ringfence.devicetree', 'Ringfence Devicetree', module, clientOptions(description));
  client.onNotification(CONTEXTS_CHANGED, () => listener.contextsChanged());
  return client;
}

function clientOptions({ log, features, listener }: ServerDescription): LanguageClientOptions {
  return {
    // By pattern: another extension may have given these files a language of its own.
    documentSelector: [
      { scheme: 'file', pattern: SOURCE_PATTERN },
      { scheme: 'file', pattern: HEADER_PATTERN },
      { scheme: 'untitled', language: 'devicetree' },
    ],
    initializationOptions: { features } satisfies DevicetreeServerOptions,
    diagnosticCollectionName: 'ringfence',
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    middleware: middleware(listener),
    errorHandler: errorHandler(log, listener),
    // Whoever starts the client says in one message that it failed.
    initializationFailedHandler: () => false,
  };
}

function errorHandler(log: vscode.LogOutputChannel, listener: ServerListener): ErrorHandler {
  return {
    error(error) {
      log.error('The connection to the devicetree server failed:', error);
      return { action: ErrorAction.Continue, handled: true };
    },
    closed: () => ({ action: listener.ended() ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true }),
  };
}

function middleware(listener: ServerListener): Middleware {
  return {
    handleDiagnostics(uri, diagnostics, next) {
      for (const diagnostic of diagnostics)
        if (typeof diagnostic.code === 'string') diagnostic.code = linkedCode(diagnostic.code);
      next(uri, diagnostics);
      listener.analysed();
    },
    handleWorkDoneProgress(token, params, next) {
      listener.progress(token, params.kind !== 'end');
      next(token, params);
    },
    workspace: {
      async configuration(params, token, next) {
        const answers = await next(params, token);
        if (!Array.isArray(answers)) return answers;
        return answers.map((answer: unknown, i) => fillVariables(answer, variablesFor(params.items[i]?.scopeUri)));
      },
    },
  };
}

/** A rule's id leads to the page that explains it. */
function linkedCode(code: string): NonNullable<vscode.Diagnostic['code']> {
  if (rulePage(code) === undefined) return code;
  const target = vscode.Uri.from({
    scheme: 'command',
    path: 'ringfence.devicetree.explainRule',
    query: JSON.stringify([code]),
  });
  return { value: code, target };
}

function variablesFor(scopeUri: string | undefined): Parameters<typeof fillVariables>[1] {
  const scope = scopeUri === undefined ? undefined : vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(scopeUri));
  const folder = scope ?? vscode.workspace.workspaceFolders?.[0];
  return { folder: folder?.uri.fsPath, home: homedir(), environment: process.env };
}
