/** Expressions: numbers, characters, parentheses with dtc's operators in them, and names of macros that nobody defined. */
import { applyBinary, applyUnary, STRENGTH, type BinaryOperator } from './arithmetic.js';
import { C, END, isDigit, isLineEnd, isSpace, isWordStart } from './characters.js';
import { complain, complainMissing, nameAt, type Context } from './context.js';
import { takeCharacter, takeNumber } from './literals.js';
import { Compound, NONE, UnknownName, type Expression } from './nodes.js';
import { startsItem } from './resynchronise.js';
import type { Frame } from './scanner.js';

/** Arguments of an unknown macro are looked through this far for their end. */
const LONGEST_ARGUMENTS = 1024;

/** Whether an operand of a cell's expression begins with that character. */
export function startsPrimary(code: number): boolean {
  return isDigit(code) || code === C.parenOpen || code === C.apostrophe || isWordStart(code);
}

/** A number, a character, an expression in parentheses, or an unknown name; `missing` where there is none of these. */
export function takePrimary(context: Context, depth = 0): Expression {
  const { scanner } = context;
  const code = scanner.skip();
  if (isDigit(code)) return takeNumber(context);
  if (code === C.parenOpen) return takeParentheses(context, depth + 1);
  if (isWordStart(code) && !(scanner.lineBroken && startsItem(scanner.text, scanner.at)))
    return takeUnknownName(context);
  if (code === C.apostrophe) return takeCharacter(context);
  return missing(context);
}

/** Goes on with an expression whose first operand is there already, outside of any parentheses. */
export function takeOpenExpression(context: Context, first: Expression | undefined): Expression {
  return takeBinary(context, first ?? takeUnary(context, 0), 0, true);
}

function missing(context: Context): Expression {
  const { scanner } = context;
  complainMissing(context, 'dts-expected-expression', 'A number or an expression in parentheses has to stand here.');
  return noValue(scanner.lastFrame, scanner.lastEnd, scanner.lastEnd);
}

function noValue({ source }: Frame, start: number, end: number): Expression {
  return new Compound(source, start, end, 'missing', undefined, undefined, NONE);
}

function takeParentheses(context: Context, depth: number): Expression {
  const { scanner } = context;
  const { frame, at: start } = scanner;
  if (depth > context.deepest) return passDeepParentheses(context);
  scanner.take();
  const inner = takeConditional(context, depth);
  if (scanner.skip() === C.parenClose) scanner.take();
  else complainMissing(context, 'dts-expected-parenthesis', 'A parenthesis is not closed.', ')');
  // The parentheses become part of what they hold; they have no piece of their own.
  if (inner.source === frame.source) {
    inner.start = start;
    inner.end = scanner.endIn(frame);
  }
  return inner;
}

/** Passes over parentheses that nest too deep to be read. */
function passDeepParentheses(context: Context): Expression {
  const { scanner } = context;
  const { frame, at: start } = scanner;
  let open = 0;
  for (;;) {
    const code = scanner.skip();
    if (code === END || code === C.semicolon || code === C.braceOpen || code === C.braceClose) break;
    scanner.take();
    if (code === C.parenOpen) open++;
    if (code === C.parenClose && --open === 0) break;
  }
  const end = scanner.endIn(frame);
  const message = `Expressions are read ${context.deepest} deep; what is deeper has no value.`;
  const stretch = { source: frame.source, start, end: Math.min(end, start + 1) };
  context.report.add('dts-budget-depth', 'error', message, stretch);
  return noValue(frame, start, end);
}

/** `a ? b : c`, weakest of all; both branches are computed, as in dtc. */
function takeConditional(context: Context, depth: number): Expression {
  const { scanner } = context;
  const condition = takeBinary(context, takeUnary(context, depth), depth);
  if (scanner.skip() !== C.question) return condition;
  scanner.take();
  if (depth >= context.deepest) return passDeepParentheses(context);
  const yes = takeConditional(context, depth + 1);
  if (scanner.skip() === C.colon) scanner.take();
  else complainMissing(context, 'dts-expected-colon', 'A ? needs a : and what counts otherwise.');
  const no = takeConditional(context, depth + 1);
  const value = condition.value === undefined ? undefined : condition.value !== 0n ? yes.value : no.value;
  const operands = kept(context, [condition, yes, no]);
  return new Compound(condition.source, condition.start, endOf(condition, no), 'conditional', value, '?', operands);
}

/** What follows the first operand, by strength of the operators, and from the left where they bind alike. */
function takeBinary(context: Context, first: Expression, depth: number, open = false): Expression {
  let operator = operatorAt(context, open);
  if (operator === undefined) return first;
  const operands: Expression[] = [first];
  const waiting: BinaryOperator[] = [];
  for (;;) {
    const strength = operator === undefined ? -1 : STRENGTH.get(operator)!;
    while (waiting.length > 0 && STRENGTH.get(waiting.at(-1)!)! >= strength) {
      const right = operands.pop()!;
      const left = operands.pop()!;
      operands.push(combine(context, waiting.pop()!, left, right));
    }
    if (operator === undefined) return operands[0]!;
    context.scanner.take(operator.length);
    waiting.push(operator);
    operands.push(takeUnary(context, depth));
    operator = operatorAt(context, open);
  }
}

