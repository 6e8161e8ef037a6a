/** Carries out directives. */
import { commentOf } from './comments.js';
import { readString } from './constants.js';
import { readDefine, sameDefinition, spell, type DefineResult } from './define.js';
import { evaluate } from './expression.js';
import { include } from './include.js';
import { line, operands, type Line } from './line.js';
import { runPragma } from './pragma.js';
import {
  directiveRange,
  loseTrack,
  removeMacro,
  report,
  setMacro,
  type Conditional,
  type Frame,
  type Run,
} from './run.js';
import type { DirectiveItem } from './scan.js';
import { FLAG, isPunctuator, KIND, TEXT_END, tokenRange, type Token } from './tokens.js';

/** Carries out one directive of the file on top, whose next item is the one after it. */
export function runDirective(run: Run, frame: Frame, item: DirectiveItem): void {
  switch (item.directive) {
    case 'define':
      return define(run, frame, item);
    case 'undef':
      return undefine(run, frame, item);
    case 'include':
    case 'include_next':
    case 'import':
      return include(run, frame, item);
    case 'if':
      return open(run, frame, item, evaluate(run, frame, item));
    case 'ifdef':
      return open(run, frame, item, isDefined(run, frame, item));
    case 'ifndef':
      return open(run, frame, item, !isDefined(run, frame, item));
    case 'elif':
      return next(run, frame, item, () => evaluate(run, frame, item));
    case 'elifdef':
      return next(run, frame, item, () => isDefined(run, frame, item));
    case 'elifndef':
      return next(run, frame, item, () => !isDefined(run, frame, item));
    case 'else':
      return otherwise(run, frame, item);
    case 'endif':
      return close(run, frame, item);
    case 'error':
      return say(run, frame, item, 'cpp-error', 'error');
    case 'warning':
      return say(run, frame, item, 'cpp-warning', 'warning');
    case 'line':
      return presume(run, frame, item);
    case 'pragma':
      return runPragma(run, frame, item);
    case 'assert':
      return assertion(run, frame, item, true);
    case 'unassert':
      return assertion(run, frame, item, false);
    case 'ident':
    case 'sccs':
    case 'null':
  }
}

function define(run: Run, frame: Frame, item: DirectiveItem): void {
  const { file } = frame;
  const { shape, findings } = definitionOf(frame, item);
  run.findings.push(...findings);
  if (shape === undefined) return;
  const { name, nameRange } = shape.definition;
  const known = run.macros.get(name);
  if (known !== undefined && (known.shape === undefined || !sameDefinition(known.shape, shape))) {
    const range = nameRange ?? directiveRange(file, item);
    report(run, 'cpp-redefined', 'warning', `${name} is defined anew, with another meaning.`, range, known);
  }
  setMacro(run, name, shape);
}

/** What a #define means does not depend on the run. */
function definitionOf(frame: Frame, item: DirectiveItem): DefineResult {
  const { file } = frame;
  const known = item.memo as DefineResult | undefined;
  if (known !== undefined) return known;
  const { hash: start, nameEnd: from, end } = item;
  const result = readDefine({ file, text: file.text, start, from, end, comment: () => commentOf(file, item) });
  item.memo = result;
  return result;
}

function undefine(run: Run, frame: Frame, item: DirectiveItem): void {
  const operand = line(frame, item);
  const name = macroName(run, operand);
  if (name === undefined) return;
  noMore(run, operand);
  const macro = run.macros.get(name.text);
  if (macro === undefined) return;
  noteUse(run, name);
  if (macro.shape === undefined) {
    report(run, 'cpp-redefined', 'warning', `${name.text} is built in.`, tokenRange(name)!);
  }
  removeMacro(run, name.text);
}

/** The name that #undef, #ifdef and the like take. */
function macroName(run: Run, operand: Line): Token | undefined {
  const token = operand.next();
  if (token.kind === KIND.name && token.text !== 'defined') return token;
  const { frame, item } = operand;
  const message =
    token === TEXT_END ? `#${item.directive} has no macro name.` : 'The name of a macro is expected here.';
  report(run, 'cpp-macro-name', 'error', message, tokenRange(token) ?? directiveRange(frame.file, item));
  return undefined;
}

function noMore(run: Run, operand: Line): void {
  const token = operand.next();
  if (token === TEXT_END) return;
  const { frame, item } = operand;
  const range = { file: frame.file, start: token.start, end: endOfText(frame.file.text, item.end) };
  report(run, 'cpp-extra-tokens', 'warning', `#${item.directive} takes nothing more.`, range);
}

function endOfText(text: string, end: number): number {
  let p = end;
  while (p > 0 && text.charCodeAt(p - 1) <= 0x20) p--;
  return p;
}

