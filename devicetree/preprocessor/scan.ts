/**
 * What a file holds whatever the macros are: stretches of text with their names, directives, comments. Worked out once for each
 * version of a file, so that a run touches only names and directives.
 */
import type { SourceFile } from '../source/index.js';
import {
  CHAR,
  CLASS,
  classes,
  classOf,
  lineEnd,
  nameEnd,
  numberEnd,
  pastSplices,
  spliceEnd,
  stringEnd,
  withoutSplices,
} from './characters.js';
import { addDirective, readDirective, setPartner } from './scan-directives.js';
import { comment, nul, splice, spliced, startState, type FileScan, type ScanState } from './scan-state.js';

export type { DirectiveItem, DirectiveName, FileScan, Gaps, Item, TextItem } from './scan-state.js';

const scans = new WeakMap<SourceFile, FileScan>();

export function scanFile(file: SourceFile): FileScan {
  const known = scans.get(file);
  if (known !== undefined) return known;
  const fresh = scan(file);
  scans.set(file, fresh);
  return fresh;
}

function scan(file: SourceFile): FileScan {
  const state = startState(file);
  const { text } = state;
  let p = text.charCodeAt(0) === CHAR.bom ? 1 : 0;
  state.textStart = p;
  while (p < text.length) {
    const first = leadingBlank(state, p);
    const directive = text.charCodeAt(first) === CHAR.hash ? readDirective(state, p, first) : undefined;
    if (directive === undefined) {
      p = textLine(state, first);
      continue;
    }
    closeText(state, p);
    addDirective(state, directive);
    p = directive.next;
    state.textStart = p;
  }
  closeText(state, text.length);
  for (const index of state.open) setPartner(state, index, state.items.length);
  return {
    items: state.items,
    names: state.names,
    nameStarts: Int32Array.from(state.nameStarts),
    nameEnds: Int32Array.from(state.nameEnds),
    nameIds: Int32Array.from(state.nameIds),
    gaps: { starts: state.gapStarts, ends: state.gapEnds, fills: state.gapFills },
    findings: state.findings,
  };
}

/** Past blanks, comments and splices at the beginning of a line. */
function leadingBlank(state: ScanState, lineStart: number): number {
  const { text } = state;
  let p = lineStart;
  while (p < text.length) {
    const code = text.charCodeAt(p);
    if (code === 0) {
      p = nul(state, p);
    } else if (classOf(code) === CLASS.blank) {
      p++;
    } else if (code === CHAR.slash) {
      const end = comment(state, p, true);
      if (end < 0) return p;
      p = end;
    } else if (code === CHAR.backslash && spliceEnd(text, p) >= 0) {
      p = splice(state, p);
    } else {
      return p;
    }
  }
  return p;
}

/** The rest of a logical line of text, whose names are noted; returns the begin of the next line. */
function textLine(state: ScanState, from: number): number {
  const { text } = state;
  let p = from;
  while (p < text.length) {
    const code = text.charCodeAt(p);
    switch (code < 128 ? classes[code] : CLASS.other) {
      case CLASS.name:
        p = textName(state, p, code);
        break;
      case CLASS.digit:
        p = spliced(state, p, numberEnd(text, p));
        break;
      case CLASS.blank:
        p = code === 0 ? nul(state, p) : p + 1;
        break;
      case CLASS.line:
        return lineEnd(text, p);
      case CLASS.quote:
        p = spliced(state, p, quotedEnd(text, p + 1, code));
        break;
      default:
        p = otherCharacter(state, p, code);
    }
  }
  return p;
}

function otherCharacter(state: ScanState, at: number, code: number): number {
  const { text } = state;
  if (code === CHAR.slash) {
    const end = comment(state, at, false);
    return end < 0 ? at + 1 : end;
  }
  if (code === CHAR.backslash) return spliceEnd(text, at) >= 0 ? splice(state, at) : at + 1;
  if (code === CHAR.dot) {
    const next = pastSplices(text, at + 1);
    if (classOf(text.charCodeAt(next)) === CLASS.digit) return spliced(state, at, numberEnd(text, at));
  }
  return at + 1;
}

function quotedEnd(text: string, at: number, quote: number): number {
  const end = stringEnd(text, at, quote, true);
  return end < 0 ? ~end : end;
}

function textName(state: ScanState, at: number, code: number): number {
  const { text } = state;
  const end = nameEnd(text, at);
  if (code === 0x4c && end === at + 1) {
    const next = pastSplices(text, end);
    const quote = text.charCodeAt(next);
    if (classOf(quote) === CLASS.quote) return spliced(state, at, quotedEnd(text, next + 1, quote));
  }
  const name = withoutSplices(text.slice(at, end));
  if (name.length !== end - at) spliced(state, at, end);
  let id = state.ids.get(name);
  if (id === undefined) {
    id = state.names.length;
    state.names.push(name);
    state.ids.set(name, id);
  }
  state.nameStarts.push(at);
  state.nameEnds.push(end);
  state.nameIds.push(id);
  return end;
}

function closeText(state: ScanState, end: number): void {
  const endName = state.nameStarts.length;
  if (end > state.textStart) {
    const { textStart: start, firstName } = state;
    state.items.push({ kind: 'text', start, end, firstName, endName });
  }
  state.firstName = endName;
}
