/**
 * Prints recorded instructions as WebAssembly. Where registers and slots live is a matter of the mode: the interpreter's
 * handlers read them from a predecoded record, a translated unit keeps them in locals. Everything else is here, once.
 *
 * The commit rule: effects first, then every committed value is computed into a local, then all are written. Nothing is
 * written before everything has been read, so no pin or liveness analysis is needed; V8 sees through the locals.
 */
import { STATE } from '../core/cpu-state.js';
import { floatOperationNumber } from '../float/operations.js';
import {
  widthOf,
  type Effect,
  type Flags,
  type Node,
  type Operator,
  type Recorded,
  type RegisterRef,
} from '../record/nodes.js';
import { CALL, CONTROL, DATA_TABLE, GRANULE_BITS, PAGE_BITS, PAGE_BYTES, RIGHTS } from '../interpreter/layout.js';
import type { Code, Local, OPCODE } from './code.js';

/** Indices of the imported functions. */
export const IMPORTS = [
  { name: 'load', parameters: 2, result: true },
  { name: 'store', parameters: 3, result: false },
  { name: 'loadList', parameters: 2, result: false },
  { name: 'storeList', parameters: 2, result: false },
  { name: 'loadFloats', parameters: 2, result: false },
  { name: 'storeFloats', parameters: 3, result: false },
  { name: 'float', parameters: 1, result: false },
] as const;
const LOAD = 0;
const STORE = 1;
const LOAD_LIST = 2;
const STORE_LIST = 3;
const LOAD_FLOATS = 4;
const STORE_FLOATS = 5;
const FLOAT = 6;

/** Locals that hold state while generated code runs. */
export interface StateLocals {
  /** N and Z: a sign-extended result. */
  readonly nz: Local;
  readonly carryX: Local;
  readonly carryY: Local;
  readonly overflowX: Local;
  readonly overflowY: Local;
  readonly budget: Local;
}

/** Where a mode keeps what an instruction names. */
export interface Places {
  register(ref: RegisterRef): void;
  writeRegister(ref: RegisterRef, value: Local): void;
  /** Pushes the bytes from S0 to a register. */
  floatOffset(ref: RegisterRef): void;
  slot(slot: number): void;
  next(): void;
  /** Before a call out: leave a trace of where we are, except the budget. */
  beforeCall(): void;
  /** Branches to the exit for an instruction that did not happen. */
  readonly faultLabel: string;
  /** Commits the registers of a list whose words stand at the address in `from`; gives the loaded PC a place. */
  commitList(list: Node, from: Local): void;
  loadedPC(): void;
  /** Stores the registers of a list at the address in `to`. */
  storeList(list: Node, to: Local): void;
}

const BINARY: Partial<Record<Operator, keyof typeof OPCODE>> = {
  add: 'add',
  sub: 'sub',
  mul: 'mul',
  and: 'and',
  or: 'or',
  xor: 'xor',
  lsl: 'shl',
  lsr: 'shrU',
  asr: 'shrS',
  ror: 'rotr',
  equal: 'eq',
  lessUnsigned: 'ltU',
  lessSigned: 'ltS',
};
const LOADS = { 1: ['load8u', 'load8s'], 2: ['load16u', 'load16s'], 4: ['load32', 'load32'] } as const;
const STORES = { 1: 'store8', 2: 'store16', 4: 'store32' } as const;

export class Printer {
  readonly code: Code;
  readonly state: StateLocals;
  private readonly places: Places;
  /** Values of this instruction that stand in a local already. */
  private readonly known = new Map<Node, Local>();
  private taken: Local[] = [];

  constructor(code: Code, state: StateLocals, places: Places) {
    this.code = code;
    this.state = state;
    this.places = places;
  }

