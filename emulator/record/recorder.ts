/** The one implementation of `Builder`: it records an instruction as a handful of nodes. */
import type {
  Builder,
  FloatReg,
  LoadOptions,
  Pair,
  Reg,
  RegisterShiftKind,
  Shifted,
  ShiftKind,
  Sum,
  SystemOperation,
  Value,
  Word,
} from '../isa/builder.js';
import { fold } from './fold.js';
import type { Effect, Flags, Flow, Node, Operator, Recorded, RegisterRef } from './nodes.js';

/** Operands enter the builder through these: the opaque types exist for semantic functions only. */
export const asReg = (reg: RegisterRef): Reg => reg as unknown as Reg;
export const asValue = (node: Node): Value => node as unknown as Value;
export const asFloatReg = (reg: RegisterRef): FloatReg => reg as unknown as FloatReg;
const refOf = (reg: Reg | FloatReg): RegisterRef => reg as unknown as RegisterRef;
const asPair = (node: Node): Pair => node as unknown as Pair;

const constant = (value: number): Node => ({ kind: 'const', value: value | 0 });
const nodeOf = (word: Word | Pair): Node => (typeof word === 'number' ? constant(word) : (word as unknown as Node));
const fixed = (n: number): Reg => asReg({ kind: 'fixed', n });

/** Where the instruction stands, if that is known when it is recorded. */
export interface RecordedAt {
  /** Address of the instruction; `undefined` for the interpreter, whose handlers serve every address. */
  readonly pc: number | undefined;
  readonly length: 2 | 4;
}

export class Recorder implements Builder {
  readonly sp = fixed(13);
  readonly lr = fixed(14);
  readonly pc = fixed(15);
  private readonly at: RecordedAt;
  private readonly effects: Effect[] = [];
  private readonly registers: { reg: RegisterRef; value: Node }[] = [];
  private flags: Flags | undefined;
  private saturated: Node | undefined;
  private newGE: Node | undefined;
  private readonly floats: Recorded['floats'][number][] = [];
  private newFpscr: Recorded['fpscr'];
  private flow: Flow | undefined;
  /** One node for each register read, so that printers see shared reads. */
  private readonly reads = new Map<string, Node>();
  private carryNode: Node | undefined;

  constructor(at: RecordedAt) {
    this.at = at;
  }

  /** What the semantic function said. */
  get recorded(): Recorded {
    const { effects, registers, flags, saturated, newGE, floats, newFpscr, flow } = this;
    return { effects, registers, flags, saturated, ge: newGE, floats, fpscr: newFpscr, flow };
  }

  reg(r: Reg): Value {
    const ref = refOf(r);
    if (ref.kind === 'fixed' && ref.n === 15) return this.add(this.next, 4 - this.at.length);
    const key = ref.kind === 'fixed' ? `r${ref.n}` : `s${ref.slot}`;
    let node = this.reads.get(key);
    if (node === undefined) this.reads.set(key, (node = { kind: 'reg', reg: ref }));
    return asValue(node);
  }

  setReg(r: Reg, v: Word): void {
    const ref = refOf(r);
    const isSP = ref.kind === 'fixed' && ref.n === 13;
    this.registers.push({ reg: ref, value: nodeOf(isSP ? this.and(v, ~3) : v) });
  }

  get next(): Value {
    const { pc, length } = this.at;
    return asValue(pc === undefined ? { kind: 'next' } : constant(pc + length));
  }

  get carry(): Value {
    return asValue((this.carryNode ??= { kind: 'carry' }));
  }

  setFlags(sum: Sum): void {
    const result = nodeOf(sum.value);
    const x = nodeOf(sum.x);
    const y = nodeOf(sum.y);
    if (sum.kind === 'adc') this.flags = { kind: 'adc', result, x, y, carry: nodeOf(sum.carryOut!) };
    else this.flags = { kind: sum.kind, result, x, y };
  }

  setNZC(result: Value, carry: Value | null): void {
    this.flags =
      carry === null
        ? { kind: 'nz', result: nodeOf(result) }
        : { kind: 'nzc', result: nodeOf(result), carry: nodeOf(carry) };
  }

  setSaturated(test: Value): void {
    this.saturated = nodeOf(test);
  }

  get ge(): Value {
    return asValue({ kind: 'ge' });
  }

  setGE(bits: Value): void {
    this.newGE = nodeOf(bits);
  }

  condition(cond: number): Value {
    return asValue({ kind: 'condition', cond });
  }

  private binary(op: Operator, x: Word, y: Word): Value {
    return asValue(fold(op, nodeOf(x), nodeOf(y)));
  }

