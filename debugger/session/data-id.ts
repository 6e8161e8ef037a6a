/** The text that names a data breakpoint's range, also in later sessions: `0x20000100/4 counter`. */
import { hex32 } from '../../base/index.js';

export interface DataRange {
  readonly address: number;
  readonly sizeBytes: number;
  /** What it is for people: an expression, or the address. */
  readonly label: string;
}

/** The most that one data breakpoint watches. */
export const MAX_WATCHED_BYTES = 0x1_0000;

export function dataIdOf(address: number, sizeBytes: number, label?: string): string {
  return `${hex32(address)}/${sizeBytes}${label === undefined ? '' : ` ${label}`}`;
}

export function parseDataId(text: string): DataRange | undefined {
  const match = /^(0x[0-9a-f]{1,8})\/(\d{1,6})(?: (.*))?$/i.exec(text);
  if (match === null) return undefined;
  const address = Number(match[1]);
  const sizeBytes = Number(match[2]);
  if (sizeBytes === 0 || sizeBytes > MAX_WATCHED_BYTES || address + sizeBytes > 2 ** 32) return undefined;
  return { address, sizeBytes, label: match[3] ?? hex32(address) };
}
