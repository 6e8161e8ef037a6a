/** One frame as expressions see it: its registers, its variables, the names of the program around it. */
import type { Machine } from '../../emulator/index.js';
import type { FrameContext as LocationContext, Variable } from '../dwarf/index.js';
import type { EvaluationContext } from '../expressions/index.js';
import type { CType } from '../types/c-type.js';
import type { FunctionFrame } from '../unwind/index.js';
import { bare, pointerAddress, pointerTo, type RegisterValue, type TypedValue } from '../values/index.js';
import type { StackFrame } from './call-stack.js';
import type { Program } from './program.js';
import { readSpecial, writeRegister } from './registers.js';

const VOID: CType = { kind: 'void' };
const UNSIGNED: CType = { kind: 'base', name: 'unsigned int', sizeBytes: 4, encoding: 'unsigned' };
const LONG: CType = { kind: 'base', name: 'long', sizeBytes: 4, encoding: 'signed' };
const CODE: CType = pointerTo({ kind: 'function', result: () => VOID, parameters: () => [], variadic: false });
const FLOAT: CType = { kind: 'base', name: 'float', sizeBytes: 4, encoding: 'float' };
const DOUBLE: CType = { kind: 'base', name: 'double', sizeBytes: 8, encoding: 'float' };
/** S0 to S31 and D0 to D15, by DWARF's numbers the former. */
const FLOATS = /^([sd])([0-9]|[12][0-9]|3[01])$/;
const FIRST_S = 64;
const CORE = /^(?:r(\d+)|(sp)|(lr)|(pc)|(ip)|(fp))$/;
const ALIASES: Readonly<Record<string, number>> = { fp: 11, ip: 12, sp: 13, lr: 14, pc: 15 };

/** The number of R0 to R15 by name; undefined for other registers. */
export function coreRegisterNumber(name: string): number | undefined {
  if (!CORE.test(name)) return undefined;
  const n = ALIASES[name] ?? Number(name.slice(1));
  return n <= 15 ? n : undefined;
}

/** What location expressions ask of a physical frame; `callers` are those outside of it, the nearest first. */
export function locationContext(
  machine: Machine,
  program: Program,
  frame: FunctionFrame,
  callers: readonly FunctionFrame[] = [],
): LocationContext {
  const [caller, ...others] = callers;
  // Of a frame that a tail call replaced, the place on the stack has been used again.
  const computedCfa = (): number | undefined =>
    frame.foundBy === 'tailCall' ? undefined : program.debug.cfa({ ...context, cfa: () => undefined });
  const context: LocationContext = {
    pc: frame.lookupPc,
    register: (n) => frame.registers.r[n],
    memory: (address, size) => readWhole(machine, address, size),
    // The unwinder does not look for the callers of outermost frames, but their variables need the CFA too.
    cfa: () => frame.cfa ?? computedCfa(),
    ...(caller === undefined
      ? {}
      : { caller: () => ({ returnAddress: caller.pc, context: locationContext(machine, program, caller, others) }) }),
  };
  return context;
}

export function readWhole(machine: Machine, address: number, length: number): Uint8Array | undefined {
  const bytes = machine.readMemory(address, length);
  return bytes.length === length ? bytes : undefined;
}

/** FPCCR.TS: all floating-point registers of Secure code are Secure, and stacked (Armv8-M ARM, D1.2). */
export function allSecureFloats({ armv8m }: Machine): boolean {
  return armv8m?.system.floats.allSecure === true;
}

export class FrameContext implements EvaluationContext {
  readonly machine: Machine;
  readonly program: Program;
  readonly frame: StackFrame | undefined;
  readonly language: 'c' | 'c++';

  /** Without a frame, or on a marker, only what is global is there. */
  constructor(machine: Machine, program: Program, frame: StackFrame | undefined) {
    this.machine = machine;
    this.program = program;
    this.frame = frame;
    this.language = isCpp(frame) ? 'c++' : 'c';
  }

  private get near(): number | undefined {
    return this.frame?.physical?.lookupPc;
  }

  readMemory(address: number, length: number): Uint8Array | undefined {
    return readWhole(this.machine, address, length);
  }

  writeMemory(address: number, bytes: Uint8Array): boolean {
    if (readWhole(this.machine, address, bytes.length) === undefined) return false;
    return this.machine.writeMemory(address, bytes) === bytes.length;
  }

  register(name: string): RegisterValue | undefined {
    const float = FLOATS.exec(name);
    if (float !== null) return this.floatRegister(float[1] === 'd', Number(float[2]));
    const n = coreRegisterNumber(name);
    if (n === undefined) {
      const value = readSpecial(this.machine, name);
      return value === undefined
        ? undefined
        : { value, type: /^[mp]sp(?:_n?s)?$/.test(name) ? pointerTo(VOID) : UNSIGNED };
    }
    // A live frame's registers may have been written since it was found.
    const physical = this.frame?.live === true ? undefined : this.frame?.physical;
    const held = physical === undefined ? this.machine.registers().r[n] : physical.registers.r[n];
    if (held === undefined) return undefined;
    return { value: held >>> 0, type: n === 13 ? pointerTo(VOID) : n === 15 ? CODE : n === 12 ? UNSIGNED : LONG };
  }

  private floatRegister(double: boolean, n: number): RegisterValue | undefined {
    const physical = this.frame?.live === true ? undefined : this.frame?.physical;
    const single = (s: number): number | undefined =>
      physical === undefined ? this.machine.registers().floats?.s[s] : physical.registers.r[FIRST_S + s];
    const low = single(double ? 2 * n : n);
    if (low === undefined) return undefined;
    if (!double) return { value: low >>> 0, type: FLOAT };
    const high = single(2 * n + 1);
    return high === undefined ? undefined : { value: low >>> 0, high: high >>> 0, type: DOUBLE };
  }

