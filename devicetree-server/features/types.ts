/** What the features have to work with. */
import type { CancellationToken, ClientCapabilities, Connection } from 'vscode-languageserver/node';
import type { FolderReader, queries, SourceFile } from '../../devicetree/index.js';
import type { Session } from '../session.js';

/** A document with the context that it is shown in. */
export interface Asked {
  readonly context: queries.QueryContext;
  readonly file: SourceFile;
}

export interface FeatureHost {
  readonly connection: Connection;
  readonly session: Session;
  readonly capabilities: ClientCapabilities;
  /** A request's handler that waits for the settings; its mistakes are logged and answered with `empty`. */
  answer<Args extends readonly unknown[], Result>(
    empty: Result,
    handler: (...args: Args) => Result | Promise<Result>,
  ): (...args: Args) => Promise<Result>;
  /** Only what concerns memory regions. */
  readonly memoryOnly: boolean;
  /** The document as it is now. */
  now(uri: string): Asked | undefined;
  /** The document once the last edits are dealt with. */
  settled(uri: string, token: CancellationToken): Promise<Asked | undefined>;
  readonly reader: FolderReader;
  readonly uriOf: (path: string) => string;
}
