/**
 * Analyses of contexts, each kept until a file that it read changes. What diagnostics need is kept for all; whole analyses take
 * megabytes, so only the last few are.
 */
import type { Diagnostic } from 'vscode-languageserver/node';
import {
  analyseInSteps,
  openBindings,
  type Analysis,
  type AnalysisOptions,
  type BindingIndex,
  type CompilationContext,
} from '../devicetree/index.js';
import type { WorkspaceFiles } from './files.js';
import { recordReads, type Reads } from './reads.js';
import type { ServerSettings } from './settings.js';
import { diagnosticOf, type UriOf } from './translate.js';

/** What stays known of a context when its analysis is dropped. */
export interface Summary {
  readonly context: CompilationContext;
  /** Paths of all files that it read. */
  readonly files: ReadonlySet<string>;
  /** By path. */
  readonly diagnostics: ReadonlyMap<string, readonly Diagnostic[]>;
}

export interface Analyses {
  /** What is known of a context, however old. */
  summaryOf(id: string): Summary | undefined;
  /** Nothing that the context was analysed from has changed since. */
  isCurrent(context: CompilationContext, settings: ServerSettings): boolean;
  /** The whole analysis, from memory or made anew at once. */
  analysisOf(context: CompilationContext, settings: ServerSettings): Analysis;
  /** Brings the summary up to date with a pause after each stage. The last step tells it. */
  update(context: CompilationContext, settings: ServerSettings): Generator<undefined, Summary, undefined>;
  /** Forgets contexts that nobody shows any more. */
  keepOnly(ids: ReadonlySet<string>): void;
}

interface Held {
  readonly context: CompilationContext;
  readonly settings: ServerSettings;
  readonly reads: Reads;
  readonly bindings: BindingIndex | undefined;
  readonly summary: Summary;
  analysis: Analysis | undefined;
}

interface Warm {
  readonly files: ReadonlySet<string>;
  /** Of its preprocessed text. */
  readonly characters: number;
}

/** Characters of preprocessed text over all analyses that are kept; the last one is kept whatever its size. */
const KEPT_CHARACTERS = 1_500_000;
/** An editor that shows two sources side by side asks for both in turn. */
const KEPT_ANALYSES = 4;
/** No one reads more of one file, and no editor likes to show it. */
const MOST_DIAGNOSTICS = 1000;

export function createAnalyses(files: WorkspaceFiles, uriOf: UriOf): Analyses {
  const held = new Map<string, Held>();
  const bindings = bindingCache(files);
  /** Contexts that much is remembered of, the last used at the end. Those that nobody shows any more may be shown again soon. */
  const warm = new Map<string, Warm>();

  const isCurrent = (context: CompilationContext, settings: ServerSettings): boolean => {
    const known = held.get(context.id);
    return (
      known !== undefined &&
      known.settings === settings &&
      known.context === context &&
      known.reads.isCurrent() &&
      known.bindings === bindings(context)
    );
  };

  const use = (id: string, { files: paths }: Summary, { compilation }: Analysis): void => {
    warm.delete(id);
    warm.set(id, { files: paths, characters: compilation.preprocessed.output.text.length });
    let kept = 0;
    for (const [index, [each, { characters: more }]] of [...warm].toReversed().entries()) {
      kept += more;
      if (index > 0 && (index >= KEPT_ANALYSES || kept > KEPT_CHARACTERS)) cool(each);
    }
  };

  /** Drops the analysis, and what the engine keeps with files that no other of those in memory reads. */
  const cool = (id: string): void => {
    const { files: paths } = warm.get(id)!;
    warm.delete(id);
    const known = held.get(id);
    if (known !== undefined) known.analysis = undefined;
    for (const path of paths) if (![...warm.values()].some((other) => other.files.has(path))) files.shed(path);
  };

  function* make(context: CompilationContext, settings: ServerSettings): Generator<undefined, Held, undefined> {
    const index = bindings(context);
    yield;
    const reads = recordReads(files);
    const analysis = yield* analyseInSteps(context, reads.reader, optionsOf(settings, index));
    const made: Held = {
      context,
      settings,
      reads,
      bindings: index,
      summary: summaryOf(analysis, uriOf),
      analysis,
    };
    held.set(context.id, made);
    use(context.id, made.summary, analysis);
    return made;
  }

  return {
    summaryOf: (id) => held.get(id)?.summary,
    isCurrent,
    analysisOf(context, settings) {
      const known = held.get(context.id);
      if (known?.analysis !== undefined && isCurrent(context, settings)) {
        use(context.id, known.summary, known.analysis);
        return known.analysis;
      }
      const steps = make(context, settings);
      for (;;) {
        const step = steps.next();
        if (step.done === true) return step.value.analysis!;
      }
    },
    *update(context, settings) {
      return (yield* make(context, settings)).summary;
    },
    keepOnly(ids) {
      for (const id of held.keys()) if (!ids.has(id)) held.delete(id);
    },
  };
}

function optionsOf(settings: ServerSettings, bindings: BindingIndex | undefined): AnalysisOptions {
  const { core, cacheLineBytes, severities } = settings;
  return { ...(core === undefined ? {} : { target: { core } }), cacheLineBytes, severities, bindings };
}

/** Bindings by the folders that they lie in; opened again when a file in these changes. */
function bindingCache(files: WorkspaceFiles): (context: CompilationContext) => BindingIndex | undefined {
  const opened = new Map<string, { readonly index: BindingIndex; readonly reads: Reads }>();
  return ({ zephyr }) => {
    if (zephyr === undefined || zephyr.bindingsFolders.length === 0) return undefined;
    const key = zephyr.bindingsFolders.join('\n');
    const known = opened.get(key);
    if (known?.reads.isCurrent() === true) return known.index;
    const reads = recordReads(files);
    const index = openBindings(zephyr.bindingsFolders, reads.reader);
    opened.set(key, { index, reads });
    return index;
  };
}

function summaryOf({ context, compilation, findings }: Analysis, uriOf: UriOf): Summary {
  const diagnostics = new Map<string, Diagnostic[]>();
  for (const finding of [...context.findings, ...findings]) {
    const { path } = finding.range.file;
    let list = diagnostics.get(path);
    if (list === undefined) diagnostics.set(path, (list = []));
    if (list.length < MOST_DIAGNOSTICS) list.push(diagnosticOf(finding, uriOf));
  }
  const paths = new Set(compilation.files.map(({ path }) => path));
  return { context, files: paths, diagnostics };
}
