/** What answers at which address. */
import type { MemoryReference } from './common.js';

/** One range of the address space at which something answers. Ranges do not overlap; they ascend. */
export interface MemoryRangeBody {
  /** `FLASH`, `SRAM`, `UART0`, as the board names it. */
  readonly name: string;
  /** `mirror` is the same memory at a further address, `stub` reads as zero, `system` is the PPB. */
  readonly kind: 'memory' | 'mirror' | 'peripheral' | 'stub' | 'system';
  readonly base: MemoryReference;
  /** Last address, inclusive. */
  readonly end: MemoryReference;
  readonly baseNumber: number;
  readonly endNumber: number;
  /** `256 KB`. */
  readonly sizeText: string;
  /** What a plain store does, for memories: it sticks, is dropped, or the bus answers with an error. */
  readonly store?: 'write' | 'ignore' | 'busFault';
  /** For a mirror, the base of the memory it shows. */
  readonly mirrorOf?: MemoryReference;
}

/** One loaded section of the program. */
export interface ProgramSectionBody {
  /** `.text`. */
  readonly name: string;
  readonly base: MemoryReference;
  /** Last address, inclusive. */
  readonly end: MemoryReference;
  readonly sizeBytes: number;
}

export interface MemoryMapBody {
  /** The board's name, as in `LaunchConfiguration.board`. */
  readonly board: string;
  readonly ranges: readonly MemoryRangeBody[];
  readonly sections: readonly ProgramSectionBody[];
}
