/** Reads `#define`: parameters and the body's tokens, with gcc's rules for `#`, `##` and `__VA_OPT__`. */
import type { DevicetreeFinding, SourceFile } from '../source/index.js';
import { cursorOver, lexToken, type Cursor } from './lexer.js';
import { FLAG, isPunctuator, KIND, makeToken, TEXT_END, withFlags, type Token } from './tokens.js';
import type { MacroDefinition } from './types.js';
import { createOptionalTracker, OPTIONAL_NAME } from './va-opt.js';

/** A macro as it is kept with its file, the same for every run. */
export interface MacroShape {
  readonly definition: MacroDefinition;
  readonly functionLike: boolean;
  readonly parameterCount: number;
  readonly variadic: boolean;
  /** The body's tokens; parameters are numbered, `##` and `#` are flags of their neighbours. */
  readonly body: () => readonly Token[];
  /** For an object-like macro whose body cannot expand any more. */
  readonly flat: () => FlatBody | undefined;
}

/** A body that is just text. */
export interface FlatBody {
  readonly text: string;
  readonly first: Token;
  readonly last: Token;
}

export interface DefineResult {
  /** Undefined if the directive defines nothing. */
  readonly shape: MacroShape | undefined;
  readonly findings: readonly DevicetreeFinding[];
}

/** Where a definition stands; without a file for the command line's. */
export interface DefinitionPlace {
  readonly file: SourceFile | undefined;
  readonly text: string;
  /** The begin of the directive's line, or what stands for it. */
  readonly start: number;
  /** After `define`. */
  readonly from: number;
  readonly end: number;
  readonly comment: () => string | undefined;
}

interface Reading {
  readonly place: DefinitionPlace;
  readonly cursor: Cursor;
  readonly findings: DevicetreeFinding[];
}

interface Parameters {
  readonly names: readonly string[];
  /** As they are written, with `...`. */
  readonly written: readonly string[];
  readonly variadic: boolean;
}

const NO_PARAMETERS: Parameters = { names: [], written: [], variadic: false };
const VARIADIC_NAME = '__VA_ARGS__';
const RESERVED = new Set(['defined', '__has_include', '__has_include_next']);

export function readDefine(place: DefinitionPlace): DefineResult {
  const cursor = { ...cursorOver(place.file, place.text, place.from, place.end), baseFlags: FLAG.body };
  const reading: Reading = { place, cursor, findings: [] };
  const name = lexToken(cursor);
  if (!nameIsUsable(reading, name)) return { shape: undefined, findings: reading.findings };
  const next = lexToken({ ...cursor });
  const functionLike = isPunctuator(next, '(') && (next.flags & FLAG.white) === 0;
  const parameters = functionLike ? readParameters(reading) : NO_PARAMETERS;
  if (parameters === undefined) return { shape: undefined, findings: reading.findings };
  const bodyStart = cursor.pos;
  checkSpace(reading, functionLike);
  let tokens: readonly Token[] | undefined;
  const body = (): readonly Token[] => (tokens ??= readBody(reading, bodyStart, functionLike, parameters));
  // Only these can make a body wrong; other bodies are read when they are used first.
  const text = place.text.slice(bodyStart, place.end);
  if (text.includes('#') || text.includes('__VA_')) body();
  if (reading.findings.some(({ severity }) => severity === 'error')) {
    return { shape: undefined, findings: reading.findings };
  }
  const { variadic, names } = parameters;
  const definition = describe(place, name, functionLike ? parameters.written : undefined, variadic, bodyStart);
  let flat: FlatBody | false | undefined = functionLike ? false : undefined;
  const shape: MacroShape = {
    definition,
    functionLike,
    parameterCount: names.length,
    variadic,
    body,
    flat: () => (flat ??= flatBody(body()) ?? false) || undefined,
  };
  return { shape, findings: reading.findings };
}

function flatBody(body: readonly Token[]): FlatBody | undefined {
  const first = body[0];
  if (first === undefined) return undefined;
  let text = '';
  for (const token of body) {
    if (token.kind === KIND.name || (token.flags & FLAG.pasteLeft) !== 0) return undefined;
    text += (token.flags & FLAG.white) === 0 ? token.text : ` ${token.text}`;
  }
  return { text, first, last: body.at(-1) ?? first };
}

