/** The operands of a directive as tokens, as they are or with macros expanded. */
import { lineColumn } from '../source/index.js';
import { nextToken, unwind } from './expander.js';
import type { TokenSource } from './expansion.js';
import { cursorOver, lexToken, type Cursor } from './lexer.js';
import type { Frame, Run } from './run.js';
import type { DirectiveItem } from './scan.js';
import type { Token } from './tokens.js';

/** What follows a directive's name. */
export interface Line {
  readonly frame: Frame;
  readonly item: DirectiveItem;
  readonly cursor: Cursor;
  /** The next token, TEXT_END at the line's end. */
  next(): Token;
  /** The directive's line as counted from 1, without `#line`. */
  lineNumber(): number;
}

/** Operands as they are written. */
export function line(frame: Frame, item: DirectiveItem): Line {
  const cursor = cursorOver(frame.file, frame.file.text, item.nameEnd, item.end);
  return {
    frame,
    item,
    cursor,
    next: () => lexToken(cursor),
    lineNumber: () => lineColumn(frame.file, item.end).line + 1,
  };
}

/** Lets `read` have the operands with macros expanded, and gives the expander back as it was: a directive may stand among arguments. */
export function operands<T>(run: Run, frame: Frame, item: DirectiveItem, read: (line: Line) => T): T {
  const x = run.expander;
  const { source, context, parsing, preventExpansion, inDirective, outermost, outermostUse } = x;
  const plain = line(frame, item);
  x.source = lineSource(plain.cursor);
  x.context = undefined;
  x.parsing = 0;
  x.preventExpansion = 0;
  x.inDirective = true;
  const result = read({ ...plain, next: () => nextToken(x) });
  unwind(x, undefined);
  Object.assign(x, { source, context, parsing, preventExpansion, inDirective, outermost, outermostUse });
  return result;
}

function lineSource(cursor: Cursor): TokenSource {
  let before = cursor.pos;
  return {
    next() {
      before = cursor.pos;
      return lexToken(cursor);
    },
    unread() {
      cursor.pos = before;
    },
    mark: () => () => false,
    headers(on) {
      cursor.headers = on;
    },
  };
}
