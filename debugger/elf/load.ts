/** Reads a 32-bit little-endian Arm ELF executable. Bad input gives findings, each one sentence; nothing is thrown. */
import { hex32, type Finding } from '../../base/index.js';
import { parseAttributes } from './attributes.js';
import {
  EI_CLASS_32,
  EI_DATA_LITTLE,
  EM_ARM,
  ET_EXEC,
  FILE_TYPES,
  HEADER_SIZE,
  MACHINES,
  PF,
  PROGRAM_HEADER_SIZE,
  PT_LOAD,
  SECTION_HEADER_SIZE,
  SHT,
} from './constants.js';
import type { ElfFile, Section, Segment } from './elf-file.js';
import { readSections } from './sections.js';
import { readSymbols } from './symbol-reader.js';

export interface LoadedElf {
  /** Absent when there is a finding of severity `error`. */
  readonly elf?: ElfFile;
  readonly findings: readonly Finding[];
}

/** What the file header says, after the checks of `headerProblem`. */
interface Header {
  readonly entry: number;
  readonly flags: number;
  readonly programHeaders: { readonly offset: number; readonly count: number };
  readonly sectionHeaders: { readonly offset: number; readonly count: number; readonly names: number };
}

/** `name` is used in messages. The file's bytes are kept, not copied: do not change them afterwards. */
export function loadElf(bytes: Uint8Array, name: string): LoadedElf {
  const findings: Finding[] = [];
  const fail = (code: string, message: string): LoadedElf => ({
    findings: [...findings, { code, severity: 'error', message: `${name} ${message}`, where: name }],
  });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const problem = headerProblem(bytes, view);
  if (problem !== undefined) return fail(problem.code, problem.message);
  const header = readHeader(view);

  const cut = truncation(bytes, view, header);
  if (cut !== undefined) return fail('elf-truncated', cut);
  const segments = readSegments(bytes, view, header);
  if (segments.length === 0) {
    return fail(
      'elf-no-segments',
      'has nothing to load: it has no program headers of type LOAD. Link it with a linker script for your board.',
    );
  }
  const sections = readSections(bytes, view, header.sectionHeaders, name, findings);
  const isAttributes = ({ type, name: section }: Section): boolean =>
    type === SHT.ARM_ATTRIBUTES || section === '.ARM.attributes';
  const attributes = parseAttributes(sections.find(isAttributes)?.bytes);
  if (attributes.damagedAt !== undefined) {
    findings.push({
      code: 'elf-attributes',
      severity: 'warning',
      message: `The build attributes of ${name} cannot be read from byte ${attributes.damagedAt} on, so it may be built for another core than it seems. Build or copy it again.`,
      where: name,
    });
  }
  const profile = attributes.number('Tag_CPU_arch_profile');
  if (profile === 0x41 || profile === 0x52) {
    const family = profile === 0x41 ? 'Cortex-A' : 'Cortex-R';
    return fail(
      'elf-wrong-profile',
      `is built for a ${family} (Tag_CPU_arch_profile: ${attributes.describe('Tag_CPU_arch_profile')}). Build it for a Cortex-M, for instance with -mcpu=cortex-m3.`,
    );
  }
  const symbols = readSymbols(sections, name, findings);
  const entry = (header.entry & ~1) >>> 0;
  const entryIsThumb = (header.entry & 1) === 1;
  const atEntry = symbols.functionAt(entry);
  if (!entryIsThumb && (symbols.contentAt(entry) === 'arm' || (atEntry?.offset === 0 && !atEntry.symbol.isThumb))) {
    return fail(
      'elf-arm-state',
      `starts in Arm state at ${hex32(entry)}, and a Cortex-M executes Thumb only. Build it with -mthumb and -mcpu=cortex-m3.`,
    );
  }
  if (symbols.all.length === 0) {
    findings.push({
      code: 'elf-no-symbols',
      severity: 'warning',
      message: `${name} has no symbols (it was stripped), so functions have no names. Keep the file from before strip.`,
      where: name,
    });
  }
  const elf = {
    name,
    entry,
    entryIsThumb,
    flags: header.flags,
    segments,
    sections,
    symbols,
    attributes,
    section: (wanted: string) => sections.find((section) => section.name === wanted),
    read: (address: number, size: number) => readLinked(sections, segments, address, size),
  };
  return { elf, findings };
}

