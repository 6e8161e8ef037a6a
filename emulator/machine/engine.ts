/**
 * Runs generated code over the guest: instantiates the interpreter, answers its calls out, keeps exact count of what retired,
 * and says why it came back.
 */
import { decodeBase64, HostError } from '../../base/index.js';
import type { AccessFailure, AccessSize, LoadResult } from '../core/access.js';
import type { Cause } from '../exceptions/causes.js';
import { FloatStatus } from '../float/fpscr.js';
import { FLOAT_OPERATIONS } from '../float/operations.js';
import { wide } from '../float/wide.js';
import { INTERPRETER } from '../interpreter/generated/interpreter-image.js';
import { CALL, CONTROL, LAYOUT_KEY, LEAVE } from '../interpreter/layout.js';
import type { GuestMemory } from './guest-memory.js';

export interface EngineHost {
  load(address: number, size: AccessSize, unprivileged: boolean): LoadResult;
  store(address: number, size: AccessSize, value: number, unprivileged: boolean): AccessFailure | undefined;
  /** ExecuteFPCheck: why the floating-point instruction at hand does not happen. */
  floatCheck(): Cause | undefined;
}

/** How a slice ended. */
export interface Slice {
  /** Instructions that retired. */
  readonly executed: number;
  readonly leave: keyof typeof LEAVE;
  /** The record at hand and its address, for `decode`, `system`, `fault` and `exchange`. */
  readonly cursor: number;
  readonly pc: number;
  /** Why the instruction at `pc` did not happen, with `fault`. */
  readonly cause?: Cause;
}

const LEAVES = Object.keys(LEAVE) as readonly (keyof typeof LEAVE)[];

/** `run(budget, 0)` of a generated module; the result is what is left of the budget. */
export type GeneratedFunction = (budget: number, op: number) => number;

let compiled: WebAssembly.Module | undefined;
/** The module is the same for every machine: compiled once. */
function interpreterModule(): WebAssembly.Module {
  if (INTERPRETER.layout !== LAYOUT_KEY)
    throw new HostError(
      'interpreter-stale',
      'The generated interpreter belongs to another version of the emulator: run `npm run build`.',
    );
  return (compiled ??= new WebAssembly.Module(decodeBase64(INTERPRETER.wasm)));
}

export class Engine {
  private readonly memory: GuestMemory;
  private readonly host: EngineHost;
  private readonly imports: Record<string, unknown>;
  private readonly runInterpreter: GeneratedFunction;
  /** Of the slice under way: instructions given, less what a yield took back. */
  private issued = 0;
  private running = false;
  private cause: Cause | undefined;

  constructor(memory: GuestMemory, host: EngineHost) {
    this.memory = memory;
    this.host = host;
    this.imports = {
      memory: memory.wasm,
      load: (address: number, kind: number): number => this.load(address >>> 0, kind),
      store: (address: number, kind: number, value: number): void => this.store(address >>> 0, kind, value),
      loadList: (address: number, list: number): void => this.loadList(address >>> 0, list),
      storeList: (address: number, list: number): void => this.storeList(address >>> 0, list),
      loadFloats: (address: number, bytes: number): void => this.loadFloats(address >>> 0, bytes),
      storeFloats: (address: number, bytes: number, offset: number): void =>
        this.storeFloats(address >>> 0, bytes, offset),
      float: (operation: number): void => this.float(operation),
    };
    this.runInterpreter = this.instantiate(interpreterModule());
  }

  /** The function `run` of a generated module, over this memory. */
  instantiate(module: WebAssembly.Module | Uint8Array): GeneratedFunction {
    const ready = module instanceof Uint8Array ? new WebAssembly.Module(module) : module;
    const run = new WebAssembly.Instance(ready, { core: this.imports }).exports['run'];
    if (run === undefined) throw new HostError('generated-module', 'A generated module exports no run function.');
    return run;
  }

  /** Instructions of the running slice that have retired already; the one at hand is not among them. */
  get executedSoFar(): number {
    return this.running ? this.issued - this.memory.control(CONTROL.budget) - 1 : 0;
  }

  /** Whether generated code is running now and has called out. */
  get busy(): boolean {
    return this.running;
  }

  /** Ends the slice after the instruction at hand. Between slices it does nothing. */
  yieldSoon(): void {
    if (!this.running) return;
    this.issued -= Math.max(0, this.memory.control(CONTROL.budget));
    this.memory.setControl(CONTROL.budget, 0);
  }

  /** Executes at most `budget` instructions: interpreted from the cursor, or those of a translated unit. */
  run(budget: number, generated: GeneratedFunction = this.runInterpreter): Slice {
    this.issued = budget;
    this.cause = undefined;
    this.running = true;
    const left = generated(budget, 0);
    this.running = false;
    const leave = LEAVES[this.memory.control(CONTROL.reason)]!;
    const cursor = this.memory.control(CONTROL.cursor);
    const pc = ((cursor >>> 3) + this.memory.control(CONTROL.delta)) >>> 0;
    const executed = leave === 'fault' ? this.issued : this.issued - left;
    return { executed, leave, cursor, pc, ...this.refusal() };
  }

