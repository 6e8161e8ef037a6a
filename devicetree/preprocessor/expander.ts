/**
 * Macro expansion as gcc does it: a stack of token lists under expansion above a text that is read on demand. The order of steps
 * decides which names are left alone (C11 6.10.3.4) and where white space goes, so it follows gcc's closely.
 */
import type { SourceRange } from '../source/index.js';
import { replaceArguments, type Argument } from './arguments.js';
import type { MacroShape } from './define.js';
import type { Context, Expander, Growing, Macro } from './expansion.js';
import { pasteTokens } from './paste.js';
import {
  ARGUMENT_END,
  AVOID_PASTE,
  FLAG,
  isPunctuator,
  KIND,
  paddingOf,
  TEXT_END,
  tokenRange,
  withFlags,
  type Token,
} from './tokens.js';
import type { MacroUse } from './types.js';
import { addUse } from './uses.js';

/** The next token with all macros expanded. In text, paddings come between tokens. */
export function nextToken(x: Expander): Token {
  while (!x.limits.stopped) {
    const { context } = x;
    let token: Token;
    if (context === undefined) {
      token = x.source.next(x.parsing);
    } else if (context.at < context.tokens.length) {
      token = context.tokens[context.at++]!;
      if ((token.flags & FLAG.pasteLeft) !== 0) {
        pasteAll(x, context, token);
        if (x.inDirective) continue;
        return paddingOf(token);
      }
    } else {
      popContext(x, context);
      if (x.inDirective) continue;
      return AVOID_PASTE;
    }
    if (token.kind !== KIND.name || (token.flags & FLAG.noExpand) !== 0) return token;
    const macro = x.macros.get(token.text);
    if (macro === undefined) return token;
    if (macro.disabled) return withFlags(token, token.flags | FLAG.noExpand);
    if (x.preventExpansion > 0 || !enterMacro(x, macro, token)) return token;
    if (x.inDirective) continue;
    return paddingOf(token);
  }
  return TEXT_END;
}

/** Puts tokens on the stack as a part of what is being expanded there. */
export function pushTokens(x: Expander, tokens: readonly Token[]): void {
  const { context } = x;
  x.context = { tokens, at: 0, macro: context?.macro, use: context?.use, place: context?.place, previous: context };
}

function pushExpansion(
  x: Expander,
  tokens: readonly Token[],
  macro: Macro,
  use: MacroUse | undefined,
  place: SourceRange | undefined,
): void {
  spendTokens(x, tokens.length);
  macro.disabled = true;
  x.context = { tokens, at: 0, macro, use, place, previous: x.context };
}

function popContext(x: Expander, context: Context): void {
  const { macro, previous } = context;
  if (macro !== undefined && previous?.macro !== macro) macro.disabled = false;
  x.context = previous;
}

/** Gives back the last token that nextToken returned. */
function unread(x: Expander): void {
  if (x.context === undefined) x.source.unread();
  else x.context.at--;
}

/** Begins the expansion of a macro. False: its name is just a name here. */
function enterMacro(x: Expander, macro: Macro, name: Token): boolean {
  if (!spend(x, name)) return false;
  const inText = x.context === undefined;
  const parent = x.context?.use;
  const place = x.context?.place ?? tokenRange(name);
  const argumentPlace = x.context?.place;
  const saved = x.outermost;
  if (inText) x.outermost = growingRange(name);
  if (macro.shape === undefined) {
    const tokens = x.builtin(x, macro, name);
    if (tokens === undefined) {
      x.outermost = saved;
      return false;
    }
    addUse(x, macro, name, undefined, parent);
    pushTokens(x, tokens);
    return true;
  }
  if (!macro.shape.functionLike) {
    const use = addUse(x, macro, name, undefined, parent);
    pushExpansion(x, macro.shape.body(), macro, use, place);
    return true;
  }
  const found = invocation(x, macro, macro.shape, name);
  if (found === undefined) {
    if (inText) x.outermost = saved;
    return false;
  }
  const use = addUse(x, macro, name, found.close, parent);
  const { body, parameterCount } = macro.shape;
  const tokens = parameterCount === 0 ? body() : expandBody(x, macro.shape, found.list, use, argumentPlace);
  // A directive among the arguments may have defined the name anew.
  pushExpansion(x, tokens, x.macros.get(name.text) ?? macro, use, place);
  return true;
}