  /** x + NOT(y) + 1 is recorded as x - y: the one place that knows how SUB, CMP and RSB are written. */
  addWithCarry(x: Word, y: Word, carryIn: 0 | 1 | Value): Sum {
    const X = asValue(nodeOf(x));
    const Y = asValue(nodeOf(y));
    if (carryIn === 0) return { kind: 'add', value: this.add(X, Y), x: X, y: Y };
    if (carryIn === 1) {
      const subtrahend = asValue(complementOf(nodeOf(Y)));
      return { kind: 'sub', value: this.sub(X, subtrahend), x: X, y: subtrahend };
    }
    const value = this.add(this.add(X, Y), carryIn);
    // Carry out: without carry-in the sum is below x; with it, not above x.
    const carryOut = this.select(carryIn, this.xor(this.lessUnsigned(X, value), 1), this.lessUnsigned(value, X));
    return { kind: 'adc', value, x: X, y: Y, carryOut };
  }

  add(x: Word, y: Word): Value {
    return this.binary('add', x, y);
  }
  sub(x: Word, y: Word): Value {
    return this.binary('sub', x, y);
  }
  mul(x: Word, y: Word): Value {
    return this.binary('mul', x, y);
  }
  mulHigh(x: Word, y: Word, signed: boolean): Value {
    return this.binary(signed ? 'mulHighSigned' : 'mulHighUnsigned', x, y);
  }
  udiv(x: Word, y: Word): Value {
    return this.binary('udiv', x, y);
  }
  sdiv(x: Word, y: Word): Value {
    return this.binary('sdiv', x, y);
  }
  and(x: Word, y: Word): Value {
    return this.binary('and', x, y);
  }
  or(x: Word, y: Word): Value {
    return this.binary('or', x, y);
  }
  xor(x: Word, y: Word): Value {
    return this.binary('xor', x, y);
  }
  not(x: Word): Value {
    return this.binary('xor', x, -1);
  }
  lsl(x: Word, n: Word): Value {
    return this.binary('lsl', x, n);
  }
  lsr(x: Word, n: Word): Value {
    return this.binary('lsr', x, n);
  }
  asr(x: Word, n: Word): Value {
    return this.binary('asr', x, n);
  }
  ror(x: Word, n: Word): Value {
    return this.binary('ror', x, n);
  }
  equal(x: Word, y: Word): Value {
    return this.binary('equal', x, y);
  }
  lessUnsigned(x: Word, y: Word): Value {
    return this.binary('lessUnsigned', x, y);
  }
  lessSigned(x: Word, y: Word): Value {
    return this.binary('lessSigned', x, y);
  }
  select(test: Value, yes: Word, no: Word): Value {
    return asValue({ kind: 'select', test: nodeOf(test), yes: nodeOf(yes), no: nodeOf(no) });
  }
  clz(x: Word): Value {
    return asValue({ kind: 'clz', x: nodeOf(x) });
  }
  signExtend(x: Word, width: 8 | 16): Value {
    return asValue({ kind: width === 8 ? 'signExtend8' : 'signExtend16', x: nodeOf(x) });
  }

  /** Bit `n` of x. */
  private bit(x: Word, n: Word): Value {
    return this.and(this.lsr(x, n), 1);
  }

  /** Shift_C (A2.2.1) by an immediate. */
  shift(x: Word, kind: ShiftKind, n: Word): Shifted {
    const X = asValue(nodeOf(x));
    switch (kind) {
      case 'none':
        return { value: X, carry: null };
      case 'LSL':
        return { value: this.lsl(X, n), carry: this.bit(X, this.sub(32, n)) };
      case 'LSR':
        return { value: this.lsr(X, n), carry: this.bit(X, this.sub(n, 1)) };
      case 'ASR':
        return { value: this.asr(X, n), carry: this.bit(X, this.sub(n, 1)) };
      case 'LSR32':
        return { value: asValue(constant(0)), carry: this.lsr(X, 31) };
      case 'ASR32':
        return { value: this.asr(X, 31), carry: this.lsr(X, 31) };
      case 'ROR':
        return { value: this.ror(X, n), carry: this.bit(X, this.sub(n, 1)) };
      case 'RRX':
        return { value: this.or(this.lsr(X, 1), this.lsl(this.carry, 31)), carry: this.and(X, 1) };
    }
  }

  /** Shift_C by the low byte of a register: 0 leaves C alone, 32 and more shift everything out. */
  shiftByRegister(x: Word, kind: RegisterShiftKind, amount: Word): Shifted {
    const X = asValue(nodeOf(x));
    const n = this.and(amount, 0xff);
    const below32 = this.lessUnsigned(n, 32);
    const within32 = this.lessUnsigned(n, 33);
    const carry = (bit: Value): Value => this.select(n, bit, this.carry);
    switch (kind) {
      case 'LSL':
        return {
          value: this.select(below32, this.lsl(X, n), 0),
          carry: carry(this.select(within32, this.bit(X, this.sub(32, n)), 0)),
        };
      case 'LSR':
        return {
          value: this.select(below32, this.lsr(X, n), 0),
          carry: carry(this.select(within32, this.bit(X, this.sub(n, 1)), 0)),
        };
      case 'ASR':
        return {
          value: this.asr(X, this.select(below32, n, 31)),
          carry: carry(this.and(this.asr(X, this.select(below32, this.sub(n, 1), 31)), 1)),
        };
      case 'ROR':
        return { value: this.ror(X, n), carry: carry(this.bit(X, this.sub(n, 1))) };
    }
  }

