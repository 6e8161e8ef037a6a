/** The parser's state: the nodes that are open, the statement that is being read, and what was found out about its braces. */
import type { MappedText, VisitedPart } from '../preprocessor/index.js';
import type { Context } from './context.js';
import type { Node } from './nodes.js';
import type { Brace, BracePlan } from './resynchronise.js';
import type { Frame, Mark } from './scanner.js';
import type { TopLevelSyntax } from './tree.js';

/** A node whose `}` has not come yet. */
export interface OpenNode {
  readonly node: Node;
  readonly frame: Frame;
  /** Where its head begins. */
  readonly at: number;
  /** It nests too deep to be part of the tree. */
  readonly hidden: boolean;
  /** Where the first item of its body begins; -1 before. */
  firstItem: number;
  /** A node was in its body, so that dtc takes no property any more. */
  hasNodes: boolean;
}

/** What may still come: the tags are first, then memory reservations, then the tree. */
export type Phase = 'tags' | 'reservations' | 'tree';

/** Where a statement began, to read it once more. */
export interface StatementStart {
  readonly mark: Mark;
  readonly statements: number;
  readonly findings: number;
  readonly phase: Phase;
  /** It is `/ { … };` or `&label { … };`, which can hold what else stands at the top by mistake. */
  isTree: boolean;
  /** Its braces in its own text, as they were read the first time. */
  readonly braces: Brace[];
  /** What is wrong with them; set when the statement is read the second time. */
  plan: BracePlan | undefined;
}

/** A part whose statements are being read. */
export interface Reading {
  readonly part: VisitedPart;
  readonly said: number;
  readonly before: Phase;
  readonly statements: number;
}

/** The last thing at the top was taken over: how to take that back. */
export interface Taken {
  readonly part: VisitedPart;
  readonly mark: Mark;
  readonly phase: Phase;
  readonly statements: number;
}

/** Which included parts come next, are being read, and must be read. */
export interface Reuse {
  readonly source: MappedText;
  readonly parts: readonly VisitedPart[];
  next: number;
  readonly reading: Reading[];
  /** What was read along with a neighbour and cannot stand for itself. */
  readonly refused: Set<VisitedPart>;
  /** Statements that are in the tree already: each stands in a tree once, however often its file is included. */
  readonly used: Set<TopLevelSyntax>;
  /** Texts of earlier runs that live on in statements; few, so that memory is not full of them. */
  readonly sources: Set<MappedText>;
  taken: Taken | undefined;
}

export interface State extends Context {
  readonly statements: TopLevelSyntax[];
  readonly open: OpenNode[];
  phase: Phase;
  /** The statement that is being read, or the one before. */
  statement: StatementStart | undefined;
  /** The statement that is about to be read again. */
  rereading: StatementStart | undefined;
  readonly reuse: Reuse;
  /** Characters that may still be read a second time. */
  mayReread: number;
}

/** Before the first thing that is no tag, `/dts-v1/;` has to have been there. */
export function enterPhase(state: State, phase: Phase): void {
  const { scanner, statements, report, options } = state;
  if (state.phase === 'tags' && options.fragment !== true) {
    if (!statements.some((statement) => statement.kind === 'tag' && statement.name === 'dts-v1')) {
      const { frame, at } = scanner;
      const stretch = { source: frame.source, start: at, end: at + 1 };
      const fix = { title: 'Insert /dts-v1/;', edits: [{ ...stretch, end: at, newText: '/dts-v1/;\n\n' }] };
      report.add('dts-version-missing', 'error', '/dts-v1/; has to stand before everything else.', stretch, fix);
    }
  }
  if (state.phase !== 'tree') state.phase = phase;
}
