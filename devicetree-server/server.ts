/** The server: what it offers, and which part answers. */
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  LSPErrorCodes,
  ResponseError,
  TextDocuments,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type Connection,
  type InitializeParams,
  type ServerCapabilities,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { queries } from '../devicetree/index.js';
import type { DevicetreeFeatures, DevicetreeServerOptions } from '../protocol/index.js';
import { addActions, FIX_ALL } from './features/actions.js';
import { addCompletion } from './features/completion.js';
import { addContextRequests } from './features/contexts.js';
import { addHover } from './features/hover.js';
import { addNavigation } from './features/navigation.js';
import { addOutline } from './features/outline.js';
import { addPresentation } from './features/presentation.js';
import type { FeatureHost } from './features/types.js';
import { workspaceFiles, type WorkspaceFiles } from './files.js';
import { guarded, type Log } from './guard.js';
import { queryContext } from './query-context.js';
import { createSession, type Session, type Shown } from './session.js';
import { createWorkspace, type Workspace } from './workspace.js';
import { pathOf } from './uris.js';

export interface ServerEnvironment {
  readonly zephyrBase: string | undefined;
}

/** Files that say something of a context. */
const WATCHED = [
  '**/*.{dts,dtsi,dtso,overlay,h,yaml,yml,conf}',
  '**/{CMakeCache.txt,.config,Kconfig.board,board.cmake,Kconfig.zephyr,VERSION}',
];

/** Answers over the connection until the client ends it. */
export function startServer(connection: Connection, environment: ServerEnvironment): void {
  const log: Log = (error) =>
    connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  connection.onInitialize((params) => {
    const features = featuresOf(params.initializationOptions);
    if (features !== 'off') serve({ connection, log, params, features, environment });
    return { capabilities: capabilitiesOf(features), serverInfo: { name: 'ringfence-devicetree' } };
  });
  connection.onShutdown(() => undefined);
  connection.listen();
}

function featuresOf(options: unknown): DevicetreeFeatures {
  const features = (options as Partial<DevicetreeServerOptions> | null | undefined)?.features;
  return features === 'memory' || features === 'off' ? features : 'all';
}

