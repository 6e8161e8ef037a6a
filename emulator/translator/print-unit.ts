/**
 * The printer's second mode: a straight run of instructions as one WebAssembly function, with registers in locals and every
 * operand a constant. It reads the same records as the interpreter, so that a translator can start from proven parts.
 */
import { STATE } from '../core/cpu-state.js';
import { CONTROL, LEAVE } from '../interpreter/layout.js';
import type { Node, Recorded, RegisterRef } from '../record/nodes.js';
import { Code, moduleBytes, type Local } from '../wasm/code.js';
import { IMPORTS, Printer, type Places, type StateLocals } from '../wasm/printer.js';
import { StateFrame, type Word } from '../wasm/state-frame.js';

/** One instruction of a unit. */
export interface UnitInstruction {
  readonly recorded: Recorded;
  readonly pc: number;
  readonly length: 2 | 4;
  /** ITSTATE when it executes, and what that makes of it: 14 is always. */
  readonly itState: number;
  readonly cond: number;
}

/** Where execution goes on behind the unit. */
export interface UnitEnd {
  readonly pc: number;
  readonly itState: number;
}

const ALWAYS = 14;
const PC_OFFSET = STATE.registers + 60;

class UnitPrinter implements Places {
  readonly code = new Code(2);
  readonly faultLabel = 'fault';
  private readonly frame: StateFrame;
  private readonly state: StateLocals;
  private readonly printer: Printer;
  private readonly registers: readonly Local[];
  private readonly target: Local;
  private readonly reason: Local;
  private readonly listPC: Local;
  /** The instruction at hand: its address and ITSTATE, for whoever asks while it calls out. */
  private readonly at: Local;
  private readonly it: Local;

  constructor() {
    const { code } = this;
    const local = (): Local => code.local();
    this.frame = new StateFrame(code);
    this.state = this.frame.locals;
    this.registers = Array.from({ length: 15 }, local);
    this.target = local();
    this.reason = local();
    this.listPC = local();
    this.at = local();
    this.it = local();
    this.printer = new Printer(code, this.state, this);
  }

  register(ref: RegisterRef): void {
    this.code.get(this.registerLocal(ref));
  }

  writeRegister(ref: RegisterRef, value: Local): void {
    this.code.get(value);
    this.code.set(this.registerLocal(ref));
  }

  private registerLocal(ref: RegisterRef): Local {
    const local = ref.kind === 'fixed' ? this.registers[ref.n] : undefined;
    if (local === undefined) throw new Error('a unit names R0 to R14 by number');
    return local;
  }

  /** Floating-point registers stay in memory. */
  floatOffset(reg: RegisterRef): void {
    if (reg.kind === 'slot') throw new Error('a unit names registers by number');
    this.code.const(reg.n * 4);
  }

  slot(): void {
    throw new Error('a unit has no record');
  }

  next(): void {
    throw new Error('a unit knows its addresses');
  }

  loadedPC(): void {
    this.code.get(this.listPC);
  }

  /** Whoever is called may look at every register. */
  beforeCall(): void {
    this.frame.storeWords([...this.frame.flags, ...this.kept(), [this.at, CONTROL.delta]]);
  }

  /** What a unit keeps in locals, beside the flags. */
  private kept(): readonly Word[] {
    return [...this.registers.map((local, n) => [local, STATE.registers + 4 * n] as const), [this.it, STATE.itState]];
  }

  private each(list: Node, visit: (register: number, offset: number) => void): void {
    if (list.kind !== 'const') throw new Error('a unit knows its register lists');
    let offset = 0;
    for (let n = 0; n < 16; n++)
      if (((list.value >>> n) & 1) === 1) {
        visit(n, offset);
        offset += 4;
      }
  }

  commitList(list: Node, from: Local): void {
    const { code } = this;
    this.each(list, (register, offset) => {
      code.get(from);
      code.memory('load32', offset, 2);
      code.set(register === 15 ? this.listPC : this.registers[register]!);
    });
  }

