/**
 * Prints the interpreter: a loop, a branch table, and a handler for every shape of every row. Registers live in memory,
 * operands in predecoded records, flags in locals.
 *
 * The handlers are divided over several functions, because V8 allocates registers well only in functions below a size. `run`
 * holds the loop and what compilers emit most (hot.ts); the rest is in cold functions, each of which carries out one
 * instruction and hands the state back through memory.
 */
import { STATE } from '../core/cpu-state.js';
import { ROWS } from '../isa/decode.js';
import type { Node, Recorded, RegisterRef } from '../record/nodes.js';
import { Code, moduleBytes, type Local } from '../wasm/code.js';
import { IMPORTS, Printer, type Places, type StateLocals } from '../wasm/printer.js';
import { StateFrame } from '../wasm/state-frame.js';
import { CONTROL, LEAVE, OP, PAGE_BITS, PAGE_BYTES, RECORD, RECORD_BYTES } from './layout.js';
import { isHot } from './hot.js';
import { nearKey, recordShape, shapesOf } from './shapes.js';

/** The generated module and the handler number of each shape. */
export interface InterpreterImage {
  readonly wasm: Uint8Array;
  readonly handlers: Readonly<Record<string, number>>;
}

const PC_OFFSET = STATE.registers + 60;

/** Index of the first cold function among the module's functions; `run` comes before it. */
const COLD_FUNCTION = IMPORTS.length + 1;
/** Handlers of a cold function: with all of them in one, each is slower by a tenth. */
const COLD_HANDLERS = 150;

class InterpreterPrinter implements Places {
  readonly code = new Code(2);
  readonly faultLabel = 'fault';
  private readonly printer: Printer;
  private readonly frame: StateFrame;
  private readonly state: StateLocals;
  private readonly cursor: Local;
  /** A guest address on its way to the cursor or to R15. */
  private readonly target: Local;
  private readonly reason: Local;
  private readonly rest: Local;

  constructor() {
    const { code } = this;
    const local = (): Local => code.local();
    this.frame = new StateFrame(code);
    this.state = this.frame.locals;
    this.cursor = local();
    this.target = local();
    this.reason = local();
    this.rest = local();
    this.printer = new Printer(code, this.state, this);
  }

  // Places
  register(ref: RegisterRef): void {
    this.registerAddress(ref);
    this.code.memory('load32', STATE.registers, 2);
  }

  private registerAddress(ref: RegisterRef): void {
    const { code } = this;
    if (ref.kind === 'fixed') return code.const(ref.n * 4);
    code.get(this.cursor);
    code.memory('load8u', RECORD.registers + ref.slot);
  }

  writeRegister(ref: RegisterRef, value: Local): void {
    this.registerAddress(ref);
    this.code.get(value);
    this.code.memory('store32', STATE.registers, 2);
  }

  /** A record holds the offset itself. */
  floatOffset(reg: RegisterRef): void {
    const { code } = this;
    if (reg.kind === 'fixed') return code.const(reg.n * 4);
    code.get(this.cursor);
    code.memory('load8u', RECORD.registers + reg.slot);
  }

  slot(slot: number): void {
    this.code.get(this.cursor);
    this.code.memory('load32', RECORD.words + 4 * slot, 2);
  }

  /** The record of the next instruction lies `length / 2` records on. */
  private length = 2;
  next(): void {
    this.pc();
    this.code.const(this.length);
    this.code.op('add');
  }

  /** Pushes the address of the instruction at the cursor. */
  private pc(): void {
    const { code } = this;
    code.get(this.cursor);
    code.const(3);
    code.op('shrU');
    code.const(0);
    code.memory('load32', CONTROL.delta, 2);
    code.op('add');
  }

  beforeCall(): void {
    const { code } = this;
    code.const(0);
    code.get(this.cursor);
    code.memory('store32', CONTROL.cursor, 2);
  }

  loadedPC(): void {
    this.code.const(0);
    this.code.memory('load32', PC_OFFSET, 2);
  }

  /** Walks the bits of a list, lowest first; `each` gets the register's offset in `bit`. */
  private walk(list: Node, pointer: Local, each: (pushRegister: () => void) => void): void {
    const { code, rest } = this;
    this.printer.value(list);
    code.tee(rest);
    code.open('if');
    code.open('loop', 'walk');
    each(() => {
      code.get(rest);
      code.op('ctz');
      code.const(2);
      code.op('shl');
    });
    code.get(pointer);
    code.const(4);
    code.op('add');
    code.set(pointer);
    code.get(rest);
    code.get(rest);
    code.const(1);
    code.op('sub', 'and');
    code.tee(rest);
    code.brIf('walk');
    code.end();
    code.end();
  }

