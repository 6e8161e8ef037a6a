/** What stands at the top: tags, memory reservations, the root node, reference nodes, deletions. */
import { beginStatement, passSurplusBrace, readAgain, takeNodeBody } from './braces.js';
import { C, isName, isWordStart, labelEnd } from './characters.js';
import { complain, complainMissing, complainSurplus } from './context.js';
import { takeDeletion } from './deletions.js';
import { takePrimary } from './expressions.js';
import { takeNamed } from './items.js';
import { takeLabels } from './labels.js';
import { MemoryReservation, Name, NONE, OmitIfNoRef, Tag } from './nodes.js';
import { passGarbage, passLine, takeSemicolon, takeUnknownDirective } from './passing.js';
import { directiveAt } from './pieces.js';
import { startsReference, takeReference } from './references.js';
import type { Mark } from './scanner.js';
import { undoTaken } from './reuse.js';
import { enterPhase, type State } from './state.js';
import type { LabelSyntax } from './tree.js';

export function takeStatement(state: State, code: number): void {
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