  storeList(list: Node, to: Local): void {
    const { code } = this;
    this.each(list, (register, offset) => {
      code.get(to);
      code.get(this.registers[register]!);
      code.memory('store32', offset, 2);
    });
  }

  private setConstant(local: Local, value: number): void {
    this.code.const(value);
    this.code.set(local);
  }

  private instruction(unit: UnitInstruction, behind: UnitEnd): void {
    const { code, state } = this;
    code.get(state.budget);
    code.const(1);
    code.op('sub');
    code.set(state.budget);
    this.setConstant(this.at, unit.pc);
    this.setConstant(this.it, unit.itState);
    if (unit.cond !== ALWAYS) {
      this.printer.condition(unit.cond);
      code.open('if');
    }
    this.effectsAndFlow(unit);
    this.printer.finish();
    if (unit.cond !== ALWAYS) code.end();
    if (unit.recorded.effects.length > 0) this.leaveIfAsked(behind);
  }

  /** Whoever was called out to may have taken the budget away: the machine has something to do. */
  private leaveIfAsked(behind: UnitEnd): void {
    const { code } = this;
    code.get(this.state.budget);
    code.op('eqz');
    code.open('if');
    this.setConstant(this.target, behind.pc);
    this.setConstant(this.reason, LEAVE.budget);
    this.setConstant(this.it, behind.itState);
    code.br('leave');
    code.end();
  }

  private effectsAndFlow({ recorded }: UnitInstruction): void {
    const { code } = this;
    const { target, test, loadedPC } = this.printer.instruction(recorded);
    const leave = (reason: number): void => {
      if (loadedPC) this.loadedPC();
      else code.get(target!);
      code.set(this.target);
      this.leave(reason);
    };
    switch (recorded.flow?.kind) {
      case undefined:
        return;
      case 'branchIf':
        code.get(test!);
        code.open('if');
        leave(LEAVE.budget);
        code.end();
        return;
      case 'branch':
        return leave(LEAVE.budget);
      case 'branchWrite':
        code.get(target!);
        code.const(-2);
        code.op('and');
        code.set(this.target);
        return this.leave(LEAVE.budget);
      case 'branchExchange':
        return leave(LEAVE.exchange);
      case 'callExchange':
        return leave(LEAVE.exchangeCall);
      case 'system':
        throw new Error('a unit ends before a system instruction');
    }
  }

  private leave(reason: number): void {
    this.setConstant(this.it, 0);
    this.setConstant(this.reason, reason);
    this.code.br('leave');
  }

  /** `run(budget, 0)`: the whole unit, or up to a branch or a refused access; the result is what is left of the budget. */
  unit(instructions: readonly UnitInstruction[], end: UnitEnd): number[] {
    const { code, state } = this;
    code.get(code.parameter(0));
    code.set(state.budget);
    this.frame.load(this.kept());
    code.open('block', 'leave');
    code.open('block', 'fault');
    instructions.forEach((instruction, i) => this.instruction(instruction, instructions[i + 1] ?? end));
    this.setConstant(this.target, end.pc);
    this.setConstant(this.it, end.itState);
    this.setConstant(this.reason, LEAVE.budget);
    code.br('leave');
    code.end();
    code.get(this.at);
    code.set(this.target);
    this.setConstant(this.reason, LEAVE.fault);
    code.end();
    this.frame.store([
      ...this.kept(),
      [this.at, CONTROL.delta],
      [this.target, PC_OFFSET],
      [this.reason, CONTROL.reason],
    ]);
    // No record stands behind a unit.
    code.const(0);
    code.const(0);
    code.memory('store32', CONTROL.cursor, 2);
    code.get(state.budget);
    return code.body();
  }
}

/** A module with the function `run`, for the imports of the interpreter. */
export function printUnit(instructions: readonly UnitInstruction[], end: UnitEnd): Uint8Array {
  const printer = new UnitPrinter();
  return moduleBytes(IMPORTS, [{ parameters: 2, exportName: 'run', body: printer.unit(instructions, end) }]);
}