function capabilitiesOf(features: DevicetreeFeatures): ServerCapabilities {
  if (features === 'off') return {};
  const shared: ServerCapabilities = {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    hoverProvider: true,
    codeActionProvider: { codeActionKinds: features === 'all' ? ['quickfix', FIX_ALL] : ['quickfix'] },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
  if (features === 'memory') return shared;
  return {
    ...shared,
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentLinkProvider: { resolveProvider: false },
    completionProvider: { resolveProvider: true, triggerCharacters: [...queries.COMPLETION_TRIGGERS] },
    inlayHintProvider: { resolveProvider: false },
    semanticTokensProvider: {
      legend: {
        tokenTypes: [...queries.SEMANTIC_TOKEN_TYPES],
        tokenModifiers: [...queries.SEMANTIC_TOKEN_MODIFIERS],
      },
      full: true,
      range: true,
    },
  };
}

interface Serving {
  readonly connection: Connection;
  readonly log: Log;
  readonly params: InitializeParams;
  readonly features: DevicetreeFeatures;
  readonly environment: ServerEnvironment;
}

function serve({ connection, log, params, features, environment }: Serving): void {
  const files = workspaceFiles();
  const { capabilities } = params;
  const workspace = createWorkspace(connection, params);
  const session = createSession(files, {
    publish: (uri, diagnostics, version) =>
      void connection.sendDiagnostics({
        uri,
        diagnostics: [...diagnostics],
        ...(version === undefined ? {} : { version }),
      }),
    contextsChanged: () => void connection.sendNotification('ringfence/devicetree/contextsChanged', {}),
    settingsFor: (path) => workspace.settingsFor(path),
    folderOf: (path) => workspace.folderOf(path),
    isInside: (path) => workspace.isInside(path),
    zephyrBase: environment.zephyrBase,
    beginProgress: (title) => beginProgress(connection, capabilities, title),
    log,
  });
  followDocuments(connection, session, files, workspace, log);
  followWorkspace(connection, session, workspace, capabilities, log);
  addFeatures({ connection, log, session, files, workspace, capabilities, features });
  connection.onShutdown(() => session.dispose());
}

function followDocuments(
  connection: Connection,
  session: Session,
  files: WorkspaceFiles,
  workspace: Workspace,
  log: Log,
): void {
  const documents = new TextDocuments(TextDocument);
  const opened = new Set<string>();
  // An open document tells of a change when it is opened too.
  documents.onDidChangeContent(
    guarded(log, undefined, async ({ document }) => {
      await workspace.ready;
      const { uri, version } = document;
      if (opened.has(uri)) session.change(uri, version, document.getText());
      else if (documents.get(uri) !== undefined) {
        opened.add(uri);
        workspace.recheckUnwatched(files);
        session.open(uri, version, document.getText());
      }
    }),
  );
  documents.onDidClose(
    guarded(log, undefined, async ({ document }) => {
      await workspace.ready;
      if (opened.delete(document.uri)) session.close(document.uri);
    }),
  );
  documents.onDidSave(
    guarded(log, undefined, async () => {
      await workspace.ready;
      workspace.recheckUnwatched(files);
      session.invalidate([]);
    }),
  );
  documents.listen(connection);
}

function followWorkspace(
  connection: Connection,
  session: Session,
  workspace: Workspace,
  capabilities: ClientCapabilities,
  log: Log,
): void {
  connection.onInitialized(
    guarded(log, undefined, async () => {
      if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true)
        await connection.client.register(DidChangeConfigurationNotification.type, { section: 'ringfence.devicetree' });
      if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true)
        await connection.client.register(DidChangeWatchedFilesNotification.type, {
          watchers: WATCHED.map((globPattern) => ({ globPattern })),
        });
      await workspace.load();
    }),
  );
  connection.onDidChangeConfiguration(
    guarded(log, undefined, async ({ settings }) => {
      await workspace.load(settings);
      session.invalidate();
    }),
  );
  connection.onDidChangeWatchedFiles(
    guarded(log, undefined, ({ changes }) => session.invalidate(changes.map(({ uri }) => pathOf(uri)))),
  );
  connection.onNotification(
    'workspace/didChangeWorkspaceFolders',
    guarded(log, undefined, async ({ event }: { event: FolderChange }) => {
      workspace.changeFolders(event.added, event.removed);
      await workspace.load();
      session.invalidate();
    }),
  );
}

interface FolderChange {
  readonly added: readonly { readonly uri: string }[];
  readonly removed: readonly { readonly uri: string }[];
}

function beginProgress(connection: Connection, capabilities: ClientCapabilities, title: string): () => void {
  if (capabilities.window?.workDoneProgress !== true) return () => undefined;
  let isOver = false;
  const started = connection.window.createWorkDoneProgress().then((progress) => {
    if (isOver) return undefined;
    progress.begin(title);
    return progress;
  });
  return () => {
    isOver = true;
    started.then((progress) => progress?.done()).catch(() => undefined);
  };
}

interface Serveable {
  readonly connection: Connection;
  readonly log: Log;
  readonly session: Session;
  readonly files: WorkspaceFiles;
  readonly workspace: Workspace;
  readonly capabilities: ClientCapabilities;
  readonly features: DevicetreeFeatures;
}

function addFeatures({ connection, log, session, files, workspace, capabilities, features }: Serveable): void {
  const ask = (shown: Shown | undefined) =>
    shown === undefined ? undefined : { context: queryContext(shown.analysis, files), file: shown.file };
  const host: FeatureHost = {
    connection,
    session,
    capabilities,
    answer: (empty, handler) =>
      guarded(log, empty, async (...args) => {
        await workspace.ready;
        return handler(...args);
      }),
    memoryOnly: features === 'memory',
    now: (uri) => ask(session.now(uri)),
    settled: async (uri, token) => {
      const shown = await session.settled(uri, token);
      if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
      return ask(shown);
    },
    reader: files,
    uriOf: (path) => session.uriOf(path),
  };
  addHover(host);
  addActions(host);
  addContextRequests(host);
  if (features === 'memory') return;
  addNavigation(host);
  addOutline(host);
  addPresentation(host);
  addCompletion(host);
}