  commitList(list: Node, from: Local): void {
    const { code } = this;
    this.walk(list, from, (pushRegister) => {
      pushRegister();
      code.get(from);
      code.memory('load32', 0, 2);
      code.memory('store32', STATE.registers, 2);
    });
  }

  storeList(list: Node, to: Local): void {
    const { code } = this;
    this.walk(list, to, (pushRegister) => {
      code.get(to);
      pushRegister();
      code.memory('load32', STATE.registers, 2);
      code.memory('store32', 0, 2);
    });
  }

  // Handlers
  private advance(length: number): void {
    const { code } = this;
    code.get(this.cursor);
    code.const((length / 2) * RECORD_BYTES);
    code.op('add');
    code.set(this.cursor);
  }

  /** One instruction: its effects and commit, then its flow. A near branch has the record that it goes to in its slot. */
  handler({ recorded, length, near }: Shape): void {
    const { code } = this;
    this.length = length;
    if (recorded.flow?.kind === 'system') return code.br('system');
    const { target, test, loadedPC } = this.printer.instruction(recorded);
    const goTo = (label: string): void => {
      if (loadedPC) this.loadedPC();
      else code.get(target!);
      code.set(near ? this.cursor : this.target);
      code.br(near ? 'next' : label);
    };
    switch (recorded.flow?.kind) {
      case undefined:
        this.advance(length);
        code.br('next');
        break;
      case 'branchIf':
        code.get(test!);
        code.open('if');
        goTo('away');
        code.end();
        this.advance(length);
        code.br('next');
        break;
      case 'branch':
        goTo('away');
        break;
      case 'branchWrite':
        code.get(target!);
        code.const(-2);
        code.op('and');
        code.set(this.target);
        code.br('away');
        break;
      case 'branchExchange':
        goTo('exchange');
        break;
      case 'callExchange':
        goTo('exchangeCall');
        break;
    }
    this.printer.finish();
  }

  /**
   * A guard stands before the record of an instruction in an IT block and is none itself. It takes its own place out of the
   * way from record to guest address.
   */
  private guard(cond: number, length: 2 | 4): void {
    const { code } = this;
    code.const(0);
    code.const(0);
    code.memory('load32', CONTROL.delta, 2);
    code.const(2);
    code.op('sub');
    code.memory('store32', CONTROL.delta, 2);
    this.printer.condition(cond);
    code.open('if');
    this.notCounted();
    this.advance(2);
    code.br('next');
    code.end();
    this.advance(2 + length);
    code.br('next');
  }

  /** What was dispatched is no instruction: it gives its count back. */
  private notCounted(): void {
    const { code, state } = this;
    code.get(state.budget);
    code.const(1);
    code.op('add');
    code.set(state.budget);
  }

  /** Gives back the instruction that was counted, and leaves with R15 at it. */
  private leaveHere(reason: number, counted: boolean): void {
    const { code } = this;
    if (counted) this.notCounted();
    this.pc();
    code.set(this.target);
    this.leave(reason);
  }

  private leave(reason: number): void {
    this.code.const(reason);
    this.code.set(this.reason);
    this.code.br('leave');
  }

  private special(op: number): void {
    const { code } = this;
    switch (op) {
      case OP.undecoded:
        return this.leaveHere(LEAVE.decode, true);
      case OP.onward:
        this.notCounted();
        this.pc();
        code.set(this.target);
        return code.br('away');
      case OP.system:
        return code.br('system');
      case OP.breakpoint:
        return this.leaveHere(LEAVE.breakpoint, true);
      case OP.enterIT:
        code.const(0);
        this.slot(1);
        code.memory('store32', CONTROL.delta, 2);
        this.slot(0);
        code.set(this.cursor);
        return code.br('next');
      default:
        return this.guard((op - OP.guards) >>> 1, ((op - OP.guards) & 1) !== 0 ? 4 : 2);
    }
  }

  private enter(): void {
    const { code, state } = this;
    code.get(code.parameter(0));
    code.set(state.budget);
    this.enterState();
  }

  private enterState(): void {
    this.frame.load([[this.cursor, CONTROL.cursor]]);
  }

  private exit(): void {
    this.frame.storeWords([
      [this.target, PC_OFFSET],
      [this.reason, CONTROL.reason],
    ]);
    this.storeState();
    this.code.get(this.state.budget);
  }

