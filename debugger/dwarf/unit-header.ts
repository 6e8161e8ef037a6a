/** Headers of units in `.debug_info` and `.debug_types` (DWARF 5, 7.5.1). */
import type { Finding } from '../../base/index.js';
import { DW_UT } from './constants.js';
import { type OffsetSize, Reader } from './reader.js';

export interface UnitHeader {
  readonly bytes: Uint8Array;
  /** Where the unit's section starts in the common numbering of entries; 0 for `.debug_info`. */
  readonly base: number;
  /** Of the unit in its section, and past its end. */
  readonly offset: number;
  readonly end: number;
  readonly version: number;
  readonly offsetSize: OffsetSize;
  readonly addressSize: number;
  readonly kind: 'compile' | 'partial' | 'type' | 'skeleton';
  readonly abbrevOffset: number;
  readonly entriesOffset: number;
  /** Type units: what DW_FORM_ref_sig8 names, and where the type is in the unit. */
  readonly signature: bigint | undefined;
  readonly typeOffset: number;
}

const UNIT_KINDS: Readonly<Record<number, UnitHeader['kind']>> = {
  [DW_UT.compile]: 'compile',
  [DW_UT.type]: 'type',
  [DW_UT.partial]: 'partial',
  [DW_UT.skeleton]: 'skeleton',
};

/** All unit headers of a section. A header that cannot be read is reported and passed over by its length. */
export function readUnitHeaders(
  bytes: Uint8Array,
  base: number,
  isTypes: boolean,
  report: (finding: Finding) => void,
): UnitHeader[] {
  const headers: UnitHeader[] = [];
  const where = isTypes ? '.debug_types' : '.debug_info';
  let offset = 0;
  while (offset < bytes.length) {
    const reader = new Reader(bytes, offset);
    const { length, offsetSize } = reader.initialLength();
    const end = reader.position + length;
    if (reader.failed || end > bytes.length) {
      report({
        code: 'dwarf-cut-off',
        severity: 'warning',
        message: `${where} is cut off at byte ${offset}, so debug information is missing. Build the file again.`,
        where,
      });
      break;
    }
    if (length > 0) {
      const header = readHeader(reader, { bytes, base, offset, end, offsetSize }, isTypes);
      if (typeof header === 'object') headers.push(header);
      else
        report({
          code: 'dwarf-unit-skipped',
          severity: 'warning',
          message: `A unit of ${where} is left out: ${header}.`,
          where,
        });
    }
    offset = end;
  }
  return headers;
}

type Frame = Pick<UnitHeader, 'bytes' | 'base' | 'offset' | 'end' | 'offsetSize'>;

/** The header after its length, or why the unit cannot be used. */
function readHeader(reader: Reader, frame: Frame, isTypes: boolean): UnitHeader | string {
  const version = reader.u16();
  if (version < 2 || version > 5)
    return `its DWARF version is ${version}, and 2 to 5 can be read; build with -gdwarf-5`;
  let kind: UnitHeader['kind'] | undefined = isTypes ? 'type' : 'compile';
  let addressSize = 0;
  if (version >= 5) {
    kind = UNIT_KINDS[reader.u8()];
    addressSize = reader.u8();
  }
  const abbrevOffset = reader.offset(frame.offsetSize);
  if (version < 5) addressSize = reader.u8();
  if (kind === undefined) return 'it is of a kind that belongs into another file; build without -gsplit-dwarf';
  if (kind === 'skeleton') reader.skip(8);
  const signature = kind === 'type' ? reader.u64() : undefined;
  const typeOffset = kind === 'type' ? reader.offset(frame.offsetSize) : 0;
  if (addressSize !== 4) return `its addresses have ${addressSize} bytes, and a Cortex-M has 4`;
  if (reader.failed || reader.position > frame.end) return 'its header is cut off';
  return { ...frame, version, addressSize, kind, abbrevOffset, entriesOffset: reader.position, signature, typeOffset };
}
