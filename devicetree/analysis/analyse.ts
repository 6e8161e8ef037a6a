/**
 * One context to everything that is known of it: the compilation, the MPU that carries its regions out, the plan, and all
 * findings. The command line, the language server and a running session ask here and nowhere else.
 */
import { checkBindings, type BindingIndex } from '../bindings/index.js';
import { compile, type Compilation } from '../compilation/index.js';
import type { CompilationContext } from '../context/index.js';
import { lint, lintContext, zephyrFacts, type RuleSeverity, type ZephyrFacts } from '../lint/index.js';
import type { DevicetreeFinding, SourceFile, SourceReader } from '../source/index.js';
import type { AttributeTable, MpuPlan, MpuTarget, MpuTargetOverrides } from '../zephyr/index.js';

export interface AnalysisOptions {
  /** What is known better than devicetree says: the core, its count of regions. */
  readonly target?: MpuTargetOverrides;
  readonly cacheLineBytes?: number | undefined;
  /** Severities of lint rules that differ from the rules' own. */
  readonly severities?: Readonly<Record<string, RuleSeverity>>;
  /** The bindings of the context's folders; opening them takes long, so whoever asks again keeps them. */
  readonly bindings?: BindingIndex | undefined;
  /** Called between the stages; true gives the analysis up. */
  readonly cancelled?: () => boolean;
}

export interface Analysis {
  readonly context: CompilationContext;
  readonly compilation: Compilation;
  readonly target: MpuTarget;
  readonly plan: MpuPlan;
  readonly attributes: AttributeTable;
  readonly bindings: BindingIndex | undefined;
  /** Of every stage, comments that silence rules applied, sorted by place. Files that the context lacks are among them. */
  readonly findings: readonly DevicetreeFinding[];
}

/** Undefined only when it was cancelled. A file of the context that cannot be read is a finding of the others. */
export function analyse(
  context: CompilationContext,
  reader: SourceReader,
  options: AnalysisOptions = {},
): Analysis | undefined {
  const cancelled = options.cancelled ?? (() => false);
  const files = context.files.map((path) => reader.read(path) ?? path);
  const present = files.filter((file): file is SourceFile => typeof file !== 'string');
  const missing = files.filter((file): file is string => typeof file === 'string');
  const compilation = compile(
    {
      files: present,
      includePaths: context.includePaths,
      defines: context.defines,
      dialect: context.dialect,
      fragment: isFragment(context),
    },
    reader,
  );
  if (cancelled()) return undefined;
  const { bindings } = options;
  const facts = lintContext(compilation, factsOf(context, options), options.target);
  const checked = bindings === undefined ? [] : checkBindings(compilation.tree, bindings);
  if (cancelled()) return undefined;
  const checks = [...missingFiles(missing, present), ...compilation.findings, ...checked];
  const { severities } = options;
  const all = lint(facts, { checks, ...(severities === undefined ? {} : { severities }) });
  const findings = isFragment(context) ? all.filter(({ code }) => !BOARD_DECIDES.has(code)) : all;
  return {
    context,
    compilation,
    target: facts.target,
    plan: facts.plan,
    attributes: facts.attributes,
    bindings,
    findings,
  };
}

/** What nobody can say of an overlay without its board: how many cells its addresses take is written there. */
const BOARD_DECIDES: ReadonlySet<string> = new Set([
  'ZM028',
  'dtc-avoid-default-addr-size',
  'dtc-reg-format',
  'dtc-ranges-format',
  'dtc-dma-ranges-format',
]);

/** An overlay, or a part that a board includes, is no whole devicetree when it is read by itself. */
function isFragment({ files, kind }: CompilationContext): boolean {
  const [first] = files;
  return first !== undefined && (kind === 'file' || kind.startsWith('zephyr')) && !/\.dts$/i.test(first);
}

function factsOf(
  { zephyr }: CompilationContext,
  { bindings, cacheLineBytes }: AnalysisOptions,
): ZephyrFacts | undefined {
  if (zephyr !== undefined) return zephyrFacts(zephyr, bindings, cacheLineBytes);
  return cacheLineBytes === undefined ? undefined : { cacheLineBytes };
}

function missingFiles(paths: readonly string[], present: readonly SourceFile[]): DevicetreeFinding[] {
  const [first] = present;
  return paths.map((path) => ({
    code: 'context-file-missing',
    severity: 'error',
    message: `${path} belongs to this devicetree, but cannot be read.`,
    range: { file: first ?? { path, text: '' }, start: 0, end: 0 },
  }));
}