  private storeState(): void {
    this.frame.store([[this.cursor, CONTROL.cursor]]);
  }

  /** The function's start: what both kinds share until the dispatch. */
  private openBlocks(next: 'loop' | 'block'): void {
    const { code } = this;
    this.enter();
    code.open('block', 'leave');
    code.open(next, 'next');
    for (const label of ['away', 'exchangeCall', 'exchange', 'system', 'fault']) code.open('block', label);
  }

  /** `labels[op]` is the block that a handler follows; the last also takes what is beyond the table. */
  private dispatch(pushOp: () => void, first: number, handlers: readonly (() => void)[], beyond?: () => void): void {
    const { code } = this;
    const all = beyond ? [...handlers, beyond] : handlers;
    for (let op = all.length - 1; op >= 0; op--) code.open('block', `op${op}`);
    pushOp();
    if (first > 0) {
      code.const(first);
      code.op('sub');
    }
    code.brTable(all.map((_, op) => `op${op}`));
    for (const handler of all) {
      code.end();
      handler();
    }
  }

  /** What leaves or branches, behind the handlers. Falls through into `next`. */
  private closeBlocks(): void {
    const { code } = this;
    code.end(); // fault
    this.leaveHere(LEAVE.fault, false);
    code.end(); // system
    this.leaveHere(LEAVE.system, true);
    code.end(); // exchange
    this.leaveUnless(LEAVE.exchange, true);
    code.br('away');
    code.end(); // exchangeCall
    this.leaveUnless(LEAVE.exchangeCall, false);
    code.end(); // away
    this.lookup();
  }

  /**
   * `run(budget, 0)`: executes until the budget is used or something leaves; the result is what is left of the budget. `colds`
   * are the first handler numbers of the cold functions.
   */
  run(handlers: readonly (() => void)[], colds: readonly number[]): number[] {
    const { code, state } = this;
    this.openBlocks('loop');
    code.get(state.budget);
    code.op('eqz');
    code.open('if');
    this.leaveHere(LEAVE.budget, false);
    code.end();
    code.get(state.budget);
    code.const(1);
    code.op('sub');
    code.set(state.budget);
    this.dispatch(
      () => this.pushOp(),
      0,
      handlers,
      () => this.callCold(colds),
    );
    this.closeBlocks();
    code.br('next');
    code.end(); // next
    code.end(); // leave
    this.exit();
    return code.body();
  }

  /** `cold(budget, op)`: carries out the one instruction at the cursor with handler `op`. */
  cold(first: number, handlers: readonly (() => void)[]): number[] {
    const { code } = this;
    this.openBlocks('block');
    this.dispatch(() => code.get(code.parameter(1)), first, handlers);
    this.closeBlocks();
    code.end(); // next
    this.leaveHere(LEAVE.budget, false);
    code.end(); // leave
    this.exit();
    return code.body();
  }

  /** The handler of the record at the cursor. */
  private pushOp(): void {
    this.code.get(this.cursor);
    this.code.memory('load16u', RECORD.op, 1);
  }

  /** Hands the instruction to its cold function; goes on unless it left. */
  private callCold(colds: readonly number[]): void {
    const { code, state } = this;
    const left = this.rest;
    this.storeState();
    this.pushOp();
    code.set(this.target);
    this.callOneOf(colds, 0);
    code.set(left);
    code.const(0);
    code.memory('load32', CONTROL.reason, 2);
    code.open('if');
    code.get(left);
    code.op('return');
    code.end();
    this.enterState();
    code.get(left);
    code.set(state.budget);
    code.br('next');
  }

  /** Calls the cold function of the handler whose number is in `target`; it is none before `colds[index]`. */
  private callOneOf(colds: readonly number[], index: number): void {
    const { code } = this;
    const call = (): void => {
      code.get(this.state.budget);
      code.get(this.target);
      code.call(COLD_FUNCTION + index);
    };
    const next = colds[index + 1];
    if (next === undefined) return call();
    code.get(this.target);
    code.const(next);
    code.op('ltU');
    code.open('if', '', 'i32');
    call();
    code.op('else');
    this.callOneOf(colds, index + 1);
    code.end();
  }

