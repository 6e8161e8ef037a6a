/**
 * Carries out one recorded instruction in TypeScript. Slow and plain: for operands so rare that they have no handler
 * (a base register that is SP in an encoding that seldom names it), and for tests, as a second reading of the records.
 */
import type { AccessFailure } from '../core/access.js';
import type { CpuState } from '../core/cpu-state.js';
import { FloatStatus } from '../float/fpscr.js';
import { FLOAT_OPERATIONS, floatOperationNumber } from '../float/operations.js';
import { wide, type Wide } from '../float/wide.js';
import { COMPUTE } from './fold.js';
import type { Effect, Flags, Node, Recorded, RegisterRef } from './nodes.js';
import { widthOf } from './nodes.js';

/** What an evaluation needs besides the registers. */
export interface EvaluationMemory {
  load(address: number, size: 1 | 2 | 4, unprivileged: boolean): number | AccessFailure;
  store(address: number, size: 1 | 2 | 4, value: number, unprivileged: boolean): AccessFailure | undefined;
  readonly divideTrap: boolean;
  /** The limit of the stack in use, 0 if there is none. */
  readonly stackLimit: number;
  /** ExecuteFPCheck; false if the instruction does not happen. */
  floatCheck(): boolean;
}

export type Evaluation =
  | { readonly kind: 'done'; readonly next: number }
  /** BXWritePC (`call` false) or BLXWritePC with this address: the machine looks at its bits. */
  | { readonly kind: 'exchange'; readonly target: number; readonly call: boolean }
  | { readonly kind: 'fault'; readonly failure: AccessFailure }
  | { readonly kind: 'unaligned'; readonly address: number }
  | { readonly kind: 'divideByZero' }
  | { readonly kind: 'stackOverflow' }
  /** ExecuteFPCheck refused. */
  | { readonly kind: 'floatRefused' };

/** ConditionHolds() (A7.3.1) of the flags in `apsr`. */
export function conditionHolds(cond: number, apsr: number): boolean {
  const [n, z, c, v] = [31, 30, 29, 28].map((position) => ((apsr >>> position) & 1) === 1) as [
    boolean,
    boolean,
    boolean,
    boolean,
  ];
  const holds = [z, c, n, v, c && !z, n === v, n === v && !z, true][cond >>> 1]!;
  return (cond & 1) === 1 && cond !== 15 ? !holds : holds;
}