function describe(
  place: DefinitionPlace,
  name: Token,
  parameters: readonly string[] | undefined,
  variadic: boolean,
  bodyStart: number,
): MacroDefinition {
  const { file } = place;
  let body: string | undefined;
  let comment: { readonly text: string | undefined } | undefined;
  return {
    name: name.text,
    ...(parameters === undefined ? {} : { parameters }),
    variadic,
    ...(file === undefined
      ? {}
      : { nameRange: { file, start: name.start, end: name.end }, range: { file, start: place.start, end: place.end } }),
    get body() {
      return (body ??= spell(cursorOver(file, place.text, bodyStart, place.end)));
    },
    get comment() {
      return (comment ??= { text: place.comment() }).text;
    },
  };
}

/** The rest of a text with one space for all white space. */
export function spell(cursor: Cursor): string {
  let text = '';
  for (let token = lexToken(cursor); token !== TEXT_END; token = lexToken(cursor)) {
    if (text !== '' && (token.flags & FLAG.white) !== 0) text += ' ';
    text += token.text;
  }
  return text;
}

function report(reading: Reading, code: string, severity: 'error' | 'warning', message: string, token: Token): void {
  const { file, start, from, end } = reading.place;
  if (file === undefined) return;
  const atEnd = token === TEXT_END;
  const range = { file, start: atEnd ? Math.min(start, from) : token.start, end: atEnd ? end : token.end };
  reading.findings.push({ code, severity, message, range });
}

function nameIsUsable(reading: Reading, name: Token): boolean {
  if (name.kind !== KIND.name) {
    const what = name === TEXT_END ? '#define has no macro name.' : 'A macro name is expected after #define.';
    report(reading, 'cpp-macro-name', 'error', what, name);
    return false;
  }
  if (RESERVED.has(name.text)) {
    report(reading, 'cpp-macro-name', 'error', `${name.text} cannot be the name of a macro.`, name);
    return false;
  }
  if (name.text === VARIADIC_NAME || name.text === OPTIONAL_NAME) {
    report(reading, 'cpp-va-args', 'warning', `${name.text} is for the bodies of variadic macros.`, name);
  }
  return true;
}

function checkSpace(reading: Reading, functionLike: boolean): void {
  if (functionLike) return;
  const { place, cursor } = reading;
  const first = lexToken({ ...cursor });
  if (first === TEXT_END || (first.flags & FLAG.white) !== 0) return;
  const range = { start: first.start, end: first.end };
  if (place.file === undefined) return;
  reading.findings.push({
    code: 'cpp-macro-space',
    severity: 'warning',
    message: 'White space is missing after the name of the macro.',
    range: { file: place.file, ...range },
  });
}

/** The parameter list; the cursor stands before its `(`. */
function readParameters(reading: Reading): Parameters | undefined {
  const { cursor } = reading;
  lexToken(cursor);
  const names: string[] = [];
  const written: string[] = [];
  let variadic = false;
  let afterName = false;
  while (true) {
    const token = lexToken(cursor);
    if (token.kind === KIND.name && !afterName && !variadic) {
      if (names.includes(token.text)) {
        report(reading, 'cpp-parameters', 'error', `The parameter ${token.text} is there twice.`, token);
        return undefined;
      }
      names.push(token.text);
      written.push(token.text);
      afterName = true;
    } else if (isPunctuator(token, ')') && (afterName || names.length === 0 || variadic)) {
      return { names, written, variadic };
    } else if (isPunctuator(token, ',') && afterName && !variadic) {
      afterName = false;
    } else if (isPunctuator(token, '...') && !variadic) {
      variadic = true;
      if (afterName) written.push(`${written.pop()!}...`);
      else {
        names.push(VARIADIC_NAME);
        written.push('...');
      }
    } else {
      report(reading, 'cpp-parameters', 'error', parameterMessage(afterName, variadic), token);
      return undefined;
    }
  }
}