function combine(context: Context, operator: BinaryOperator, left: Expression, right: Expression): Expression {
  const a = left.value;
  const b = right.value;
  const { source, start } = left;
  const end = endOf(left, right);
  const known = a !== undefined && b !== undefined;
  const value = known ? applyBinary(operator, a, b, context.rules.arithmetic) : undefined;
  if (known && value === undefined) {
    const divides = operator === '/' || operator === '%';
    const message = divides ? 'This divides by zero.' : 'This shifts by a negative number or by too many bits.';
    context.report.add(divides ? 'dts-division-by-zero' : 'dts-bad-shift', 'error', message, { source, start, end });
  }
  return new Compound(source, start, end, 'binary', value, operator, kept(context, [left, right]));
}

/** Longer chains than any person writes keep their value but not their operands. */
function kept({ deepest }: Context, operands: readonly Expression[]): readonly Expression[] {
  return operands.every(({ height }) => height < deepest) ? operands : NONE;
}

function takeUnary(context: Context, depth: number): Expression {
  const { scanner } = context;
  const code = scanner.skip();
  const operator = code === C.minus ? '-' : code === C.tilde ? '~' : code === C.not ? '!' : undefined;
  if (operator === undefined) return takePrimary(context, depth);
  const { frame, at: start } = scanner;
  if (depth >= context.deepest) return passDeepParentheses(context);
  scanner.take();
  const operand = takeUnary(context, depth + 1);
  const value = operand.value === undefined ? undefined : applyUnary(operator, operand.value, context.rules.arithmetic);
  return new Compound(frame.source, start, scanner.endIn(frame), 'unary', value, operator, kept(context, [operand]));
}

/** Where an expression ends that begins with `first`; where an include lies between the two, the first's own end. */
function endOf(first: Expression, last: Expression): number {
  return last.source === first.source ? last.end : first.end;
}

/** The operator between two operands that stands here, not taken. Outside of parentheses (`open`), ` -1` is the next cell. */
export function operatorAt({ scanner }: Context, open = false): BinaryOperator | undefined {
  const code = scanner.skip();
  const next = scanner.code(1);
  switch (code) {
    case C.or:
      return next === C.or ? '||' : '|';
    case C.and:
      return next === C.and ? '&&' : '&';
    case C.equals:
      return next === C.equals ? '==' : undefined;
    case C.not:
      return next === C.equals ? '!=' : undefined;
    case C.less:
      return next === C.less ? '<<' : next === C.equals ? '<=' : '<';
    case C.greater:
      if (endsCells(scanner.text, scanner.at + 1)) return undefined;
      return next === C.greater ? '>>' : next === C.equals ? '>=' : '>';
    case C.plus:
      return '+';
    case C.minus:
      return open && scanner.at > scanner.lastEnd && startsPrimary(next) ? undefined : '-';
    case C.star:
      return '*';
    case C.slash:
      return '/';
    case C.percent:
      return '%';
    case C.caret:
      return '^';
    default:
      return undefined;
  }
}

/** A `>` before a comma, a semicolon or the end of the line closes cells: the parenthesis before it was forgotten. */
function endsCells(text: string, from: number): boolean {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at)) && !isLineEnd(text.charCodeAt(at))) at++;
  if (at >= text.length) return true;
  const code = text.charCodeAt(at);
  return code === C.semicolon || code === C.comma || isLineEnd(code);
}

/** A name where only a macro could stand, with the arguments that follow it without a blank. */
export function takeUnknownName(context: Context): Expression {
  const { scanner } = context;
  const { frame, at: start, text } = scanner;
  const end = scanner.wordEnd(start);
  const name = nameAt(context, start, end);
  const close = text.charCodeAt(end) === C.parenOpen ? argumentsEnd(text, end) : -1;
  const argumentsText = close < 0 ? undefined : text.slice(end + 1, close - 1).trim();
  scanner.takeTo(close < 0 ? end : close);
  complainUnknown(context, name.text, start, end);
  return new UnknownName(frame.source, start, scanner.lastEnd, name, argumentsText);
}

/** Behind the parenthesis that closes the one at `open`; -1 where none does before something that ends a value. */
export function argumentsEnd(text: string, open: number): number {
  const limit = Math.min(text.length, open + LONGEST_ARGUMENTS);
  let depth = 0;
  for (let i = open; i < limit; i++) {
    const code = text.charCodeAt(i);
    if (code === C.parenOpen) depth++;
    else if (code === C.parenClose && --depth === 0) return i + 1;
    else if (code === C.semicolon || code === C.braceOpen || code === C.braceClose) return -1;
  }
  return -1;
}

/** Says that no macro has that name; in text that no preprocessor has seen, any name may be a macro's. */
export function complainUnknown(context: Context, name: string, start: number, end: number): void {
  if (context.options.raw === true) return;
  const advice = 'If it is a macro, include the header that defines it; else check the spelling.';
  complain(context, 'dts-unknown-name', `${name} is not defined. ${advice}`, start, end);
}
