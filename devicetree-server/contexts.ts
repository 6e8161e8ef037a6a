/** The contexts of a document by itself: what the settings say, then what is found beside it. */
import { join, posix } from 'node:path';
import {
  contextsFor,
  readKconfig,
  versionOf,
  type CompilationContext,
  type FolderReader,
} from '../devicetree/index.js';
import type { DevicetreeContextSetting } from '../protocol/index.js';
import type { ServerSettings } from './settings.js';
import { isOnDisk } from './uris.js';

/** Files that can be compiled; headers and others only as a part of one of these. */
export function isSource(path: string): boolean {
  return /\.(?:dts|dtsi|dtso|overlay)$/i.test(path) || path.startsWith('untitled:');
}

/** A file that others include, or an overlay of an unknown board: any context that has more around it says more. */
export function isAlone({ files, kind, id }: CompilationContext, path: string): boolean {
  if (id.startsWith('settings:') || kind === 'zephyr-build') return false;
  return files.length === 1 && files[0] === path && !/\.(?:dts|dtso)$/i.test(path);
}

export interface ContextQuery {
  readonly path: string;
  readonly settings: ServerSettings;
  /** The workspace folder that relative paths start at. */
  readonly folder: string | undefined;
  /** `ZEPHYR_BASE` of the environment. */
  readonly zephyrBase: string | undefined;
}

/** The best first. None for files that are no sources. */
export function ownContexts(reader: FolderReader, query: ContextQuery): readonly CompilationContext[] {
  const { path, settings, folder } = query;
  const chosen = settings.contexts
    .map((setting) => contextOfSetting(reader, setting, query))
    .filter(({ files }) => files.includes(path));
  if (!isSource(path)) return chosen;
  if (!isOnDisk(path)) return [...chosen, withFolders(untitledContext(path), settings, folder)];
  return [...chosen, ...found(reader, query).map((context) => withFolders(context, settings, folder))];
}

function found(
  reader: FolderReader,
  { path, settings, folder, zephyrBase }: ContextQuery,
): readonly CompilationContext[] {
  if (settings.zephyrBase !== undefined) {
    return contextsFor(reader, path, { zephyrBase: absolute(folder, settings.zephyrBase) });
  }
  const contexts = contextsFor(reader, path);
  // What lies around the file says more than the environment.
  const isLost =
    zephyrBase !== undefined && contexts.every(({ kind, zephyr }) => kind !== 'linux' && zephyr?.base === undefined);
  const isZephyr = contexts.some(({ kind }) => kind !== 'file');
  return isLost && isZephyr ? contextsFor(reader, path, { zephyrBase: absolute(folder, zephyrBase) }) : contexts;
}

/** A build knows its folders; everywhere else the settings may add some. */
function withFolders(
  context: CompilationContext,
  settings: ServerSettings,
  folder: string | undefined,
): CompilationContext {
  if (settings.includePaths.length === 0 || context.kind === 'zephyr-build') return context;
  const more = settings.includePaths.map((each) => absolute(folder, each));
  return { ...context, includePaths: [...context.includePaths, ...more] };
}

function untitledContext(path: string): CompilationContext {
  return {
    id: `file:${path}`,
    kind: 'file',
    title: `${path.slice(path.indexOf(':') + 1)} alone`,
    files: [path],
    includePaths: [],
    defines: {},
    dialect: 'zephyr',
    origin: 'The document alone, as it was never saved.',
    findings: [],
  };
}

export function contextOfSetting(
  reader: FolderReader,
  setting: DevicetreeContextSetting,
  { settings, folder }: Pick<ContextQuery, 'settings' | 'folder'>,
): CompilationContext {
  const { name, files, includePaths = [], defines = {}, dialect = 'zephyr', bindings = [], kconfig } = setting;
  const config = kconfig === undefined ? undefined : reader.read(absolute(folder, kconfig));
  const base = settings.zephyrBase === undefined ? undefined : absolute(folder, settings.zephyrBase);
  return {
    id: `settings:${folder ?? ''}:${name}`,
    kind: dialect === 'zephyr' ? 'zephyr-application' : 'file',
    title: name,
    files: files.map((each) => absolute(folder, each)),
    includePaths: [...includePaths, ...settings.includePaths].map((each) => absolute(folder, each)),
    defines,
    dialect,
    ...(dialect === 'linux'
      ? {}
      : {
          zephyr: {
            base,
            version: base === undefined ? undefined : versionOf(reader, base),
            board: undefined,
            bindingsFolders: bindings.map((each) => absolute(folder, each)),
            kconfig: config === undefined ? new Map<string, string>() : readKconfig(config),
            kconfigComplete: config !== undefined,
          },
        }),
    origin: 'From the setting ringfence.devicetree.contexts.',
    findings: [],
  };
}

/** With `/`, as the engine writes paths. */
function absolute(folder: string | undefined, path: string): string {
  const whole = /^(?:[A-Za-z]:)?[\\/]/.test(path) || folder === undefined ? path : join(folder, path);
  return posix.normalize(whole.replaceAll('\\', '/')).replace(/(?<=.)\/$/, '');
}
