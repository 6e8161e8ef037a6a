/**
 * Macro expansion as gcc does it: a stack of token lists under expansion above a text that is read on demand. The order of steps
 * decides which names are left alone (C11 6.10.3.4) and where white space goes, so it follows gcc's closely.
 */
import type { SourceFile, SourceRange } from '../source/index.js';
import { replaceArguments, type Argument } from './arguments.js';
import type { MacroShape } from './define.js';
import { cursorOver, lexToken } from './lexer.js';
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
import type { MacroDefinition, MacroUse } from './types.js';

/** A macro in one run. */
export interface Macro {
  readonly definition: MacroDefinition;
  /** Undefined for what the preprocessor itself answers. */
  readonly shape: MacroShape | undefined;
  /** It is being expanded, and its name inside stays as it is. */
  disabled: boolean;
}

/** Where tokens come from that no expansion made. */
export interface TokenSource {
  /** `searching` while only a `(` is wanted: then no directive is carried out, the text ends there. */
  next(parsing: Parsing): Token;
  /** Gives back the last token. */
  unread(): void;
  /** For going back after an invocation that does not end; `undefined` where that is not possible any more. */
  mark(): () => boolean;
  /** Whether `<name>` is one token from now on; only directives have that. */
  headers?(on: boolean): void;
}

/** 0: text; 1: looking for `(`; 2: inside of an invocation. */
export type Parsing = 0 | 1 | 2;

interface Context {
  readonly tokens: readonly Token[];
  at: number;
  readonly macro: Macro | undefined;
  readonly use: MacroUse | undefined;
  /** What `__LINE__` in there refers to: the invocation in the text. Undefined for arguments written in the text. */
  readonly place: SourceRange | undefined;
  readonly previous: Context | undefined;
}

type Growing<T> = { -readonly [K in keyof T]: T[K] };

export interface Expander {
  readonly macros: Map<string, Macro>;
  readonly uses: MacroUse[];
  readonly limits: ExpansionLimits;
  /** The answer of a macro without a definition, e.g. `__LINE__`. Undefined: the name stays. */
  readonly builtin: (expander: Expander, macro: Macro, name: Token) => readonly Token[] | undefined;
  readonly report: (
    code: string,
    severity: 'error' | 'warning',
    message: string,
    range: SourceRange,
    of?: Macro,
  ) => void;
  source: TokenSource;
  context: Context | undefined;
  parsing: Parsing;
  preventExpansion: number;
  /** In a directive white space does not matter. */
  inDirective: boolean;
  /** `_Pragma` waits while arguments are expanded. */
  argumentDepth: number;
  /** The invocation in the text that everything in the stack came from. */
  outermost: Growing<SourceRange> | undefined;
  outermostUse: MacroUse | undefined;
}

export interface ExpansionLimits {
  /** Expansions that may still be made, and tokens that they may still give. */
  expansions: number;
  tokens: number;
  readonly depth: number;
  /** Set when a limit was reached: every text ends. */
  stopped: boolean;
}

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
  x.limits.tokens -= tokens.length;
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

/** Notes the use of a macro that expands to mere text, at its name in the text. Undefined if there were too many. */
export function enterFlat(
  x: Expander,
  macro: Macro,
  file: SourceFile,
  start: number,
  end: number,
): MacroUse | undefined {
  const { limits } = x;
  if (limits.expansions <= 0 || limits.tokens < 0) return undefined;
  limits.expansions--;
  limits.tokens--;
  const range = { file, start, end };
  const use: MacroUse = { macro: macro.definition, nameRange: range, range };
  x.uses.push(use);
  x.outermostUse = use;
  return use;
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
  return tokenRange(name);
}

/** Counts an expansion. False when there were too many. */
function spend(x: Expander, name: Token): boolean {
  const { limits } = x;
  if (--limits.expansions >= 0 && limits.tokens >= 0) return true;
  if (!limits.stopped) {
    limits.stopped = true;
    const range = x.outermost ?? tokenRange(name);
    const message = 'Macros expand to too much; the rest is left out.';
    if (range !== undefined) x.report('cpp-budget-expansions', 'error', message, { ...range });
  }
  return false;
}

function addUse(
  x: Expander,
  macro: Macro,
  name: Token,
  close: Token | undefined,
  parent: MacroUse | undefined,
): MacroUse | undefined {
  const outermost = x.outermost ?? tokenRange(name);
  const nameRange = tokenRange(name) ?? outermost;
  if (nameRange === undefined || outermost === undefined) return parent;
  const range = rangeOfUse(name, close, nameRange, outermost, parent);
  const { definition } = macro;
  const use: MacroUse =
    parent === undefined ? { macro: definition, nameRange, range } : { macro: definition, nameRange, range, parent };
  x.uses.push(use);
  if (parent === undefined) x.outermostUse = use;
  return use;
}

/** A nested use that is written in full in the text, as an argument, has its own range; others have the outermost's. */
function rangeOfUse(
  name: Token,
  close: Token | undefined,
  nameRange: SourceRange,
  outermost: SourceRange,
  parent: MacroUse | undefined,
): SourceRange {
  if (parent === undefined) return outermost;
  if (((name.flags | (close?.flags ?? 0)) & FLAG.body) !== 0) return outermost;
  if (close === undefined) return nameRange;
  if (close.file !== name.file || close.end <= name.start) return outermost;
  return { file: nameRange.file, start: name.start, end: close.end };
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
    overflow: () => {
      x.limits.tokens = -1;
    },
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
  while (x.context !== undefined && x.context !== context) popContext(x, x.context);
  x.limits.tokens -= result.length;
  return result;
}

/** Pastes `left` and what `##` joins to it, and makes the result the next token to be read. */
function pasteAll(x: Expander, context: Context, left: Token): void {
  let joined = left;
  let right: Token | undefined;
  do {
    right = context.tokens[context.at++];
    if (right === undefined) break;
    const pasted = pasteTokens(joined, right);
    if (pasted === undefined) {
      joined = withFlags(joined, joined.flags & ~FLAG.pasteLeft);
      context.at--;
      break;
    }
    joined = pasted;
  } while ((right.flags & FLAG.pasteLeft) !== 0);
  x.limits.tokens--;
  pushTokens(x, [withFlags(joined, joined.flags & ~FLAG.pasteLeft)]);
}

/** One token out of two; undefined if they do not make one, which assembler may do without a remark. */
export function pasteTokens(left: Token, right: Token): Token | undefined {
  const space = isPunctuator(left, '/') && !isPunctuator(right, '=') ? ' ' : '';
  const text = `${left.text}${space}${right.text}`;
  if (text.length > LONGEST_PASTE) return undefined;
  const cursor = cursorOver(undefined, text, 0, text.length);
  const token = lexToken(cursor);
  if (cursor.pos !== text.length || token === TEXT_END) return undefined;
  const { file, start, end } = left;
  return { ...token, file, start, end, flags: left.flags & (FLAG.white | FLAG.body) };
}

/** Pasting over and over must not make strings of any length. */
const LONGEST_PASTE = 1 << 20;
