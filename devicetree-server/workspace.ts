/** Folders and settings of the client's workspace. */
import {
  MessageType,
  ShowMessageNotification,
  type Connection,
  type InitializeParams,
} from 'vscode-languageserver/node';
import type { WorkspaceFiles } from './files.js';
import { DEFAULT_SETTINGS, readSettings, type ServerSettings } from './settings.js';
import { pathOf } from './uris.js';

export interface Workspace {
  /** Settled when the settings were asked for the first time; nothing is shown before. */
  readonly ready: Promise<void>;
  /** Asks the client for the settings of every folder; one that cannot be asked has pushed them. What is wrong is told once, in one sentence each. */
  load(pushed?: unknown): Promise<void>;
  /** The same object as long as the settings are the same. */
  settingsFor(path: string): ServerSettings;
  /** The folder that the path lies in, or else the first. */
  folderOf(path: string): string | undefined;
  /** The path lies in a folder of the workspace, or there is no folder. */
  isInside(path: string): boolean;
  changeFolders(added: readonly { readonly uri: string }[], removed: readonly { readonly uri: string }[]): void;
  /** Looks at the disk again where no client tells of changes. */
  recheckUnwatched(files: WorkspaceFiles): void;
}

const SECTION = 'ringfence.devicetree';

export function createWorkspace(connection: Connection, params: InitializeParams): Workspace {
  const { capabilities, workspaceFolders } = params;
  const asks = capabilities.workspace?.configuration === true;
  const isWatched = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
  const folders = new Set((workspaceFolders ?? []).map(({ uri }) => uri));
  const byFolder = new Map<string, ServerSettings>();
  const told = new Set<string>();
  let general = DEFAULT_SETTINGS;
  let isReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => (isReady = resolve));

  const take = (value: unknown, before: ServerSettings | undefined): ServerSettings => {
    const { settings, mistakes } = readSettings(value);
    const news = mistakes.filter((each) => !told.has(each));
    for (const each of news) told.add(each);
    const message = news.join(' ');
    if (news.length > 0)
      void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
    return before !== undefined && JSON.stringify(before) === JSON.stringify(settings) ? before : settings;
  };

  const folderUriOf = (path: string): string | undefined => {
    const above = [...folders].filter((uri) => isInside(path, pathOf(uri)));
    return above.sort((a, b) => b.length - a.length)[0];
  };

  return {
    ready,
    async load(pushed) {
      try {
        if (!asks) {
          general = take(memberOf(memberOf(pushed, 'ringfence'), 'devicetree'), general);
          return;
        }
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
    isInside: (path) => folders.size === 0 || folderUriOf(path) !== undefined,
    changeFolders(added, removed) {
      for (const { uri } of removed) {
        folders.delete(uri);
        byFolder.delete(uri);
      }
      for (const { uri } of added) folders.add(uri);
    },
    recheckUnwatched(files) {
      files.forgetOutside(isWatched ? [...folders].map(pathOf) : []);
    },
  };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