/** Evaluates a concrete instruction at `cpu.pc` of `length` bytes; commits to `cpu` unless it faults. PC is left alone. */
export function evaluate(recorded: Recorded, cpu: CpuState, length: 2 | 4, memory: EvaluationMemory): Evaluation {
  const known = new Map<Node, number>();
  const knownPairs = new Map<Node, Wide>();
  const value = (node: Node): number => {
    let v = known.get(node);
    if (v === undefined) known.set(node, (v = compute(node)));
    return v;
  };
  const pair = (node: Node): Wide => {
    let v = knownPairs.get(node);
    if (v === undefined) knownPairs.set(node, (v = computePair(node)));
    return v;
  };
  const register = (ref: RegisterRef): number => {
    if (ref.kind === 'slot') throw new Error('a concrete instruction has no slots');
    return ref.n === 15 ? cpu.pc + 4 : cpu.reg(ref.n);
  };
  const float = ({ operation, operands }: Node & { kind: 'float' }): Wide => {
    const status = new FloatStatus(cpu.fpscr);
    const taken = operands.map((operand) => (widthOf(operand) === 64 ? pair(operand) : wide(0, value(operand))));
    const result = FLOAT_OPERATIONS[floatOperationNumber(operation)]!.compute(taken, status);
    cpu.fpscr |= status.raised;
    return result;
  };
  const computePair = (node: Node): Wide => {
    switch (node.kind) {
      case 'doubleFloat': {
        const first = numberOf(node.reg);
        return wide(cpu.float(first + 1), cpu.float(first));
      }
      case 'pair':
        return wide(value(node.high), value(node.low));
      case 'float':
        return float(node);
      default:
        throw new Error(`${node.kind} has no 64 bits`);
    }
  };
  const compute = (node: Node): number => {
    switch (node.kind) {
      case 'singleFloat':
        return cpu.float(numberOf(node.reg)) | 0;
      case 'fpscr':
        return cpu.fpscr | 0;
      case 'float':
        return float(node).low | 0;
      case 'lowWord':
        return pair(node.x).low | 0;
      case 'highWord':
        return pair(node.x).high | 0;
      case 'doubleFloat':
      case 'pair':
        throw new Error(`${node.kind} has 64 bits`);
      case 'const':
        return node.value;
      case 'reg':
        return register(node.reg) | 0;
      case 'next':
        return (cpu.pc + length) | 0;
      case 'carry':
        return (cpu.apsr >>> 29) & 1;
      case 'ge':
        return (cpu.apsr >>> 16) & 15;
      case 'condition':
        return conditionHolds(node.cond, cpu.apsr) ? 1 : 0;
      case 'binary':
        return COMPUTE[node.op](value(node.x), value(node.y));
      case 'clz':
        return Math.clz32(value(node.x));
      case 'signExtend8':
        return (value(node.x) << 24) >> 24;
      case 'signExtend16':
        return (value(node.x) << 16) >> 16;
      case 'select':
        return value(node.test) !== 0 ? value(node.yes) : value(node.no);
      case 'slot':
      case 'loaded':
      case 'loadedPC':
        throw new Error(`${node.kind} has no value here`);
    }
  };

  const loadedList: { register: number; value: number }[] = [];
  const loadedFloats: { register: number; value: number }[] = [];
  for (const effect of recorded.effects) {
    const trouble = perform(effect, value, cpu, memory, known, loadedList, loadedFloats);
    if (trouble) return trouble;
  }

  // Everything is read before anything is written.
  const registers = recorded.registers.map(({ reg, value: node }) => [reg, value(node)] as const);
  const apsr = recorded.flags && flagsOf(recorded.flags, value, cpu.apsr);
  const saturated = recorded.saturated !== undefined && value(recorded.saturated) !== 0;
  const ge = recorded.ge && value(recorded.ge);
  const floats = recorded.floats.map(({ reg, value: node }) => ({
    first: numberOf(reg),
    double: widthOf(node) === 64,
    value: widthOf(node) === 64 ? pair(node) : wide(0, value(node)),
  }));
  const fpscr = recorded.fpscr && value(recorded.fpscr.value);
  const { flow } = recorded;
  const test = flow?.kind === 'branchIf' ? value(flow.test) : 1;
  let next = cpu.pc + length;
  const loadedPC = loadedList.find((item) => item.register === 15)?.value ?? 0;
  const target =
    flow === undefined || flow.kind === 'system' ? 0 : flow.target.kind === 'loadedPC' ? loadedPC : value(flow.target);

  for (const item of loadedList) if (item.register !== 15) cpu.setReg(item.register, item.value);
  for (const [reg, v] of registers) {
    if (reg.kind === 'slot') continue;
    if (reg.n === 15) next = v & ~1;
    else cpu.setReg(reg.n, v);
  }
  for (const item of loadedFloats) cpu.setFloat(item.register, item.value);
  for (const { first, double, value: bits } of floats) {
    cpu.setFloat(first, bits.low);
    if (double) cpu.setFloat(first + 1, bits.high);
  }
  if (fpscr !== undefined) cpu.fpscr = recorded.fpscr!.flags ? (cpu.fpscr & 0x0fff_ffff) | fpscr : fpscr;
  if (apsr !== undefined) cpu.apsr = apsr;
  if (saturated) cpu.apsr |= 1 << 27;
  if (ge !== undefined) cpu.apsr = (cpu.apsr & ~(15 << 16)) | (ge << 16);
  switch (flow?.kind) {
    case 'branch':
      return { kind: 'done', next: target >>> 0 };
    case 'branchIf':
      return { kind: 'done', next: (test !== 0 ? target : next) >>> 0 };
    case 'branchWrite':
      return { kind: 'done', next: (target & ~1) >>> 0 };
    case 'branchExchange':
    case 'callExchange':
      return { kind: 'exchange', target: target >>> 0, call: flow.kind === 'callExchange' };
    case 'system':
    case undefined:
      return { kind: 'done', next: next >>> 0 };
  }
}

