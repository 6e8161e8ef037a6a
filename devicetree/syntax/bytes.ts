/** Byte strings: `[00 1122]`, with labels (dtc's bytestring; dtlib's _parse_bytes). */
import { C, hexValue, isHex, isName, labelEnd } from './characters.js';
import { complain, complainMissing, complainSurplus, nameAt, type Context } from './context.js';
import type { BytesValue } from './nodes.js';
import { isStrayComma, startsItem } from './resynchronise.js';
import type { ValueLabel } from './tree.js';

/** Bytes up to and with `]`; the bracket that opens them is taken. */
export function takeBytes(context: Context, value: BytesValue): BytesValue {
  const { scanner } = context;
  const { frame } = scanner;
  const bytes: number[] = [];
  const inner: ValueLabel[] = [];
  for (;;) {
    const code = scanner.skip();
    if (code === C.squareClose) {
      scanner.take();
      break;
    }
    const label = labelEnd(scanner.text, scanner.at);
    if (!isName(code) || (scanner.lineBroken && startsItem(scanner.text, scanner.at))) {
      complainMissing(context, 'dts-unclosed-bytes', 'These bytes need a closing ].', ']');
      break;
    } else if (label >= 0) {
      inner.push({ label: nameAt(context, scanner.at, label), offsetBytes: bytes.length });
      scanner.takeTo(label + 1);
    } else if (code !== C.comma) {
      takeByteDigits(context, bytes);
    } else if (isStrayComma(scanner.text, scanner.at, C.squareClose)) {
      complainSurplus(context, 'dts-surplus-comma', 'Bytes are separated by blanks or by nothing, not by commas.');
    } else {
      complainMissing(context, 'dts-unclosed-bytes', 'These bytes need a closing ].', ']');
      break;
    }
  }
  value.end = scanner.endIn(frame);
  value.bytes = Uint8Array.from(bytes);
  if (inner.length > 0) value.innerLabels = inner;
  return value;
}

function takeByteDigits(context: Context, bytes: number[]): void {
  const { scanner } = context;
  const { text, at: start } = scanner;
  let at = start;
  while (isHex(text.charCodeAt(at)) && isHex(text.charCodeAt(at + 1))) {
    bytes.push(hexValue(text.charCodeAt(at)) * 16 + hexValue(text.charCodeAt(at + 1)));
    at += 2;
  }
  const end = scanner.wordEnd(at);
  if (end > at || at === start) {
    const bad = Math.max(end, at + 1);
    complain(context, 'dts-bad-byte', 'A byte has two hexadecimal digits.', at, bad);
    at = bad;
  }
  scanner.takeTo(at);
}
