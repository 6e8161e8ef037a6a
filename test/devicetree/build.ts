/** Devicetree text to a tree without the preprocessor, for tests of what comes after it. */
import {
  buildTree,
  DEFAULT_BUDGET,
  identityText,
  parse,
  runChecks,
  type CheckLevels,
  type Devicetree,
  type DevicetreeFinding,
  type Dialect,
  type SourceReader,
} from '../../devicetree/index.js';

/** A reader that knows no file. */
export const NO_FILES: SourceReader = { read: () => undefined };

export interface Built {
  readonly tree: Devicetree;
  /** Of parser, merge and checks. */
  readonly findings: readonly DevicetreeFinding[];
}

export function build(text: string, dialect: Dialect, checkLevels: CheckLevels = {}): Built {
  const source = identityText({ path: 'test.dts', text });
  const syntax = parse(source, { reader: NO_FILES, includePaths: [], dialect, budget: DEFAULT_BUDGET });
  const { tree, findings } = buildTree(syntax, { dialect });
  return { tree, findings: [...syntax.findings, ...findings, ...runChecks(tree, checkLevels)] };
}
