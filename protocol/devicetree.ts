/** What the devicetree language server and its client say to each other beyond the Language Server Protocol. */

/**
 * Arguments of Node for the server's process. An analysis makes some ten megabytes and drops as many: with V8's usual young
 * generation nearly every edit pays for a collection that copies the whole tree.
 */
export const DEVICETREE_SERVER_ARGUMENTS: readonly string[] = ['--max-semi-space-size=64'];

/**
 * What of the server's work an editor shows. `all`: everything; `memory`: diagnostics, hover on memory nodes and quick fixes
 * only, because another extension does the rest; `off`: nothing.
 */
export type DevicetreeFeatures = 'all' | 'memory' | 'off';

/** A context that the user describes in the settings, for sources whose build nobody can find. Paths may be relative to the folder. */
export interface DevicetreeContextSetting {
  readonly name: string;
  /** In the order in which the build reads them: the board's source, then overlays. */
  readonly files: readonly string[];
  readonly includePaths?: readonly string[];
  readonly defines?: Readonly<Record<string, string>>;
  readonly dialect?: 'zephyr' | 'linux';
  readonly bindings?: readonly string[];
  /** A `.config` of the build. */
  readonly kconfig?: string;
}

/** The settings below `ringfence.devicetree`, as the client sends them (`workspace/configuration`, section `ringfence.devicetree`). */
export interface DevicetreeSettings {
  /** `auto` is resolved by the client, which knows the other extensions; the server gets the outcome in `initializationOptions`. */
  readonly features?: 'auto' | DevicetreeFeatures;
  /** A Zephyr tree for sources outside of a build folder. Empty: `ZEPHYR_BASE` of the environment, or found beside the sources. */
  readonly zephyrBase?: string;
  readonly includePaths?: readonly string[];
  readonly contexts?: readonly DevicetreeContextSetting[];
  /** The core whose MPU carries the regions out, `cortex-m33`. Empty: as the devicetree says. */
  readonly core?: string;
  readonly cacheLineBytes?: number;
  /** By rule: `{ "ZM013": "off" }`. */
  readonly severities?: Readonly<Record<string, 'error' | 'warning' | 'information' | 'off'>>;
  /** What is told of files outside of the workspace's folders that no editor shows: a board's sources in an SDK, say. */
  readonly outsideWorkspace?: 'errors' | 'all';
  /** How long the server waits after a key before it looks again. */
  readonly debounceMs?: number;
}

/** `initializationOptions` of the initialize request. */
export interface DevicetreeServerOptions {
  readonly features: DevicetreeFeatures;
}

/** One way to build a source: a board with its overlays. */
export interface DevicetreeContextBody {
  /** Stable between runs for the same folder. */
  readonly id: string;
  /** `nucleo_h743zi (build/zephyr)`. */
  readonly title: string;
  /** How it was found, one sentence: `From build_info.yml in build.` */
  readonly origin: string;
  /** URIs in the order in which they are read. */
  readonly files: readonly string[];
}

export interface DevicetreeContextsBody {
  /** The one that the server shows this document in. Undefined: it is no devicetree source. */
  readonly active: DevicetreeContextBody | undefined;
  /** All that contain the document, the active one included. */
  readonly available: readonly DevicetreeContextBody[];
  /** Findings of the active context, over all of its files. */
  readonly errors: number;
  readonly warnings: number;
}

/** Requests of the client. Parameters name a document by its URI. */
export interface DevicetreeRequests {
  readonly 'ringfence/devicetree/contexts': {
    readonly params: { readonly uri: string };
    readonly result: DevicetreeContextsBody;
  };
  /** Shows the document in another context from now on. */
  readonly 'ringfence/devicetree/selectContext': {
    readonly params: { readonly uri: string; readonly contextId: string };
    readonly result: DevicetreeContextsBody;
  };
  /** The MPU plan of the document's context as text, as `ringfence regions` prints it. */
  readonly 'ringfence/devicetree/plan': {
    readonly params: { readonly uri: string };
    readonly result: { readonly title: string; readonly text: string };
  };
  /** The whole source after the preprocessor and all merging, as devicetree source. */
  readonly 'ringfence/devicetree/merged': {
    readonly params: { readonly uri: string };
    readonly result: { readonly title: string; readonly text: string };
  };
}

/** Notifications of the server. */
export interface DevicetreeNotifications {
  /** Contexts or their findings have changed: ask again. */
  readonly 'ringfence/devicetree/contextsChanged': Readonly<Record<string, never>>;
}

export type DevicetreeRequestName = keyof DevicetreeRequests;
export type DevicetreeParams<Name extends DevicetreeRequestName> = DevicetreeRequests[Name]['params'];
export type DevicetreeResult<Name extends DevicetreeRequestName> = DevicetreeRequests[Name]['result'];
