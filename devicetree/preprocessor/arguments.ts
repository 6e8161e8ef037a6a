/** Puts the arguments of an invocation into the macro's body (C11 6.10.3.1 to 6.10.3.3), with gcc's paddings and extensions. */
import type { MacroShape } from './define.js';
import {
  AVOID_PASTE,
  decidingPadding,
  FLAG,
  isPunctuator,
  KIND,
  makeToken,
  paddingOf,
  withFlags,
  type Token,
} from './tokens.js';
import { createOptionalTracker } from './va-opt.js';

export interface Argument {
  readonly tokens: readonly Token[];
  /** The variable arguments are not there at all, so that `, ## args` swallows its comma. */
  readonly omitted: boolean;
  /** Worked out when first needed. */
  expanded: readonly Token[] | undefined;
  stringified: Token | undefined;
}

export interface Replacement {
  /** White space matters: not in directives. */
  readonly padded: boolean;
  readonly expand: (argument: Argument) => readonly Token[];
  readonly paste: (left: Token, right: Token) => Token | undefined;
  /** Tokens that there is room for. What does not fit is left out, and `overflow` is called. */
  readonly room: number;
  readonly overflow: () => void;
}

/** State of the walk over a body. */
interface Filling {
  readonly shape: MacroShape;
  readonly list: readonly Argument[];
  readonly by: Replacement;
  readonly out: Token[];
  /** The length of `out` where the contents of `__VA_OPT__` begin; -1 outside. */
  optionalStart: number;
}

/** The body's tokens with parameters replaced. */
export function replaceArguments(shape: MacroShape, list: readonly Argument[], by: Replacement): Token[] {
  const body = shape.body();
  const filling: Filling = { shape, list, by, out: [], optionalStart: -1 };
  expandFirst(filling, body);
  const variable = list[shape.parameterCount - 1]!;
  const optional = createOptionalTracker(shape.variadic, () =>
    expandedOf(filling, variable).some(({ kind }) => kind !== KIND.padding),
  );
  body.forEach((token, i) => {
    const before = body[i - 1];
    switch (optional.update(token)) {
      case 'include':
        if (token.kind === KIND.parameter) putArgument(filling, token, before);
        else filling.out.push(token);
        break;
      case 'begin':
        if (before !== undefined && (before.flags & FLAG.pasteLeft) === 0) filling.out.push(paddingOf(token));
        filling.optionalStart = filling.out.length;
        break;
      case 'end':
        if (optional.stringify()) stringifyOptional(filling, token);
        else endOptional(filling, token);
        filling.optionalStart = -1;
        break;
      case 'drop':
      case 'error':
    }
  });
  return filling.out;
}

/** Arguments are expanded before anything is put together, in the order of the body: what they count or report comes first. */
function expandFirst(filling: Filling, body: readonly Token[]): void {
  body.forEach((token, i) => {
    if (token.kind !== KIND.parameter || (token.flags & (FLAG.stringify | FLAG.pasteLeft)) !== 0) return;
    if (i > 0 && (body[i - 1]!.flags & FLAG.pasteLeft) !== 0) return;
    expandedOf(filling, filling.list[token.parameter]!);
  });
}

function expandedOf(filling: Filling, argument: Argument): readonly Token[] {
  return (argument.expanded ??= filling.by.expand(argument));
}

function putArgument(filling: Filling, parameter: Token, before: Token | undefined): void {
  const { out, by } = filling;
  const argument = filling.list[parameter.parameter]!;
  const pastesLeft = (parameter.flags & FLAG.pasteLeft) !== 0;
  const afterPaste = before !== undefined && (before.flags & FLAG.pasteLeft) !== 0;
  let tokens: readonly Token[];
  let unpaste = -1;
  if ((parameter.flags & FLAG.stringify) !== 0) {
    tokens = [(argument.stringified ??= stringify(argument.tokens, by.overflow))];
  } else if (pastesLeft) {
    tokens = argument.tokens;
  } else if (afterPaste) {
    tokens = argument.tokens;
    unpaste = joinLeft(filling, parameter, argument);
  } else {
    tokens = expandedOf(filling, argument);
    if (opensOptional(filling)) tokens = tokens.slice(leadingPaddings(tokens));
  }
  if (out.length + tokens.length > by.room) return by.overflow();
  if (by.padded && before !== undefined && !afterPaste && !opensOptional(filling)) out.push(paddingOf(parameter));
  for (const token of tokens) out.push(token);
  // With an argument on the left of `##` its last token is the one to be pasted.
  if (pastesLeft && tokens.length > 0) setPaste(out, out.length - 1, true);
  if (by.padded && !pastesLeft) out.push(AVOID_PASTE);
  if (unpaste >= 0) setPaste(out, unpaste, pastesLeft);
}

