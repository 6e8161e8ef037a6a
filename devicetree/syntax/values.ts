/** Property values: cells, strings, bytes, references and `/incbin/` (Devicetree Specification v0.4, 6.3; dtc's propdata). */
import { C, END, isDigit, isHex, isLineEnd, isName, isSpace, isWordStart, hexValue, labelEnd } from './characters.js';
import { complain, complainMissing, complainSurplus, complainUnopened, nameAt, type Context } from './context.js';
import { operatorAt, startsPrimary, takeOpenExpression, takePrimary, takeUnknownName } from './expressions.js';
import { findFile } from './files.js';
import { takeCharacter, takeNumber, unescapeText } from './literals.js';
import {
  BytesValue,
  CellsValue,
  ExpressionCell,
  IncbinValue,
  InvalidValue,
  NONE,
  ReferenceCell,
  ReferenceValue,
  StringValue,
  type Expression,
  type Value,
} from './nodes.js';
import { startsReference, takeReference } from './references.js';
import { closesBeforeEnd, isStrayComma, startsItem, stringEnd, unopenedStringEnd } from './resynchronise.js';
import type { Scanner } from './scanner.js';
import type { LabelSyntax, ValueLabel, ValueSyntax } from './tree.js';

/** `/incbin/` brings in no more than this. */
const LARGEST_INCBIN = 16 * 1024 * 1024;

/** Puts what stands behind `=` into `values`, up to the semicolon, which is not taken; false where a value is missing. */
export function takeValues(context: Context, values: ValueSyntax[]): boolean {
  const { scanner } = context;
  for (;;) {
    if (isWordStart(scanner.skip()) && startsNextItem(scanner)) {
      complainNoValue(context);
      return false;
    }
    const labels = takeLabels(context);
    const value = takeValue(context, labels);
    if (value === undefined) return false;
    values.push(value);
    value.labelsAfter = takeLabelsBehind(context);
    const code = scanner.skip();
    if (code === C.comma) {
      scanner.take();
    } else if (startsValue(context, code)) {
      complainMissing(context, 'dts-expected-comma', 'Parts of a value are separated by commas.', ',');
    } else {
      return true;
    }
  }
}

/** Whether a part holds neither references nor labels. */
export function isPlain(value: ValueSyntax): boolean {
  if (value.kind === 'reference') return false;
  if (value.labels.length + value.innerLabels.length + value.labelsAfter.length > 0) return false;
  return value.kind !== 'cells' || value.cells.every((cell) => cell.kind === 'expression');
}

/** Whether the value is missing, and what stands here is the next property or node. */
function startsNextItem({ text, at, lineBroken }: Scanner): boolean {
  return startsItem(text, at) && (lineBroken || unopenedStringEnd(text, at) < 0);
}

function complainNoValue(context: Context): void {
  const message = 'A value has to stand here: <cells>, "string", [bytes] or &reference.';
  complainMissing(context, 'dts-expected-value', message);
}

/** Whether a further part of the value stands here, so that only a comma can be missing. */
function startsValue({ scanner }: Context, code: number): boolean {
  const { text, at } = scanner;
  if (code === C.less || code === C.quote || code === C.squareOpen) return true;
  if (code === C.slash) return text.startsWith('/bits/', at) || text.startsWith('/incbin/', at);
  return code === C.and && !scanner.lineBroken && startsReference(scanner);
}

/** Labels that stand here. */
export function takeLabels(context: Context): readonly LabelSyntax[] {
  const { scanner } = context;
  let labels: LabelSyntax[] | undefined;
  for (;;) {
    const code = scanner.skip();
    if (!isWordStart(code)) return labels ?? NONE;
    const end = labelEnd(scanner.text, scanner.at);
    if (end < 0) return labels ?? NONE;
    labels ??= [];
    labels.push(nameAt(context, scanner.at, end));
    scanner.takeTo(end + 1);
  }
}

/** Labels behind a value; those before a node or property whose predecessor lacks its semicolon belong to that one. */
function takeLabelsBehind(context: Context): readonly LabelSyntax[] {
  const { scanner } = context;
  if (!isWordStart(scanner.skip())) return NONE;
  const mark = scanner.mark();
  const labels = takeLabels(context);
  if (labels.length === 0) return NONE;
  const code = scanner.skip();
  if (!isName(code) || code === C.comma) return labels;
  scanner.reset(mark);
  return NONE;
}

