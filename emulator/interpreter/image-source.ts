/** The generated interpreter as a TypeScript module: what the build step writes. */
import { LAYOUT_KEY } from './layout.js';
import { printInterpreter } from './print.js';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const held = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let k = 0; k < 4; k++) text += i + k > bytes.length ? '=' : BASE64[(held >>> (18 - 6 * k)) & 63]!;
  }
  return text;
}

/** Source text of `generated/interpreter-image.ts`. */
export function interpreterImageSource(): string {
  const { wasm, handlers } = printInterpreter();
  return [
    '/** Generated from the encoding rows by the build; not to be edited. */',
    'export const INTERPRETER: {',
    '  readonly layout: string;',
    '  readonly wasm: string;',
    '  readonly handlers: Readonly<Record<string, number>>;',
    '} = {',
    `  layout: ${JSON.stringify(LAYOUT_KEY)},`,
    `  wasm: '${encodeBase64(wasm)}',`,
    `  handlers: ${JSON.stringify(handlers)},`,
    '};',
    '',
  ].join('\n');
}