function parameterMessage(afterName: boolean, variadic: boolean): string {
  if (variadic) return 'After `...` only `)` can follow.';
  return afterName ? '`,` or `)` is expected in the list of parameters.' : 'The name of a parameter is expected.';
}

function readBody(
  reading: Reading,
  bodyStart: number,
  functionLike: boolean,
  parameters: Parameters,
): readonly Token[] {
  const cursor = { ...reading.cursor, pos: bodyStart };
  const tokens: Token[] = [];
  const optional = createOptionalTracker(parameters.variadic);
  let afterPaste = false;
  let afterPastes = false;
  for (let raw = lexToken(cursor); raw !== TEXT_END; raw = lexToken(cursor)) {
    let token = asParameter(raw, parameters.names);
    if (functionLike && !afterPastes && isStringification(tokens.at(-1), token, parameters.variadic)) {
      const white = tokens.pop()!.flags & FLAG.white;
      token = withFlags(token, (token.flags & ~FLAG.white) | FLAG.stringify | white);
    }
    if (isPunctuator(token, '##')) {
      if (tokens.length === 0) {
        report(reading, 'cpp-paste', 'error', PASTE_AT_END, token);
        return tokens;
      }
      if (!afterPaste) flagLast(tokens, FLAG.pasteLeft);
      // `## ##` counts once, but gcc keeps the second in mind: a `#` before them makes no string.
      afterPastes = afterPaste;
      afterPaste = true;
    } else {
      tokens.push(token);
      afterPaste = false;
      afterPastes = false;
    }
    checkVariadicName(reading, token, parameters);
    if (optional.update(token) === 'error') report(reading, 'cpp-va-opt', 'error', optional.problem(), token);
  }
  if (afterPaste) report(reading, 'cpp-paste', 'error', PASTE_AT_END, TEXT_END);
  if (!optional.completed()) report(reading, 'cpp-va-opt', 'error', '__VA_OPT__ is not closed.', TEXT_END);
  if (tokens.length > 0) tokens[0] = withFlags(tokens[0]!, tokens[0]!.flags & ~FLAG.white);
  return tokens;
}

function flagLast(tokens: Token[], flag: number): void {
  const last = tokens.pop();
  if (last !== undefined) tokens.push(withFlags(last, last.flags | flag));
}

const PASTE_AT_END = '`##` cannot stand at the begin or the end of a macro.';

function asParameter(token: Token, names: readonly string[]): Token {
  if (token.kind !== KIND.name || names.length === 0) return token;
  const parameter = names.indexOf(token.text);
  if (parameter < 0) return token;
  return { ...makeToken(KIND.parameter, token.text, token.flags, token.file, token.start, token.end), parameter };
}

/** Assembler may use `#` for itself, so only before a parameter it makes a string. */
function isStringification(before: Token | undefined, token: Token, variadic: boolean): boolean {
  if (before === undefined || !isPunctuator(before, '#')) return false;
  return token.kind === KIND.parameter || (variadic && token.kind === KIND.name && token.text === OPTIONAL_NAME);
}

function checkVariadicName(reading: Reading, token: Token, { variadic }: Parameters): void {
  if (variadic || token.kind !== KIND.name) return;
  if (token.text !== VARIADIC_NAME && token.text !== OPTIONAL_NAME) return;
  report(reading, 'cpp-va-args', 'warning', `${token.text} is for the bodies of variadic macros.`, token);
}

/** Whether two definitions say the same, so that the second needs no remark (C11 6.10.3p2). */
export function sameDefinition(a: MacroShape, b: MacroShape): boolean {
  if (a === b) return true;
  if (a.functionLike !== b.functionLike || a.variadic !== b.variadic) return false;
  const names = (shape: MacroShape): string => shape.definition.parameters?.join() ?? '';
  if (names(a) !== names(b)) return false;
  const left = a.body();
  const right = b.body();
  return left.length === right.length && left.every((token, i) => sameToken(token, right[i]!));
}

function sameToken(a: Token, b: Token): boolean {
  return a.kind === b.kind && a.text === b.text && a.flags === b.flags;
}