/** A name in a conditional counts as a use of its macro. */
export function noteUse(run: Run, name: Token): void {
  const macro = run.macros.get(name.text);
  const range = tokenRange(name);
  if (macro === undefined || range === undefined) return;
  run.expander.uses.push({ macro: macro.definition, nameRange: range, range });
}

function isDefined(run: Run, frame: Frame, item: DirectiveItem): boolean {
  const operand = line(frame, item);
  const name = macroName(run, operand);
  if (name === undefined) return item.directive.endsWith('ndef');
  noteUse(run, name);
  noMore(run, operand);
  return run.macros.has(name.text);
}

function open(run: Run, frame: Frame, item: DirectiveItem, holds: boolean): void {
  frame.conditionals.push({ opening: item, taken: holds, sawElse: false });
  if (!holds) skip(run, frame, item);
}

/** Leaves out the branch that a directive opens. */
function skip(run: Run, frame: Frame, item: DirectiveItem): void {
  const { items } = frame.scan;
  frame.item = item.partner;
  const end = items[item.partner]?.start ?? frame.file.text.length;
  if (end > item.next) run.inactive.push({ file: frame.file, start: item.next, end });
}

function innermost(run: Run, frame: Frame, item: DirectiveItem): Conditional | undefined {
  const conditional = frame.conditionals.at(-1);
  if (conditional === undefined) {
    report(run, 'cpp-no-if', 'error', `#${item.directive} without #if.`, directiveRange(frame.file, item));
  }
  return conditional;
}

function afterElse(run: Run, frame: Frame, item: DirectiveItem, conditional: Conditional): void {
  if (!conditional.sawElse) return;
  report(run, 'cpp-after-else', 'error', `#${item.directive} after #else.`, directiveRange(frame.file, item));
}

function next(run: Run, frame: Frame, item: DirectiveItem, holds: () => boolean): void {
  const conditional = innermost(run, frame, item);
  if (conditional === undefined) return;
  afterElse(run, frame, item, conditional);
  if (!conditional.taken && holds()) conditional.taken = true;
  else skip(run, frame, item);
}

function otherwise(run: Run, frame: Frame, item: DirectiveItem): void {
  const conditional = innermost(run, frame, item);
  if (conditional === undefined) return;
  afterElse(run, frame, item, conditional);
  conditional.sawElse = true;
  noMore(run, line(frame, item));
  if (conditional.taken) skip(run, frame, item);
  conditional.taken = true;
}

function close(run: Run, frame: Frame, item: DirectiveItem): void {
  if (innermost(run, frame, item) === undefined) return;
  noMore(run, line(frame, item));
  frame.conditionals.pop();
}

function say(run: Run, frame: Frame, item: DirectiveItem, code: string, severity: 'error' | 'warning'): void {
  const { file } = frame;
  const message = spell(line(frame, item).cursor);
  const range = { file, start: item.hash, end: Math.max(endOfText(file.text, item.end), item.hash + 1) };
  report(run, code, severity, message === '' ? `#${item.directive}` : message, range);
}

/** `#line 5 "name"`. */
function presume(run: Run, frame: Frame, item: DirectiveItem): void {
  operands(run, frame, item, (operand) => {
    const number = operand.next();
    if (number.kind !== KIND.number || !/^\d+$/.test(number.text)) {
      const range = tokenRange(number) ?? directiveRange(frame.file, item);
      report(run, 'cpp-line', 'error', '#line takes the number of a line.', range);
      return;
    }
    const name = operand.next();
    if (name.kind !== KIND.string && name !== TEXT_END) {
      const range = tokenRange(name) ?? directiveRange(frame.file, item);
      report(run, 'cpp-line', 'error', 'The name of a file is expected here.', range);
      return;
    }
    frame.lineDelta = Number(number.text) - (operand.lineNumber() + 1);
    if (name.kind === KIND.string) frame.presumedName = readString(name.text.slice(1, -1));
  });
}

/** `#assert predicate(answer)`, and its opposite. */
function assertion(run: Run, frame: Frame, item: DirectiveItem, holds: boolean): void {
  const operand = line(frame, item);
  const name = macroName(run, operand);
  if (name === undefined) return;
  loseTrack(run);
  const answer = readAnswer(() => operand.next());
  const answers = run.assertions.get(name.text) ?? new Set<string>();
  if (holds && answer !== undefined) answers.add(answer);
  else if (answer === undefined) answers.clear();
  else answers.delete(answer);
  if (answers.size === 0) run.assertions.delete(name.text);
  else run.assertions.set(name.text, answers);
}

/** `(answer)` as one text; undefined where there is none. */
function readAnswer(next: () => Token): string | undefined {
  if (!isPunctuator(next(), '(')) return undefined;
  const words: string[] = [];
  for (let token = next(); token !== TEXT_END && !isPunctuator(token, ')'); token = next()) {
    words.push((token.flags & FLAG.white) === 0 ? token.text : ` ${token.text}`);
  }
  return words.join('').trim();
}
