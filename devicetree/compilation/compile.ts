/** Sources to a tree in one go: preprocessor, parser, merge and checks, with what each of them has to say. */
import { runChecks, type CheckLevels } from '../checks/index.js';
import { buildTree, type Devicetree, type Dialect } from '../model/index.js';
import { DEFAULT_BUDGET, preprocess, type Budget, type Preprocessed } from '../preprocessor/index.js';
import type { DevicetreeFinding, SourceFile, SourceReader } from '../source/index.js';
import { parse, type SyntaxTree } from '../syntax/index.js';

export interface CompilationInput {
  /** Read one after the other as one text: a board, its shields' overlays, the application's. */
  readonly files: readonly SourceFile[];
  /** Folders for `#include`, `/include/` and `/incbin/`, in order. */
  readonly includePaths: readonly string[];
  /** Macros of the command line. */
  readonly defines?: Readonly<Record<string, string>>;
  readonly dialect: Dialect;
  readonly budget?: Budget;
  /** Other levels of dtc's checks than the dialect's, by dtc's names. */
  readonly checkLevels?: CheckLevels;
  /** The files are a part of a devicetree: `/dts-v1/;` and a root node are not asked for. */
  readonly fragment?: boolean;
}

export interface Compilation {
  readonly preprocessed: Preprocessed;
  readonly syntax: SyntaxTree;
  readonly tree: Devicetree;
  /** Every file read, in order of first reading, those of `/include/` last. */
  readonly files: readonly SourceFile[];
  /** Of all stages, in their order. */
  readonly findings: readonly DevicetreeFinding[];
}

/** Compiles a devicetree. There is always a tree; what is wrong with the sources is in the findings. */
export function compile(input: CompilationInput, reader: SourceReader): Compilation {
  const steps = compileInSteps(input, reader);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same with a pause after each stage, for whoever has something else to do meanwhile or may give up. */
export function* compileInSteps(
  input: CompilationInput,
  reader: SourceReader,
): Generator<undefined, Compilation, undefined> {
  const { files, includePaths, defines = {}, dialect, budget = DEFAULT_BUDGET, fragment = false } = input;
  const preprocessed = preprocess({ files, includePaths, defines, budget }, reader);
  yield;
  const syntax = parse(preprocessed.output, { reader, includePaths, dialect, budget, fragment });
  yield;
  const { tree, findings } = buildTree(syntax, { dialect });
  yield;
  const checked = runChecks(tree, input.checkLevels);
  const included = syntax.slashIncludes.flatMap(({ target }) => (target === undefined ? [] : [target]));
  return {
    preprocessed,
    syntax,
    tree,
    files: [...new Set([...preprocessed.files, ...included])],
    findings: [...preprocessed.findings, ...syntax.findings, ...findings, ...checked],
  };
}
