/** Colours that need to know what a name is. */
import { lineStarts, type SourceFile } from '../source/index.js';
import { syntaxIndex } from './syntax-index.js';
import { TOKEN, tokenBefore, tokensOf, type FileTokens, type TokenKind } from './tokens.js';
import { SEMANTIC_TOKEN_MODIFIERS, SEMANTIC_TOKEN_TYPES } from './types.js';
import type { QueryContext, SemanticTokenModifier, SemanticTokenType } from './types.js';

function type(name: SemanticTokenType): number {
  return SEMANTIC_TOKEN_TYPES.indexOf(name);
}

function modifier(name: SemanticTokenModifier): number {
  return 1 << SEMANTIC_TOKEN_MODIFIERS.indexOf(name);
}

const MACRO = type('macro');
const COMMENT = type('comment');
const INACTIVE = modifier('inactive');
/** Types by kind of token; -1: the grammar of the editor does as well. */
const TYPES = new Int8Array(Object.keys(TOKEN).length).fill(-1);
const MODIFIERS = new Uint8Array(TYPES.length);
const COLOURS: readonly (readonly [TokenKind, SemanticTokenType, number])[] = [
  [TOKEN.directive, 'keyword', 0],
  [TOKEN.header, 'string', 0],
  [TOKEN.definedName, 'macro', modifier('definition')],
  [TOKEN.string, 'string', 0],
  [TOKEN.number, 'number', 0],
  [TOKEN.label, 'variable', modifier('declaration')],
  [TOKEN.reference, 'variable', 0],
  [TOKEN.nodeName, 'namespace', 0],
  [TOKEN.propertyName, 'property', 0],
  [TOKEN.keyword, 'keyword', 0],
  [TOKEN.bytes, 'number', 0],
];
for (const [kind, name, bits] of COLOURS) {
  TYPES[kind] = type(name);
  MODIFIERS[kind] = bits;
}

/**
 * Tokens of a file, or of a part of it, in the integer encoding of the Language Server Protocol: per token the line relative to the
 * token before, the column (relative on the same line), the length in UTF-16 units, the index of its type and its modifiers' bits.
 * Code that conditionals leave out comes as comments with the modifier `inactive`, line by line.
 */
export function semanticTokens(
  { compilation }: QueryContext,
  file: SourceFile,
  range: { readonly start: number; readonly end: number } = { start: 0, end: Infinity },
): Uint32Array {
  const index = syntaxIndex(compilation).uses(file);
  const tokens = tokensOf(file);
  const out = encoder(file);
  const end = Math.min(range.end, file.text.length);
  let use = 0;
  let left = 0;
  for (let i = Math.max(0, tokenBefore(tokens, range.start)); i < tokens.count; i++) {
    const start = tokens.starts[i]!;
    if (start >= end) break;
    while (left < index.inactive.length && index.inactive[left]!.end <= start) {
      addInactive(out, file, index.inactive[left]!, range);
      left++;
    }
    const off = index.inactive[left];
    if (off !== undefined && off.start <= start) continue;
    while (use < index.uses.length && index.uses[use]!.nameRange.start < start) use++;
    const isMacro = index.uses[use]?.nameRange.start === start;
    addToken(out, tokens, i, isMacro, file.text);
  }
  for (; left < index.inactive.length && index.inactive[left]!.start < end; left++) {
    addInactive(out, file, index.inactive[left]!, range);
  }
  return out.finish();
}

function addToken(out: Encoder, tokens: FileTokens, i: number, isMacro: boolean, text: string): void {
  const kind = tokens.kinds[i]!;
  const start = tokens.starts[i]!;
  const end = tokens.ends[i]!;
  if (isMacro) {
    // A name in a body may go on behind the macro's (`A-B`): only the macro is one.
    out.add(start, end, MACRO, 0);
    return;
  }
  const colour = TYPES[kind]!;
  if (colour < 0) return;
  if (kind === TOKEN.string || kind === TOKEN.bytes) out.addLines(start, end, colour, MODIFIERS[kind]!, text);
  else out.add(start, end, colour, MODIFIERS[kind]!);
}

function addInactive(
  out: Encoder,
  file: SourceFile,
  { start, end }: { readonly start: number; readonly end: number },
  range: { readonly start: number; readonly end: number },
): void {
  if (end <= range.start || start >= range.end) return;
  out.addLines(start, end, COMMENT, INACTIVE, file.text);
}

function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

interface Encoder {
  add(start: number, end: number, type: number, modifiers: number): void;
  /** One token for each line that is not blank. */
  addLines(start: number, end: number, type: number, modifiers: number, text: string): void;
  finish(): Uint32Array;
}

function encoder(file: SourceFile): Encoder {
  const starts = lineStarts(file);
  let data = new Uint32Array(4096);
  let length = 0;
  let line = 0;
  let lastLine = 0;
  let lastColumn = 0;
  let lastEnd = 0;
  function add(from: number, end: number, tokenType: number, modifiers: number): void {
    // What conditionals leave out may begin inside of a string that nobody closed: a place has one colour.
    const start = Math.max(from, lastEnd);
    if (start >= end) return;
    while (line + 1 < starts.length && starts[line + 1]! <= start) line++;
    if (length + 5 > data.length) {
      const more = new Uint32Array(data.length * 2);
      more.set(data);
      data = more;
    }
    const column = start - starts[line]!;
    data[length] = line - lastLine;
    data[length + 1] = line === lastLine ? column - lastColumn : column;
    data[length + 2] = end - start;
    data[length + 3] = tokenType;
    data[length + 4] = modifiers;
    length += 5;
    lastLine = line;
    lastEnd = end;
    lastColumn = column;
  }
  return {
    add,
    addLines(start, end, tokenType, modifiers, text) {
      for (let at = start; at < end;) {
        let stop = at;
        while (stop < end && !isLineEnd(text.charCodeAt(stop))) stop++;
        let first = at;
        while (first < stop && text.charCodeAt(first) <= 0x20) first++;
        let last = stop;
        while (last > first && text.charCodeAt(last - 1) <= 0x20) last--;
        if (last > first) add(first, last, tokenType, modifiers);
        at = stop + 1;
      }
    },
    finish: () => data.slice(0, length),
  };
}
