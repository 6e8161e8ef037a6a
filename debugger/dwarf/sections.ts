/** The debug sections of a file. A section that is not there is empty. */
import type { ElfFile } from '../elf/index.js';

export interface DebugSections {
  readonly info: Uint8Array;
  readonly types: Uint8Array;
  readonly abbrev: Uint8Array;
  readonly str: Uint8Array;
  readonly line: Uint8Array;
  readonly lineStr: Uint8Array;
  readonly strOffsets: Uint8Array;
  readonly addr: Uint8Array;
  readonly aranges: Uint8Array;
  readonly ranges: Uint8Array;
  readonly rnglists: Uint8Array;
  readonly loc: Uint8Array;
  readonly loclists: Uint8Array;
  readonly frame: Uint8Array;
  readonly ehFrame: Uint8Array;
}

const NAMES = {
  info: '.debug_info',
  types: '.debug_types',
  abbrev: '.debug_abbrev',
  str: '.debug_str',
  line: '.debug_line',
  lineStr: '.debug_line_str',
  strOffsets: '.debug_str_offsets',
  addr: '.debug_addr',
  aranges: '.debug_aranges',
  ranges: '.debug_ranges',
  rnglists: '.debug_rnglists',
  loc: '.debug_loc',
  loclists: '.debug_loclists',
  frame: '.debug_frame',
  ehFrame: '.eh_frame',
} as const satisfies Record<keyof DebugSections, string>;

/** What the DWARF readers need to know of the file around the debug sections. */
export interface DebugFile {
  readonly name: string;
  readonly sections: DebugSections;
  /** Where `.eh_frame` is in memory: its pointers may be relative to themselves. */
  readonly ehFrameAddress: number;
  /** Whether an address can hold code. Linkers leave the ranges of removed code at 0 or 1. */
  isCode(address: number): boolean;
  /** The address of a linked symbol, for declarations without a location. */
  symbolAddress(linkageName: string): number | undefined;
}

export function debugFileOf(elf: ElfFile): DebugFile {
  const sections = Object.fromEntries(
    Object.entries(NAMES).map(([key, name]) => [key, elf.section(name)?.bytes ?? new Uint8Array()]),
  ) as Record<keyof DebugSections, Uint8Array>;
  const codeSections = elf.sections.filter((section) => section.allocated && section.executable);
  const codeAtZero = elf.symbols.functionAt(0)?.offset === 0 || elf.symbols.contentAt(0) === 'thumb';
  return {
    name: elf.name,
    sections,
    ehFrameAddress: elf.section('.eh_frame')?.address ?? 0,
    isCode: (address) => {
      if (address <= 1 && !codeAtZero) return false;
      return codeSections.some((section) => address >= section.address && address - section.address < section.size);
    },
    symbolAddress: (name) => elf.symbols.named(name)?.address,
  };
}
