/** An ELF file as the rest of the debugger sees it. All addresses are 32-bit and unsigned, all sizes are in bytes. */
import type { BuildAttributes } from './attributes.js';
import type { SymbolTable } from './symbols.js';

/** A loadable part (PT_LOAD): `bytes` go to `loadAddress`; the rest of `memorySize` is zeroed by the start-up code. */
export interface Segment {
  /** Where the code believes it runs (p_vaddr). */
  readonly virtualAddress: number;
  /** Where the bytes are put before reset (p_paddr): flash, for initialised data. */
  readonly loadAddress: number;
  readonly bytes: Uint8Array;
  readonly memorySize: number;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly executable: boolean;
}

export interface Section {
  readonly index: number;
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  /** Zero for sections that are not in the target's memory. */
  readonly address: number;
  readonly size: number;
  /** Contents, unpacked when compressed; empty for `.bss` and the like. */
  readonly bytes: Uint8Array;
  /** In the target's memory (SHF_ALLOC). */
  readonly allocated: boolean;
  readonly executable: boolean;
  readonly writable: boolean;
  /** sh_link, for tables that point to another section. */
  readonly link: number;
}

export interface ElfFile {
  /** The file's name as the caller gave it; used in messages only. */
  readonly name: string;
  /** Entry point with bit 0 cleared. */
  readonly entry: number;
  readonly entryIsThumb: boolean;
  /** e_flags: EABI version, float ABI. */
  readonly flags: number;
  readonly segments: readonly Segment[];
  readonly sections: readonly Section[];
  readonly symbols: SymbolTable;
  readonly attributes: BuildAttributes;
  /** The first section of that name. */
  section(name: string): Section | undefined;
  /** Bytes at a virtual address, as linked; `undefined` where the file has none. */
  read(address: number, size: number): Uint8Array | undefined;
}
