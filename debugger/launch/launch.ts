/** From the bytes of an ELF file and a board to a machine that is ready to run, with every check a user may trip over. */
import { UserError, hex32, type Finding } from '../../base/index.js';
import {
  Machine,
  type BoardDescription,
  type MemoryDescription,
  type SemihostingOptions,
} from '../../emulator/index.js';
import { loadElf, type ElfFile, type Segment } from '../elf/index.js';
import { coreFindings } from './core-warning.js';

/** An ELF file. */
export interface Image {
  /** Kept, not copied: do not change it afterwards. */
  readonly bytes: Uint8Array;
  /** The file's name in messages. */
  readonly name: string;
}

export interface LaunchRequest extends Image {
  readonly board: BoardDescription;
  /** What else goes into memory, such as the image of the other security state. The first one starts. */
  readonly images?: readonly Image[];
}

/** A program that fits its board. */
export interface PreparedLaunch {
  readonly elf: ElfFile;
  /** What is loaded beside it. */
  readonly images: readonly ElfFile[];
  readonly board: BoardDescription;
  /** Warnings and remarks: stripped, odd sections, built for another core. */
  readonly findings: readonly Finding[];
}

export interface CreateOptions {
  /** `enforce` if absent. */
  readonly mpu?: 'enforce' | 'off';
  /** Answers BKPT 0xAB; a BKPT like any other if absent. */
  readonly semihosting?: SemihostingOptions;
  /** What other BKPTs do; `raise` if absent, and debuggers want `stop`. */
  readonly bkpt?: 'stop' | 'raise';
  /** Bytes that the firmware writes: to a device by name, or to `semihosting:stdout` and `semihosting:stderr`. */
  output?(channel: string, bytes: Uint8Array): void;
}

/**
 * Reads the file and checks it against the board. Throws a UserError for what cannot run: no ELF, Cortex-A or -R, segments
 * outside of the board's memories, images over each other, a vector table that no core can start with. Another core of the M profile is a finding.
 */
export function prepareLaunch({ images = [], board, ...main }: LaunchRequest): PreparedLaunch {
  const first = readImage(main, board);
  checkVectors({ elf: first.elf, board }, main.name);
  const others = images.map((image) => readImage(image, board));
  checkOverlaps([first, ...others].map(({ elf }) => elf));
  return {
    elf: first.elf,
    images: others.map(({ elf }) => elf),
    board,
    findings: [first, ...others].flatMap(({ findings }) => findings),
  };
}

function readImage(
  { bytes, name }: Image,
  board: BoardDescription,
): { readonly elf: ElfFile; readonly findings: readonly Finding[] } {
  const { elf, findings } = loadElf(bytes, name);
  const error = findings.find(({ severity }) => severity === 'error');
  if (elf === undefined || error !== undefined) {
    throw new UserError(error?.code ?? 'elf-unreadable', error?.message ?? `${name} cannot be read as an ELF file.`);
  }
  for (const segment of elf.segments) checkSegment(segment, name, board);
  return { elf, findings: [...findings, ...coreFindings(elf, board)] };
}

/** A machine with the program in its memories, out of reset. Never fails for a program that `prepareLaunch` let pass. */
export function createMachine(launch: PreparedLaunch, options: CreateOptions = {}): Machine {
  const machine = new Machine({ board: launch.board, ...options });
  for (const { segments } of [launch.elf, ...launch.images])
    for (const { loadAddress, bytes } of segments) machine.writeMemory(loadAddress, bytes);
  machine.reset();
  return machine;
}

/** Of images that load over each other only the last would be whole. */
function checkOverlaps(files: readonly ElfFile[]): void {
  const loads = files.flatMap(({ name, segments }, file) =>
    segments.map(({ loadAddress, bytes }) => ({ file, name, start: loadAddress, end: loadAddress + bytes.length })),
  );
  for (const one of loads)
    for (const other of loads) {
      if (one.file >= other.file || one.start >= other.end || other.start >= one.end) continue;
      const [start, end] = [Math.max(one.start, other.start), Math.min(one.end, other.end)];
      throw new UserError(
        'images-overlap',
        `${one.name} and ${other.name} both load ${hex32(start)}–${hex32(end - 1)}: link one of them elsewhere, or leave it out.`,
      );
    }
}

