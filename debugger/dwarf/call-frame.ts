/** Call frame information: CIEs and FDEs of `.debug_frame` and `.eh_frame` (DWARF 5, 6.4; LSB Core, 10.6). */
import type { Finding } from '../../base/index.js';
import { type FrameSection, readPointer } from './eh-pointer.js';
import { type Interval, IntervalMap } from './intervals.js';
import { type OffsetSize, Reader } from './reader.js';
import type { DebugFile } from './sections.js';
import { type Cie, type Fde, rowsOf, type UnwindRow } from './unwind-rows.js';

export class CallFrames {
  private readonly file: DebugFile;
  private readonly report: (finding: Finding) => void;
  private entries: IntervalMap<Fde> | undefined;

  constructor(file: DebugFile, report: (finding: Finding) => void) {
    this.file = file;
    this.report = report;
  }

  /** The rules for unwinding from an address; `undefined` where the file says nothing. */
  rowAt(pc: number): UnwindRow | undefined {
    this.entries ??= new IntervalMap(this.readAll());
    const fde = this.entries.at(pc)?.value;
    if (fde === undefined) return undefined;
    for (const row of rowsOf(fde)) if (pc < row.end) return row;
    return undefined;
  }

  private readAll(): Interval<Fde>[] {
    const { sections, ehFrameAddress } = this.file;
    const fdes = [
      ...this.read({ bytes: sections.frame, address: 0, isEh: false }),
      ...this.read({ bytes: sections.ehFrame, address: ehFrameAddress, isEh: true }),
    ];
    return fdes
      .filter(({ start }) => this.file.isCode(start))
      .map((value) => ({ start: value.start, end: value.end, value }));
  }

  private read(section: FrameSection): Fde[] {
    const cies = new Map<number, Cie | undefined>();
    const fdes: Fde[] = [];
    let offset = 0;
    while (offset < section.bytes.length) {
      const entry = readEntry(section, offset);
      if (entry === undefined) {
        this.reportCut(section, offset);
        break;
      }
      // A length of zero ends .eh_frame.
      if (entry.end === entry.reader.position && section.isEh) break;
      if (entry.cieOffset !== undefined) {
        const fde = readFde(section, entry.reader, cieAt(section, entry.cieOffset, cies));
        if (fde !== undefined) fdes.push(fde);
      }
      offset = entry.end;
    }
    return fdes;
  }

  private reportCut(section: FrameSection, offset: number): void {
    const where = section.isEh ? '.eh_frame' : '.debug_frame';
    const message = `${where} is damaged at byte ${offset}, so calls may be missing from the call stack. Build the file again.`;
    this.report({ code: 'dwarf-bad-frames', severity: 'warning', message, where });
  }
}

interface FrameEntry {
  /** Stands after the identifier. */
  readonly reader: Reader;
  readonly end: number;
  readonly offsetSize: OffsetSize;
  /** Of the CIE that an FDE belongs to; `undefined` for a CIE itself. */
  readonly cieOffset: number | undefined;
}

function readEntry(section: FrameSection, offset: number): FrameEntry | undefined {
  const head = new Reader(section.bytes, offset);
  const { length, offsetSize } = head.initialLength();
  const end = head.position + length;
  if (head.failed || end > section.bytes.length) return undefined;
  const reader = new Reader(section.bytes, head.position, end);
  if (length === 0) return { reader, end, offsetSize, cieOffset: undefined };
  const at = reader.position;
  const wide = !section.isEh && offsetSize === 8;
  const identifier = reader.unsigned(wide ? 8 : 4);
  // A CIE has all ones in .debug_frame and zero in .eh_frame, where an FDE counts back from the field itself.
  if (section.isEh)
    return { reader, end, offsetSize, cieOffset: identifier === 0n ? undefined : at - Number(identifier) };
  const isCie = identifier === (wide ? 0xffff_ffff_ffff_ffffn : 0xffff_ffffn);
  return { reader, end, offsetSize, cieOffset: isCie ? undefined : Number(identifier) };
}

function cieAt(section: FrameSection, offset: number, known: Map<number, Cie | undefined>): Cie | undefined {
  if (!known.has(offset)) {
    const entry = readEntry(section, offset);
    known.set(
      offset,
      entry === undefined || entry.cieOffset !== undefined ? undefined : readCie(section, entry.reader),
    );
  }
  return known.get(offset);
}

function readCie(section: FrameSection, reader: Reader): Cie | undefined {
  const version = reader.u8();
  const augmentation = reader.string();
  if (version >= 4 && !section.isEh) {
    // Address size and segment selector size.
    if (reader.u8() !== 4 || reader.u8() !== 0) return undefined;
  }
  const codeAlignment = reader.uleb();
  const dataAlignment = reader.sleb();
  const returnAddressRegister = version === 1 ? reader.u8() : reader.uleb();
  let pointerEncoding = 0;
  const hasAugmentationData = augmentation.startsWith('z');
  if (hasAugmentationData) {
    const size = reader.uleb();
    const next = reader.position + size;
    for (const letter of augmentation.slice(1)) {
      if (letter === 'R') pointerEncoding = reader.u8();
      else if (letter === 'L') reader.u8();
      else if (letter === 'P') readPointer(reader, reader.u8(), section);
    }
    if (next <= reader.end) reader.position = next;
    else reader.fail();
  } else if (augmentation !== '') return undefined;
  if (reader.failed || version === 2 || version > 4 || version === 0) return undefined;
  return {
    codeAlignment,
    dataAlignment,
    returnAddressRegister,
    isSignalFrame: augmentation.includes('S'),
    instructions: reader.take(reader.end - reader.position),
    pointerEncoding,
    hasAugmentationData,
  };
}

function readFde(section: FrameSection, reader: Reader, cie: Cie | undefined): Fde | undefined {
  if (cie === undefined) return undefined;
  const start = readPointer(reader, cie.pointerEncoding, section);
  // The length has the address's format but is never relative.
  const length = readPointer(reader, cie.pointerEncoding & 0x0f, section);
  if (cie.hasAugmentationData) reader.skip(reader.uleb());
  if (reader.failed || start === undefined || length === undefined || length === 0) return undefined;
  return {
    cie,
    start,
    end: Math.min(start + length, 0x1_0000_0000),
    instructions: reader.take(reader.end - reader.position),
  };
}