  load(address: Value, size: 1 | 2 | 4, options: LoadOptions = {}): Value {
    const result: Node = { kind: 'loaded' };
    const { signed = false, unprivileged = false } = options;
    this.effects.push({ kind: 'load', address: nodeOf(address), size, signed, unprivileged, result });
    return asValue(result);
  }

  store(address: Value, size: 1 | 2 | 4, v: Value, options: { readonly unprivileged?: boolean } = {}): void {
    const { unprivileged = false } = options;
    this.effects.push({ kind: 'store', address: nodeOf(address), size, value: nodeOf(v), unprivileged });
  }

  loadList(address: Value, list: Value, bytes: Value): void {
    this.effects.push({ kind: 'loadList', address: nodeOf(address), list: nodeOf(list), bytes: nodeOf(bytes) });
  }

  storeList(address: Value, list: Value, bytes: Value): void {
    this.effects.push({ kind: 'storeList', address: nodeOf(address), list: nodeOf(list), bytes: nodeOf(bytes) });
  }

  aligned(address: Value, size: 2 | 4): void {
    this.effects.push({ kind: 'aligned', address: nodeOf(address), size });
  }

  withinStack(r: Reg, address: Value): void {
    const ref = refOf(r);
    if (ref.kind === 'fixed' && ref.n === 13) this.effects.push({ kind: 'withinStack', address: nodeOf(address) });
  }

  divisionTraps(divisor: Value): void {
    this.effects.push({ kind: 'divisionTraps', divisor: nodeOf(divisor) });
  }

  checkFloat(): void {
    this.effects.push({ kind: 'floatCheck' });
  }

  single(r: FloatReg): Value {
    return asValue({ kind: 'singleFloat', reg: refOf(r) });
  }
  setSingle(r: FloatReg, v: Word): void {
    this.floats.push({ reg: refOf(r), value: nodeOf(v) });
  }
  double(r: FloatReg): Pair {
    return asPair({ kind: 'doubleFloat', reg: refOf(r) });
  }
  setDouble(r: FloatReg, v: Pair): void {
    this.floats.push({ reg: refOf(r), value: nodeOf(v) });
  }
  pair(low: Word, high: Word): Pair {
    return asPair({ kind: 'pair', low: nodeOf(low), high: nodeOf(high) });
  }
  low(x: Pair): Value {
    return asValue({ kind: 'lowWord', x: nodeOf(x) });
  }
  high(x: Pair): Value {
    return asValue({ kind: 'highWord', x: nodeOf(x) });
  }
  float(operation: string, ...operands: (Word | Pair)[]): Value {
    return asValue({ kind: 'float', operation, operands: operands.map(nodeOf), gives: 32 });
  }
  floatPair(operation: string, ...operands: (Word | Pair)[]): Pair {
    return asPair({ kind: 'float', operation, operands: operands.map(nodeOf), gives: 64 });
  }
  get fpscr(): Value {
    return asValue({ kind: 'fpscr' });
  }
  setFpscr(v: Value): void {
    this.newFpscr = { value: nodeOf(v), flags: false };
  }
  setFpscrFlags(v: Value): void {
    this.newFpscr = { value: nodeOf(v), flags: true };
  }
  setNZCV(bits: Value): void {
    this.flags = { kind: 'nzcv', result: nodeOf(bits) };
  }
  loadFloats(address: Value, first: FloatReg, bytes: Value): void {
    this.effects.push({
      kind: 'loadFloats',
      address: nodeOf(address),
      first: refOf(first),
      bytes: nodeOf(bytes),
    });
  }
  storeFloats(address: Value, first: FloatReg, bytes: Value): void {
    this.effects.push({
      kind: 'storeFloats',
      address: nodeOf(address),
      first: refOf(first),
      bytes: nodeOf(bytes),
    });
  }

  branch(target: Value): void {
    this.flow = { kind: 'branch', target: nodeOf(target) };
  }
  branchIf(test: Value, target: Value): void {
    this.flow = { kind: 'branchIf', test: nodeOf(test), target: nodeOf(target) };
  }
  branchWrite(target: Value): void {
    this.flow = { kind: 'branchWrite', target: nodeOf(target) };
  }
  branchExchange(target: Value): void {
    this.flow = { kind: 'branchExchange', target: nodeOf(target) };
  }
  callExchange(target: Value): void {
    this.flow = { kind: 'callExchange', target: nodeOf(target) };
  }
  branchLoaded(): void {
    this.flow = { kind: 'branchExchange', target: { kind: 'loadedPC' } };
  }
  system(operation: SystemOperation): void {
    this.flow = { kind: 'system', operation };
  }
}

/** y, where the node is NOT(y). */
function complementOf(node: Node): Node {
  if (node.kind === 'const') return constant(~node.value);
  if (node.kind === 'binary' && node.op === 'xor' && node.y.kind === 'const' && node.y.value === -1) return node.x;
  throw new Error('AddWithCarry with carry-in 1 takes the complement of its second operand');
}
