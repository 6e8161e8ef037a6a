/**
 * Devicetree source to a syntax tree: the statements at the top and the items of bodies. Nodes are kept on a stack of our own, so
 * that no nesting exhausts JavaScript's, and recovery can end several at once.
 */
import type { MappedText } from '../preprocessor/index.js';
import { C, END, isLineEnd, isName, isSpace, isWordStart, labelEnd } from './characters.js';
import {
  complain,
  complainMissing,
  complainSurplus,
  nameAt,
  takeName,
  type Context,
  type ParseOptions,
} from './context.js';
import { DIALECTS } from './dialect.js';
import { argumentsEnd, complainUnknown, takePrimary } from './expressions.js';
import { checkNodeName, checkPropertyName } from './names.js';
import {
  DeleteNode,
  DeleteProperty,
  MemoryReservation,
  Name,
  Node,
  NONE,
  OmitIfNoRef,
  Property,
  Tag,
  type NodeHead,
} from './nodes.js';
import { directiveAt } from './pieces.js';
import { startsReference, takeReference } from './references.js';
import { Report } from './report.js';
import {
  closedBySemicolon,
  endsByIndentation,
  meantBehindName,
  planBraces,
  startsItem,
  type Meant,
} from './resynchronise.js';
import { Scanner, type Frame, type Mark } from './scanner.js';
import { newReuse, takeKept, undoTaken } from './reuse.js';
import type { OpenNode, Phase, State } from './state.js';
import type { LabelSyntax, NameSyntax, ReferenceSyntax, SyntaxTree } from './tree.js';
import { isPlain, takeLabels, takeValues } from './values.js';

/** Expressions recurse: a larger budget is cut to what JavaScript's stack surely holds. */
const DEEPEST = 400;

/** A lonely semicolon or brace is held against so many of the innermost nodes. */
const MOST_CLOSED = 256;

/** A semicolon is looked for no further behind something unexpected. */
const LONGEST_GARBAGE = 512;

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
    braces: [],
    plan: undefined,
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

// ---- statements at the top -------------------------------------------------------------------------------------------------

function takeStatement(state: State, code: number): void {
  const { scanner } = state;
  const start = scanner.at;
  if (code === C.and && startsReference(scanner)) {
    beginStatement(state, scanner.mark());
    takeReferenceNode(state, start, NONE);
  } else if (code === C.slash) {
    takeSlash(state, scanner.mark(), NONE);
  } else if (isWordStart(code) && labelEnd(scanner.text, start) >= 0) {
    takeLabelled(state, start);
  } else {
    takeMisplaced(state, code);
  }
}

/** Remembers where a statement begins, in case its braces turn out not to match. */
function beginStatement(state: State, mark: Mark): void {
  const { statements, report, phase, reuse } = state;
  reuse.taken = undefined;
  state.plan = undefined;
  state.braces = [];
  state.statement = {
    mark,
    statements: statements.length,
    findings: report.count,
    phase,
    isTree: false,
    planned: false,
  };
}

/** Labels at the top belong to a reference node or to a memory reservation. */
function takeLabelled(state: State, start: number): void {
  const { scanner } = state;
  const mark = scanner.mark();
  const labels = takeLabels(state);
  const code = scanner.skip();
  if (code === C.and && startsReference(scanner)) {
    beginStatement(state, mark);
    const second = labels[1];
    if (second !== undefined) {
      state.report.addAt('dts-surplus-label', 'error', 'A reference node takes one label only.', second.range);
    }
    takeReferenceNode(state, start, labels);
  } else if (code === C.slash) {
    takeSlash(state, mark, labels);
  } else {
    scanner.reset(mark);
    takeMisplaced(state, scanner.skip());
  }
}

function takeReferenceNode(state: State, start: number, labels: readonly LabelSyntax[]): void {
  enterPhase(state, 'tree');
  const reference = takeReference(state);
  takeNodeBody(state, { start, labels, omitIfNoRef: false, name: undefined, reference });
}