/** The next token is the first of `__VA_OPT__`. */
function opensOptional({ out, optionalStart }: Filling): boolean {
  return optionalStart > 0 && out.length === optionalStart;
}

/**
 * A parameter on the right of `##`: which token on the left loses its paste, or -1. GNU's `, ## args` drops the comma if there are
 * no arguments, and else only the paste.
 */
function joinLeft(filling: Filling, parameter: Token, argument: Argument): number {
  const { out, shape } = filling;
  const last = out.at(-1);
  if (last === undefined) return -1;
  if (isPunctuator(last, ',') && shape.variadic && parameter.parameter === shape.parameterCount - 1) {
    if (!argument.omitted) return out.length - 1;
    out.pop();
    return -1;
  }
  return argument.tokens.length === 0 ? out.length - 1 : -1;
}

function setPaste(out: Token[], index: number, on: boolean): void {
  const token = out[index];
  if (token === undefined) return;
  out[index] = withFlags(token, on ? token.flags | FLAG.pasteLeft : token.flags & ~FLAG.pasteLeft);
}

function leadingPaddings(tokens: readonly Token[]): number {
  const first = tokens.findIndex(({ kind }) => kind !== KIND.padding);
  return first < 0 ? tokens.length : first;
}

/** The `)` of `__VA_OPT__`. */
function endOptional(filling: Filling, close: Token): void {
  const { out, optionalStart } = filling;
  const empty = out.length === optionalStart;
  if (empty && optionalStart > 0 && (out[optionalStart - 1]!.flags & FLAG.pasteLeft) !== 0) {
    setPaste(out, optionalStart - 1, false);
  }
  if ((close.flags & FLAG.pasteLeft) === 0) {
    out.push(AVOID_PASTE);
    return;
  }
  while (out.length > optionalStart && out.at(-1) === AVOID_PASTE) out.pop();
  if (out.length > 0 && out.at(-1)!.kind !== KIND.padding) setPaste(out, out.length - 1, true);
}

/** `#__VA_OPT__(…)`. */
function stringifyOptional(filling: Filling, close: Token): void {
  const { out, by, optionalStart } = filling;
  const inside = out.splice(optionalStart);
  const tokens: Token[] = [];
  for (let i = 0; i < inside.length; i++) {
    let token = inside[i]!;
    while ((token.flags & FLAG.pasteLeft) !== 0 && i + 1 < inside.length) {
      const right = inside[i + 1]!;
      const pasted = by.paste(token, right);
      if (pasted === undefined) break;
      i++;
      token = withFlags(pasted, pasted.flags | (right.flags & FLAG.pasteLeft));
    }
    tokens.push(token);
  }
  const text = stringify(tokens, by.overflow);
  out.push((close.flags & FLAG.pasteLeft) === 0 ? text : withFlags(text, text.flags | FLAG.pasteLeft));
}

/** A string of a string of a string doubles its backslashes each time. */
const LONGEST_STRING = 1 << 20;

const LITERALS: ReadonlySet<number> = new Set([KIND.string, KIND.character, KIND.wide]);

/** Tokens as one string literal (C11 6.10.3.2). */
export function stringify(tokens: readonly Token[], overflow: () => void): Token {
  let text = '';
  let source: Token | undefined;
  let backslashes = 0;
  for (const token of tokens) {
    if (token.kind === KIND.padding) {
      source = decidingPadding(source, token);
      continue;
    }
    if (text !== '' && ((source ?? token).flags & FLAG.white) !== 0) text += ' ';
    source = undefined;
    text += LITERALS.has(token.kind) ? token.text.replace(/["\\]/g, '\\$&') : token.text;
    if (text.length > LONGEST_STRING) {
      overflow();
      break;
    }
    backslashes = token.kind === KIND.other && token.text.startsWith('\\') ? backslashes + 1 : 0;
  }
  if (backslashes % 2 === 1) text = text.slice(0, -1);
  const place = tokens[0];
  return makeToken(KIND.string, `"${text}"`, 0, place?.file, place?.start ?? 0, place?.end ?? 0);
}
