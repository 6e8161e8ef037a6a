/** Finds directives and their ends, and which branch of a conditional ends where. */
import { CHAR, CLASS, classOf, lineEnd, nameEnd, pastSplices, stringEnd, withoutSplices } from './characters.js';
import { commentEnd } from './lexer.js';
import { comment, isDirective, type DirectiveItem, type DirectiveName, type ScanState } from './scan-state.js';

export type RawDirective = Omit<DirectiveItem, 'partner' | 'memo'>;

/** The directive whose `#` is at `hash`; undefined if that line is text. */
export function readDirective(state: ScanState, start: number, hash: number): RawDirective | undefined {
  const { text } = state;
  let p = blanksEnd(text, hash + 1);
  const code = text.charCodeAt(p);
  const kind = classOf(code);
  const nameStart = p;
  let directive: DirectiveName = 'null';
  if (kind === CLASS.name) {
    p = nameEnd(text, p);
    const name = withoutSplices(text.slice(nameStart, p));
    if (!isDirective(name)) return undefined;
    directive = name;
  } else if (kind !== CLASS.line && p < text.length) {
    return undefined;
  }
  const end = directiveEnd(state, p, directive.startsWith('include') || directive === 'import');
  const next = end < text.length ? lineEnd(text, end) : end;
  return { kind: 'directive', directive, start, hash, nameStart, nameEnd: p, end, next };
}

/** Past blanks, comments and splices. */
function blanksEnd(text: string, from: number): number {
  let p = from;
  while (p < text.length) {
    const code = text.charCodeAt(p);
    if (classOf(code) === CLASS.blank) {
      p++;
    } else if (code === CHAR.slash) {
      const end = commentEnd(text, p);
      if (end < 0) return p;
      p = end;
    } else {
      const next = pastSplices(text, p);
      if (next === p) return p;
      p = next;
    }
  }
  return p;
}

/** Where the directive's logical line ends. Its comments are noted. */
function directiveEnd(state: ScanState, from: number, include: boolean): number {
  const { text } = state;
  let p = from;
  if (include) {
    p = blanksEnd(text, p);
    const end = text.charCodeAt(p) === CHAR.less ? stringEnd(text, p + 1, CHAR.greater, false) : -1;
    if (end >= 0) p = end;
  }
  while (p < text.length) {
    const code = text.charCodeAt(p);
    const kind = classOf(code);
    if (kind === CLASS.line) return p;
    if (kind === CLASS.quote) {
      const end = stringEnd(text, p + 1, code, !include);
      p = end < 0 ? ~end : end;
    } else if (code === CHAR.slash) {
      const end = comment(state, p, false);
      p = end < 0 ? p + 1 : end;
    } else if (code === CHAR.backslash) {
      const next = pastSplices(text, p);
      p = next === p ? p + 1 : next;
    } else {
      p++;
    }
  }
  return p;
}

export function addDirective(state: ScanState, raw: RawDirective): void {
  const index = state.items.length;
  const { open } = state;
  state.items.push({ ...raw, partner: -1, memo: undefined });
  switch (raw.directive) {
    case 'if':
    case 'ifdef':
    case 'ifndef':
      open.push(index);
      break;
    case 'elif':
    case 'elifdef':
    case 'elifndef':
    case 'else':
      if (open.length > 0) {
        setPartner(state, open.pop()!, index);
        open.push(index);
      }
      break;
    case 'endif':
      if (open.length > 0) setPartner(state, open.pop()!, index);
      break;
    default:
  }
}

export function setPartner(state: ScanState, opening: number, partner: number): void {
  const item = state.items[opening];
  if (item?.kind === 'directive') state.items[opening] = { ...item, partner };
}
