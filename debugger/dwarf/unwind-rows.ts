/** Runs call frame instructions: one row of unwinding rules for each stretch of addresses (DWARF 5, 6.4.2). */
import { DW_CFA } from './constants.js';
import { Reader } from './reader.js';

/** Common information entry: what several functions share. */
export interface Cie {
  readonly codeAlignment: number;
  readonly dataAlignment: number;
  readonly returnAddressRegister: number;
  readonly isSignalFrame: boolean;
  readonly instructions: Uint8Array;
  /** Encoding of addresses in FDEs (`.eh_frame`); 0 is a plain address. */
  readonly pointerEncoding: number;
  readonly hasAugmentationData: boolean;
}

/** Frame description entry: how to unwind from `start` up to but not including `end`. */
export interface Fde {
  readonly cie: Cie;
  readonly start: number;
  readonly end: number;
  readonly instructions: Uint8Array;
}

/** How to compute the canonical frame address: the caller's stack pointer, on Arm. */
export type CfaRule =
  | { readonly kind: 'register'; readonly register: number; readonly offset: number }
  | { readonly kind: 'expression'; readonly expression: Uint8Array };

/** How to recover a register of the caller (DWARF 5, 6.4.1). Offsets are bytes from the CFA. */
export type RegisterRule =
  | { readonly kind: 'undefined' }
  | { readonly kind: 'sameValue' }
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'valOffset'; readonly offset: number }
  | { readonly kind: 'register'; readonly register: number }
  | { readonly kind: 'expression'; readonly expression: Uint8Array }
  | { readonly kind: 'valExpression'; readonly expression: Uint8Array };

export interface UnwindRow {
  readonly start: number;
  readonly end: number;
  readonly cfa: CfaRule;
  /** Registers without a rule are not here: the ABI says what becomes of them. */
  readonly registers: ReadonlyMap<number, RegisterRule>;
  /** The register whose rule gives the return address: 14 on Arm. */
  readonly returnAddressRegister: number;
  readonly isSignalFrame: boolean;
}

interface State {
  cfa: CfaRule;
  registers: Map<number, RegisterRule>;
}

/** All rows of a function in ascending order, without empty ones. */
export function rowsOf(fde: Fde): UnwindRow[] {
  const machine = new FrameMachine(fde);
  machine.run(fde.cie.instructions, true);
  machine.run(fde.instructions, false);
  return machine.finish();
}

class FrameMachine {
  private readonly fde: Fde;
  private readonly cie: Cie;
  private location: number;
  private state: State = { cfa: { kind: 'register', register: 13, offset: 0 }, registers: new Map() };
  private initial: ReadonlyMap<number, RegisterRule> = new Map();
  private readonly remembered: State[] = [];
  private readonly rows: UnwindRow[] = [];

  constructor(fde: Fde) {
    this.fde = fde;
    this.cie = fde.cie;
    this.location = fde.start;
  }

  /** Runs the instructions of the CIE or of the FDE. Damaged ones end the run; the rows so far stay. */
  run(instructions: Uint8Array, isInitial: boolean): void {
    const reader = new Reader(instructions);
    while (!reader.atEnd) {
      const opcode = reader.u8();
      const operand = opcode & 0x3f;
      const primary = opcode & 0xc0;
      if (primary === DW_CFA.advance_loc) this.advance(operand);
      else if (primary === DW_CFA.offset) this.offset(operand, reader.uleb());
      else if (primary === DW_CFA.restore) this.restore(operand);
      else if (
        !this.cfaInstruction(opcode, reader) &&
        !this.ruleInstruction(opcode, reader) &&
        !this.otherInstruction(opcode, reader)
      )
        break;
      if (reader.failed) break;
    }
    if (isInitial) this.initial = new Map(this.state.registers);
  }

  finish(): UnwindRow[] {
    this.moveTo(this.fde.end);
    return this.rows;
  }

  private moveTo(address: number): void {
    const end = Math.min(address, this.fde.end);
    if (end > this.location) {
      this.rows.push({
        start: this.location,
        end,
        cfa: this.state.cfa,
        registers: new Map(this.state.registers),
        returnAddressRegister: this.cie.returnAddressRegister,
        isSignalFrame: this.cie.isSignalFrame,
      });
    }
    this.location = Math.max(this.location, address);
  }

  private advance(delta: number): void {
    this.moveTo(this.location + delta * this.cie.codeAlignment);
  }

