/** Evaluates `#if` and `#elif`: integer expressions of 64 bits (C11 6.10.1), as gcc does. */
import type { SourceRange } from '../source/index.js';
import { readNumber, readCharacter, type Value } from './constants.js';
import { operands, type Line } from './line.js';
import { directiveRange, report, type Frame, type Run } from './run.js';
import type { DirectiveItem } from './scan.js';
import { isPunctuator, KIND, TEXT_END, tokenRange, type Token } from './tokens.js';

/** Whether the condition holds. One that is wrong does not, and makes a finding. */
export function evaluate(run: Run, frame: Frame, item: DirectiveItem): boolean {
  return operands(run, frame, item, (line) => {
    const reading: Reading = { run, line, token: TEXT_END, skipping: 0, depth: 0, failed: false };
    advance(reading);
    if (reading.token === TEXT_END) {
      fail(reading, `#${item.directive} has no expression.`);
      return false;
    }
    const value = conditional(reading);
    if (!hasFailed(reading) && reading.token !== TEXT_END) {
      fail(reading, `An operator is missing before \`${reading.token.text}\`.`);
    }
    return !hasFailed(reading) && value.bits !== 0n;
  });
}

interface Reading {
  readonly run: Run;
  readonly line: Line;
  token: Token;
  /** Above 0 the value does not count: the other side of `&&`, `||` or `?:` decided. */
  skipping: number;
  depth: number;
  failed: boolean;
}

const ZERO: Value = { bits: 0n, unsigned: false };

function truth(holds: boolean): Value {
  return { bits: holds ? 1n : 0n, unsigned: false };
}

/** A value brought into 64 bits. */
function value(bits: bigint, unsigned: boolean): Value {
  return { bits: unsigned ? BigInt.asUintN(64, bits) : BigInt.asIntN(64, bits), unsigned };
}

function hasFailed(reading: Reading): boolean {
  return reading.failed;
}

function advance(reading: Reading): void {
  reading.token = reading.line.next();
}

function fail(reading: Reading, message: string, code = 'cpp-expression'): Value {
  if (!reading.failed) report(reading.run, code, 'error', message, placeOf(reading));
  reading.failed = true;
  return ZERO;
}

function placeOf({ line, token, run }: Reading): SourceRange {
  const { file } = line.frame;
  const range = tokenRange(token);
  if (range?.file === file && range.start >= line.item.hash && range.end <= line.item.end) return range;
  const { outermost } = run.expander;
  if (token !== TEXT_END && outermost?.file === file) return { ...outermost };
  return directiveRange(file, line.item);
}

function takes(reading: Reading, punctuator: string): boolean {
  if (!isPunctuator(reading.token, punctuator)) return false;
  advance(reading);
  return true;
}

/** `a ? b : c`, and the comma at the very bottom. */
function conditional(reading: Reading): Value {
  let result = choice(reading);
  while (!hasFailed(reading) && takes(reading, ',')) result = choice(reading);
  return result;
}

function choice(reading: Reading): Value {
  const condition = binary(reading);
  if (hasFailed(reading) || !isPunctuator(reading.token, '?')) return condition;
  if (!deeper(reading)) return ZERO;
  advance(reading);
  const holds = condition.bits !== 0n;
  const yes = skippingIf(reading, !holds, conditional);
  if (!hasFailed(reading) && !takes(reading, ':')) return fail(reading, '`:` is missing after `?`.');
  const no = skippingIf(reading, holds, choice);
  reading.depth--;
  return value((holds ? yes : no).bits, yes.unsigned || no.unsigned);
}

function skippingIf(reading: Reading, skip: boolean, read: (reading: Reading) => Value): Value {
  if (hasFailed(reading)) return ZERO;
  if (skip) reading.skipping++;
  const result = read(reading);
  if (skip) reading.skipping--;
  return result;
}

function deeper(reading: Reading): boolean {
  if (++reading.depth <= reading.run.expander.limits.depth) return true;
  fail(reading, 'The expression is too deep.', 'cpp-budget-depth');
  return false;
}

const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '>': 7,
  '<=': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
};

/** A binary operator whose right side is still being read. */
interface Pending {
  readonly operator: string;
  readonly precedence: number;
  readonly left: Value;
  /** The left side of `&&` or `||` decided, so the right side does not count. */
  readonly decided: boolean;
  readonly place: SourceRange;
}

/** Operators wait on a list, not in recursion: only parentheses and `?:` nest. */
function binary(reading: Reading): Value {
  const pending: Pending[] = [];
  let right = unary(reading);
  while (!hasFailed(reading)) {
    const operator = reading.token.kind === KIND.punctuator ? reading.token.text : '';
    const precedence = PRECEDENCE[operator] ?? 0;
    right = reduce(reading, pending, precedence, right);
    if (precedence === 0) return right;
    const decided = (operator === '&&' && right.bits === 0n) || (operator === '||' && right.bits !== 0n);
    if (decided) reading.skipping++;
    pending.push({ operator, precedence, left: right, decided, place: placeOf(reading) });
    advance(reading);
    right = unary(reading);
  }
  return ZERO;
}

/** Computes what binds at least as tightly as the operator that comes next. */
function reduce(reading: Reading, pending: Pending[], precedence: number, last: Value): Value {
  let right = last;
  while (pending.length > 0 && pending.at(-1)!.precedence >= precedence) {
    const { operator, left, decided, place } = pending.pop()!;
    if (decided) reading.skipping--;
    right = compute(reading, operator, left, right, place);
  }
  return right;
}

