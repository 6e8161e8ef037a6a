/** Section headers and contents, compressed debug sections unpacked (gABI, "Section Compression"; GNU's older .zdebug). */
import { decodeUtf8, type Finding } from '../../base/index.js';
import { ELFCOMPRESS_ZLIB, SECTION_HEADER_SIZE, SHF, SHT } from './constants.js';
import type { Section } from './elf-file.js';
import { inflateZlib } from './inflate.js';

interface SectionTable {
  readonly offset: number;
  readonly count: number;
  /** Index of the section that holds the names (e_shstrndx). */
  readonly names: number;
}

interface RawSection {
  readonly nameOffset: number;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

/** All sections; what lies outside the file is empty and has a finding. The table itself must lie inside the file. */
export function readSections(
  bytes: Uint8Array,
  view: DataView,
  table: SectionTable,
  file: string,
  findings: Finding[],
): Section[] {
  const raw = Array.from({ length: table.count }, (_, i) => readHeader(view, table.offset + i * SECTION_HEADER_SIZE));
  const contents = raw.map((header) => contentsOf(bytes, header));
  const names = contents[table.names] ?? new Uint8Array();
  const warn = (code: string, message: string): void => {
    findings.push({ code, severity: 'warning', message, where: file });
  };
  return raw.map((header, index) => {
    let name = stringAt(names, header.nameOffset);
    let content = contents[index]!;
    if (header.type !== SHT.NOBITS && header.type !== SHT.NULL && content.length < header.size) {
      warn(
        'elf-section-outside',
        `Section ${name} of ${file} lies outside the file, so it is left out. Build or copy the file again.`,
      );
      content = new Uint8Array();
    }
    const unpacked = unpack(name, header, content);
    if (unpacked === undefined) {
      warn(
        'elf-compressed',
        `Section ${name} of ${file} is compressed in a way that cannot be read, so it is left out. Link with -gz=none.`,
      );
    }
    if (name.startsWith('.zdebug_')) name = `.debug_${name.slice('.zdebug_'.length)}`;
    return {
      index,
      name,
      type: header.type,
      flags: header.flags,
      address: header.address,
      size: header.size,
      bytes: unpacked ?? new Uint8Array(),
      allocated: (header.flags & SHF.ALLOC) !== 0,
      executable: (header.flags & SHF.EXECINSTR) !== 0,
      writable: (header.flags & SHF.WRITE) !== 0,
      link: header.link,
    };
  });
}

function readHeader(view: DataView, at: number): RawSection {
  const word = (offset: number): number => view.getUint32(at + offset, true);
  return {
    nameOffset: word(0),
    type: word(4),
    flags: word(8),
    address: word(12),
    offset: word(16),
    size: word(20),
    link: word(24),
  };
}

function contentsOf(bytes: Uint8Array, header: RawSection): Uint8Array {
  if (header.type === SHT.NOBITS || header.type === SHT.NULL) return new Uint8Array();
  return bytes.subarray(header.offset, header.offset + header.size);
}

function unpack(name: string, header: RawSection, content: Uint8Array): Uint8Array | undefined {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  if ((header.flags & SHF.COMPRESSED) !== 0) {
    // Elf32_Chdr: type, size, alignment.
    if (content.length < 12 || view.getUint32(0, true) !== ELFCOMPRESS_ZLIB) return undefined;
    return inflateZlib(content.subarray(12), view.getUint32(4, true));
  }
  if (name.startsWith('.zdebug_')) {
    // "ZLIB" and the size, eight bytes big-endian.
    if (content.length < 12 || decodeUtf8(content.subarray(0, 4)) !== 'ZLIB' || view.getUint32(4, false) !== 0)
      return undefined;
    return inflateZlib(content.subarray(12), view.getUint32(8, false));
  }
  return content;
}

/** The NUL-terminated string at an offset of a string table; empty outside the table. */
export function stringAt(table: Uint8Array, offset: number): string {
  if (offset >= table.length) return '';
  const end = table.indexOf(0, offset);
  return decodeUtf8(table.subarray(offset, end < 0 ? table.length : end));
}
