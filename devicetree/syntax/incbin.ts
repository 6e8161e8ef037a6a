/** `/incbin/`: bytes of another file. */
import { decodeUtf8 } from '../../base/index.js';
import { C } from './characters.js';
import { complainMissing, type Context } from './context.js';
import { takePrimary } from './expressions.js';
import { findFile } from './files.js';
import { IncbinValue, NONE, type StringValue, type Value } from './nodes.js';
import { takeString } from './strings.js';
import type { LabelSyntax } from './tree.js';

/** No more than that is read. */
const LARGEST_FILE = 16 * 1024 * 1024;

/** `/incbin/("file")` and `/incbin/("file", offset, length)`. */
export function takeIncbin(context: Context, labels: readonly LabelSyntax[]): Value {
  const { scanner } = context;
  const { frame, at: start } = scanner;
  scanner.take('/incbin/'.length);
  const value = new IncbinValue(frame.source, start, labels);
  if (scanner.skip() === C.parenOpen) scanner.take();
  else complainMissing(context, 'dts-bad-incbin', 'A file name in parentheses has to follow /incbin/.', '(');
  if (scanner.skip() !== C.quote) {
    complainMissing(context, 'dts-bad-incbin', 'A file name in quotes has to follow /incbin/.');
    value.end = scanner.endIn(frame);
    return value;
  }
  const name = takeString(context, NONE);
  value.path = decodeUtf8(Uint8Array.from(name.text, (character) => character.charCodeAt(0)));
  let known = true;
  if (scanner.skip() === C.comma) {
    scanner.take();
    const offset = takePrimary(context);
    if (scanner.skip() === C.comma) scanner.take();
    else complainMissing(context, 'dts-bad-incbin', 'An offset needs a length behind it.');
    const length = takePrimary(context);
    known = offset.value !== undefined && length.value !== undefined;
    value.offset = offset.value ?? 0n;
    value.length = length.value ?? 0n;
  }
  if (scanner.skip() === C.parenClose) scanner.take();
  else complainMissing(context, 'dts-bad-incbin', 'The parenthesis of /incbin/ is not closed.', ')');
  value.end = scanner.endIn(frame);
  if (known) readIncbin(context, value, name);
  return value;
}

function readIncbin(context: Context, value: IncbinValue, name: StringValue): void {
  const { reader, includePaths } = context.options;
  if (reader.readBytes === undefined) return;
  const from = name.range.file.path;
  const bytes = findFile(value.path, from, includePaths, (path) => reader.readBytes?.(path, LARGEST_FILE));
  if (bytes === undefined) {
    const message = `"${value.path}" is not there, neither beside this file nor in the include paths, or it is too large.`;
    context.report.addAt('dts-incbin-not-found', 'error', message, name.range);
    return;
  }
  const start = Number(value.offset < BigInt(bytes.length) ? value.offset : BigInt(bytes.length));
  const end = value.length === undefined ? bytes.length : start + Number(BigInt.asUintN(32, value.length));
  value.bytes = bytes.slice(Math.max(0, start), end);
}