  /** Prints effects and commit of one instruction; flow is left to the mode, with its operands in locals. */
  instruction(recorded: Recorded): FlowOperands {
    const { places } = this;
    let list: (() => void) | undefined;
    for (const effect of recorded.effects) list = this.effect(effect) ?? list;

    const registers = recorded.registers.map(({ reg, value }) => ({ reg, value: this.held(value) }));
    const flags = recorded.flags && this.flagOperands(recorded.flags);
    const saturated = recorded.saturated && this.held(recorded.saturated);
    const ge = recorded.ge && this.held(recorded.ge);
    const floats = recorded.floats.map(({ reg, value }) => ({ reg, value: this.held(value) }));
    const fpscr = recorded.fpscr && this.held(recorded.fpscr.value);
    const flow = this.flowOperands(recorded);

    list?.();
    for (const { reg, value } of registers) places.writeRegister(reg, value);
    if (recorded.flags && flags) this.writeFlags(recorded.flags, flags);
    if (saturated) this.writeSaturation(saturated);
    if (ge) this.writeGE(ge);
    for (const { reg, value } of floats) this.writeFloat(reg, value);
    if (fpscr) this.writeFpscr(fpscr, recorded.fpscr.flags);
    return flow;
  }

  /** Forgets the instruction: its locals may be used again. */
  finish(): void {
    for (const local of this.taken) this.code.release(local);
    this.taken = [];
    this.known.clear();
  }

  private temporary(type: 'i32' | 'i64' = 'i32'): Local {
    const local = this.code.local(type);
    this.taken.push(local);
    return local;
  }

  /** A local that holds the value of a node from here on. */
  private held(node: Node): Local {
    const there = this.known.get(node);
    if (there) return there;
    const local = this.temporary(widthOf(node) === 64 ? 'i64' : 'i32');
    this.raw(node);
    this.code.set(local);
    this.known.set(node, local);
    return local;
  }

  /** Pushes a value. Shared subexpressions are kept. */
  value(node: Node): void {
    if (node.kind === 'const') this.code.const(node.value);
    else this.code.get(this.held(node));
  }

  private raw(node: Node): void {
    const { code, places } = this;
    switch (node.kind) {
      case 'const':
        return code.const(node.value);
      case 'slot':
        return places.slot(node.slot);
      case 'reg':
        return places.register(node.reg);
      case 'next':
        return places.next();
      case 'carry':
        code.get(this.state.carryX);
        code.get(this.state.carryY);
        return code.op('geU');
      case 'ge':
        code.const(0);
        return code.memory('load32', STATE.ge, 2);
      case 'condition':
        return this.condition(node.cond);
      case 'binary':
        return this.binary(node.op, node.x, node.y);
      case 'clz':
      case 'signExtend8':
      case 'signExtend16':
        this.value(node.x);
        return code.op(node.kind === 'clz' ? 'clz' : node.kind === 'signExtend8' ? 'extend8' : 'extend16');
      case 'select':
        this.value(node.yes);
        this.value(node.no);
        this.value(node.test);
        return code.op('select');
      case 'singleFloat':
        places.floatOffset(node.reg);
        return code.memory('load32', STATE.floats, 2);
      case 'doubleFloat':
        places.floatOffset(node.reg);
        return code.memory('load64', STATE.floats, 3);
      case 'fpscr':
        code.const(0);
        return code.memory('load32', STATE.fpscr, 2);
      case 'pair':
        this.value(node.high);
        code.op('extendU64');
        code.const64(32);
        code.op('shl64');
        this.value(node.low);
        return code.op('extendU64', 'or64');
      case 'lowWord':
        this.value(node.x);
        return code.op('wrap64');
      case 'highWord':
        this.value(node.x);
        code.const64(32);
        return code.op('shrU64', 'wrap64');
      case 'float':
        return this.float(node);
      case 'loaded':
        throw new Error('a loaded value is used before its load');
      case 'loadedPC':
        return places.loadedPC();
    }
  }

  private binary(op: Operator, x: Node, y: Node): void {
    const { code } = this;
    const plain = BINARY[op];
    if (plain !== undefined) {
      this.value(x);
      this.value(y);
      return code.op(plain);
    }
    if (op === 'udiv' || op === 'sdiv') return this.division(op === 'sdiv', x, y);
    const extend = op === 'mulHighSigned' ? 'extendS64' : 'extendU64';
    this.value(x);
    code.op(extend);
    this.value(y);
    code.op(extend, 'mul64');
    code.const64(32);
    code.op('shrU64', 'wrap64');
  }

