/** Instructions around an address as text, also backwards from it, with symbols and lines. */
import { hex32 } from '../../base/index.js';
import { disassembleAt, disassembleRange, instructionLength, type Machine } from '../../emulator/index.js';
import type { SourcePlace } from '../dwarf/index.js';
import type { DisassembledLine, SessionSource } from './data-types.js';
import type { Program } from './program.js';

/** Lines backwards are found by decoding forwards from a place that is surely a boundary. */
const LONGEST_INSTRUCTION = 4;
const MAX_LINES = 4096;
/** How far before an address a function may begin for it to be decoded from there. */
const FUNCTION_REACH = 0x4000;

interface Piece {
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly invalid: boolean;
}

function halfword(machine: Machine, address: number): number | undefined {
  const bytes = machine.readMemory(address, 2);
  return bytes.length < 2 ? undefined : bytes[0]! | (bytes[1]! << 8);
}

/** One instruction; undefined where nothing answers. */
export function instructionText(machine: Machine, program: Program, address: number): string | undefined {
  const first = halfword(machine, address);
  if (first === undefined) return undefined;
  const second = instructionLength(first) === 4 ? halfword(machine, address + 2) : 0;
  if (second === undefined) return undefined;
  const { instructionSet } = machine;
  const { text } = disassembleAt(first, second, address, 0, {
    instructionSet,
    symbolAt: (at) => program.symbolText(at),
  });
  return text.replace(/\t/g, ' ');
}

export class Disassembler {
  private readonly machine: Machine;
  private readonly program: Program;
  private readonly resolve: (place: SourcePlace) => SessionSource;

  constructor(machine: Machine, program: Program, resolve: (place: SourcePlace) => SessionSource) {
    this.machine = machine;
    this.program = program;
    this.resolve = resolve;
  }

  /** Exactly `count` lines, the one at `address` being number `-offset`. */
  lines(address: number, offset: number, count: number): readonly DisassembledLine[] {
    const wanted = Math.min(Math.max(0, count), MAX_LINES);
    const before = Math.max(0, -offset);
    const start = (address & ~1) >>> 0;
    const skip = Math.max(0, offset);
    const pieces = [...this.backwards(start, before), ...this.forwards(start, skip + wanted)];
    const lines = pieces.slice(skip, skip + wanted);
    return lines.map((piece, i) => this.line(piece, lines[i - 1]));
  }

  private isData(address: number): boolean {
    return this.program.elf.symbols.contentAt(address) === 'data';
  }

  /** Decodes what can be read from `start` up to `end`; a hole in memory is a line of its own for each halfword. */
  private decoded(start: number, end: number): readonly Piece[] {
    const bytes = this.machine.readMemory(start, Math.max(0, end - start));
    const range = disassembleRange(bytes, start, {
      instructionSet: this.machine.instructionSet,
      symbolAt: (at) => this.program.symbolText(at),
      isData: (at) => this.isData(at),
    });
    const pieces: Piece[] = range.map(({ address, length, text, kind }) => ({
      address,
      bytes: bytes.slice(address - start, address - start + length),
      text: text.replace(/\t/g, ' '),
      invalid: kind === 'undefined',
    }));
    for (let at = start + (bytes.length & ~1); at < end && bytes.length < end - start; at += 2) pieces.push(hole(at));
    return pieces;
  }

  private forwards(start: number, count: number): readonly Piece[] {
    const end = Math.min(2 ** 32, start + count * LONGEST_INSTRUCTION + LONGEST_INSTRUCTION);
    const pieces = this.decoded(start, end).slice(0, count);
    return [...pieces, ...Array.from({ length: count - pieces.length }, () => hole(0xffff_fffe))];
  }

  private backwards(end: number, count: number): readonly Piece[] {
    if (count === 0) return [];
    const reach = count * LONGEST_INSTRUCTION + LONGEST_INSTRUCTION;
    const from = this.boundaryBefore(Math.max(0, end - reach), end);
    let pieces = this.decoded(from, end);
    const last = pieces.at(-1);
    // An instruction that runs over the end shows that decoding began in the middle of one.
    if (last !== undefined && last.address + Math.max(2, last.bytes.length) > end) pieces = this.decoded(from + 2, end);
    const found = pieces.slice(-count);
    const padding = Array.from({ length: count - found.length }, () => hole(0));
    return [...padding, ...found];
  }

  /** Functions begin at boundaries, and so do rows of the line table. */
  private boundaryBefore(wanted: number, end: number): number {
    const { symbols } = this.program.elf;
    const found = symbols.functionAt(wanted) ?? symbols.functionAt(end);
    const aligned = (wanted & ~1) >>> 0;
    if (found === undefined) return aligned;
    const { address } = found.symbol;
    return address <= wanted && wanted - address < FUNCTION_REACH ? address : aligned;
  }

  private line({ address, bytes, text, invalid }: Piece, previous: Piece | undefined): DisassembledLine {
    const symbol = bytes.length === 0 ? undefined : this.program.symbolText(address);
    const row = this.program.debug.lineAt(address);
    const isFirst = previous === undefined || row?.range.start === address;
    const place = row !== undefined && row.line !== 0 && isFirst && bytes.length > 0 ? row : undefined;
    return {
      address,
      bytes,
      text,
      invalid,
      ...(symbol === undefined ? {} : { symbol }),
      ...(place === undefined ? {} : { source: this.resolve(place), line: place.line, column: place.column }),
    };
  }
}

function hole(address: number): Piece {
  return { address, bytes: new Uint8Array(), text: `nothing answers at ${hex32(address)}`, invalid: true };
}