/** Undefined where no value stands; that is reported. */
function takeValue(context: Context, labels: readonly LabelSyntax[]): Value | undefined {
  const { scanner } = context;
  const code = scanner.skip();
  const start = scanner.at;
  switch (code) {
    case C.less:
      scanner.take();
      return takeCells(context, new CellsValue(scanner.frame.source, start, labels, 32));
    case C.quote:
      return takeString(context, labels);
    case C.squareOpen:
      if (isUnopenedString(scanner)) break;
      scanner.take();
      return takeBytes(context, new BytesValue(scanner.frame.source, start, labels));
    case C.and:
      if (startsReference(scanner)) return takeReferenceValue(context, labels);
      break;
    case C.slash:
      if (scanner.text.startsWith('/bits/', start)) return takeSizedCells(context, labels);
      if (scanner.text.startsWith('/incbin/', start)) return takeIncbin(context, labels);
      break;
    default:
      break;
  }
  return takeDamaged(context, labels, code);
}

/** `[a]"`, which is no byte string but a string whose first quote is missing. */
function isUnopenedString({ text, at }: Scanner): boolean {
  return isWordStart(text.charCodeAt(at + 1)) && !isHex(text.charCodeAt(at + 1)) && unopenedStringEnd(text, at) >= 0;
}

function takeString(context: Context, labels: readonly LabelSyntax[]): StringValue {
  const { scanner } = context;
  const { frame, at: start } = scanner;
  const { end, closed } = stringEnd(scanner.text, start);
  const text = unescapeText(context, start + 1, end);
  const value = new StringValue(frame.source, start, closed ? end + 1 : end, labels, text);
  scanner.takeTo(value.end);
  if (!closed) complainMissing(context, 'dts-unterminated-string', 'This string needs a closing quote.', '"');
  return value;
}

function takeReferenceValue(context: Context, labels: readonly LabelSyntax[]): Value {
  const { scanner } = context;
  const mark = scanner.mark();
  const value = new ReferenceValue(labels, takeReference(context));
  const code = scanner.skip();
  const goesOn =
    code === C.greater || code === C.and || (startsPrimary(code) && labelEnd(scanner.text, scanner.at) < 0);
  if (!goesOn || !closesBeforeEnd(scanner.text, scanner.at, C.greater)) return value;
  scanner.reset(mark);
  return takeUnopenedCells(context, labels);
}

// ---- cells -----------------------------------------------------------------------------------------------------------------

function takeSizedCells(context: Context, labels: readonly LabelSyntax[]): Value {
  const { scanner } = context;
  const { frame, at: start } = scanner;
  scanner.take('/bits/'.length);
  let bits: 8 | 16 | 32 | 64 = 32;
  if (isDigit(scanner.skip())) {
    const size = takeNumber(context);
    if (size.value === 8n) bits = 8;
    else if (size.value === 16n) bits = 16;
    else if (size.value === 64n) bits = 64;
    else if (size.value !== 32n)
      complain(context, 'dts-bad-bits', 'Cells have 8, 16, 32 or 64 bits.', size.start, size.end);
  } else {
    complainMissing(context, 'dts-bad-bits', 'The size of the cells has to follow: 8, 16, 32 or 64 bits.', ' 32');
  }
  const value = new CellsValue(frame.source, start, labels, bits);
  if (scanner.skip() === C.less) scanner.take();
  else complainMissing(context, 'dts-expected-cells', 'Cells in < > have to follow /bits/.', ' <');
  return takeCells(context, value);
}

function takeUnopenedCells(context: Context, labels: readonly LabelSyntax[]): CellsValue {
  const { scanner } = context;
  complainUnopened(context, 'dts-expected-cells', 'Cells need a < before them.', '<');
  return takeCells(context, new CellsValue(scanner.frame.source, scanner.at, labels, 32));
}

/** Cells up to and with `>`; the bracket that opens them is taken. */
function takeCells(context: Context, value: CellsValue): CellsValue {
  const { scanner } = context;
  const { frame } = scanner;
  const inner: ValueLabel[] = [];
  for (;;) {
    const code = scanner.skip();
    if (isDigit(code)) {
      addCell(context, value, takeNumber(context));
    } else if (code === C.greater) {
      scanner.take();
      break;
    } else if (isWordStart(code)) {
      const label = labelEnd(scanner.text, scanner.at);
      if ((label < 0 || scanner.lineBroken) && startsItem(scanner.text, scanner.at)) {
        complainOpenCells(context);
        break;
      }
      takeCellWord(context, value, inner, label);
    } else if (code === C.and && startsReference(scanner)) {
      if (scanner.lineBroken && startsItem(scanner.text, scanner.at)) {
        complainOpenCells(context);
        break;
      }
      addReference(context, value);
    } else if (code === C.parenOpen || code === C.apostrophe) {
      addCell(context, value, takePrimary(context));
    } else if (!passCellTrouble(context, value, code)) {
      complainOpenCells(context);
      break;
    }
  }
  value.end = scanner.endIn(frame);
  if (inner.length > 0) value.innerLabels = inner;
  return value;
}