interface Range {
  readonly name: string;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

function rangesOf({ name, base, sizeBytes, mirrors = [] }: MemoryDescription): Range[] {
  return [base, ...mirrors].map((start) => ({ name, start, end: start + sizeBytes }));
}

function memoriesText(board: BoardDescription): string {
  return board.memories
    .map(({ name, base, sizeBytes }) => `${name} ${hex32(base)}–${hex32(base + sizeBytes - 1)}`)
    .join(', ');
}

/** Memories may adjoin, so a segment fits when every byte of it is in one. */
function firstOutside(board: BoardDescription, start: number, sizeBytes: number): number | undefined {
  const ranges = board.memories.flatMap(rangesOf);
  let at = start;
  while (at < start + sizeBytes) {
    const range = ranges.find((one) => at >= one.start && at < one.end);
    if (range === undefined) return at;
    at = range.end;
  }
  return undefined;
}

function checkSegment(segment: Segment, name: string, board: BoardDescription): void {
  const places = [
    { what: 'loads to', start: segment.loadAddress, size: segment.bytes.length },
    { what: 'lies at', start: segment.virtualAddress, size: segment.memorySize },
  ];
  for (const { what, start, size } of places) {
    const outside = firstOutside(board, start, size);
    if (outside === undefined) continue;
    throw new UserError(
      'elf-does-not-fit',
      `${name} has a segment that ${what} ${hex32(start)}–${hex32(start + size - 1)}, but ${board.name} has no memory at ` +
        `${hex32(outside)} (its memories: ${memoriesText(board)}). Link it for this board, or choose the board that it is for.`,
    );
  }
}

/** The first two words that the core will read at reset (Armv7-M ARM, B1.5.5). */
function checkVectors({ elf, board }: { elf: ElfFile; board: BoardDescription }, name: string): void {
  const table = board.cpu.initialVtor;
  const fail = (code: string, what: string): never => {
    throw new UserError(
      code,
      `${name} ${what} Put the vector table (initial SP, then the reset handler) at ${hex32(table)}: usually the linker ` +
        `script has to place its section first.`,
    );
  };
  const stack = loadedWord(elf, board, table);
  const reset = loadedWord(elf, board, (table + 4) >>> 0);
  if (stack === undefined || reset === undefined) {
    return fail('vectors-missing', `has nothing at ${hex32(table)}, where ${board.name} reads its vector table.`);
  }
  if (stack === 0 && reset === 0) {
    return fail('vectors-zero', `has a vector table of zeros at ${hex32(table)}, so the core could not start.`);
  }
  // The initial SP may be the first address after a memory.
  if (stack % 4 !== 0 || firstOutside(board, (stack - 4) >>> 0, 4) !== undefined) {
    return fail(
      'vectors-bad-stack',
      `has the initial stack pointer ${hex32(stack)} in its vector table at ${hex32(table)}, which is not in a memory of ` +
        `${board.name}.`,
    );
  }
  if ((reset & 1) === 0 || firstOutside(board, (reset & ~1) >>> 0, 2) !== undefined) {
    const why = (reset & 1) === 0 ? 'has bit 0 clear (no Thumb code)' : `is not in a memory of ${board.name}`;
    return fail(
      'vectors-bad-reset',
      `has the reset vector ${hex32(reset)} in its vector table at ${hex32(table)}, which ${why}.`,
    );
  }
}

/** A word as it will stand in memory after loading; mirrors of a memory show the same bytes. */
function loadedWord(elf: ElfFile, board: BoardDescription, address: number): number | undefined {
  const aliases = board.memories.flatMap((memory) => {
    const ranges = rangesOf(memory);
    const hit = ranges.find(({ start, end }) => address >= start && address < end);
    return hit === undefined ? [] : ranges.map(({ start }) => start + (address - hit.start));
  });
  for (const alias of new Set([address, ...aliases])) {
    for (const { loadAddress, bytes } of elf.segments) {
      const offset = alias - loadAddress;
      if (offset < 0 || offset + 4 > bytes.length) continue;
      return new DataView(bytes.buffer, bytes.byteOffset + offset, 4).getUint32(0, true);
    }
  }
  return undefined;
}
