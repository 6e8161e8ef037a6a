/** What stands in the body of a node: properties, nodes and deletions, with their labels. */
import {
  closeUnclosed,
  endsHere,
  openNode,
  readAgain,
  takeBraceClose,
  takeLonelySemicolon,
  takeNodeBody,
} from './braces.js';
import { C, END, isName, isSpace, isWordStart, labelEnd } from './characters.js';
import { complain, complainMissing, nameAt, takeName } from './context.js';
import { complainLateProperty, takeDeletion, takePropertyDeletion } from './deletions.js';
import { argumentsEnd, complainUnknown } from './expressions.js';
import { checkPropertyName } from './names.js';
import { NONE, Property, type Name, type NodeHead } from './nodes.js';
import { passGarbage, takeSemicolon, takeUnknownDirective } from './passing.js';
import { directiveAt } from './pieces.js';
import { startsReference, takeReference } from './references.js';
import { meantBehindName, type Meant } from './resynchronise.js';
import type { Frame, Scanner } from './scanner.js';
import type { State } from './state.js';
import type { LabelSyntax, NameSyntax } from './tree.js';
import { isPlain, takeValues } from './values.js';

type NamedHead = NodeHead & { readonly name: NameSyntax };

export function takeItem(state: State, code: number): void {
  const { scanner, open } = state;
  const top = open.at(-1)!;
  const start = scanner.at;
  if (top.firstItem < 0 && scanner.frame === top.frame) top.firstItem = start;
  if (code !== C.braceClose && endsHere(state, top)) {
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
export function takeNamed(state: State): void {
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

function takeBehindCall(state: State, head: NamedHead, frame: Frame): void {
  const { scanner } = state;
  const code = scanner.skip();
  if (code === C.braceOpen) openNode(state, head);
  else if (code === C.equals) takeProperty(state, head, frame);
  else if (code === C.semicolon) scanner.take();
}

function takeBehindName(state: State, head: NamedHead, frame: Frame): void {
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
function takeMeant(state: State, head: NamedHead, frame: Frame): void {
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

function takeProperty(state: State, head: NamedHead, frame: Frame): void {
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
