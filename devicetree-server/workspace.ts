/** Folders and settings of the client's workspace. */
import type { Connection, InitializeParams } from 'vscode-languageserver/node';
import type { WorkspaceFiles } from './files.js';
import { DEFAULT_SETTINGS, readSettings, type ServerSettings } from './settings.js';
import { pathOf } from './uris.js';

export interface Workspace {
  /** Settled when the settings were asked for the first time; nothing is shown before. */
  readonly ready: Promise<void>;
  /** Asks the client for the settings of every folder. What is wrong is told once, in one sentence each. */
  load(): Promise<void>;
  /** The same object as long as the settings are the same. */
  settingsFor(path: string): ServerSettings;
  folderOf(path: string): string | undefined;
  changeFolders(added: readonly { readonly uri: string }[], removed: readonly { readonly uri: string }[]): void;
  /** Looks at the disk again where no client tells of changes. True: something may have changed. */
  recheckUnwatched(files: WorkspaceFiles): boolean;
}

const SECTION = 'ringfence.devicetree';

export function createWorkspace(connection: Connection, params: InitializeParams): Workspace {
  const { capabilities, workspaceFolders, rootUri } = rootOf(params);
  const asks = capabilities.workspace?.configuration === true;
  const isWatched = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
  const folders = new Set((workspaceFolders ?? (rootUri === null ? [] : [{ uri: rootUri }])).map(({ uri }) => uri));
  const byFolder = new Map<string, ServerSettings>();
  const told = new Set<string>();
  let general = DEFAULT_SETTINGS;
  let isReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => (isReady = resolve));

  const take = (value: unknown, before: ServerSettings | undefined): ServerSettings => {
    const { settings, mistakes } = readSettings(value);
    const news = mistakes.filter((each) => !told.has(each));
    for (const each of news) told.add(each);
    if (news.length > 0) connection.window.showWarningMessage(news.join(' '));
    return before !== undefined && JSON.stringify(before) === JSON.stringify(settings) ? before : settings;
  };

  const folderUriOf = (path: string): string | undefined => {
    const above = [...folders].filter((uri) => isInside(path, pathOf(uri)));
    return above.sort((a, b) => b.length - a.length)[0];
  };

  return {
    ready,
    async load() {
      try {
        if (!asks) return;
        const uris = [...folders];
        const items = [{ section: SECTION }, ...uris.map((scopeUri) => ({ scopeUri, section: SECTION }))];
        const values = (await connection.workspace.getConfiguration(items)) as readonly unknown[];
        general = take(values[0], general);
        for (const [index, uri] of uris.entries()) byFolder.set(uri, take(values[index + 1], byFolder.get(uri)));
      } finally {
        isReady();
      }
    },
    settingsFor(path) {
      const uri = folderUriOf(path);
      return (uri === undefined ? undefined : byFolder.get(uri)) ?? general;
    },
    folderOf(path) {
      const uri = folderUriOf(path) ?? [...folders][0];
      return uri === undefined ? undefined : pathOf(uri);
    },
    changeFolders(added, removed) {
      for (const { uri } of removed) {
        folders.delete(uri);
        byFolder.delete(uri);
      }
      for (const { uri } of added) folders.add(uri);
    },
    recheckUnwatched(files) {
      if (isWatched) files.forgetOutside([...folders].map(pathOf));
      else files.forget();
      return true;
    },
  };
}

/** `rootUri` is what older clients send. */
function rootOf(params: InitializeParams) {
  const { capabilities, workspaceFolders = null, rootUri } = params as InitializeParams & { rootUri: string | null };
  return { capabilities, workspaceFolders, rootUri };
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