  /** Division that never traps: 0 for a zero divisor, and INT_MIN / -1 = INT_MIN (A7.7.127). */
  private division(signed: boolean, x: Node, y: Node): void {
    const { code } = this;
    const [a, b] = [this.held(x), this.held(y)];
    code.get(b);
    if (signed) {
      // 0 and -1 are the divisors that trap; x * y is right for both.
      code.const(1);
      code.op('add');
      code.const(2);
      code.op('ltU');
      code.open('if', '', 'i32');
      code.get(a);
      code.get(b);
      code.op('mul', 'else');
      code.get(a);
      code.get(b);
      code.op('divS');
    } else {
      code.open('if', '', 'i32');
      code.get(a);
      code.get(b);
      code.op('divU', 'else');
      code.const(0);
    }
    code.end();
  }

  /** ConditionHolds (A7.3.1) from the lazily kept flags; pushes 0 or 1. */
  condition(cond: number): void {
    const { code, state } = this;
    const zero = (): void => {
      code.get(state.nz);
      code.op('wrap64', 'eqz');
    };
    const carrySet = (): void => {
      code.get(state.carryX);
      code.get(state.carryY);
      code.op('geU');
    };
    const negative = (): void => {
      code.get(state.nz);
      code.const64(0);
      code.op('ltS64');
    };
    const overflow = (): void => {
      const [x, y] = [state.overflowX, state.overflowY];
      code.get(x);
      code.get(y);
      code.op('xor');
      code.get(x);
      code.get(x);
      code.get(y);
      code.op('sub', 'xor', 'and');
      code.const(0);
      code.op('ltS');
    };
    const less = (): void => {
      negative();
      overflow();
      code.op('ne');
    };
    switch (cond >>> 1) {
      case 0:
        zero();
        break;
      case 1:
        carrySet();
        break;
      case 2:
        negative();
        break;
      case 3:
        overflow();
        break;
      case 4: // HI: C and not Z
        carrySet();
        zero();
        code.op('eqz', 'and');
        break;
      case 5: // GE
        less();
        code.op('eqz');
        break;
      case 6: // GT: not Z and N = V
        less();
        zero();
        code.op('or', 'eqz');
        break;
      default:
        code.const(1);
        return;
    }
    if ((cond & 1) === 1) code.op('eqz');
  }

  /** An operation in TypeScript: operands and result go through memory. */
  private float({ operation, operands, gives }: Node & { kind: 'float' }): void {
    const { code } = this;
    // First all of them: what is an operation itself uses the same memory.
    for (const operand of operands) if (operand.kind !== 'const') this.held(operand);
    operands.forEach((operand, i) => {
      code.const(0);
      this.value(operand);
      if (widthOf(operand) === 64) code.memory('store64', CONTROL.float + 8 * i, 3);
      else code.memory('store32', CONTROL.float + 8 * i, 2);
    });
    code.const(floatOperationNumber(operation));
    code.call(FLOAT);
    code.const(0);
    if (gives === 64) code.memory('load64', CONTROL.float, 3);
    else code.memory('load32', CONTROL.float, 2);
  }

  private writeFloat(ref: RegisterRef, value: Local): void {
    const { code, places } = this;
    places.floatOffset(ref);
    code.get(value);
    if (value.type === 'i64') code.memory('store64', STATE.floats, 3);
    else code.memory('store32', STATE.floats, 2);
  }

  private writeFpscr(value: Local, flags: boolean): void {
    const { code } = this;
    code.const(0);
    code.get(value);
    if (flags) {
      code.const(0);
      code.memory('load32', STATE.fpscr, 2);
      code.const(0x0fff_ffff);
      code.op('and', 'or');
    }
    code.memory('store32', STATE.fpscr, 2);
  }

  private flagOperands(flags: Flags): FlagOperands {
    const result = this.held(flags.result);
    switch (flags.kind) {
      case 'add':
      case 'sub':
        return { result, x: this.held(flags.x), y: this.held(flags.y) };
      case 'adc':
        return { result, x: this.held(flags.x), y: this.held(flags.y), carry: this.held(flags.carry) };
      case 'nz':
      case 'nzcv':
        return { result };
      case 'nzc':
        return { result, carry: this.held(flags.carry) };
    }
  }

