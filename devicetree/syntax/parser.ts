/**
 * Devicetree source to a syntax tree. Nodes are kept on a stack of our own, so that no nesting exhausts JavaScript's, and recovery
 * can end several at once.
 */
import type { MappedText } from '../preprocessor/index.js';
import { closeFinishedFiles } from './braces.js';
import { END } from './characters.js';
import { complain, type ParseOptions } from './context.js';
import { DIALECTS } from './dialect.js';
import { takeItem } from './items.js';
import { Report } from './report.js';
import { newReuse, takeKept } from './reuse.js';
import { Scanner } from './scanner.js';
import type { State } from './state.js';
import { takeStatement } from './statements.js';
import type { SyntaxTree } from './tree.js';

/** Expressions recurse: a larger budget is cut to what JavaScript's stack surely holds. */
const DEEPEST = 400;

/**
 * Parses a devicetree. There is always a tree; what is wrong with the text is in its findings (`dts-…`), and what recovery had to
 * guess is in the tree as it was most likely meant.
 */
export function parse(text: MappedText, options: ParseOptions): SyntaxTree {
  const report = new Report();
  const { budget } = options;
  const scanner = new Scanner(text, {
    reader: options.reader,
    includePaths: options.includePaths,
    includeDepth: budget.includeDepth,
    includedCharacters: budget.outputCharacters,
    raw: options.raw ?? false,
    report,
  });
  const state: State = {
    scanner,
    report,
    rules: DIALECTS[options.dialect],
    options,
    deepest: Math.min(budget.depth, DEEPEST),
    statements: [],
    open: [],
    phase: 'tags',
    statement: undefined,
    rereading: undefined,
    reuse: newReuse(text),
    mayReread: 4 * text.text.length + 1000,
  };
  parseStatements(state);
  checkRoot(state);
  return { statements: state.statements, slashIncludes: scanner.slashIncludes, findings: report.findings };
}

function parseStatements(state: State): void {
  const { scanner, open } = state;
  for (;;) {
    const code = scanner.skip();
    closeFinishedFiles(state);
    if (open.length > 0) {
      takeItem(state, code);
      continue;
    }
    if (takeKept(state)) continue;
    if (code === END) return;
    takeStatement(state, code);
  }
}

function checkRoot(state: State): void {
  if (state.options.fragment === true) return;
  const { scanner, statements } = state;
  if (statements.some((statement) => statement.kind === 'tag' && statement.name === 'plugin')) return;
  if (statements.some((statement) => statement.kind === 'node' && statement.name?.text === '/')) return;
  const at = scanner.text.length;
  complain(state, 'dts-no-root', 'A devicetree needs a root node: / { };', Math.max(0, at - 1), at);
}