function headerProblem(bytes: Uint8Array, view: DataView): { code: string; message: string } | undefined {
  const isElf = bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
  if (!isElf) {
    return {
      code: 'elf-not-elf',
      message: "is not an ELF file. Give the linker's output, usually named .elf or .axf, not a .bin or .hex file.",
    };
  }
  if (bytes[4] !== undefined && bytes[4] !== EI_CLASS_32) {
    return {
      code: 'elf-not-32-bit',
      message: 'is not a 32-bit ELF file, so it is not for a Cortex-M. Build it with a compiler for arm-none-eabi.',
    };
  }
  if (bytes[5] !== undefined && bytes[5] !== EI_DATA_LITTLE) {
    return {
      code: 'elf-big-endian',
      message: 'is big-endian, and only little-endian Cortex-M files are supported. Build it with -mlittle-endian.',
    };
  }
  if (bytes.length < HEADER_SIZE) {
    return {
      code: 'elf-truncated',
      message: `is cut off within its file header (${bytes.length} bytes). Build or copy it again.`,
    };
  }
  const machine = view.getUint16(18, true);
  if (machine !== EM_ARM) {
    const what = MACHINES[machine] ?? `machine ${machine}`;
    return {
      code: 'elf-not-arm',
      message: `is built for ${what}, not for Arm. Build it with a compiler for arm-none-eabi.`,
    };
  }
  const type = view.getUint16(16, true);
  if (type !== ET_EXEC) {
    const what = FILE_TYPES[type] ?? `a file of type ${type}`;
    return {
      code: 'elf-not-executable',
      message: `is ${what}, not an executable. Link it with a linker script for your board.`,
    };
  }
  return undefined;
}

function readHeader(view: DataView): Header {
  const half = (at: number): number => view.getUint16(at, true);
  const word = (at: number): number => view.getUint32(at, true);
  // Entries of another size than the standard's would be misread, so such tables count as empty (gABI: e_phentsize).
  const programCount = half(42) === PROGRAM_HEADER_SIZE ? half(44) : 0;
  const sectionCount = half(46) === SECTION_HEADER_SIZE ? half(48) : 0;
  return {
    entry: word(24),
    flags: word(36),
    programHeaders: { offset: word(28), count: programCount },
    sectionHeaders: { offset: word(32), count: sectionCount, names: half(50) },
  };
}

/** What the file promises beyond its end, as the rest of a sentence. */
function truncation(bytes: Uint8Array, view: DataView, header: Header): string | undefined {
  const { programHeaders: programs, sectionHeaders: sections } = header;
  const says = (what: string, end: number): string =>
    `is cut off: ${what} should reach to byte ${end}, but the file has ${bytes.length} bytes. Build or copy it again.`;
  const programsEnd = programs.offset + programs.count * PROGRAM_HEADER_SIZE;
  if (programsEnd > bytes.length) return says('its program headers', programsEnd);
  const sectionsEnd = sections.offset + sections.count * SECTION_HEADER_SIZE;
  if (sectionsEnd > bytes.length) return says('its section headers', sectionsEnd);
  for (let i = 0; i < programs.count; i++) {
    const at = programs.offset + i * PROGRAM_HEADER_SIZE;
    if (view.getUint32(at, true) !== PT_LOAD) continue;
    const end = view.getUint32(at + 4, true) + view.getUint32(at + 16, true);
    if (end > bytes.length) return says(`segment ${i}`, end);
  }
  return undefined;
}

function readSegments(bytes: Uint8Array, view: DataView, header: Header): Segment[] {
  const segments: Segment[] = [];
  for (let i = 0; i < header.programHeaders.count; i++) {
    const at = header.programHeaders.offset + i * PROGRAM_HEADER_SIZE;
    const word = (offset: number): number => view.getUint32(at + offset, true);
    const memorySize = word(20);
    if (word(0) !== PT_LOAD || memorySize === 0) continue;
    const flags = word(24);
    segments.push({
      virtualAddress: word(8),
      loadAddress: word(12),
      // p_filesz may not exceed p_memsz (gABI, chapter 5).
      bytes: bytes.subarray(word(4), word(4) + Math.min(word(16), memorySize)),
      memorySize,
      readable: (flags & PF.R) !== 0,
      writable: (flags & PF.W) !== 0,
      executable: (flags & PF.X) !== 0,
    });
  }
  return segments;
}

function readLinked(
  sections: readonly Section[],
  segments: readonly Segment[],
  address: number,
  size: number,
): Uint8Array | undefined {
  for (const { address: start, bytes, allocated } of sections) {
    if (allocated && address >= start && address + size <= start + bytes.length)
      return bytes.subarray(address - start, address - start + size);
  }
  for (const { virtualAddress: start, bytes } of segments) {
    if (address >= start && address + size <= start + bytes.length)
      return bytes.subarray(address - start, address - start + size);
  }
  return undefined;
}
