/** Runs a line number program of `.debug_line`, versions 2 to 5 (DWARF 5, 6.2). */
import { DW_LNE, DW_LNS } from './constants.js';
import { type LineHeader, readLineHeader } from './line-header.js';
import { Reader } from './reader.js';
import type { FormContext } from './forms.js';

export interface LineRow {
  readonly address: number;
  /** Index into the files of the program. */
  readonly file: number;
  /** From 1; 0 when the code belongs to no line. */
  readonly line: number;
  /** From 1; 0 is the left edge. */
  readonly column: number;
  /** A recommended breakpoint location. */
  readonly isStatement: boolean;
  readonly basicBlock: boolean;
  readonly prologueEnd: boolean;
  readonly epilogueBegin: boolean;
  readonly discriminator: number;
}

/** Rows in ascending order of address, up to but not including `end`. */
export interface LineSequence {
  readonly start: number;
  readonly end: number;
  readonly rows: readonly LineRow[];
}

export interface LineProgram {
  readonly header: LineHeader;
  readonly sequences: readonly LineSequence[];
}

const START = {
  address: 0,
  file: 1,
  line: 1,
  column: 0,
  basicBlock: false,
  prologueEnd: false,
  epilogueBegin: false,
  discriminator: 0,
} as const;

/** The program at an offset of `.debug_line`; `undefined` when its header cannot be read. */
export function readLineProgram(section: Uint8Array, offset: number, context: FormContext): LineProgram | undefined {
  const header = readLineHeader(section, offset, context);
  return header === undefined ? undefined : { header, sequences: new LineMachine(section, header).run() };
}

class LineMachine {
  private readonly reader: Reader;
  private readonly header: LineHeader;
  private state: { -readonly [K in keyof LineRow]: LineRow[K] };
  private operationIndex = 0;
  private rows: LineRow[] = [];
  private readonly sequences: LineSequence[] = [];

  constructor(section: Uint8Array, header: LineHeader) {
    this.header = header;
    this.reader = new Reader(section, header.programOffset, header.end);
    this.state = this.initial();
  }

  run(): LineSequence[] {
    while (!this.reader.atEnd) {
      const opcode = this.reader.u8();
      if (opcode >= this.header.opcodeBase) this.special(opcode - this.header.opcodeBase);
      else if (opcode === 0) this.extended();
      else this.standard(opcode);
    }
    return this.sequences;
  }

  private initial(): LineMachine['state'] {
    return { ...START, isStatement: this.header.defaultIsStatement };
  }

  /** 6.2.5.1. */
  private special(adjusted: number): void {
    const { lineRange, lineBase } = this.header;
    this.advance(Math.floor(adjusted / lineRange));
    this.state.line += lineBase + (adjusted % lineRange);
    this.emit();
  }

  private advance(operations: number): void {
    const { minimumInstructionLength, maximumOperations } = this.header;
    const index = this.operationIndex + operations;
    this.state.address =
      (this.state.address + minimumInstructionLength * Math.floor(index / maximumOperations)) % 0x1_0000_0000;
    this.operationIndex = index % maximumOperations;
  }

  private emit(): void {
    this.rows.push({ ...this.state });
    this.state.discriminator = 0;
    this.state.basicBlock = false;
    this.state.prologueEnd = false;
    this.state.epilogueBegin = false;
  }

  /** 6.2.5.2. */
  private standard(opcode: number): void {
    const { reader, state } = this;
    switch (opcode) {
      case DW_LNS.copy:
        this.emit();
        break;
      case DW_LNS.advance_pc:
        this.advance(reader.uleb());
        break;
      case DW_LNS.advance_line:
        state.line = Math.max(0, state.line + reader.sleb());
        break;
      case DW_LNS.set_file:
        state.file = reader.uleb();
        break;
      case DW_LNS.set_column:
        state.column = reader.uleb();
        break;
      case DW_LNS.negate_stmt:
        state.isStatement = !state.isStatement;
        break;
      case DW_LNS.set_basic_block:
        state.basicBlock = true;
        break;
      case DW_LNS.const_add_pc:
        this.advance(Math.floor((255 - this.header.opcodeBase) / this.header.lineRange));
        break;
      case DW_LNS.fixed_advance_pc:
        state.address = (state.address + reader.u16()) % 0x1_0000_0000;
        this.operationIndex = 0;
        break;
      case DW_LNS.set_prologue_end:
        state.prologueEnd = true;
        break;
      case DW_LNS.set_epilogue_begin:
        state.epilogueBegin = true;
        break;
      case DW_LNS.set_isa:
        reader.uleb();
        break;
      default:
        // Unknown ones are passed over by the count of operands that the header gives.
        for (let i = this.header.operandCounts[opcode - 1] ?? 0; i > 0; i--) reader.uleb();
    }
  }

  /** 6.2.5.3. */
  private extended(): void {
    const { reader, state } = this;
    const length = reader.uleb();
    const next = reader.position + length;
    if (length === 0 || !(next <= reader.end)) {
      if (length !== 0) reader.fail();
      return;
    }
    switch (reader.u8()) {
      case DW_LNE.end_sequence:
        this.endSequence();
        break;
      case DW_LNE.set_address:
        state.address = reader.address(length - 1);
        this.operationIndex = 0;
        break;
      case DW_LNE.define_file:
        this.header.defineFile(reader);
        break;
      case DW_LNE.set_discriminator:
        state.discriminator = reader.uleb();
        break;
      default:
        break;
    }
    if (!reader.failed) reader.position = next;
  }

  /** Rows must ascend (6.2.5.2); a sequence that does not is put in order, so that searching it stays right. */
  private endSequence(): void {
    const end = this.state.address;
    const isOrdered = this.rows.every((row, i) => i === 0 || this.rows[i - 1]!.address <= row.address);
    if (!isOrdered) this.rows.sort((a, b) => a.address - b.address);
    const start = this.rows[0]?.address;
    if (start !== undefined && end > start) this.sequences.push({ start, end, rows: this.rows });
    this.rows = [];
    this.state = this.initial();
    this.operationIndex = 0;
  }
}
