/** String values, whole or lacking one of their quotes. */
import { isHex, isWordStart } from './characters.js';
import { complainMissing, complainUnopened, type Context } from './context.js';
import { unescapeText } from './literals.js';
import { StringValue } from './nodes.js';
import { stringEnd, unopenedStringEnd } from './resynchronise.js';
import type { Scanner } from './scanner.js';
import type { LabelSyntax } from './tree.js';

export function takeString(context: Context, labels: readonly LabelSyntax[]): StringValue {
  const { scanner } = context;
  const { frame, at: start } = scanner;
  const { end, closed } = stringEnd(scanner.text, start);
  const text = unescapeText(context, start + 1, end);
  const value = new StringValue(frame.source, start, closed ? end + 1 : end, labels, text);
  scanner.takeTo(value.end);
  if (!closed) complainMissing(context, 'dts-unterminated-string', 'This string needs a closing quote.', '"');
  return value;
}

/** `[a]"`, which is no byte string but a string whose first quote is missing. */
export function isUnopenedString({ text, at }: Scanner): boolean {
  return isWordStart(text.charCodeAt(at + 1)) && !isHex(text.charCodeAt(at + 1)) && unopenedStringEnd(text, at) >= 0;
}

/** Takes the string that ends with the quote at `quote` and lacks the one before it. */
export function takeUnopenedString(context: Context, labels: readonly LabelSyntax[], quote: number): StringValue {
  const { scanner } = context;
  const { frame, at: start } = scanner;
  complainUnopened(context, 'dts-unopened-string', 'This string needs an opening quote.', '"');
  scanner.takeTo(quote + 1);
  return new StringValue(frame.source, start, quote + 1, labels, unescapeText(context, start, quote));
}