function growingRange(name: Token): Growing<SourceRange> | undefined {
  const { file, start, end } = name;
  return file === undefined ? undefined : { file, start, end };
}

/** Counts an expansion. False when there were too many. */
function spend(x: Expander, name: Token): boolean {
  if (--x.limits.expansions >= 0 && x.limits.tokens >= 0) return true;
  exceed(x, x.outermost ?? tokenRange(name));
  return false;
}

/** Counts tokens that an expansion gives. */
function spendTokens(x: Expander, count: number): void {
  x.limits.tokens -= count;
  if (x.limits.tokens < 0) exceed(x, x.outermost);
}

function exceed(x: Expander, range: SourceRange | undefined): void {
  if (x.limits.stopped) return;
  x.limits.stopped = true;
  const message = 'Macros expand to too much; the rest is left out.';
  if (range !== undefined) x.report('cpp-budget-expansions', 'error', message, { ...range });
}

interface Invocation {
  readonly list: readonly Argument[];
  readonly close: Token;
}

/** Looks for `(` after the name, and reads the arguments. Without `(` nothing is lost. */
function invocation(x: Expander, macro: Macro, shape: MacroShape, name: Token): Invocation | undefined {
  const back = x.source.mark();
  x.preventExpansion++;
  x.parsing = 1;
  let padding: Token | undefined;
  let token = nextToken(x);
  while (token.kind === KIND.padding) {
    padding = strongerPadding(padding, token);
    token = nextToken(x);
  }
  let result: Invocation | undefined;
  if (isPunctuator(token, '(')) {
    x.parsing = 2;
    result = collectArguments(x, macro, shape, name, back);
  } else if (token !== TEXT_END) {
    unread(x);
    if (padding !== undefined) pushTokens(x, [padding]);
  }
  x.parsing = 0;
  x.preventExpansion--;
  return result;
}

function strongerPadding(known: Token | undefined, padding: Token): Token {
  if (known?.source === undefined) return padding;
  return (known.source.flags & FLAG.white) === 0 && padding.source === undefined ? padding : known;
}

function collectArguments(
  x: Expander,
  macro: Macro,
  shape: MacroShape,
  name: Token,
  back: () => boolean,
): Invocation | undefined {
  const { parameterCount, variadic } = shape;
  const list: Token[][] = [];
  let last: Token;
  do {
    const tokens: Token[] = [];
    last = readArgument(x, tokens, variadic && list.length + 1 === parameterCount);
    // More than there can be are counted, not kept.
    list.push(list.length < parameterCount || list.length === 0 ? tokens : []);
  } while (last.kind !== KIND.end && !isPunctuator(last, ')'));
  if (last.kind === KIND.end) {
    if (last === ARGUMENT_END) unread(x);
    else if (!x.limits.stopped) back();
    reportInvocation(
      x,
      macro,
      name,
      'cpp-unterminated-invocation',
      `The arguments of ${name.text} do not end: \`)\` is missing.`,
    );
    return undefined;
  }
  if (x.context === undefined && last.file === x.outermost?.file && x.outermost !== undefined) {
    x.outermost.end = Math.max(x.outermost.end, last.end);
  }
  const count = list.length === 1 && parameterCount === 0 && list[0]!.length === 0 ? 0 : list.length;
  if (count !== parameterCount && !(variadic && count + 1 === parameterCount)) {
    if (last.file !== undefined) back();
    const takes = variadic ? `at least ${parameterCount - 1}` : `${parameterCount}`;
    reportInvocation(x, macro, name, 'cpp-argument-count', `${name.text} takes ${takes} arguments, not ${count}.`);
    return undefined;
  }
  const omitted = variadic && (count < parameterCount || (count === 1 && list[0]!.length === 0));
  if (count < parameterCount) list.push([]);
  const result = list.map((tokens, i): Argument => {
    return { tokens, omitted: omitted && i === parameterCount - 1, expanded: undefined, stringified: undefined };
  });
  return { list: result, close: last };
}

