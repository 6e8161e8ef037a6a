/**
 * One context to everything that is known of it: the compilation, the MPU that carries its regions out, the plan, and all
 * findings. The command line, the language server and a running session ask here and nowhere else.
 */
import { checkBindings, type BindingIndex } from '../bindings/index.js';
import { compileInSteps, type Compilation } from '../compilation/index.js';
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

/** A file of the context that cannot be read is a finding of the others. */
export function analyse(context: CompilationContext, reader: SourceReader, options: AnalysisOptions = {}): Analysis {
  const steps = analyseInSteps(context, reader, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same with a pause after each stage: whoever has something else to do goes on later, or gives up by not going on. */
export function* analyseInSteps(
  context: CompilationContext,
  reader: SourceReader,
  options: AnalysisOptions = {},
): Generator<undefined, Analysis, undefined> {
  const files = context.files.map((path) => reader.read(path) ?? path);
  const present = files.filter((file): file is SourceFile => typeof file !== 'string');
  const missing = files.filter((file): file is string => typeof file === 'string');
  const compilation = yield* compileInSteps(
    {
      files: present,
      includePaths: context.includePaths,
      defines: context.defines,
      dialect: context.dialect,
      fragment: isFragment(context),
    },
    reader,
  );
  yield;
  const { bindings } = options;
  const facts = lintContext(compilation, factsOf(context, options), options.target);
  const checked = bindings === undefined ? [] : checkBindings(compilation.tree, bindings);
  yield;
  const checks = [...missingFiles(missing, present), ...compilation.findings, ...checked];
  const { severities } = options;
  const all = lint(facts, { checks, ...(severities === undefined ? {} : { severities }) });
  const findings = isFragment(context) ? withoutBoard(all, isPlugin(compilation) ? undefined : present[0]) : all;
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

/**
 * What nobody can say of an overlay without its board: which nodes there are to refer to, how many cells addresses and
 * references take, where interrupts go.
 */
const BOARD_DECIDES: readonly RegExp[] = [
  /^ZM028$/,
  /^dts-reference-not-found$/,
  /^dtc-(path|phandle)-references$/,
  /^dtc-avoid-default-addr-size$/,
  /^dtc-(reg|ranges|dma-ranges)-format$/,
  /^dtc-.+-property$/,
  /^binding-(specifier.*|interrupts)$/,
];

/** The findings that hold whatever the board is, and one at the beginning of `first` that says what was not looked at. */
function withoutBoard(
  findings: readonly DevicetreeFinding[],
  first: SourceFile | undefined,
): readonly DevicetreeFinding[] {
  const kept = findings.filter(({ code }) => !BOARD_DECIDES.some((each) => each.test(code)));
  if (first === undefined || kept.length === findings.length) return kept;
  const message =
    'The board of this source is not known, so references to its nodes, their cells and addresses are not checked. ' +
    'Choose a build or a board, or describe one in a context.';
  const end = Math.max(0, first.text.search(/\r|\n|$/));
  return [
    { code: 'context-board-unknown', severity: 'information', message, range: { file: first, start: 0, end } },
    ...kept,
  ];
}

/** Meant for a board that is known when it is applied. */
function isPlugin({ syntax }: Compilation): boolean {
  return syntax.statements.some((each) => each.kind === 'tag' && each.name === 'plugin');
}

/** An overlay, or a part that a board includes, is no whole devicetree when it is read by itself. */
function isFragment({ files, kind }: CompilationContext): boolean {
  const [first = ''] = files;
  if (kind === 'linux') return /\.dtsi$/i.test(first);
  return !/\.dts$/i.test(first);
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
