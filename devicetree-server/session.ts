/** Open documents, the contexts that they are shown in, and the work of keeping diagnostics right while somebody types. */
import { DiagnosticSeverity, type CancellationToken, type Diagnostic } from 'vscode-languageserver/node';
import type { Analysis, CompilationContext, SourceFile } from '../devicetree/index.js';
import { createAnalyses, type Analyses, type Summary } from './analyses.js';
import { isAlone, ownContexts } from './contexts.js';
import type { WorkspaceFiles } from './files.js';
import { recordReads, type Reads } from './reads.js';
import type { ServerSettings } from './settings.js';
import { pathOf, uriOf } from './uris.js';

/** What the session tells and asks of whoever speaks the protocol. */
export interface SessionHost {
  publish(uri: string, diagnostics: readonly Diagnostic[], version: number | undefined): void;
  contextsChanged(): void;
  settingsFor(path: string): ServerSettings;
  /** The workspace folder that a path lies in, or else the first. */
  folderOf(path: string): string | undefined;
  /** The path belongs to the workspace. */
  isInside(path: string): boolean;
  readonly zephyrBase: string | undefined;
  /** Something takes long: a progress bar that goes when the function that comes back is called. */
  beginProgress(title: string): () => void;
  /** A mistake of ours; the session goes on. */
  log(error: unknown): void;
}

export interface ContextState {
  readonly active: CompilationContext | undefined;
  readonly available: readonly CompilationContext[];
  readonly summary: Summary | undefined;
}

/** Findings of a context that are shown. */
export interface Counts {
  readonly errors: number;
  readonly warnings: number;
}

export interface Shown {
  readonly analysis: Analysis;
  /** The version of the document that was analysed. */
  readonly file: SourceFile;
}

export interface Session {
  open(uri: string, version: number, text: string): void;
  change(uri: string, version: number, text: string): void;
  close(uri: string): void;
  /** Files on disk, or anything (settings, folders), may have changed. */
  invalidate(paths?: readonly string[]): void;
  /** The document as it is now, analysed at once if it has to be. Undefined: it belongs to no context. */
  now(uri: string): Shown | undefined;
  /** The same when the edits that came last are dealt with; for what an editor asks after each key. */
  settled(uri: string, token: CancellationToken): Promise<Shown | undefined>;
  /** Every context that an open document is shown in. */
  shownContexts(): readonly Analysis[];
  contextsOf(uri: string): ContextState;
  select(uri: string, contextId: string): ContextState;
  countsOf(state: ContextState): Counts;
  /** The editor's spelling of the URI of a path. */
  uriOf(path: string): string;
  versionOf(uri: string): number | undefined;
  dispose(): void;
}

/** One file open under one of its names. */
interface OpenName {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
}

interface Document {
  /** The name that was opened or edited last. */
  uri: string;
  readonly path: string;
  /** Other names that are open too: links to the file. */
  others: readonly OpenName[];
  version: number;
  /** The version whose diagnostics were last sent. */
  published: number | undefined;
  /** Chosen by the user. */
  contextId: string | undefined;
  own:
    | { readonly contexts: readonly CompilationContext[]; readonly reads: Reads; readonly settings: ServerSettings }
    | undefined;
}

/** Work that takes longer shows a progress bar. */
const SLOW_MS = 1000;

export function createSession(files: WorkspaceFiles, host: SessionHost): Session {
  return new DocumentSession(files, host);
}

class DocumentSession implements Session {
  readonly #files: WorkspaceFiles;
  readonly #host: SessionHost;
  readonly #analyses: Analyses;
  readonly #documents = new Map<string, Document>();
  /** Choices outlive the closing of a document. */
  readonly #choices = new Map<string, string>();
  /** What was published for a path, as text to compare with. */
  readonly #published = new Map<string, string>();
  #generation = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pending: Promise<void> = Promise.resolve();
  #finish: (() => void) | undefined;
  #lastChanged: string | undefined;
  #told = '';
  #disposed = false;

  constructor(files: WorkspaceFiles, host: SessionHost) {
    this.#files = files;
    this.#host = host;
    this.#analyses = createAnalyses(files, (path) => this.uriOf(path));
  }

