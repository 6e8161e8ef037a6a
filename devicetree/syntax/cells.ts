/** Cells: `<…>`, with numbers, expressions, references and labels, of 8 to 64 bits (dtc's arrayprefix; dtlib's _parse_cells). */
import { C, END, isDigit, isName, isWordStart, labelEnd } from './characters.js';
import { complain, complainMissing, complainSurplus, complainUnopened, nameAt, type Context } from './context.js';
import { operatorAt, startsPrimary, takeOpenExpression, takePrimary, takeUnknownName } from './expressions.js';
import { takeNumber } from './literals.js';
import { CellsValue, ExpressionCell, ReferenceCell, type Expression, type Value } from './nodes.js';
import { isBareAnd, startsReference, takeBareAnd, takeReference } from './references.js';
import { isStrayComma, startsItem } from './resynchronise.js';
import type { LabelSyntax, ValueLabel } from './tree.js';

export function takeSizedCells(context: Context, labels: readonly LabelSyntax[]): Value {
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

export function takeUnopenedCells(context: Context, labels: readonly LabelSyntax[]): CellsValue {
  const { scanner } = context;
  complainUnopened(context, 'dts-expected-cells', 'Cells need a < before them.', '<');
  return takeCells(context, new CellsValue(scanner.frame.source, scanner.at, labels, 32));
}

/** Cells up to and with `>`; the bracket that opens them is taken. */
export function takeCells(context: Context, value: CellsValue): CellsValue {
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

export function addCell(context: Context, { bits, cells }: CellsValue, expression: Expression): void {
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
  if (code === C.and && isBareAnd(scanner)) return false;
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
