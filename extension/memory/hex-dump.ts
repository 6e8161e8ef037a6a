/** Memory as text: address, sixteen bytes, and what they spell. */
import { hex32 } from '../../base/index.js';

const BYTES_PER_LINE = 16;

/**
 * @param address of the first byte
 * @param bytes what was read
 * @param unreadableBytes how many bytes after them answered nothing
 */
export function hexDump(address: number, bytes: Uint8Array, unreadableBytes: number): string {
  const lines: string[] = [];
  for (let i = 0; i < bytes.length; i += BYTES_PER_LINE)
    lines.push(lineText(address + i, bytes.subarray(i, i + BYTES_PER_LINE)));
  if (unreadableBytes > 0) {
    const from = address + bytes.length;
    lines.push(`${hex32(from)}  nothing answers here (${unreadableBytes} bytes)`);
  }
  return lines.join('\n') + '\n';
}

function lineText(address: number, bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const text = Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
  return `${hex32(address)}  ${hex.padEnd(BYTES_PER_LINE * 3 - 1)}  ${text}`;
}