/** `/directive/` or the root node. */
function takeSlash(state: State, mark: Mark, labels: readonly LabelSyntax[]): void {
  const { scanner } = state;
  const { frame } = scanner;
  const start = mark.at;
  const directive = directiveAt(scanner.text, scanner.at);
  switch (directive) {
    case '':
      beginStatement(state, mark);
      enterPhase(state, 'tree');
      if (labels.length > 0) complain(state, 'dts-surplus-label', 'The root node takes no label.', start, scanner.at);
      scanner.take();
      takeNodeBody(state, {
        start,
        labels,
        omitIfNoRef: false,
        name: new Name(frame.source, scanner.at - 1, scanner.at, '/'),
        reference: undefined,
      });
      return;
    case '/memreserve/':
      takeReservation(state, start, labels);
      return;
    default:
      break;
  }
  if (labels.length > 0) {
    complain(
      state,
      'dts-surplus-label',
      'A label has to stand before a node or a memory reservation.',
      start,
      scanner.at,
    );
  }
  switch (directive) {
    case '/dts-v1/':
    case '/plugin/':
      takeTag(state, directive === '/plugin/' ? 'plugin' : 'dts-v1');
      return;
    case '/delete-node/':
      takeDeletion(state, start);
      return;
    case '/omit-if-no-ref/':
      takeOmission(state, start);
      return;
    default:
      takeUnknownDirective(state, directive);
  }
}

function takeTag(state: State, name: 'dts-v1' | 'plugin'): void {
  const { scanner, statements, rules } = state;
  const { frame, at: start } = scanner;
  const tag = new Tag(frame.source, start, name);
  scanner.take(name.length + 2);
  takeSemicolon(state);
  tag.end = scanner.endIn(frame);
  const before = statements.at(-1);
  if (name === 'plugin' && !rules.plugin) {
    complain(state, 'dts-plugin', 'Zephyr takes no /plugin/; remove it.', start, start + '/plugin/'.length);
  } else if (state.phase !== 'tags') {
    complain(
      state,
      'dts-tag-order',
      `/${name}/ has to stand at the very beginning; remove it here.`,
      start,
      start + name.length + 2,
    );
  } else if (name === 'plugin' && !(before?.kind === 'tag' && before.name === 'dts-v1')) {
    complain(state, 'dts-tag-order', '/plugin/; has to follow /dts-v1/; directly.', start, start + '/plugin/'.length);
  }
  statements.push(tag);
}

function takeReservation(state: State, start: number, labels: readonly LabelSyntax[]): void {
  const { scanner, statements } = state;
  const { frame } = scanner;
  enterPhase(state, 'reservations');
  if (state.phase === 'tree') {
    const message = '/memreserve/ has to stand before all nodes.';
    complain(state, 'dts-memreserve-order', message, scanner.at, scanner.at + '/memreserve/'.length);
  }
  scanner.take('/memreserve/'.length);
  const address = takePrimary(state);
  if (scanner.skip() === C.minus) {
    const message = 'A range with - is of an older format; write the address and the size: /memreserve/ 0x1000 0x100;';
    complain(state, 'dts-memreserve-range', message, scanner.at, scanner.at + 1);
    scanner.take();
  }
  const size = takePrimary(state);
  takeSemicolon(state);
  const reservation = new MemoryReservation(frame.source, start, labels, address, size);
  reservation.end = scanner.endIn(frame);
  statements.push(reservation);
}

function takeOmission(state: State, start: number): void {
  const { scanner, statements } = state;
  const { frame } = scanner;
  enterPhase(state, 'tree');
  scanner.take('/omit-if-no-ref/'.length);
  if (scanner.skip() !== C.and || !startsReference(scanner)) {
    complainMissing(state, 'dts-expected-reference', 'At the top, a reference has to follow: /omit-if-no-ref/ &label;');
    passLine(state);
    return;
  }
  const reference = takeReference(state);
  takeSemicolon(state);
  const omission = new OmitIfNoRef(frame.source, start, reference);
  omission.end = scanner.endIn(frame);
  statements.push(omission);
}