function complainOpenCells(context: Context): void {
  complainMissing(context, 'dts-unclosed-cells', 'These cells need a closing >.', '>');
}

function takeCellWord(context: Context, value: CellsValue, inner: ValueLabel[], end: number): void {
  const { scanner } = context;
  if (end < 0) {
    addCell(context, value, takeUnknownName(context));
    return;
  }
  const label = nameAt(context, scanner.at, end);
  inner.push({ label, offsetBytes: (value.cells.length * value.bits) / 8 });
  scanner.takeTo(end + 1);
}

function addReference(context: Context, value: CellsValue): void {
  const reference = takeReference(context);
  if (value.bits !== 32) {
    const message = 'References stand in cells of 32 bits only.';
    complain(context, 'dts-reference-size', message, reference.start, reference.end);
  }
  value.cells.push(new ReferenceCell(reference));
}

const LARGEST = { 8: 0xffn, 16: 0xffffn, 32: 0xffff_ffffn, 64: 0xffff_ffff_ffff_ffffn } as const;

function addCell(context: Context, { bits, cells }: CellsValue, expression: Expression): void {
  cells.push(new ExpressionCell(expression));
  const { value } = expression;
  if (value !== undefined && (value > LARGEST[bits] || value < 0n)) checkNegative(context, bits, value, expression);
}

/** What is too large may still be a negative number with its sign in the bits above. */
function checkNegative(context: Context, bits: 8 | 16 | 32 | 64, value: bigint, { start, end }: Expression): void {
  const signed = context.rules.arithmetic === 'unbounded' ? value : BigInt.asIntN(64, value);
  // dtc lets the bits above be all ones, whatever the sign bit of the cell is; dtlib wants the number to fit.
  const least = context.rules.arithmetic === 'unbounded' ? -(LARGEST[bits] >> 1n) - 1n : -LARGEST[bits] - 1n;
  if (signed < 0n && signed >= least) return;
  const written = value < 0n ? String(value) : `0x${value.toString(16)}`;
  complain(context, 'dts-value-range', `${written} does not fit into ${bits} bits.`, start, end);
}

/** What stands among cells and is none: false where the cells end for want of `>`. */
function passCellTrouble(context: Context, value: CellsValue, code: number): boolean {
  const { scanner } = context;
  const { text, at } = scanner;
  if (code === C.comma) {
    if (!isStrayComma(text, at, C.greater)) return false;
    const message = 'Cells are separated by blanks, not by commas.';
    complainSurplus(context, 'dts-surplus-comma', message);
    return true;
  }
  if (code === C.less && value.cells.length === 0 && scanner.code(1) !== C.less) {
    complainSurplus(context, 'dts-surplus-bracket', 'One < too many.');
    return true;
  }
  if (code === C.parenClose) {
    complainSurplus(context, 'dts-surplus-parenthesis', 'No parenthesis is open that this one could close.');
    return true;
  }
  if (code === END || code === C.semicolon || code === C.braceOpen || code === C.braceClose || code === C.quote)
    return false;
  if (code === C.squareOpen || code === C.colon || (isName(code) && startsItem(text, at))) return false;
  if (takeOpenOperator(context, value, code)) return true;
  if (code === C.and) {
    takeBareAnd(context);
    return true;
  }
  if (code === C.less || code === C.equals) return false;
  complain(context, 'dts-unexpected-character', `${text[at]!} has no meaning among cells.`, at, at + 1);
  scanner.take();
  return true;
}