function perform(
  effect: Effect,
  value: (node: Node) => number,
  cpu: CpuState,
  memory: EvaluationMemory,
  known: Map<Node, number>,
  loadedList: { register: number; value: number }[],
  loadedFloats: { register: number; value: number }[],
): Evaluation | undefined {
  switch (effect.kind) {
    case 'load': {
      const loaded = memory.load(value(effect.address) >>> 0, effect.size, effect.unprivileged);
      if (typeof loaded !== 'number') return { kind: 'fault', failure: loaded };
      const shift = 32 - 8 * effect.size;
      known.set(effect.result, effect.signed ? (loaded << shift) >> shift : loaded | 0);
      return undefined;
    }
    case 'store': {
      const failure = memory.store(value(effect.address) >>> 0, effect.size, value(effect.value), effect.unprivileged);
      return failure && { kind: 'fault', failure };
    }
    case 'loadList':
    case 'storeList': {
      let address = value(effect.address) >>> 0;
      if ((address & 3) !== 0) return { kind: 'unaligned', address };
      const list = value(effect.list);
      for (let n = 0; n < 16; n++) {
        if (((list >>> n) & 1) === 0) continue;
        if (effect.kind === 'loadList') {
          const loaded = memory.load(address, 4, false);
          if (typeof loaded !== 'number') return { kind: 'fault', failure: loaded };
          loadedList.push({ register: n, value: loaded });
        } else {
          const failure = memory.store(address, 4, n === 15 ? cpu.pc + 4 : cpu.reg(n), false);
          if (failure) return { kind: 'fault', failure };
        }
        address = (address + 4) >>> 0;
      }
      return undefined;
    }
    case 'loadFloats':
    case 'storeFloats': {
      const address = value(effect.address) >>> 0;
      if ((address & 3) !== 0) return { kind: 'unaligned', address };
      const first = numberOf(effect.first);
      for (let i = 0; i < value(effect.bytes) / 4; i++) {
        const at = (address + 4 * i) >>> 0;
        if (effect.kind === 'loadFloats') {
          const loaded = memory.load(at, 4, false);
          if (typeof loaded !== 'number') return { kind: 'fault', failure: loaded };
          loadedFloats.push({ register: first + i, value: loaded });
        } else {
          const failure = memory.store(at, 4, cpu.float(first + i), false);
          if (failure) return { kind: 'fault', failure };
        }
      }
      return undefined;
    }
    case 'floatCheck':
      return memory.floatCheck() ? undefined : { kind: 'floatRefused' };
    case 'aligned': {
      const address = value(effect.address) >>> 0;
      return (address & (effect.size - 1)) === 0 ? undefined : { kind: 'unaligned', address };
    }
    case 'withinStack':
      return value(effect.address) >>> 0 < memory.stackLimit ? { kind: 'stackOverflow' } : undefined;
    case 'divisionTraps':
      return memory.divideTrap && value(effect.divisor) === 0 ? { kind: 'divideByZero' } : undefined;
  }
}

function numberOf(reg: RegisterRef): number {
  if (reg.kind === 'slot') throw new Error('a concrete instruction has no slots');
  return reg.n;
}

/** N Z C V of a described result, the rest from `old`. */
function flagsOf(flags: Flags, value: (node: Node) => number, old: number): number {
  const result = value(flags.result);
  if (flags.kind === 'nzcv') return ((old & 0x0fff_ffff) | (result & 0xf000_0000)) >>> 0;
  let apsr = old & 0x3fff_ffff;
  if (result < 0) apsr |= 1 << 31;
  if (result === 0) apsr |= 1 << 30;
  const put = (position: number, set: boolean): void => {
    apsr = set ? apsr | (1 << position) : apsr & ~(1 << position);
  };
  switch (flags.kind) {
    case 'nz':
      break;
    case 'nzc':
      put(29, value(flags.carry) !== 0);
      break;
    case 'sub': {
      const [x, y] = [value(flags.x), value(flags.y)];
      put(29, x >>> 0 >= y >>> 0);
      put(28, ((x ^ y) & (x ^ result)) < 0);
      break;
    }
    case 'add':
    case 'adc': {
      const [x, y] = [value(flags.x), value(flags.y)];
      put(29, flags.kind === 'adc' ? value(flags.carry) !== 0 : result >>> 0 < x >>> 0);
      put(28, ((x ^ result) & (y ^ result)) < 0);
      break;
    }
  }
  return apsr >>> 0;
}