  writeRegister(name: string, value: number): boolean {
    const n = coreRegisterNumber(name);
    const isOfFrame = n !== undefined || FLOATS.test(name);
    if (isOfFrame && this.frame !== undefined && !this.frame.live) return false;
    return writeRegister(this.machine, name, value);
  }

  symbolAt(address: number): { readonly name: string; readonly offsetBytes: number } | undefined {
    return this.program.symbolAt(address);
  }

  /** Variables of the frame, those of inner blocks first. What has no name in the source cannot be asked for, and is left out. */
  localVariables(): readonly Variable[] {
    const all = this.frame?.source?.blocks().flatMap(({ variables }) => variables) ?? [];
    return all.filter(({ name }) => name !== '');
  }

  valueOf(variable: Variable): TypedValue {
    const physical = this.frame?.physical;
    if (physical === undefined) {
      const address = variable.address;
      return {
        type: variable.type(),
        location: address === undefined ? { kind: 'unavailable', why: 'no frame' } : { kind: 'memory', address },
      };
    }
    const context = locationContext(this.machine, this.program, physical, this.frame?.callers);
    return { type: variable.typeIn(context), location: variable.locate(context) };
  }

  findLocal(name: string): TypedValue | undefined {
    const found = this.localVariables().find((variable) => variable.name === name || plain(variable.name) === name);
    return found === undefined ? undefined : this.valueOf(found);
  }

  findVariable(name: string): TypedValue | undefined {
    const quoted = /^'([^']*)'::(.*)$/.exec(name);
    if (quoted !== null) return this.ofFile(quoted[1]!, quoted[2]!);
    return (
      this.findLocal(name) ?? this.global(name) ?? this.enumerator(name) ?? this.function(name) ?? this.bySymbol(name)
    );
  }

  findType(name: string): CType | undefined {
    return this.program.debug.typeNamed(name.replace(/^(?:struct|class|union|enum)\s+/, '').replace(/^::/, ''));
  }

  thisObject(): TypedValue | undefined {
    const found = this.localVariables().find((variable) => variable.name === 'this');
    if (found === undefined) return undefined;
    const pointer = this.valueOf(found);
    const type = bare(pointer.type);
    const address = pointerAddress(pointer, this);
    if (type.kind !== 'pointer' || address === undefined) return undefined;
    return { type: type.target(), location: { kind: 'memory', address } };
  }

  private global(name: string): TypedValue | undefined {
    const scopes = this.scopesOfFunction().map((scope) => `${scope}::${name}`);
    for (const candidate of name.startsWith('::') ? [name] : [...scopes, name]) {
      const found = this.program.debug.global(candidate, this.near);
      if (found !== undefined && (found.kind !== 'local' || found.address !== undefined)) return this.valueOf(found);
    }
    return undefined;
  }

  /** `a::b` and `a` for a function `a::b::f`: where unqualified names are looked for before the global scope. */
  private scopesOfFunction(): readonly string[] {
    const parts = (this.frame?.source?.name ?? '')
      .replace(/[<(].*$/, '')
      .split('::')
      .slice(0, -1);
    return parts.map((_, i) => parts.slice(0, parts.length - i).join('::'));
  }

  private ofFile(file: string, name: string): TypedValue | undefined {
    const all = this.program.debug.globalsNamed(name);
    const found = all.find(({ declaration }) => declaration?.file.path.endsWith(file) === true);
    return found === undefined ? undefined : this.valueOf(found);
  }

  private enumerator(name: string): TypedValue | undefined {
    const type = this.program.debug.enumerationWith(name, this.near);
    const shape = type === undefined ? undefined : bare(type);
    if (type === undefined || shape?.kind !== 'enum') return undefined;
    const wanted = name.slice(name.lastIndexOf('::') + (name.includes('::') ? 2 : 0));
    const found = shape.enumerators().find((one) => one.name.split('::').at(-1) === wanted);
    if (found === undefined) return undefined;
    const bytes = Uint8Array.from({ length: shape.sizeBytes }, (_, i) =>
      Number((found.value >> BigInt(8 * i)) & 0xffn),
    );
    return { type, location: { kind: 'bytes', bytes } };
  }

  private function(name: string): TypedValue | undefined {
    const found = this.program.debug.functionsNamed(name.replace(/^::/, ''))[0];
    if (found === undefined) return undefined;
    return { type: this.program.debug.functionType(found), location: { kind: 'memory', address: found.entryPc } };
  }

  /** Code without debug information can be called by name; data has an unknown type, which is shown as words. */
  private bySymbol(name: string): TypedValue | undefined {
    const symbol = this.program.elf.symbols.named(name.replace(/^::/, ''));
    if (symbol === undefined || symbol.isAbsolute) return undefined;
    const location = { kind: 'memory', address: symbol.address } as const;
    if (symbol.kind === 'function') {
      return { type: { kind: 'function', result: () => LONG, parameters: () => [], variadic: false }, location };
    }
    return { type: UNSIGNED, location };
  }
}

/** The last part of a qualified name: statics of functions and of classes go by it. */
function plain(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

function isCpp(frame: StackFrame | undefined): boolean {
  const path = frame?.place?.file.path ?? frame?.source?.function.declaration?.file.path ?? '';
  return /\.(?:cc|cpp|cxx|c\+\+|C|hh|hpp|hxx)$/.test(path) || frame?.source?.linkageName?.startsWith('_Z') === true;
}
