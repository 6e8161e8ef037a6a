/** Linear disassembly of a stretch of memory: instruction after instruction, IT blocks followed, data left as directives. */
import { decode, type Instruction } from '../isa/decode.js';
import { advanceIT, inITBlock, lastInITBlock } from '../isa/it-block.js';
import {
  disassemble,
  disassembleUndefined,
  instructionLength,
  USUAL_SET,
  type Disassembly,
  type DisassemblyOptions,
} from './disassemble.js';

export interface RangeOptions extends DisassemblyOptions {
  /** Whether an address holds no Thumb code: under a mapping symbol `$d` or `$a` (ELF for the Arm Architecture, 4.5.5). */
  readonly isData?: (address: number) => boolean;
  /** ITSTATE of the first instruction; 0 if the range does not start inside an IT block. */
  readonly itState?: number;
}

export interface RangeLine extends Disassembly {
  readonly address: number;
  /** In bytes. */
  readonly length: 1 | 2 | 4;
  readonly kind: 'instruction' | 'undefined' | 'data';
  /** ITSTATE as the instruction executes; 0 outside IT blocks. */
  readonly itState: number;
}

/**
 * Every line from `base` to the end of `bytes`, without gaps: the next line starts where one ends. A last instruction that is
 * cut off by the end, or runs into data, is a `.short`; a last odd byte a `.byte`.
 */
export function disassembleRange(bytes: Uint8Array, base: number, options: RangeOptions = {}): readonly RangeLine[] {
  const isData = options.isData ?? ((): boolean => false);
  const lines: RangeLine[] = [];
  let itState = options.itState ?? 0;
  for (let offset = 0; offset < bytes.length;) {
    const address = (base + offset) >>> 0;
    const code = !isData(address) && address % 2 === 0;
    const line =
      (code ? instructionLine(bytes, offset, address, itState, isData, options) : undefined) ??
      dataLine(bytes, offset, address, isData);
    lines.push(line);
    offset += line.length;
    itState = line.kind === 'data' ? 0 : nextITState(line, bytes, offset);
  }
  return lines;
}

/** Undefined where no whole instruction stands. */
function instructionLine(
  bytes: Uint8Array,
  offset: number,
  address: number,
  itState: number,
  isData: (address: number) => boolean,
  options: RangeOptions,
): RangeLine | undefined {
  const first = halfword(bytes, offset);
  if (first === undefined) return undefined;
  const length = instructionLength(first);
  const second = length === 4 ? halfword(bytes, offset + 2) : 0;
  if (second === undefined || (length === 4 && isData(address + 2))) return undefined;
  const at = { pc: address, inIT: inITBlock(itState), lastInIT: lastInITBlock(itState) };
  const instruction: Instruction | undefined = decode(first, second, at, options.instructionSet ?? USUAL_SET);
  if (instruction) {
    return { ...disassemble(instruction, itState, options), address, length, kind: 'instruction', itState };
  }
  const word = length === 2 ? first : ((first << 16) | second) >>> 0;
  return { ...disassembleUndefined(word, length), address, length, kind: 'undefined', itState };
}

/** ITSTATE after a line that ends at `end`: an IT instruction (A7.7.38) starts a block, all others count one down. */
function nextITState(line: RangeLine, bytes: Uint8Array, end: number): number {
  const word = line.length === 2 ? halfword(bytes, end - 2)! : 0;
  const isIT = line.kind === 'instruction' && word >>> 8 === 0xbf && (word & 0xf) !== 0;
  return isIT ? word & 0xff : advanceIT(line.itState);
}

/** `.word`, `.short` or `.byte`: as much as alignment, the end of the bytes and the next code allow. */
function dataLine(bytes: Uint8Array, offset: number, address: number, isData: (address: number) => boolean): RangeLine {
  const fits = (length: number): boolean => {
    if (address % length !== 0 || offset + length > bytes.length) return false;
    for (let i = 1; i < length; i++) if (isData(address + i) !== isData(address)) return false;
    return true;
  };
  const length = isData(address) && fits(4) ? 4 : fits(2) ? 2 : 1;
  let value = 0;
  for (let i = length - 1; i >= 0; i--) value = value * 256 + bytes[offset + i]!;
  const mnemonic = { 1: '.byte', 2: '.short', 4: '.word' }[length];
  const operands = `0x${value.toString(16).padStart(2 * length, '0')}`;
  return { text: `${mnemonic}\t${operands}`, mnemonic, operands, address, length, kind: 'data', itState: 0 };
}

function halfword(bytes: Uint8Array, offset: number): number | undefined {
  return offset + 2 > bytes.length ? undefined : bytes[offset]! | (bytes[offset + 1]! << 8);
}