  private writeFlags(flags: Flags, { result, x, y, carry }: FlagOperands): void {
    const { code, state } = this;
    if (flags.kind === 'nzcv') return this.writeNZCV(result);
    code.get(result);
    code.op('extendS64');
    code.set(state.nz);
    if (flags.kind === 'sub') {
      code.get(x!);
      code.tee(state.overflowX);
      code.set(state.carryX);
      code.get(y!);
      code.tee(state.overflowY);
      return code.set(state.carryY);
    }
    if (flags.kind === 'add') {
      // Carry out of x + y: the sum is below x, that is x > sum, x - 1 >= sum once x is not 0; kept as 0/1 against 1.
      code.get(result);
      code.get(x!);
      code.op('ltU');
      code.set(state.carryX);
      code.const(1);
      code.set(state.carryY);
    }
    if (carry) {
      code.get(carry);
      code.set(state.carryX);
      code.const(1);
      code.set(state.carryY);
    }
    if (flags.kind === 'add' || flags.kind === 'adc') {
      // Overflow: both operands differ in sign from the result. 0x8000_0000 against 1 overflows, 0 against 1 does not.
      code.get(result);
      code.get(x!);
      code.op('xor');
      code.get(result);
      code.get(y!);
      code.op('xor', 'and');
      code.const(-0x8000_0000);
      code.op('and');
      code.set(state.overflowX);
      code.const(1);
      code.set(state.overflowY);
    }
  }

  /** From bits 31 to 28: N as the sign, Z as a low word of 0, C and V against 1. */
  private writeNZCV(bits: Local): void {
    const { code, state } = this;
    const bit = (position: number): void => {
      code.get(bits);
      code.const(position);
      code.op('shrU');
      code.const(1);
      code.op('and');
    };
    code.get(bits);
    code.const(31);
    code.op('shrS', 'extendS64');
    code.const64(32);
    code.op('shl64');
    bit(30);
    code.op('eqz', 'extendU64', 'or64');
    code.set(state.nz);
    bit(29);
    code.set(state.carryX);
    bit(28);
    code.const(31);
    code.op('shl');
    code.set(state.overflowX);
    code.const(1);
    code.tee(state.overflowY);
    code.set(state.carryY);
  }

  private writeSaturation(test: Local): void {
    const { code } = this;
    code.get(test);
    code.open('if');
    code.const(0);
    code.const(1);
    code.memory('store32', STATE.saturation, 2);
    code.end();
  }

  private writeGE(bits: Local): void {
    const { code } = this;
    code.const(0);
    code.get(bits);
    code.memory('store32', STATE.ge, 2);
  }

  private flowOperands({ flow }: Recorded): FlowOperands {
    if (flow === undefined || flow.kind === 'system') return {};
    // The loaded PC has its place only after the list's commit.
    if ('target' in flow && flow.target.kind === 'loadedPC') return { loadedPC: true };
    const target = this.held(flow.target);
    return flow.kind === 'branchIf' ? { target, test: this.held(flow.test) } : { target };
  }

  /** Prints an effect; the result commits what a list load brought. */
  private effect(effect: Effect): (() => void) | undefined {
    switch (effect.kind) {
      case 'load':
        this.load(effect);
        return undefined;
      case 'store':
        this.store(effect);
        return undefined;
      case 'loadList': {
        const from = this.loadList(effect);
        return () => this.places.commitList(effect.list, from);
      }
      case 'loadFloats':
        return this.loadFloats(effect);
      case 'storeFloats':
        this.storeFloats(effect);
        return undefined;
      case 'floatCheck':
        this.floatCheck();
        return undefined;
      case 'storeList':
        this.storeList(effect);
        return undefined;
      case 'aligned':
        this.raiseIf(effect.address, CALL.unaligned, () => {
          this.code.const(effect.size - 1);
          this.code.op('and');
        });
        return undefined;
      case 'withinStack':
        this.raiseIf(effect.address, CALL.stackOverflow, () => {
          this.code.const(0);
          this.code.memory('load32', CONTROL.stackLimit, 2);
          this.code.op('ltU');
        });
        return undefined;
      case 'divisionTraps':
        this.raiseIf(effect.divisor, CALL.divideByZero, () => {
          this.code.op('eqz');
          this.code.const(0);
          this.code.memory('load32', CONTROL.divideTrap, 2);
          this.code.op('and');
        });
        return undefined;
    }
  }

