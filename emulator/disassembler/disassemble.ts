/** Assembly text of one instruction, in the form of arm-none-eabi-objdump, out of the rows that decode it. */
import { isaParts } from '../core/profiles.js';
import { decode, instructionSet, isWide, ROWS, type Instruction, type InstructionSet } from '../isa/decode.js';
import { conditionOf, inITBlock, lastInITBlock } from '../isa/it-block.js';
import { fieldsOf } from '../isa/pattern.js';
import type { Row } from '../isa/rows/row.js';
import type { Formatter, Place } from './formatters.js';
import { parseTemplate, type Template } from './template.js';

/** One instruction as text. */
export interface Disassembly {
  /** `mnemonic`, a tab, `operands`, and a comment after another tab where the text alone says too little. */
  readonly text: string;
  readonly mnemonic: string;
  readonly operands: string;
  /** Where a direct branch goes. */
  readonly target?: number;
  /** The address that a PC-relative load or ADR names. */
  readonly literal?: number;
}

export interface DisassemblyOptions {
  /** The symbol at or around an address (`main+0x4`), or undefined. */
  readonly symbolAt?: (address: number) => string | undefined;
  /** Of the core that executes the code; Armv7-M if absent. */
  readonly instructionSet?: InstructionSet;
}

/** What is read where nobody says which core the code is for. */
export const USUAL_SET = instructionSet(isaParts('cortex-m3'));

const TEMPLATES: ReadonlyMap<Row, Template> = new Map(ROWS.map((row) => [row, parseTemplate(row.text)]));

/** Length in bytes of the instruction that starts with `halfword` (Armv7-M ARM, A5.1). */
export function instructionLength(halfword: number): 2 | 4 {
  return isWide(halfword) ? 4 : 2;
}

/** The text of a decoded instruction; `itState` is ITSTATE as it executes (0 outside IT blocks). */
export function disassemble(
  instruction: Instruction,
  itState: number,
  { symbolAt }: DisassemblyOptions = {},
): Disassembly {
  const { row, word, operands: decoded } = instruction;
  const fields = fieldsOf(row.pattern, word);
  const template = TEMPLATES.get(row)!;
  const addressText = (address: number): string => {
    const symbol = symbolAt?.(address);
    return symbol === undefined ? `0x${address.toString(16)}` : `${address.toString(16)} <${symbol}>`;
  };
  const place: Place = {
    inIT: inITBlock(itState),
    condition: conditionOf(itState),
    operands: decoded,
    word,
    addressText,
  };
  const write = (pieces: readonly (string | Formatter)[]): string =>
    pieces.map((piece) => (typeof piece === 'string' ? piece : piece(fields, place))).join('');
  const mnemonic = write(template.mnemonic);
  const body = write(template.operands);
  const operands = body.split('\t')[0]!;
  return {
    text: body === '' ? mnemonic : `${mnemonic}\t${body}`,
    mnemonic,
    operands,
    ...address(row, decoded.target),
  };
}

function address(row: Row, target: number | undefined): { target?: number; literal?: number } {
  if (target === undefined) return {};
  return row.text.includes('{branch}') ? { target: target >>> 0 } : { literal: target >>> 0 };
}

/** The text of an UNDEFINED word: a directive that assembles to it again. */
export function disassembleUndefined(word: number, length: 2 | 4): Disassembly {
  const mnemonic = length === 2 ? '.inst.n' : '.inst.w';
  const operands = `0x${word.toString(16).padStart(length * 2, '0')}`;
  return { text: `${mnemonic}\t${operands}\t@ <UNDEFINED>`, mnemonic, operands };
}

/** Decodes and writes the instruction at `pc`; `second` is the halfword after `first`, for 32-bit instructions only. */
export function disassembleAt(
  first: number,
  second: number,
  pc: number,
  itState: number,
  options?: DisassemblyOptions,
): Disassembly {
  const instruction = decode(
    first,
    second,
    { pc, inIT: inITBlock(itState), lastInIT: lastInITBlock(itState) },
    options?.instructionSet ?? USUAL_SET,
  );
  if (instruction) return disassemble(instruction, itState, options);
  const length = instructionLength(first);
  return disassembleUndefined(length === 2 ? first : ((first << 16) | second) >>> 0, length);
}