  /** Bit 0 of the target is set and, for BXWritePC, it is no EXC_RETURN: clears the bit. Otherwise leaves. */
  private leaveUnless(reason: number, checkReturn: boolean): void {
    const { code, target } = this;
    code.get(target);
    code.const(1);
    code.op('and', 'eqz');
    if (checkReturn) {
      code.get(target);
      code.const(-0x1000_0000);
      code.op('geU', 'or');
    }
    code.open('if');
    this.leave(reason);
    code.end();
    code.get(target);
    code.const(1);
    code.op('sub');
    code.set(target);
  }

  /** From a guest address to its record, or leaves. */
  private lookup(): void {
    const { code, target } = this;
    const page = code.local();
    code.get(target);
    code.const(PAGE_BITS - 2);
    code.op('shrU');
    code.const(-4);
    code.op('and');
    code.const(0);
    code.memory('load32', CONTROL.codeTable, 2);
    code.op('add');
    code.memory('load32', 0, 2);
    code.tee(page);
    code.op('eqz');
    code.open('if');
    this.leave(LEAVE.lookup);
    code.end();
    code.get(target);
    code.const(PAGE_BYTES - 1);
    code.op('and');
    code.const(3);
    code.op('shl');
    code.get(page);
    code.op('add');
    code.set(this.cursor);
    code.const(0);
    code.get(target);
    code.const(-PAGE_BYTES);
    code.op('and');
    code.get(page);
    code.const(3);
    code.op('shrU', 'sub');
    code.memory('store32', CONTROL.delta, 2);
  }

  specials(): (() => void)[] {
    return Array.from({ length: OP.first }, (_, op) => () => this.special(op));
  }
}

interface Shape {
  readonly recorded: Recorded;
  readonly length: 2 | 4;
  readonly near: boolean;
  hot: boolean;
}

/** Branches to an address that the decoder knows: they have a second handler for targets in the same page. */
const isDirect = ({ flow }: Recorded): boolean => flow?.kind === 'branch' || flow?.kind === 'branchIf';

/** What a handler prints depends on nothing but this text. */
const textOf = ({ recorded, length, near }: Shape): string => JSON.stringify([recorded, length, near]);

/** Prints the whole interpreter. Takes some hundred milliseconds: a build step. */
export function printInterpreter(): InterpreterImage {
  const handlers = new Map<string, Shape | 'system'>();
  const byText = new Map<string, Shape>();
  const shapes: Shape[] = [];
  /** Equal handlers are printed once; hot if any of their rows is. */
  const shared = (shape: Shape): Shape => {
    const text = textOf(shape);
    const known = byText.get(text);
    if (known) {
      known.hot ||= shape.hot;
      return known;
    }
    byText.set(text, shape);
    shapes.push(shape);
    return shape;
  };
  for (const row of ROWS) {
    const length = row.pattern.bits === 16 ? 2 : 4;
    for (const [key, operands] of shapesOf(row)) {
      const recorded = recordShape(row, operands, length);
      const hot = isHot(row, key);
      handlers.set(
        key,
        recorded.flow?.kind === 'system'
          ? 'system'
          : shared({ recorded, length, near: false, hot: hot && !isDirect(recorded) }),
      );
      if (isDirect(recorded)) handlers.set(nearKey(key), shared({ recorded, length, near: true, hot }));
    }
  }
  // The hot come first: handler numbers from `OP.first` on.
  const hot = shapes.filter((shape) => shape.hot);
  const cold = shapes.filter((shape) => !shape.hot);
  const numberOf = new Map([...hot, ...cold].map((shape, i) => [shape, OP.first + i]));
  const print = (printer: InterpreterPrinter, some: readonly Shape[]): readonly (() => void)[] =>
    some.map((shape) => () => printer.handler(shape));
  const firstCold = OP.first + hot.length;
  const parts = Array.from({ length: Math.ceil(cold.length / COLD_HANDLERS) }, (_, part) => ({
    first: firstCold + part * COLD_HANDLERS,
    shapes: cold.slice(part * COLD_HANDLERS, (part + 1) * COLD_HANDLERS),
  }));
  const run = new InterpreterPrinter();
  const firsts = parts.map(({ first }) => first);
  const functions = [
    { parameters: 2, exportName: 'run', body: run.run([...run.specials(), ...print(run, hot)], firsts) },
    ...parts.map(({ first, shapes: some }) => {
      const printer = new InterpreterPrinter();
      return { parameters: 2, body: printer.cold(first, print(printer, some)) };
    }),
  ];
  return {
    wasm: moduleBytes(IMPORTS, functions),
    handlers: Object.fromEntries(
      [...handlers].map(([key, shape]) => [key, shape === 'system' ? OP.system : numberOf.get(shape)!]),
    ),
  };
}