  private refusal(): { cause?: Cause } {
    return this.cause ? { cause: this.cause } : {};
  }

  /** The instruction at hand does not happen: generated code leaves as soon as the call returns. */
  private refuse(cause: Cause): void {
    this.cause = cause;
    this.issued = this.executedSoFar;
    this.memory.setControl(CONTROL.budget, -1);
  }

  private load(address: number, kind: number): number {
    if ((kind & CALL.unaligned) !== 0) {
      this.refuseUnaligned('load', address);
      return 0;
    }
    if ((kind & CALL.divideByZero) !== 0) {
      this.refuse({ kind: 'usage', bit: 'DIVBYZERO' });
      return 0;
    }
    if ((kind & CALL.stackOverflow) !== 0) {
      this.refuse({ kind: 'usage', bit: 'STKOF' });
      return 0;
    }
    if ((kind & CALL.floatCheck) !== 0) {
      const cause = this.host.floatCheck();
      if (cause !== undefined) this.refuse(cause);
      return 0;
    }
    const size = (kind & CALL.size) as AccessSize;
    const value = this.host.load(address, size, (kind & CALL.unprivileged) !== 0);
    if (typeof value !== 'number') {
      this.refuse({ kind: 'access', failure: value });
      return 0;
    }
    const shift = 32 - 8 * size;
    return (kind & CALL.signed) !== 0 ? (value << shift) >> shift : value;
  }

  private store(address: number, kind: number, value: number): void {
    const size = (kind & CALL.size) as AccessSize;
    const narrowed = size === 4 ? value >>> 0 : value & (size === 2 ? 0xffff : 0xff);
    const failure = this.host.store(address, size, narrowed, (kind & CALL.unprivileged) !== 0);
    if (failure) this.refuse({ kind: 'access', failure });
  }

  private refuseUnaligned(kind: 'load' | 'store', address: number): void {
    const access = { kind, address, sizeBytes: 4, privileged: this.memory.cpu.privileged, exclusive: false } as const;
    this.refuse({ kind: 'access', failure: { kind: 'unaligned', access } });
  }

  /** LDM: nothing is committed unless every word came. */
  private loadList(address: number, list: number): void {
    if ((address & 3) !== 0) return this.refuseUnaligned('load', address);
    let at = address;
    let word = CONTROL.list;
    for (let rest = list; rest !== 0; rest &= rest - 1) {
      const value = this.host.load(at, 4, false);
      if (typeof value !== 'number') return this.refuse({ kind: 'access', failure: value });
      this.memory.setControl(word, value);
      word += 4;
      at = (at + 4) >>> 0;
    }
  }

  /** STM: the words before a refused one have been stored (B1.5.10 lets the instruction restart). */
  private storeList(address: number, list: number): void {
    if ((address & 3) !== 0) return this.refuseUnaligned('store', address);
    let at = address;
    for (let rest = list; rest !== 0; rest &= rest - 1) {
      const register = 31 - Math.clz32(rest & -rest);
      const failure = this.host.store(at, 4, this.memory.cpu.reg(register), false);
      if (failure) return this.refuse({ kind: 'access', failure });
      at = (at + 4) >>> 0;
    }
  }

  /** VLDM: as LDM. */
  private loadFloats(address: number, bytes: number): void {
    if ((address & 3) !== 0) return this.refuseUnaligned('load', address);
    for (let at = 0; at < bytes; at += 4) {
      const value = this.host.load((address + at) >>> 0, 4, false);
      if (typeof value !== 'number') return this.refuse({ kind: 'access', failure: value });
      this.memory.setControl(CONTROL.list + at, value);
    }
  }

  /** VSTM: as STM. */
  private storeFloats(address: number, bytes: number, offset: number): void {
    if ((address & 3) !== 0) return this.refuseUnaligned('store', address);
    for (let at = 0; at < bytes; at += 4) {
      const failure = this.host.store((address + at) >>> 0, 4, this.memory.cpu.float((offset + at) / 4), false);
      if (failure) return this.refuse({ kind: 'access', failure });
    }
  }

  /** Operands stand in memory, and the result goes there. */
  private float(number: number): void {
    const { memory } = this;
    const { takes, compute } = FLOAT_OPERATIONS[number]!;
    const word = (offset: number): number => memory.control(CONTROL.float + offset);
    const operands = takes.map((width, i) => wide(width === 64 ? word(8 * i + 4) : 0, word(8 * i)));
    const status = new FloatStatus(memory.cpu.fpscr);
    const { high, low } = compute(operands, status);
    if (status.raised !== 0) memory.cpu.fpscr |= status.raised;
    memory.setControl(CONTROL.float, low);
    memory.setControl(CONTROL.float + 4, high);
  }
}