function reportInvocation(x: Expander, macro: Macro, name: Token, code: string, message: string): void {
  const range = (name.flags & FLAG.body) === 0 ? tokenRange(name) : x.outermost;
  if (range !== undefined && !x.limits.stopped) x.report(code, 'error', message, { ...range }, macro);
}

/** Reads one argument; returns what ended it. */
function readArgument(x: Expander, tokens: Token[], takesCommas: boolean): Token {
  let depth = 0;
  while (true) {
    const token = nextToken(x);
    if (token.kind === KIND.padding) {
      if (tokens.length > 0) tokens.push(token);
      continue;
    }
    if (token.kind === KIND.end) return trimmed(tokens, token);
    if (token.kind === KIND.punctuator) {
      if (token.text === '(') depth++;
      else if (token.text === ')' && depth-- === 0) return trimmed(tokens, token);
      else if (token.text === ',' && depth === 0 && !takesCommas) return trimmed(tokens, token);
      // gcc's way with a line of assembler that begins with `#`.
      else if (token.text === '#' && (token.flags & FLAG.lineStart) !== 0) return trimmed(tokens, token);
    }
    tokens.push(token);
  }
}

function trimmed(tokens: Token[], end: Token): Token {
  while (tokens.at(-1)?.kind === KIND.padding) tokens.pop();
  return end;
}

function expandBody(
  x: Expander,
  shape: MacroShape,
  list: readonly Argument[],
  use: MacroUse | undefined,
  place: SourceRange | undefined,
): Token[] {
  return replaceArguments(shape, list, {
    padded: !x.inDirective,
    expand: (argument) => expandArgument(x, argument, use, place),
    paste: pasteTokens,
    room: Math.max(x.limits.tokens, 0),
    overflow: () => exceed(x, x.outermost),
  });
}

/** An argument with all its macros expanded, as if it were a text of its own. */
function expandArgument(
  x: Expander,
  argument: Argument,
  use: MacroUse | undefined,
  place: SourceRange | undefined,
): readonly Token[] {
  if (argument.tokens.length === 0) return [];
  if (x.argumentDepth >= x.limits.depth) {
    const range = x.outermost;
    x.limits.stopped = true;
    const message = 'Macro arguments lie too deep in each other; the rest is left out.';
    if (range !== undefined) x.report('cpp-budget-depth', 'error', message, { ...range });
    return argument.tokens;
  }
  const { context } = x;
  const result: Token[] = [];
  const tokens = [...argument.tokens, ARGUMENT_END];
  x.context = { tokens, at: 0, macro: context?.macro, use, place, previous: context };
  x.argumentDepth++;
  for (let token = nextToken(x); token.kind !== KIND.end; token = nextToken(x)) result.push(token);
  x.argumentDepth--;
  unwind(x, context);
  spendTokens(x, result.length);
  return result;
}

/** Drops what is left of the expansions above `to`, so that their macros can expand again. */
export function unwind(x: Expander, to: Context | undefined): void {
  while (x.context !== undefined && x.context !== to) popContext(x, x.context);
}

/** Pastes `left` and what `##` joins to it, and makes the result the next token to be read. */
function pasteAll(x: Expander, context: Context, left: Token): void {
  let joined = left;
  let more = true;
  while (more && context.at < context.tokens.length) {
    const right = context.tokens[context.at]!;
    const pasted = pasteTokens(joined, right);
    if (pasted === undefined) break;
    context.at++;
    joined = pasted;
    more = (right.flags & FLAG.pasteLeft) !== 0;
  }
  spendTokens(x, 1);
  pushTokens(x, [withFlags(joined, joined.flags & ~FLAG.pasteLeft)]);
}