  /** Calls out with `kind` if what `test` makes of the operand is not zero; the call out raises the fault. */
  private raiseIf(operand: Node, kind: number, test: () => void): void {
    const { code } = this;
    this.value(operand);
    test();
    code.open('if');
    this.spill();
    this.value(operand);
    code.const(kind);
    code.call(LOAD);
    code.op('drop');
    this.afterCall();
    code.end();
  }

  /** Asks before a floating-point instruction where the machine has not said that there is nothing to ask. */
  private floatCheck(): void {
    const { code } = this;
    code.const(0);
    code.memory('load32', CONTROL.floatReady, 2);
    code.op('eqz');
    code.open('if');
    this.spill();
    code.const(0);
    code.const(CALL.floatCheck);
    code.call(LOAD);
    code.op('drop');
    this.afterCall();
    code.end();
  }

  /** All words come first, and go to their registers in one move at commit. */
  private loadFloats(effect: Effect & { kind: 'loadFloats' | 'storeFloats' }): () => void {
    const { code, places } = this;
    const address = this.held(effect.address);
    const bytes = this.held(effect.bytes);
    this.spill();
    code.get(address);
    code.get(bytes);
    code.call(LOAD_FLOATS);
    this.afterCall();
    return () => {
      code.const(STATE.floats);
      places.floatOffset(effect.first);
      code.op('add');
      code.const(CONTROL.list);
      code.get(bytes);
      code.copyMemory();
    };
  }

  private storeFloats(effect: Effect & { kind: 'loadFloats' | 'storeFloats' }): void {
    const { code, places } = this;
    const address = this.held(effect.address);
    const bytes = this.held(effect.bytes);
    this.spill();
    code.get(address);
    code.get(bytes);
    places.floatOffset(effect.first);
    code.call(STORE_FLOATS);
    this.afterCall();
  }

  private spill(): void {
    const { code, places, state } = this;
    places.beforeCall();
    code.const(0);
    code.get(state.budget);
    code.memory('store32', CONTROL.budget, 2);
  }

  /** The call out may have changed the budget: 0 to come back soon, negative for an instruction that did not happen. */
  private afterCall(): void {
    const { code, places, state } = this;
    code.const(0);
    code.memory('load32', CONTROL.budget, 2);
    code.tee(state.budget);
    code.const(0);
    code.op('ltS');
    code.brIf(places.faultLabel);
  }

  /** Pushes the rights byte of the host address in `host` plus what `offset` pushes and adds. */
  private rights(host: Local, offset?: () => void): void {
    const { code } = this;
    code.get(host);
    offset?.();
    code.const(GRANULE_BITS);
    code.op('shrU');
    code.memory('load8u', RIGHTS);
  }

  /** Leaves the host address of `address` in a local, or branches to `slow`. */
  private translate(address: Local, size: 1 | 2 | 4, mask: () => void): Local {
    const { code } = this;
    if (size > 1) {
      code.get(address);
      code.const(size - 1);
      code.op('and');
      code.brIf('slow');
    }
    const host = this.hostAddress(address);
    this.rights(host);
    mask();
    code.op('and', 'eqz');
    code.brIf('slow');
    return host;
  }

  private hostAddress(address: Local): Local {
    const { code } = this;
    const host = this.temporary();
    code.get(address);
    code.get(address);
    code.const(PAGE_BITS - 2);
    code.op('shrU');
    code.const(-4);
    code.op('and');
    code.memory('load32', DATA_TABLE, 2);
    code.op('add');
    code.set(host);
    return host;
  }

