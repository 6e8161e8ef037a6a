/** Text and bytes without TextDecoder or Buffer, which the engines do not have. */

/** Decodes UTF-8; malformed sequences become U+FFFD and never throw. */
export function decodeUtf8(bytes: Uint8Array): string {
  let text = '';
  let i = 0;
  while (i < bytes.length) {
    const lead = bytes[i]!;
    i++;
    if (lead < 0x80) {
      text += String.fromCharCode(lead);
      continue;
    }
    const count =
      lead >= 0xc2 && lead < 0xe0 ? 1 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xf0 && lead < 0xf5 ? 3 : 0;
    let code = count === 0 ? 0xfffd : lead & (0x3f >> count);
    for (let k = 0; k < count; k++) {
      const next = bytes[i];
      if (next === undefined || (next & 0xc0) !== 0x80) {
        code = 0xfffd;
        break;
      }
      code = (code << 6) | (next & 0x3f);
      i++;
    }
    const overlong = (count === 2 && code < 0x800) || (count === 3 && code < 0x1_0000);
    const invalid = overlong || code > 0x10_ffff || (code >= 0xd800 && code < 0xe000);
    text += String.fromCodePoint(invalid ? 0xfffd : code);
  }
  return text;
}

/** Encodes as UTF-8; lone surrogates become U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    let code = character.codePointAt(0)!;
    if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x1_0000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return Uint8Array.from(bytes);
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Decodes standard base64 (RFC 4648, padding optional). Other characters are skipped. */
export function decodeBase64(text: string): Uint8Array {
  const value = new Map(Array.from(BASE64, (character, i) => [character, i]));
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let length = 0;
  let held = 0;
  let bitCount = 0;
  for (const character of text) {
    const six = value.get(character);
    if (six === undefined) continue;
    held = (held << 6) | six;
    bitCount += 6;
    if (bitCount >= 8) {
      bitCount -= 8;
      out[length++] = (held >> bitCount) & 0xff;
    }
  }
  return out.subarray(0, length);
}
