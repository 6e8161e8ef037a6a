/** Nodes begin and end: by their braces, or by what recovery makes of it where braces are missing or too many. */
import { C } from './characters.js';
import { complain, complainMissing, complainSurplus, type Context } from './context.js';
import { checkNodeName } from './names.js';
import { Node, type NodeHead } from './nodes.js';
import { passLine, takeSemicolon } from './passing.js';
import { closedBySemicolon, endsByIndentation, meantBehindName, planBraces } from './resynchronise.js';
import type { Frame, Mark } from './scanner.js';
import type { OpenNode, State } from './state.js';

/** A lonely semicolon or brace is held against so many of the innermost nodes. */
const MOST_CLOSED = 256;

/** The `{` behind a reference or `/`, or what shows that it is missing. */
export function takeNodeBody(state: State, head: NodeHead): void {
  const { scanner, open } = state;
  const { frame } = scanner;
  const around = open.at(-1);
  const code = scanner.skip();
  if (code === C.braceOpen) {
    openNode(state, head);
    return;
  }
  const aroundAt = around !== undefined && around.frame === frame ? around.at : -1;
  const layout = { text: scanner.text, lines: frame.lines };
  const isBody = scanner.frame === frame && meantBehindName(layout, head.start, scanner.at, aroundAt) === 'node';
  if (isBody) {
    openNode(state, head);
    return;
  }
  const insert = code === C.semicolon ? ' { }' : ' { };';
  complainMissing(state, 'dts-expected-body', 'The node needs a body: { };', insert);
  if (code === C.semicolon) scanner.take();
  else if (!scanner.lineBroken) passLine(state);
}

/** Opens a node whose `{` stands here or is missing here. */
export function openNode(state: State, head: NodeHead): void {
  const { scanner, open, deepest } = state;
  const isThere = scanner.code() === C.braceOpen;
  if (!isThere) complainMissing(state, 'dts-expected-brace', 'The node needs a { before its body.', ' {');
  const { frame } = scanner;
  if (state.statement !== undefined && open.length === 0) {
    state.statement.isTree = head.name === undefined || head.name.text === '/';
  }
  noteBrace(state, true, head.start);
  const node = new Node(frame.source, head, isThere ? scanner.at : scanner.lastEnd);
  if (head.name !== undefined) checkNodeName(state, head.name);
  const hidden = open.length >= deepest;
  if (open.length === deepest) {
    const message = `Nodes are read ${deepest} deep; what is deeper is left out.`;
    complain(state, 'dts-budget-depth', message, head.start, head.start + 1);
  }
  open.push({ node, frame, at: head.start, hidden, firstItem: -1, hasNodes: false });
  if (isThere) scanner.take();
}

/** Braces are noted in the text in which the statement began; files included into it close their nodes themselves. */
function noteBrace(state: State, opens: boolean, at: number): void {
  const { scanner, statement } = state;
  if (statement === undefined || statement.plan !== undefined || statement.mark.frame !== scanner.frame) return;
  statement.braces.push({ opens, at, firstOnLine: opens || scanner.isFirstOnLine(at) });
}

export function takeBraceClose(state: State): void {
  const { scanner, open, statement } = state;
  const plan = statement?.plan;
  const at = scanner.at;
  if (open.at(-1)!.frame !== scanner.frame || plan?.surplus.has(at) === true) {
    passSurplusBrace(state);
    return;
  }
  noteBrace(state, false, at);
  if (plan !== undefined) {
    let match = open.length - 1;
    while (match > 0 && plan.unclosed.has(open[match]!.at) && open[match]!.frame === scanner.frame) match--;
    closeUnclosed(state, match + 1);
  }
  scanner.take();
  const { frame, node } = open.at(-1)!;
  node.bodyEnd = scanner.endIn(frame);
  takeSemicolon(state);
  closeNode(state);
}

/** Ends the innermost node where reading stands. */
function closeNode(state: State): void {
  const { scanner, open, statements } = state;
  const { node, frame, hidden } = open.pop()!;
  node.end = scanner.endIn(frame);
  if (hidden) return;
  const top = open.at(-1);
  if (top === undefined) {
    statements.push(node);
  } else {
    // Where recovery ended a node, what follows was perhaps meant to be inside of it.
    if (!node.unclosed) top.hasNodes = true;
    top.node.body.push(node);
  }
}