  open(uri: string, version: number, text: string): void {
    const path = pathOf(uri);
    const known = this.#document(uri);
    const others = known === undefined ? [] : this.#namesBut(known, uri);
    this.#files.setBuffer(path, text);
    const identity = this.#files.identityOf(path);
    const contextId = this.#choices.get(identity);
    this.#documents.set(identity, {
      uri,
      path: identity,
      others,
      version,
      published: undefined,
      contextId,
      own: undefined,
    });
    this.#lastChanged = identity;
    this.#schedule(0);
  }

  change(uri: string, version: number, text: string): void {
    const document = this.#document(uri);
    if (document === undefined) return;
    document.others = this.#namesBut(document, uri);
    document.uri = uri;
    this.#files.setBuffer(document.path, text);
    document.version = version;
    this.#lastChanged = document.path;
    this.#schedule(this.#host.settingsFor(document.path).debounceMs);
  }

  close(uri: string): void {
    const document = this.#document(uri);
    if (document === undefined) return;
    const [next, ...others] = this.#namesBut(document, uri);
    if (next === undefined) {
      this.#documents.delete(document.path);
      this.#files.closeBuffer(document.path);
    } else {
      Object.assign(document, { uri: next.uri, version: next.version, others, published: undefined });
      this.#files.setBuffer(document.path, next.text);
      this.#host.publish(uri, [], undefined);
    }
    this.#schedule(0);
  }

  invalidate(paths?: readonly string[]): void {
    if (paths === undefined) {
      this.#files.forget();
      this.#schedule(0);
      return;
    }
    for (const path of paths) this.#files.forget(path);
    if (this.#documents.size > 0) this.#schedule(this.#host.settingsFor(paths[0] ?? '').debounceMs);
  }

  now(uri: string): Shown | undefined {
    const path = this.#files.identityOf(pathOf(uri));
    const { active } = this.#stateOf(path);
    if (active === undefined) return undefined;
    const analysis = this.#analyses.analysisOf(active, this.#host.settingsFor(path));
    const file = analysis.compilation.files.find((each) => each.path === path);
    return file === undefined ? undefined : { analysis, file };
  }

  async settled(uri: string, token: CancellationToken): Promise<Shown | undefined> {
    await Promise.race([this.#pending, cancelled(token)]);
    return token.isCancellationRequested ? undefined : this.now(uri);
  }

  shownContexts(): readonly Analysis[] {
    return [...this.#live().values()].map(({ context, settings }) => this.#analyses.analysisOf(context, settings));
  }

  contextsOf(uri: string): ContextState {
    const path = this.#files.identityOf(pathOf(uri));
    const state = this.#stateOf(path);
    if (state.active === undefined) return state;
    const settings = this.#host.settingsFor(path);
    if (!this.#analyses.isCurrent(state.active, settings)) this.#analyses.analysisOf(state.active, settings);
    return { ...state, summary: this.#analyses.summaryOf(state.active.id) };
  }

  select(uri: string, contextId: string): ContextState {
    const path = this.#files.identityOf(pathOf(uri));
    if (this.#stateOf(path).available.some(({ id }) => id === contextId)) {
      this.#choices.set(path, contextId);
      const document = this.#documents.get(path);
      if (document !== undefined) document.contextId = contextId;
      this.#schedule(0);
    }
    return this.contextsOf(uri);
  }

  countsOf({ summary }: ContextState): Counts {
    const shown = [...(summary?.diagnostics ?? [])].flatMap(([path, diagnostics]) => this.#visible(path, diagnostics));
    const count = (wanted: DiagnosticSeverity): number => shown.filter(({ severity }) => severity === wanted).length;
    return { errors: count(DiagnosticSeverity.Error), warnings: count(DiagnosticSeverity.Warning) };
  }

  uriOf(path: string): string {
    return this.#documents.get(path)?.uri ?? uriOf(path);
  }

  versionOf(uri: string): number | undefined {
    return this.#document(uri)?.version;
  }

  dispose(): void {
    this.#disposed = true;
    this.#generation++;
    clearTimeout(this.#timer);
    this.#finish?.();
  }

  /** The names under which a document is open besides one, the last used first. */
  #namesBut({ uri, version, path, others }: Document, but: string): readonly OpenName[] {
    const current = { uri, version, text: this.#files.read(path)?.text ?? '' };
    return [current, ...others].filter((each) => each.uri !== but);
  }

  #document(uri: string): Document | undefined {
    return this.#documents.get(this.#files.identityOf(pathOf(uri)));
  }

  /** Contexts that contain the path, and the one that it is shown in. */
  #stateOf(path: string, live?: ReadonlyMap<string, LiveContext>): ContextState {
    const own = this.#ownContexts(path);
    const strong = own.filter((context) => !isAlone(context, path));
    const alone = own.filter((context) => isAlone(context, path));
    const known = new Set(own.map(({ id }) => id));
    const users = this.#usersOf(path, live ?? this.#live(), known);
    const available = [...strong, ...users, ...alone];
    const contextId = this.#choices.get(path);
    const active = available.find(({ id }) => id === contextId) ?? available[0];
    return { active, available, summary: active === undefined ? undefined : this.#analyses.summaryOf(active.id) };
  }

  #usersOf(path: string, live: ReadonlyMap<string, LiveContext>, but: ReadonlySet<string>): CompilationContext[] {
    return [...live.values()]
      .map(({ context }) => context)
      .filter(({ id }) => !but.has(id) && this.#analyses.summaryOf(id)?.files.has(path) === true);
  }

  #ownContexts(path: string): readonly CompilationContext[] {
    const document = this.#documents.get(path);
    const settings = this.#host.settingsFor(path);
    const known = document?.own;
    if (known !== undefined && known.settings === settings && known.reads.isCurrent()) return known.contexts;
    const reads = recordReads(this.#files);
    const query = { path, settings, folder: this.#host.folderOf(path), zephyrBase: this.#host.zephyrBase };
    const contexts = ownContexts(reads.reader, query);
    // The same description stays the same object, so that its analysis stays too.
    const kept = contexts.map((context) => sameContext(known?.contexts, context) ?? this.#heldContext(context));
    if (document !== undefined) document.own = { contexts: kept, reads, settings };
    return kept;
  }

  #heldContext(context: CompilationContext): CompilationContext {
    const held = this.#analyses.summaryOf(context.id)?.context;
    return held !== undefined && isSame(held, context) ? held : context;
  }

  /** Contexts that open documents are shown in: those with more than the document first, that others may be found in them. */
  #live(): ReadonlyMap<string, LiveContext> {
    const live = new Map<string, LiveContext>();
    const waiting: Document[] = [];
    const documents = [...this.#documents.values()];
    const last = this.#documents.get(this.#lastChanged ?? '');
    if (last !== undefined) documents.unshift(last);
    for (const document of documents) {
      const own = this.#ownContexts(document.path);
      const chosen = own.find(({ id }) => id === document.contextId) ?? own[0];
      const isChosen = chosen?.id === document.contextId;
      const isSure = document.contextId === undefined && chosen !== undefined && !isAlone(chosen, document.path);
      if (chosen !== undefined && (isChosen || isSure)) this.#addLive(live, chosen, document);
      else waiting.push(document);
    }
    for (const document of waiting) {
      const { active } = this.#stateOf(document.path, live);
      if (active !== undefined) this.#addLive(live, active, document);
    }
    return live;
  }

  #addLive(live: Map<string, LiveContext>, context: CompilationContext, { path }: Document): void {
    if (!live.has(context.id)) live.set(context.id, { context, settings: this.#host.settingsFor(path) });
  }

  #schedule(delayMs: number): void {
    if (this.#disposed) return;
    const generation = ++this.#generation;
    clearTimeout(this.#timer);
    if (this.#finish === undefined) this.#pending = new Promise((resolve) => (this.#finish = resolve));
    const run = (): void => {
      if (generation === this.#generation) void this.#run(generation);
    };
    // A timer waits for a millisecond at least.
    if (delayMs === 0) setImmediate(run);
    else this.#timer = setTimeout(run, delayMs);
  }

  async #run(generation: number): Promise<void> {
    const startedAt = performance.now();
    let endProgress: (() => void) | undefined;
    const isOver = (): boolean => generation !== this.#generation;
    try {
      for (;;) {
        const next = this.#firstStale();
        if (next === undefined) break;
        const steps = this.#analyses.update(next.context, next.settings);
        while (steps.next().done !== true) {
          await new Promise((resolve) => setImmediate(resolve));
          if (isOver()) return;
          if (endProgress === undefined && performance.now() - startedAt > SLOW_MS)
            endProgress = this.#host.beginProgress(`Reading ${next.context.title}`);
        }
        this.#publish(false);
      }
      this.#publish(true);
    } catch (error) {
      this.#host.log(error);
    } finally {
      endProgress?.();
      if (!isOver()) {
        this.#finish?.();
        this.#finish = undefined;
      }
    }
  }

  #firstStale(): LiveContext | undefined {
    for (const each of this.#live().values()) if (!this.#analyses.isCurrent(each.context, each.settings)) return each;
    return undefined;
  }

  /** Sends what changed. With `all` nothing is left to analyse: files that nobody reads any more are cleared. */
  #publish(all: boolean): void {
    const live = this.#live();
    const summaries: Summary[] = [];
    for (const { context, settings } of live.values()) {
      const summary = this.#analyses.summaryOf(context.id);
      if (summary !== undefined && (all || this.#analyses.isCurrent(context, settings))) summaries.push(summary);
    }
    const paths = new Set(summaries.flatMap(({ diagnostics }) => [...diagnostics.keys()]));
    for (const { path } of this.#documents.values()) paths.add(path);
    if (all) for (const path of this.#published.keys()) paths.add(path);
    for (const path of paths) this.#publishFile(path, summaries, live, all);
    if (!all) return;
    this.#analyses.keepOnly(new Set(live.keys()));
    this.#tellContexts(live);
  }

  #publishFile(
    path: string,
    summaries: readonly Summary[],
    live: ReadonlyMap<string, LiveContext>,
    all: boolean,
  ): void {
    const document = this.#documents.get(path);
    const shown = document === undefined ? summaries : this.#shownFor(document, summaries, live);
    // Its own context comes later in this round.
    if (document !== undefined && shown.length === 0 && !all) return;
    const diagnostics = this.#visible(path, merged(shown.map((summary) => summary.diagnostics.get(path) ?? [])));
    const text = JSON.stringify(diagnostics);
    const isNew = document !== undefined && document.published !== document.version;
    if (!isNew && (this.#published.get(path) ?? '[]') === text) return;
    if (document !== undefined) document.published = document.version;
    if (diagnostics.length === 0) this.#published.delete(path);
    else this.#published.set(path, text);
    this.#host.publish(this.uriOf(path), diagnostics, document?.version);
    for (const { uri, version } of document?.others ?? []) this.#host.publish(uri, diagnostics, version);
  }

  /** What is told of a file: of one that is neither the workspace's nor open, what breaks the build. */
  #visible(path: string, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
    if (this.#documents.has(path) || this.#host.isInside(path)) return diagnostics;
    if (this.#host.settingsFor(path).outsideWorkspace === 'all') return diagnostics;
    return diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.Error);
  }

  #shownFor(
    { path }: Document,
    summaries: readonly Summary[],
    live: ReadonlyMap<string, LiveContext>,
  ): readonly Summary[] {
    const { active } = this.#stateOf(path, live);
    return summaries.filter(({ context }) => context.id === active?.id);
  }

  #tellContexts(live: ReadonlyMap<string, LiveContext>): void {
    const lines = [...this.#documents.values()].map(({ path }) => {
      const state = this.#stateOf(path, live);
      const { errors, warnings } = this.countsOf(state);
      return [path, state.active?.id, ...state.available.map(({ id }) => id), errors, warnings].join(' ');
    });
    const told = lines.join('\n');
    if (told === this.#told) return;
    this.#told = told;
    this.#host.contextsChanged();
  }
}

interface LiveContext {
  readonly context: CompilationContext;
  readonly settings: ServerSettings;
}

function sameContext(
  known: readonly CompilationContext[] | undefined,
  context: CompilationContext,
): CompilationContext | undefined {
  return known?.find((each) => isSame(each, context));
}

function isSame(a: CompilationContext, b: CompilationContext): boolean {
  return a.id === b.id && comparable(a) === comparable(b);
}

function comparable({ zephyr, findings, ...rest }: CompilationContext): string {
  const kconfig = zephyr === undefined ? [] : [...zephyr.kconfig];
  return JSON.stringify([rest, { ...zephyr, kconfig }, findings.map(({ message, range }) => [message, range.start])]);
}

function cancelled(token: CancellationToken): Promise<void> {
  if (token.isCancellationRequested) return Promise.resolve();
  return new Promise((resolve) => token.onCancellationRequested(() => resolve()));
}

/** Of several contexts: each remark once. */
function merged(lists: readonly (readonly Diagnostic[])[]): readonly Diagnostic[] {
  if (lists.length <= 1) return lists[0] ?? [];
  const seen = new Map<string, Diagnostic>();
  for (const each of lists.flat()) seen.set(JSON.stringify([each.range, each.code, each.message]), each);
  return [...seen.values()];
}
