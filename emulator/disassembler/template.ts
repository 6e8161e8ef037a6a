/** A row's text, cut once into literal pieces and formatters. */
import {
  coprocessorRegisterFormatter,
  floatRegisterFormatter,
  FORMATTERS,
  numberFormatter,
  registerFormatter,
  type Formatter,
} from './formatters.js';

export interface Template {
  readonly mnemonic: readonly (string | Formatter)[];
  readonly operands: readonly (string | Formatter)[];
}

/** Reads `add{s}{c} {Rd}, {Rn}, {#i}`; `{{h}}` prints braces around `{h}`. Throws on a name that no formatter has. */
export function parseTemplate(text: string): Template {
  const space = text.indexOf(' ');
  const [mnemonic, operands] = space < 0 ? [text, ''] : [text.slice(0, space), text.slice(space + 1)];
  return { mnemonic: pieces(mnemonic), operands: pieces(operands) };
}

function pieces(text: string): readonly (string | Formatter)[] {
  return text
    .split(/(\{[^{}]+\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (piece.length > 1 && piece.startsWith('{') ? formatter(piece.slice(1, -1)) : piece));
}

function formatter(name: string): Formatter {
  const register = /^(C?)R([a-z])$/.exec(name);
  const float = /^([SD])([a-z])(\+1)?$/.exec(name);
  if (float) return floatRegisterFormatter(float[1] as 'S' | 'D', float[2]!, float[3] === undefined ? 0 : 1);
  const found = register
    ? (register[1] === 'C' ? coprocessorRegisterFormatter : registerFormatter)(register[2]!)
    : (FORMATTERS[name] ?? numberFormatter(name));
  if (found === undefined) throw new Error(`no formatter "${name}"`);
  return found;
}