/** Ends all open nodes from `first` on, which nothing closed. */
export function closeUnclosed(state: State, first: number): void {
  const { scanner, open } = state;
  while (open.length > first) {
    const { node, frame, at, hidden } = open.at(-1)!;
    node.unclosed = true;
    node.bodyEnd = scanner.endIn(frame);
    if (!hidden) complainUnclosed(state, frame, node, at);
    closeNode(state);
  }
}

function complainUnclosed({ report }: Context, frame: Frame, node: Node, at: number): void {
  const name = node.name?.text ?? (node.reference === undefined ? 'This node' : `&${node.reference.target}`);
  const { source } = frame;
  const start = at;
  const end = Math.max(at + 1, Math.min(node.bodyStart, at + 80));
  const place = node.bodyEnd;
  const edits = [{ source, start: place, end: place, newText: `\n${frame.lines.margin(at)}};` }];
  const message = `${name} is not closed: its }; is missing.`;
  report.add('dts-unclosed-node', 'error', message, { source, start, end }, { title: 'Insert };', edits });
}

/** A node of an included file that the file does not close. */
export function closeFinishedFiles(state: State): void {
  const { open } = state;
  let first = open.length;
  while (first > 0 && open[first - 1]!.frame.finished) first--;
  if (first < open.length) closeUnclosed(state, first);
}

/** Whether the innermost node, which nothing closes, ends before this line. */
export function endsHere({ scanner, statement }: State, { at, frame, firstItem }: OpenNode): boolean {
  if (statement?.plan?.unclosed.has(at) !== true || frame !== scanner.frame || firstItem < 0) return false;
  return scanner.isFirstOnLine() && endsByIndentation(frame.lines, at, firstItem, scanner.at);
}

export function takeLonelySemicolon(state: State): void {
  const { scanner, open } = state;
  const { frame, at, text } = scanner;
  let first = open.length;
  while (first > open.length - MOST_CLOSED && first > 0 && open[first - 1]!.frame === frame) first--;
  const heads = open.slice(first).map((node) => node.at);
  const closed = closedBySemicolon({ text, lines: frame.lines }, heads, open.at(-1)!.firstItem, at);
  if (closed < 0) {
    complainSurplus(state, 'dts-surplus-semicolon', 'One semicolon too many.');
    return;
  }
  noteBrace(state, false, at);
  closeUnclosed(state, first + closed + 1);
  const { node } = open.at(-1)!;
  const { source } = frame;
  const fix = { title: 'Insert }', edits: [{ source, start: at, end: at, newText: '}' }] };
  state.report.add(
    'dts-expected-brace',
    'error',
    'A } is missing before this semicolon.',
    { source, start: at, end: at + 1 },
    fix,
  );
  node.bodyEnd = scanner.endIn(frame);
  node.unclosed = true;
  scanner.take();
  closeNode(state);
}

export function passSurplusBrace(state: State): void {
  const { scanner } = state;
  const at = scanner.at;
  complain(state, 'dts-surplus-brace', 'No node is open here that this } could close.', at, at + 1);
  scanner.take();
  if (scanner.skip() === C.semicolon) scanner.take();
}

/**
 * Braces do not match: goes back to where the statement began, to read it again with a plan of its braces. False where that was
 * done already, or where the statement before is none that could hold more.
 */
export function readAgain(state: State, endedEarly: boolean): boolean {
  const { statement, scanner, statements, open, report } = state;
  if (report.full || statement === undefined || statement.plan !== undefined) return false;
  if (endedEarly && !statement.isTree) return false;
  const { frame, at } = statement.mark;
  const length = (scanner.frame === frame ? scanner.at : frame.text.length) - at;
  if (length > state.mayReread) return false;
  state.mayReread -= length;
  statement.plan = planBraces(statement.braces, frame.lines, endedEarly, MOST_CLOSED);
  state.rereading = statement;
  scanner.reset(statement.mark);
  statements.length = statement.statements;
  open.length = 0;
  report.forget(statement.findings);
  state.phase = statement.phase;
  return true;
}

/** Remembers where a statement begins, in case its braces turn out not to match. */
export function beginStatement(state: State, mark: Mark): void {
  const { statements, report, phase, rereading, reuse } = state;
  reuse.taken = undefined;
  state.rereading = undefined;
  if (rereading !== undefined && rereading.mark.frame === mark.frame && rereading.mark.at === mark.at) return;
  state.statement = {
    mark,
    statements: statements.length,
    findings: report.count,
    phase,
    isTree: false,
    braces: [],
    plan: undefined,
  };
}
