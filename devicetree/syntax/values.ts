/** Property values: parts with commas between them (Devicetree Specification v0.4, 6.3; dtc's propdata). */
import { takeBytes } from './bytes.js';
import { addCell, takeCells, takeSizedCells, takeUnopenedCells } from './cells.js';
import { C, END, isDigit, isHex, isWordStart, labelEnd } from './characters.js';
import { complainMissing, complainUnopened, type Context } from './context.js';
import { startsPrimary, takePrimary, takeUnknownName } from './expressions.js';
import { takeIncbin } from './incbin.js';
import { takeLabels, takeLabelsBehind } from './labels.js';
import { takeCharacter } from './literals.js';
import { BytesValue, CellsValue, InvalidValue, ReferenceValue, type Value } from './nodes.js';
import { isBareAnd, startsReference, takeBareAnd, takeReference } from './references.js';
import { closesBeforeEnd, startsItem, unopenedStringEnd } from './resynchronise.js';
import type { Scanner } from './scanner.js';
import { isUnopenedString, takeString, takeUnopenedString } from './strings.js';
import type { LabelSyntax, ValueSyntax } from './tree.js';

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

/** Something that begins no value: a value with its opening character missing, an unknown macro, or none at all. */
function takeDamaged(context: Context, labels: readonly LabelSyntax[], code: number): Value | undefined {
  const { scanner } = context;
  const { text, at: start, frame } = scanner;
  const isNewItem = scanner.lineBroken && (startsItem(text, start) || code === C.slash || code === C.and);
  if (isNewItem || code === END || code === C.semicolon || code === C.comma || code === C.braceClose) {
    complainNoValue(context);
    return undefined;
  }
  if (code === C.and && isBareAnd(scanner)) {
    takeBareAnd(context);
    return new InvalidValue(frame.source, start, scanner.endIn(frame), labels);
  }
  const quote = unopenedStringEnd(text, start);
  if (quote >= 0) return takeUnopenedString(context, labels, quote);
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