function compute(reading: Reading, operator: string, left: Value, right: Value, place: SourceRange): Value {
  const unsigned = left.unsigned || right.unsigned;
  const a = value(left.bits, unsigned).bits;
  const b = value(right.bits, unsigned).bits;
  switch (operator) {
    case '||':
      return truth(left.bits !== 0n || right.bits !== 0n);
    case '&&':
      return truth(left.bits !== 0n && right.bits !== 0n);
    case '==':
      return truth(a === b);
    case '!=':
      return truth(a !== b);
    case '<':
      return truth(a < b);
    case '>':
      return truth(a > b);
    case '<=':
      return truth(a <= b);
    case '>=':
      return truth(a >= b);
    case '<<':
      return shift(left, right.bits);
    case '>>':
      return shift(left, -right.bits);
    case '/':
    case '%':
      if (b === 0n) return byZero(reading, left, unsigned, place);
      return value(operator === '/' ? a / b : a % b, unsigned);
    default:
      return value(arithmetic(operator, a, b), unsigned);
  }
}

function arithmetic(operator: string, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '&':
      return a & b;
    case '+':
      return a + b;
    case '-':
      return a - b;
    default:
      return a * b;
  }
}

/** By so many bits to the left; a negative number shifts to the right. Beyond 64 bits only the sign is left. */
function shift({ bits, unsigned }: Value, by: bigint): Value {
  if (by >= 64n) return value(0n, unsigned);
  return value(by >= 0n ? bits << by : bits >> (by < -64n ? 64n : -by), unsigned);
}

/** gcc complains and goes on with the dividend, without its sign. */
function byZero(reading: Reading, left: Value, unsigned: boolean, place: SourceRange): Value {
  if (reading.skipping === 0) report(reading.run, 'cpp-division-by-zero', 'error', 'Division by zero.', place);
  return value(left.bits < 0n && !unsigned ? -left.bits : left.bits, left.unsigned);
}

/** Operators before an operand are collected, not nested: there may be any number. */
function unary(reading: Reading): Value {
  const operators: string[] = [];
  while (reading.token.kind === KIND.punctuator && '+-~!'.includes(reading.token.text)) {
    operators.push(reading.token.text);
    advance(reading);
  }
  let result = operand(reading);
  for (let operator = operators.pop(); operator !== undefined; operator = operators.pop()) {
    if (operator === '-') result = value(-result.bits, result.unsigned);
    else if (operator === '~') result = value(~result.bits, result.unsigned);
    else if (operator === '!') result = truth(result.bits === 0n);
  }
  return result;
}

function operand(reading: Reading): Value {
  const { token } = reading;
  switch (token.kind) {
    case KIND.number: {
      const read = readNumber(token.text);
      if ('problem' in read) return wrongOperand(reading, read.problem);
      advance(reading);
      return read;
    }
    case KIND.character:
    case KIND.wide: {
      const read = readCharacter(token.text);
      if ('problem' in read) return wrongOperand(reading, read.problem);
      advance(reading);
      return read;
    }
    case KIND.name:
      return name(reading, token);
    case KIND.punctuator:
      if (token.text === '(') return parenthesis(reading);
      if (token.text === '#') return assertion(reading);
      return fail(reading, `An operand is missing before \`${token.text}\`.`);
    case KIND.end:
      return fail(reading, 'The expression ends too early.');
    default:
      return fail(reading, `\`${token.text}\` cannot stand in an expression of the preprocessor.`);
  }
}

function parenthesis(reading: Reading): Value {
  if (!deeper(reading)) return ZERO;
  advance(reading);
  const result = conditional(reading);
  reading.depth--;
  if (!hasFailed(reading) && !takes(reading, ')')) return fail(reading, '`)` is missing in the expression.');
  return result;
}

/** A name that is no macro counts as 0. */
function name(reading: Reading, token: Token): Value {
  if (token.text === 'defined') return defined(reading);
  advance(reading);
  return ZERO;
}

function defined(reading: Reading): Value {
  const { run } = reading;
  const x = run.expander;
  x.preventExpansion++;
  advance(reading);
  const paren = takes(reading, '(');
  const { token } = reading;
  x.preventExpansion--;
  if (token.kind !== KIND.name) return wrongOperand(reading, '`defined` takes the name of a macro.');
  const macro = run.macros.get(token.text);
  const range = tokenRange(token);
  if (macro !== undefined && range !== undefined) x.uses.push({ macro: macro.definition, nameRange: range, range });
  advance(reading);
  if (paren && !isPunctuator(reading.token, ')')) return wrongOperand(reading, '`)` is missing after `defined`.');
  if (paren) advance(reading);
  return truth(macro !== undefined);
}

/** gcc complains, drops the token and goes on with 0, so that `!` before it makes the condition hold. */
function wrongOperand(reading: Reading, message: string): Value {
  report(reading.run, 'cpp-expression', 'error', message, placeOf(reading));
  if (reading.token !== TEXT_END) advance(reading);
  return ZERO;
}

/** GNU's `#predicate(answer)`. */
function assertion(reading: Reading): Value {
  const { run } = reading;
  const x = run.expander;
  x.preventExpansion++;
  advance(reading);
  const predicate = reading.token;
  if (predicate.kind === KIND.name) advance(reading);
  let answer: string | undefined;
  if (predicate.kind === KIND.name && takes(reading, '(')) {
    answer = '';
    while (reading.token !== TEXT_END && !isPunctuator(reading.token, ')')) {
      answer += (reading.token.flags & 1) === 0 ? reading.token.text : ` ${reading.token.text}`;
      advance(reading);
    }
  }
  x.preventExpansion--;
  if (predicate.kind !== KIND.name) return wrongOperand(reading, 'A predicate has to follow `#`.');
  if (answer !== undefined && !takes(reading, ')')) return wrongOperand(reading, '`)` is missing after the answer.');
  const answers = run.assertions.get(predicate.text);
  return truth(answers !== undefined && (answer === undefined || answers.has(answer.trim())));
}