  private mask(write: boolean, unprivileged: boolean): () => void {
    const { code } = this;
    const word = unprivileged
      ? { read: CONTROL.unprivilegedReadMask, write: CONTROL.unprivilegedWriteMask }
      : { read: CONTROL.readMask, write: CONTROL.writeMask };
    return () => {
      code.const(0);
      code.memory('load32', write ? word.write : word.read, 2);
    };
  }

  private load(effect: Effect & { kind: 'load' }): void {
    const { code } = this;
    const address = this.held(effect.address);
    const result = this.temporary();
    code.open('block', 'done');
    code.open('block', 'slow');
    const host = this.translate(address, effect.size, this.mask(false, effect.unprivileged));
    code.get(host);
    code.memory(LOADS[effect.size][effect.signed ? 1 : 0], 0);
    code.set(result);
    code.br('done');
    code.end();
    this.spill();
    code.get(address);
    code.const(effect.size | (effect.signed ? CALL.signed : 0) | (effect.unprivileged ? CALL.unprivileged : 0));
    code.call(LOAD);
    code.set(result);
    this.afterCall();
    code.end();
    this.known.set(effect.result, result);
  }

  private store(effect: Effect & { kind: 'store' }): void {
    const { code } = this;
    const address = this.held(effect.address);
    const value = this.held(effect.value);
    code.open('block', 'done');
    code.open('block', 'slow');
    const host = this.translate(address, effect.size, this.mask(true, effect.unprivileged));
    code.get(host);
    code.get(value);
    code.memory(STORES[effect.size], 0);
    code.br('done');
    code.end();
    this.spill();
    code.get(address);
    code.const(effect.size | (effect.unprivileged ? CALL.unprivileged : 0));
    code.get(value);
    code.call(STORE);
    this.afterCall();
    code.end();
  }

  /** The host address of a whole list, if it is aligned, in one page, and every granule of it allows the access. */
  private translateList(address: Local, bytes: Local, write: boolean): Local {
    const { code } = this;
    code.get(address);
    code.const(3);
    code.op('and');
    code.brIf('slow');
    code.get(address);
    code.const(PAGE_BYTES - 1);
    code.op('and');
    code.get(bytes);
    code.op('add');
    code.const(PAGE_BYTES);
    code.op('gtU');
    code.brIf('slow');
    const host = this.hostAddress(address);
    // A list covers 64 bytes at most: its first, middle and last word lie in all granules that it touches.
    this.rights(host);
    this.rights(host, () => {
      code.get(bytes);
      code.const(1);
      code.op('shrU', 'add');
    });
    this.rights(host, () => {
      code.get(bytes);
      code.op('add');
      code.const(4);
      code.op('sub');
    });
    code.op('and', 'and');
    this.mask(write, false)();
    code.op('and', 'eqz');
    code.brIf('slow');
    return host;
  }

  private loadList(effect: Effect & { kind: 'loadList' | 'storeList' }): Local {
    const { code } = this;
    const address = this.held(effect.address);
    const list = this.held(effect.list);
    const bytes = this.held(effect.bytes);
    const from = this.temporary();
    code.open('block', 'done');
    code.open('block', 'slow');
    code.get(this.translateList(address, bytes, false));
    code.set(from);
    code.br('done');
    code.end();
    this.spill();
    code.get(address);
    code.get(list);
    code.call(LOAD_LIST);
    this.afterCall();
    code.const(CONTROL.list);
    code.set(from);
    code.end();
    return from;
  }

  private storeList(effect: Effect & { kind: 'loadList' | 'storeList' }): void {
    const { code, places } = this;
    const address = this.held(effect.address);
    const list = this.held(effect.list);
    const bytes = this.held(effect.bytes);
    code.open('block', 'done');
    code.open('block', 'slow');
    places.storeList(effect.list, this.translateList(address, bytes, true));
    code.br('done');
    code.end();
    this.spill();
    code.get(address);
    code.get(list);
    code.call(STORE_LIST);
    this.afterCall();
    code.end();
  }
}

interface FlagOperands {
  readonly result: Local;
  readonly x?: Local;
  readonly y?: Local;
  readonly carry?: Local;
}

/** Where an instruction's flow finds its operands. */
export interface FlowOperands {
  readonly target?: Local;
  readonly test?: Local;
  readonly loadedPC?: boolean;
}