  private set(register: number, rule: RegisterRule): void {
    this.state.registers.set(register, rule);
  }

  private offset(register: number, factored: number): void {
    this.set(register, { kind: 'offset', offset: factored * this.cie.dataAlignment });
  }

  private restore(register: number): void {
    const rule = this.initial.get(register);
    if (rule === undefined) this.state.registers.delete(register);
    else this.set(register, rule);
  }

  /** 6.4.2.2. False when the opcode is not one of these. */
  private cfaInstruction(opcode: number, reader: Reader): boolean {
    const { dataAlignment } = this.cie;
    switch (opcode) {
      case DW_CFA.def_cfa:
        this.state.cfa = { kind: 'register', register: reader.uleb(), offset: reader.uleb() };
        return true;
      case DW_CFA.def_cfa_sf:
        this.state.cfa = { kind: 'register', register: reader.uleb(), offset: reader.sleb() * dataAlignment };
        return true;
      case DW_CFA.def_cfa_register: {
        const register = reader.uleb();
        const { cfa } = this.state;
        this.state.cfa = { kind: 'register', register, offset: cfa.kind === 'register' ? cfa.offset : 0 };
        return true;
      }
      case DW_CFA.def_cfa_offset:
        this.setCfaOffset(reader.uleb());
        return true;
      case DW_CFA.def_cfa_offset_sf:
        this.setCfaOffset(reader.sleb() * dataAlignment);
        return true;
      case DW_CFA.def_cfa_expression:
        this.state.cfa = { kind: 'expression', expression: reader.take(reader.uleb()) };
        return true;
      default:
        return false;
    }
  }

  private setCfaOffset(offset: number): void {
    const { cfa } = this.state;
    if (cfa.kind === 'register') this.state.cfa = { ...cfa, offset };
  }

  /** 6.4.2.3. */
  private ruleInstruction(opcode: number, reader: Reader): boolean {
    const { dataAlignment } = this.cie;
    switch (opcode) {
      case DW_CFA.undefined:
        this.set(reader.uleb(), { kind: 'undefined' });
        return true;
      case DW_CFA.same_value:
        this.set(reader.uleb(), { kind: 'sameValue' });
        return true;
      case DW_CFA.offset_extended:
        this.offset(reader.uleb(), reader.uleb());
        return true;
      case DW_CFA.offset_extended_sf:
        this.offset(reader.uleb(), reader.sleb());
        return true;
      case DW_CFA.GNU_negative_offset_extended:
        this.offset(reader.uleb(), -reader.uleb());
        return true;
      case DW_CFA.val_offset:
        this.set(reader.uleb(), { kind: 'valOffset', offset: reader.uleb() * dataAlignment });
        return true;
      case DW_CFA.val_offset_sf:
        this.set(reader.uleb(), { kind: 'valOffset', offset: reader.sleb() * dataAlignment });
        return true;
      case DW_CFA.register:
        this.set(reader.uleb(), { kind: 'register', register: reader.uleb() });
        return true;
      case DW_CFA.expression:
        this.set(reader.uleb(), { kind: 'expression', expression: reader.take(reader.uleb()) });
        return true;
      case DW_CFA.val_expression:
        this.set(reader.uleb(), { kind: 'valExpression', expression: reader.take(reader.uleb()) });
        return true;
      case DW_CFA.restore_extended:
        this.restore(reader.uleb());
        return true;
      default:
        return false;
    }
  }

  /** Moving on (6.4.2.1), saved rows (6.4.2.4) and padding. */
  private otherInstruction(opcode: number, reader: Reader): boolean {
    switch (opcode) {
      case DW_CFA.nop:
        return true;
      case DW_CFA.set_loc:
        this.moveTo(reader.u32());
        return true;
      case DW_CFA.advance_loc1:
        this.advance(reader.u8());
        return true;
      case DW_CFA.advance_loc2:
        this.advance(reader.u16());
        return true;
      case DW_CFA.advance_loc4:
        this.advance(reader.u32());
        return true;
      case DW_CFA.remember_state:
        this.remembered.push({ cfa: this.state.cfa, registers: new Map(this.state.registers) });
        return true;
      case DW_CFA.restore_state:
        this.state = this.remembered.pop() ?? this.state;
        return true;
      case DW_CFA.GNU_args_size:
        reader.uleb();
        return true;
      default:
        return false;
    }
  }
}