/** `<1 + 2>` and `<-1>`: read as they were meant, and reported, because dtc wants parentheses around operators. */
function takeOpenOperator(context: Context, value: CellsValue, code: number): boolean {
  const { scanner, report } = context;
  if (code === C.and && scanner.code(1) !== C.and && !startsPrimary(codeBehind(scanner))) return false;
  const isUnary = code === C.tilde || code === C.not || (code === C.minus && startsPrimary(scanner.code(1)));
  const operator = operatorAt(context);
  if (code === C.less && operator === '<') return false;
  const last = value.cells.at(-1);
  const isApart = scanner.at > scanner.lastEnd;
  let expression: Expression;
  if (isUnary && (isApart || last === undefined)) {
    expression = takeOpenExpression(context, undefined);
  } else if (
    operator !== undefined &&
    last instanceof ExpressionCell &&
    last.expression.source === scanner.frame.source
  ) {
    value.cells.pop();
    expression = takeOpenExpression(context, last.expression);
  } else {
    return false;
  }
  const { source, start, end } = expression;
  const message = 'Operators stand in parentheses only.';
  const edits = [
    { source, start, end: start, newText: '(', before: true },
    { source, start: end, end, newText: ')' },
  ];
  const fix = { title: 'Put it in parentheses', edits };
  report.add('dts-operator-outside-parentheses', 'error', message, { source, start, end }, fix);
  addCell(context, value, expression);
  return true;
}

/** The first character behind the one here that is no blank. */
function codeBehind({ text, at }: Scanner): number {
  let next = at + 1;
  while (next < text.length && isSpace(text.charCodeAt(next)) && !isLineEnd(text.charCodeAt(next))) next++;
  return next < text.length ? text.charCodeAt(next) : END;
}

/** `&` with nothing behind it, as while one types. */
function takeBareAnd(context: Context): void {
  const { scanner } = context;
  const message = 'A label or a path has to follow &.';
  complain(context, 'dts-bad-reference', message, scanner.at, scanner.at + 1);
  scanner.take();
}

// ---- bytes -----------------------------------------------------------------------------------------------------------------

/** Bytes up to and with `]`; the bracket that opens them is taken. */
function takeBytes(context: Context, value: BytesValue): BytesValue {
  const { scanner } = context;
  const { frame } = scanner;
  const bytes: number[] = [];
  const inner: ValueLabel[] = [];
  for (;;) {
    const code = scanner.skip();
    if (code === C.squareClose) {
      scanner.take();
      break;
    }
    const label = labelEnd(scanner.text, scanner.at);
    if (!isName(code) || (scanner.lineBroken && startsItem(scanner.text, scanner.at))) {
      complainMissing(context, 'dts-unclosed-bytes', 'These bytes need a closing ].', ']');
      break;
    } else if (label >= 0) {
      inner.push({ label: nameAt(context, scanner.at, label), offsetBytes: bytes.length });
      scanner.takeTo(label + 1);
    } else if (code !== C.comma) {
      takeByteDigits(context, bytes);
    } else if (isStrayComma(scanner.text, scanner.at, C.squareClose)) {
      complainSurplus(context, 'dts-surplus-comma', 'Bytes are separated by blanks or by nothing, not by commas.');
    } else {
      complainMissing(context, 'dts-unclosed-bytes', 'These bytes need a closing ].', ']');
      break;
    }
  }
  value.end = scanner.endIn(frame);
  value.bytes = Uint8Array.from(bytes);
  if (inner.length > 0) value.innerLabels = inner;
  return value;
}

function takeByteDigits(context: Context, bytes: number[]): void {
  const { scanner } = context;
  const { text, at: start } = scanner;
  let at = start;
  while (isHex(text.charCodeAt(at)) && isHex(text.charCodeAt(at + 1))) {
    bytes.push(hexValue(text.charCodeAt(at)) * 16 + hexValue(text.charCodeAt(at + 1)));
    at += 2;
  }
  const end = scanner.wordEnd(at);
  if (end > at || at === start) {
    const bad = Math.max(end, at + 1);
    complain(context, 'dts-bad-byte', 'A byte has two hexadecimal digits.', at, bad);
    at = bad;
  }
  scanner.takeTo(at);
}

// ---- incbin ----------------------------------------------------------------------------------------------------------------