/** Before the first thing that is no tag, `/dts-v1/;` has to have been there. */
function enterPhase(state: State, phase: Phase): void {
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

/** What stands at the top and belongs into a node: read as it is, and reported unless the text is a fragment. */
function takeMisplaced(state: State, code: number): void {
  const { scanner, options } = state;
  if (code !== C.semicolon && (undoTaken(state) || readAgain(state, true))) return;
  const start = scanner.at;
  if (code === C.semicolon) {
    complainSurplus(state, 'dts-surplus-semicolon', 'One semicolon too many.');
  } else if (code === C.braceClose) {
    passSurplusBrace(state);
  } else if (isName(code) || code === C.backslash) {
    if (options.fragment !== true) {
      const message = 'Nodes and properties stand inside of a node: / { … }; or &label { … };';
      complain(state, 'dts-misplaced', message, start, scanner.nameEnd(start));
    }
    takeNamed(state);
  } else {
    passGarbage(state);
  }
}

// ---- items of bodies -------------------------------------------------------------------------------------------------------

function takeItem(state: State, code: number): void {
  const { scanner, open } = state;
  const top = open.at(-1)!;
  const start = scanner.at;
  if (top.firstItem < 0 && scanner.frame === top.frame) top.firstItem = start;
  if (state.plan !== undefined && code !== C.braceClose && endsHere(state, top)) {
    closeUnclosed(state, open.length - 1);
    return;
  }
  if (isName(code) || code === C.backslash) {
    takeNamed(state);
  } else if (code === C.braceClose) {
    takeBraceClose(state);
  } else if (code === END) {
    if (!readAgain(state, false)) closeUnclosed(state, 0);
  } else if (code === C.slash || code === C.and) {
    takeItemSlash(state, code);
  } else if (code === C.semicolon) {
    takeLonelySemicolon(state);
  } else {
    passGarbage(state);
  }
}

/** `/delete-node/`, `/delete-property/` and `/omit-if-no-ref/` belong into bodies; all else begins a statement at the top. */
function takeItemSlash(state: State, code: number): void {
  const { scanner } = state;
  const start = scanner.at;
  const directive = code === C.slash ? directiveAt(scanner.text, start) : '';
  const isItem = directive === '/delete-node/' || directive === '/delete-property/' || directive === '/omit-if-no-ref/';
  const isStatement = !isItem || followedByReference(scanner, directive.length);
  if (isStatement && scanner.frame.lines.indentation(start) === 0 && scanner.isFirstOnLine()) {
    if (!readAgain(state, false)) closeUnclosed(state, 0);
    return;
  }
  if (isItem) {
    takeNamed(state);
  } else if (code === C.and && startsReference(scanner)) {
    complain(state, 'dts-misplaced', 'A reference node stands at the top, not inside of a node.', start, start + 1);
    const reference = takeReference(state);
    takeNodeBody(state, { start, labels: NONE, omitIfNoRef: false, name: undefined, reference });
  } else if (directive.length > 1) {
    takeUnknownDirective(state, directive);
  } else {
    passGarbage(state);
  }
}

function followedByReference({ text, at }: Scanner, length: number): boolean {
  let next = at + length;
  while (isSpace(text.charCodeAt(next))) next++;
  return text.charCodeAt(next) === C.and;
}

/** Labels and `/omit-if-no-ref/` in any order, then a node, a property or a deletion. */
function takeNamed(state: State): void {
  const { scanner } = state;
  const { frame } = scanner;
  const start = scanner.at;
  let labels: LabelSyntax[] | undefined;
  let omitIfNoRef = false;
  for (;;) {
    const code = scanner.skip();
    const { at } = scanner;
    const label = isWordStart(code) ? labelEnd(scanner.text, at) : -1;
    const directive = code === C.slash ? directiveAt(scanner.text, at) : '';
    if (label >= 0) {
      (labels ??= []).push(nameAt(state, at, label));
      scanner.takeTo(label + 1);
    } else if (isName(code) || code === C.backslash) {
      const plain = takeName(state);
      const isCall = scanner.code() === C.parenOpen;
      const name = isCall ? takeCalledName(state, at) : plain;
      if (scanner.skip() !== C.colon || scanner.lineBroken) {
        const head = { start, labels: labels ?? NONE, omitIfNoRef, name, reference: undefined };
        if (isCall) takeBehindCall(state, head, frame);
        else takeBehindName(state, head, frame);
        return;
      }
      if (!isCall) complainLabel(state, name);
      (labels ??= []).push(name);
      scanner.take();
    } else if (directive === '/omit-if-no-ref/') {
      omitIfNoRef = true;
      scanner.take(directive.length);
    } else {
      takeUnnamed(state, start, directive, labels !== undefined);
      return;
    }
  }
}

/** A name and a colon that are no label, because of a blank between them or of a character that labels do not have. */
function complainLabel(state: State, name: Name): void {
  const { scanner, report } = state;
  const { source, start, end } = name;
  if (labelEnd(`${name.text}:`, 0) < 0) {
    const message = `${name.text} is no label: labels hold letters, digits and _, and begin with no digit.`;
    complain(state, 'dts-bad-label', message, start, end);
    return;
  }
  const fix = { title: 'Remove the blank', edits: [{ source, start: end, end: scanner.at, newText: '' }] };
  const message = 'The : of a label has to follow its name without a blank.';
  report.add('dts-bad-label', 'error', message, { source, start: scanner.at, end: scanner.at + 1 }, fix);
}

/** What has no name of its own behind its labels. */
function takeUnnamed(state: State, start: number, directive: string, isLabelled: boolean): void {
  const { scanner, open, rules } = state;
  if (isLabelled && !rules.labelledDeletion && directive !== '') {
    complain(state, 'dts-surplus-label', 'A deletion takes no label.', start, scanner.at);
  }
  if (directive === '/delete-node/') {
    takeDeletion(state, start);
  } else if (directive === '/delete-property/') {
    takePropertyDeletion(state, start);
  } else {
    // A labelled reference at the line's start begins a statement; the braces before it do not match.
    const isStatement = isLabelled && open.length > 0 && scanner.code() === C.and;
    if (isStatement && scanner.frame.lines.indentation(start) === 0 && readAgain(state, false)) return;
    complainMissing(state, 'dts-expected-name', 'A node or a property has to follow.');
  }
}

/** `NAME(…)` from `start`, its name being taken: the call of an unknown macro that would have made a name or a whole item. */
function takeCalledName(state: State, start: number): Name {
  const { scanner } = state;
  const end = scanner.at;
  complainUnknown(state, scanner.text.slice(start, end), start, end);
  const close = argumentsEnd(scanner.text, end);
  scanner.takeTo(close < 0 ? end + 1 : close);
  return nameAt(state, start, scanner.at);
}

function takeBehindCall(state: State, head: NodeHead & { readonly name: NameSyntax }, frame: Frame): void {
  const { scanner } = state;
  const code = scanner.skip();
  if (code === C.braceOpen) openNode(state, head);
  else if (code === C.equals) takeProperty(state, head, frame);
  else if (code === C.semicolon) scanner.take();
}

function takeBehindName(state: State, head: NodeHead & { readonly name: NameSyntax }, frame: Frame): void {
  const { scanner } = state;
  const code = scanner.skip();
  if (code === C.braceOpen) {
    openNode(state, head);
  } else if (code === C.semicolon || code === C.equals) {
    takeProperty(state, head, frame);
  } else {
    takeMeant(state, head, frame);
  }
}

/** A name with neither `{` nor `=` nor `;` behind it. */
function takeMeant(state: State, head: NodeHead & { readonly name: NameSyntax }, frame: Frame): void {
  const { scanner, open } = state;
  const around = open.at(-1);
  const layout = { text: scanner.text, lines: frame.lines };
  const aroundAt = around !== undefined && around.frame === frame ? around.at : -1;
  const meant: Meant = scanner.frame === frame ? meantBehindName(layout, head.start, scanner.at, aroundAt) : 'property';
  switch (meant) {
    case 'node':
      openNode(state, head);
      return;
    case 'value':
      complainMissing(state, 'dts-expected-equals', 'An = has to stand between a property and its value.', ' =');
      takeProperty(state, head, frame);
      return;
    case 'property':
      takeProperty(state, head, frame);
  }
}

function takeProperty(state: State, head: NodeHead & { readonly name: NameSyntax }, frame: Frame): void {
  const { scanner, open } = state;
  const { start, labels, name } = head;
  const property = new Property(frame.source, start, labels, name);
  const code = scanner.skip();
  let complete = true;
  if (code === C.equals) {
    scanner.take();
    complete = takeValues(state, (property.values = []));
  } else if (code === C.less || code === C.quote || code === C.squareOpen || (code === C.and && !scanner.lineBroken)) {
    complete = takeValues(state, (property.values = []));
  }
  // Where the value is missing, so is the semicolon behind it, and that goes without saying.
  if (complete || scanner.skip() === C.semicolon) takeSemicolon(state);
  property.end = scanner.endIn(frame);
  if (property.values !== undefined) property.isPlain = property.values.every(isPlain);
  checkPropertyName(state, name);
  if (head.omitIfNoRef) {
    state.report.addAt('dts-omit-property', 'error', '/omit-if-no-ref/ stands before nodes only.', name.range);
  }
  const top = open.at(-1);
  if (top === undefined) return;
  complainLateProperty(state, top, name);
  top.node.body.push(property);
}

/** The first property behind a node of its body is reported; more of them say nothing new. */
function complainLateProperty({ report, rules }: Context, top: OpenNode, name: NameSyntax): void {
  if (!top.hasNodes || rules.propertyAfterNode === undefined) return;
  top.hasNodes = false;
  const message = 'Properties have to stand before the nodes of the same body; move this one up.';
  report.addAt('dts-property-after-node', rules.propertyAfterNode, message, name.range);
}

function takeDeletion(state: State, start: number): void {
  const { scanner, open, statements } = state;
  const { frame } = scanner;
  const top = open.at(-1);
  if (top === undefined) enterPhase(state, 'tree');
  scanner.take('/delete-node/'.length);
  const code = scanner.skip();
  const target: { name?: NameSyntax; reference?: ReferenceSyntax } = {};
  if (code === C.and && startsReference(scanner)) {
    target.reference = takeReference(state);
    if (top !== undefined) {
      const message =
        'Inside of a node, /delete-node/ takes the name of a child; with a reference it stands at the top.';
      state.report.addAt('dts-expected-name', 'error', message, target.reference.range);
    }
  } else if ((isName(code) || code === C.backslash) && !scanner.lineBroken) {
    target.name = takeName(state);
    if (top === undefined && state.options.fragment !== true) {
      const message = 'At the top, /delete-node/ takes a reference: &label or &{/path}.';
      state.report.addAt('dts-expected-reference', 'error', message, target.name.range);
    }
  } else {
    complainMissing(
      state,
      'dts-expected-name',
      'What is to be deleted has to follow: a name, or at the top a reference.',
    );
    if (!scanner.lineBroken) passLine(state);
    return;
  }
  takeSemicolon(state);
  const deletion = new DeleteNode(frame.source, start, target);
  deletion.end = scanner.endIn(frame);
  if (top === undefined) {
    statements.push(deletion);
  } else {
    top.hasNodes = true;
    top.node.body.push(deletion);
  }
}

function takePropertyDeletion(state: State, start: number): void {
  const { scanner, open } = state;
  const { frame } = scanner;
  const top = open.at(-1);
  scanner.take('/delete-property/'.length);
  const code = scanner.skip();
  if ((!isName(code) && code !== C.backslash) || scanner.lineBroken) {
    complainMissing(state, 'dts-expected-name', 'The name of the property that is to be deleted has to follow.');
    if (!scanner.lineBroken) passLine(state);
    return;
  }
  const name = takeName(state);
  takeSemicolon(state);
  const deletion = new DeleteProperty(frame.source, start, name);
  deletion.end = scanner.endIn(frame);
  if (top === undefined) return;
  complainLateProperty(state, top, name);
  top.node.body.push(deletion);
}

// ---- nodes -----------------------------------------------------------------------------------------------------------------

/** The `{` behind a reference or `/`, or what shows that it is missing. */
function takeNodeBody(state: State, head: NodeHead): void {
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
function openNode(state: State, head: NodeHead): void {
  const { scanner, open, deepest } = state;
  const isThere = scanner.code() === C.braceOpen;
  if (!isThere) complainMissing(state, 'dts-expected-brace', 'The node needs a { before its body.', ' {');
  const { frame } = scanner;
  if (state.statement !== undefined && open.length === 0)
    state.statement.isTree = head.name?.text === '/' || head.name === undefined;
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
  const { scanner, braces, statement, plan } = state;
  if (plan !== undefined || statement?.mark.frame !== scanner.frame) return;
  braces.push({ opens, at, firstOnLine: opens || scanner.isFirstOnLine(at) });
}

function takeBraceClose(state: State): void {
  const { scanner, open, plan } = state;
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
function closeUnclosed(state: State, first: number): void {
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
function closeFinishedFiles(state: State): void {
  const { open } = state;
  let first = open.length;
  while (first > 0 && open[first - 1]!.frame.finished) first--;
  if (first < open.length) closeUnclosed(state, first);
}

// ---- what is wrong ---------------------------------------------------------------------------------------------------------

/**
 * Braces do not match: goes back to where the statement began, to read it again with a plan of its braces. False where that was
 * done already, or where the statement before is none that could hold more.
 */
function readAgain(state: State, endedEarly: boolean): boolean {
  const { statement, scanner, statements, open, report } = state;
  if (report.full || statement === undefined || statement.planned || (endedEarly && !statement.isTree)) return false;
  const { frame, at } = statement.mark;
  const length = (scanner.frame === frame ? scanner.at : frame.text.length) - at;
  if (length > state.mayReread) return false;
  state.mayReread -= length;
  state.plan = planBraces(state.braces, frame.lines, endedEarly, MOST_CLOSED);
  statement.planned = true;
  scanner.reset(statement.mark);
  statements.length = statement.statements;
  open.length = 0;
  report.forget(statement.findings);
  state.phase = statement.phase;
  const planned = { plan: state.plan, statement };
  takeStatement(state, scanner.skip());
  state.plan = planned.plan;
  state.statement = planned.statement;
  return true;
}

/** Whether the innermost node, which nothing closes, ends before this line. */
function endsHere({ scanner, plan }: State, { at, frame, firstItem }: OpenNode): boolean {
  if (plan?.unclosed.has(at) !== true || frame !== scanner.frame || firstItem < 0) return false;
  return scanner.isFirstOnLine() && endsByIndentation(frame.lines, at, firstItem, scanner.at);
}

function takeLonelySemicolon(state: State): void {
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

function passSurplusBrace(state: State): void {
  const { scanner } = state;
  const at = scanner.at;
  complain(state, 'dts-surplus-brace', 'No node is open here that this } could close.', at, at + 1);
  scanner.take();
  if (scanner.skip() === C.semicolon) scanner.take();
}

function takeUnknownDirective(state: State, directive: string): void {
  const { scanner } = state;
  const { at } = scanner;
  if (directive.length < 2) {
    passGarbage(state);
    return;
  }
  const message =
    directive === '/include/'
      ? 'A file name in quotes has to follow /include/.'
      : `${directive} is not known, or has no place here.`;
  complain(state, 'dts-unknown-directive', message, at, at + directive.length);
  scanner.take(directive.length);
  passLine(state);
}

/** The semicolon that ends what was read; or a finding, and what else stands on the line is passed over. */
function takeSemicolon(state: State): void {
  const { scanner } = state;
  const code = scanner.skip();
  if (code === C.semicolon) {
    scanner.take();
    return;
  }
  const { text, at, lineBroken } = scanner;
  const isGarbage = !lineBroken && code !== END && code !== C.braceClose && code !== C.slash && !startsItem(text, at);
  if (isGarbage && passToSemicolon(state)) return;
  complainMissing(state, 'dts-expected-semicolon', 'A semicolon is missing here.', ';');
}

/** Passes over what has no meaning before a semicolon on the same line; false, and nothing passed, where there is none. */
function passToSemicolon(state: State): boolean {
  const { scanner } = state;
  const { text, at } = scanner;
  const limit = at + LONGEST_GARBAGE;
  let end = at;
  for (; end < limit && isWithinLine(text, end) && text.charCodeAt(end) !== C.semicolon; end++) {
    const code = text.charCodeAt(end);
    if (code === C.braceOpen || code === C.braceClose) return false;
  }
  if (end === limit || !isWithinLine(text, end)) return false;
  complain(state, 'dts-unexpected', 'This has no place here; a comma or a semicolon is due.', at, end);
  scanner.takeTo(end + 1);
  return true;
}

/** Passes over what nothing can be made of, up to something that could begin anew. */
function passGarbage(state: State): void {
  const { scanner } = state;
  const { text, at } = scanner;
  let end = at + 1;
  // A line may be the whole file: only as far as is taken may be looked at.
  while (isWithinLine(text, end) && !isBrace(text.charCodeAt(end)) && text.charCodeAt(end - 1) !== C.semicolon) end++;
  complain(state, 'dts-unexpected', 'This is neither a property nor a node.', at, end);
  scanner.takeTo(end);
}

function isWithinLine(text: string, at: number): boolean {
  return at < text.length && !isLineEnd(text.charCodeAt(at));
}

function isBrace(code: number): boolean {
  return code === C.braceOpen || code === C.braceClose;
}

/** Passes over the rest of a line, with the semicolon that ends it. */
function passLine(state: State): void {
  const { scanner } = state;
  const { text } = scanner;
  let end = scanner.at;
  while (isWithinLine(text, end) && text.charCodeAt(end) !== C.semicolon && !isBrace(text.charCodeAt(end))) end++;
  if (text.charCodeAt(end) === C.semicolon) scanner.takeTo(end + 1);
  else scanner.at = end;
}
