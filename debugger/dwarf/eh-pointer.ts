/** Encoded pointers of `.eh_frame` (LSB Core, 10.5.1). */
import { DW_EH_PE } from './constants.js';
import type { Reader } from './reader.js';

export interface FrameSection {
  readonly bytes: Uint8Array;
  /** Where the section is in memory, for pointers relative to themselves. */
  readonly address: number;
  readonly isEh: boolean;
}

/** A pointer in the given encoding; `undefined` when it is left out or needs what a file does not have. */
export function readPointer(reader: Reader, encoding: number, section: FrameSection): number | undefined {
  if (encoding === DW_EH_PE.omit) return undefined;
  const place = section.address + reader.position;
  const value = readValue(reader, encoding & 0x0f);
  const relative = encoding & 0x70;
  if ((encoding & DW_EH_PE.indirect) !== 0 || value === undefined) return undefined;
  if (relative === DW_EH_PE.absptr) return value >>> 0;
  return relative === DW_EH_PE.pcrel ? (place + value) >>> 0 : undefined;
}

function readValue(reader: Reader, format: number): number | undefined {
  switch (format) {
    case DW_EH_PE.absptr:
    case DW_EH_PE.udata4:
      return reader.u32();
    case DW_EH_PE.uleb128:
      return reader.uleb();
    case DW_EH_PE.udata2:
      return reader.u16();
    case DW_EH_PE.sleb128:
      return reader.sleb();
    case DW_EH_PE.sdata2:
      return reader.i16();
    case DW_EH_PE.sdata4:
      return reader.i32();
    case DW_EH_PE.udata8:
    case DW_EH_PE.sdata8:
      return Number(reader.u64() & 0xffff_ffffn);
    default:
      reader.fail();
      return undefined;
  }
}