/** `/incbin/("file")` and `/incbin/("file", offset, length)`. */
function takeIncbin(context: Context, labels: readonly LabelSyntax[]): Value {
  const { scanner } = context;
  const { frame, at: start } = scanner;
  scanner.take('/incbin/'.length);
  const value = new IncbinValue(frame.source, start, labels);
  if (scanner.skip() === C.parenOpen) scanner.take();
  else complainMissing(context, 'dts-bad-incbin', 'A file name in parentheses has to follow /incbin/.', '(');
  if (scanner.skip() !== C.quote) {
    complainMissing(context, 'dts-bad-incbin', 'A file name in quotes has to follow /incbin/.');
    value.end = scanner.endIn(frame);
    return value;
  }
  const name = takeString(context, NONE);
  value.path = name.text;
  let known = true;
  if (scanner.skip() === C.comma) {
    scanner.take();
    const offset = takePrimary(context);
    if (scanner.skip() === C.comma) scanner.take();
    else complainMissing(context, 'dts-bad-incbin', 'An offset needs a length behind it.');
    const length = takePrimary(context);
    known = offset.value !== undefined && length.value !== undefined;
    value.offset = offset.value ?? 0n;
    value.length = length.value ?? 0n;
  }
  if (scanner.skip() === C.parenClose) scanner.take();
  else complainMissing(context, 'dts-bad-incbin', 'The parenthesis of /incbin/ is not closed.', ')');
  value.end = scanner.endIn(frame);
  if (known) readIncbin(context, value, name);
  return value;
}

function readIncbin(context: Context, value: IncbinValue, name: StringValue): void {
  const { reader, includePaths } = context.options;
  if (reader.readBytes === undefined) return;
  const from = name.range.file.path;
  const bytes = findFile(value.path, from, includePaths, (path) => reader.readBytes?.(path, LARGEST_INCBIN));
  if (bytes === undefined) {
    const message = `"${value.path}" is not there, neither beside this file nor in the include paths, or it is too large.`;
    context.report.addAt('dts-incbin-not-found', 'error', message, name.range);
    return;
  }
  const start = Number(value.offset < BigInt(bytes.length) ? value.offset : BigInt(bytes.length));
  const end = value.length === undefined ? bytes.length : start + Number(BigInt.asUintN(32, value.length));
  value.bytes = bytes.slice(Math.max(0, start), end);
}

// ---- damage ----------------------------------------------------------------------------------------------------------------

/** Something that begins no value: a value with its opening character missing, an unknown macro, or none at all. */
function takeDamaged(context: Context, labels: readonly LabelSyntax[], code: number): Value | undefined {
  const { scanner } = context;
  const { text, at: start, frame } = scanner;
  const isNewItem = scanner.lineBroken && (startsItem(text, start) || code === C.slash || code === C.and);
  if (isNewItem || code === END || code === C.semicolon || code === C.comma || code === C.braceClose) {
    complainNoValue(context);
    return undefined;
  }
  if (code === C.and && !startsPrimary(codeBehind(scanner))) {
    takeBareAnd(context);
    return new InvalidValue(frame.source, start, scanner.endIn(frame), labels);
  }
  const quote = unopenedStringEnd(text, start);
  if (quote >= 0) {
    complainUnopened(context, 'dts-unopened-string', 'This string needs an opening quote.', '"');
    scanner.takeTo(quote + 1);
    return new StringValue(frame.source, start, quote + 1, labels, unescapeText(context, start, quote));
  }
  if (closesBeforeEnd(text, start, C.greater)) return takeUnopenedCells(context, labels);
  if (isHex(code) && closesBeforeEnd(text, start, C.squareClose)) {
    complainUnopened(context, 'dts-unopened-bytes', 'Bytes need a [ before them.', '[');
    return takeBytes(context, new BytesValue(frame.source, start, labels));
  }
  return takeBare(context, labels, code);
}

/** `reg = 5;` and `reg = UNKNOWN;`. */
function takeBare(context: Context, labels: readonly LabelSyntax[], code: number): Value | undefined {
  const { scanner, report } = context;
  const { at: start, frame } = scanner;
  if (isDigit(code) || code === C.parenOpen || code === C.apostrophe) {
    const value = new CellsValue(frame.source, start, labels, 32);
    const expression = code === C.apostrophe ? takeCharacter(context) : takePrimary(context);
    addCell(context, value, expression);
    value.end = scanner.endIn(frame);
    const stretch = { source: frame.source, start, end: value.end };
    const fix = {
      title: 'Put it in < >',
      edits: [
        { ...stretch, end: start, newText: '<', before: true },
        { ...stretch, start: value.end, newText: '>' },
      ],
    };
    report.add('dts-expected-cells', 'error', 'Numbers stand in cells: < >.', stretch, fix);
    return value;
  }
  if (isWordStart(code)) {
    takeUnknownName(context);
    return new InvalidValue(frame.source, start, scanner.endIn(frame), labels);
  }
  complainNoValue(context);
  return undefined;
}
