/** Evaluates DWARF expressions and location descriptions (DWARF 5, 2.5 and 2.6). Where a value is is a ValueLocation. */
import { hex32 } from '../../base/index.js';
import type { ValueLocation } from '../types/c-type.js';
import { DW_OP } from './constants.js';
import type { FrameContext, ExpressionEnvironment } from './frame-context.js';
import { BINARY_OPERATORS, readConstant, UNARY_OPERATORS } from './literals.js';
import { PieceCollector } from './pieces.js';
import { Reader } from './reader.js';
import {
  binary,
  bytesOf,
  convert,
  fromBytes,
  GENERIC,
  isUsable,
  type StackValue,
  unary,
  valueOf,
  type ValueType,
} from './values.js';

/** Operations at most: branches may go back. */
const STEP_LIMIT = 10_000;
const STACK_LIMIT = 256;
const CALL_LIMIT = 8;

const OPTIMIZED_OUT: ValueLocation = { kind: 'unavailable', why: 'optimized out' };

/** Where the expression says the value is. `initial` is pushed first, the last one on top. An empty one is optimized out. */
export function evaluateLocation(
  expression: Uint8Array,
  environment: ExpressionEnvironment,
  initial: readonly number[] = [],
): ValueLocation {
  return new ExpressionMachine(environment, initial).location(expression);
}

/** The top of the stack as a number: for CFA, frame base, and values of call sites. A string says why there is none. */
export function evaluateNumber(
  expression: Uint8Array,
  environment: ExpressionEnvironment,
  initial: readonly number[] = [],
): StackValue | string {
  return new ExpressionMachine(environment, initial).number(expression);
}

class ExpressionMachine {
  private readonly environment: ExpressionEnvironment;
  private readonly context: FrameContext;
  private readonly stack: StackValue[];
  /** A location that is not an address: a register, an implicit value. */
  private place: ValueLocation | undefined;
  private readonly pieces = new PieceCollector();
  private steps = 0;
  private calls = 0;
  private why: string | undefined;

  constructor(environment: ExpressionEnvironment, initial: readonly number[]) {
    this.environment = environment;
    this.context = environment.context;
    this.stack = initial.map((value) => valueOf(BigInt(value)));
  }

  location(expression: Uint8Array): ValueLocation {
    this.run(expression);
    if (this.why !== undefined) return { kind: 'unavailable', why: this.why };
    if (!this.pieces.isEmpty) return this.pieces.location(this.context);
    return this.current();
  }

  number(expression: Uint8Array): StackValue | string {
    this.run(expression);
    if (this.why !== undefined) return this.why;
    if (this.place?.kind === 'register') return this.registerValue(this.place.register) ?? 'a register is not known';
    if (this.place?.kind === 'bytes')
      return fromBytes(this.place.bytes.subarray(0, 16), {
        sizeBytes: Math.max(1, Math.min(16, this.place.bytes.length)),
        encoding: 'unsigned',
      });
    return this.stack.at(-1) ?? 'optimized out';
  }

  /** The location since the last piece: an address on the stack unless an operation named another place. */
  private current(): ValueLocation {
    const { place } = this;
    this.place = undefined;
    if (place !== undefined) return place;
    const top = this.stack.pop();
    return top === undefined ? OPTIMIZED_OUT : { kind: 'memory', address: Number(top.bits & 0xffff_ffffn) };
  }

  private run(expression: Uint8Array): void {
    const reader = new Reader(expression);
    while (!reader.atEnd && this.why === undefined) {
      if (++this.steps > STEP_LIMIT) {
        this.fail('its location does not end');
        return;
      }
      const opcode = reader.u8();
      const known =
        this.constant(opcode, reader) ||
        this.registerBased(opcode, reader) ||
        this.stackOperation(opcode, reader) ||
        this.arithmetic(opcode, reader) ||
        this.control(opcode, reader) ||
        this.memory(opcode, reader) ||
        this.placement(opcode, reader) ||
        this.typed(opcode, reader) ||
        this.special(opcode, reader);
      if (!known) this.fail(`its location uses an unknown operation (0x${opcode.toString(16)})`);
      if (reader.failed) this.fail('its location is damaged');
      if (this.stack.length > STACK_LIMIT) this.fail('its location needs too much stack');
    }
  }

  private fail(why: string): void {
    this.why ??= why;
  }

  private push(bits: bigint | number, type: ValueType = GENERIC): true {
    this.stack.push(valueOf(BigInt(bits), type));
    return true;
  }

  private pushOrFail(value: StackValue | undefined, why: string): true {
    if (value === undefined) this.fail(why);
    else this.stack.push(value);
    return true;
  }

  private pop(): StackValue {
    const value = this.stack.pop();
    if (value === undefined) this.fail('its location is damaged');
    return value ?? valueOf(0n);
  }

  private popNumber(): number {
    return Number(this.pop().bits & 0xffff_ffffn);
  }

  private registerValue(register: number): StackValue | undefined {
    const value = this.context.register(register);
    return value === undefined ? undefined : valueOf(BigInt(value >>> 0));
  }

  /** 2.5.1.1: literals. */
  private constant(opcode: number, reader: Reader): boolean {
    const value = readConstant(opcode, reader, this.environment);
    return value !== undefined && this.push(value);
  }

  /** 2.5.1.2: register values plus an offset. */
  private registerBased(opcode: number, reader: Reader): boolean {
    if (opcode >= DW_OP.breg0 && opcode < DW_OP.breg0 + 32)
      return this.pushRegister(opcode - DW_OP.breg0, reader.sleb());
    switch (opcode) {
      case DW_OP.bregx:
        return this.pushRegister(reader.uleb(), reader.sleb());
      case DW_OP.fbreg: {
        const offset = reader.sleb();
        const base = this.environment.frameBase();
        return typeof base === 'string' ? this.pushOrFail(undefined, base) : this.push(base + offset);
      }
      case DW_OP.call_frame_cfa: {
        const cfa = this.context.cfa();
        return this.pushOrFail(
          cfa === undefined ? undefined : valueOf(BigInt(cfa)),
          'the frame of its function is not known',
        );
      }
      default:
        return false;
    }
  }

  private pushRegister(register: number, offset: number): true {
    const value = this.context.register(register);
    if (value === undefined || !Number.isSafeInteger(offset))
      return this.pushOrFail(undefined, `register ${register} is not known here`);
    return this.push(value + offset);
  }

  /** 2.5.1.3. */
  private stackOperation(opcode: number, reader: Reader): boolean {
    switch (opcode) {
      case DW_OP.dup:
        return this.pick(0);
      case DW_OP.drop:
        this.pop();
        return true;
      case DW_OP.over:
        return this.pick(1);
      case DW_OP.pick:
        return this.pick(reader.u8());
      case DW_OP.swap: {
        const [top, second] = [this.pop(), this.pop()];
        this.stack.push(top, second);
        return true;
      }
      case DW_OP.rot: {
        const [top, second, third] = [this.pop(), this.pop(), this.pop()];
        this.stack.push(top, third, second);
        return true;
      }
      default:
        return false;
    }
  }

  private pick(depth: number): true {
    return this.pushOrFail(this.stack.at(-1 - depth), 'its location is damaged');
  }

  /** 2.5.1.4. */
  private arithmetic(opcode: number, reader: Reader): boolean {
    const operator = BINARY_OPERATORS[opcode];
    if (operator !== undefined) {
      const [b, a] = [this.pop(), this.pop()];
      return this.pushOrFail(binary(operator, a, b), 'its location divides by zero');
    }
    const single = UNARY_OPERATORS[opcode];
    if (single !== undefined) return this.pushOrFail(unary(single, this.pop()), 'its location is damaged');
    if (opcode !== DW_OP.plus_uconst) return false;
    const value = this.pop();
    this.stack.push(valueOf(value.bits + reader.ulebBig(), value.type));
    return true;
  }

  /** 2.5.1.5. */
  private control(opcode: number, reader: Reader): boolean {
    switch (opcode) {
      case DW_OP.nop:
      case DW_OP.GNU_uninit:
        return true;
      case DW_OP.skip:
        return this.jump(reader, reader.i16());
      case DW_OP.bra: {
        const distance = reader.i16();
        return this.pop().bits === 0n ? true : this.jump(reader, distance);
      }
      case DW_OP.call2:
        return this.call(reader.u16(), true);
      case DW_OP.call4:
        return this.call(reader.u32(), true);
      case DW_OP.call_ref:
        return this.call(reader.offset(this.environment.offsetSize), false);
      default:
        return false;
    }
  }

  private jump(reader: Reader, distance: number): true {
    const target = reader.position + distance;
    if (target >= 0 && target <= reader.end) reader.position = target;
    else this.fail('its location is damaged');
    return true;
  }

  private call(offset: number, isInUnit: boolean): true {
    const expression = this.environment.locationOfEntry(offset, isInUnit);
    if (++this.calls > CALL_LIMIT) this.fail('its location does not end');
    else if (expression !== undefined) this.run(expression);
    return true;
  }

  /** 2.5.1.3: reading memory. */
  private memory(opcode: number, reader: Reader): boolean {
    switch (opcode) {
      case DW_OP.deref:
        return this.dereference(4, GENERIC);
      case DW_OP.deref_size:
        return this.dereference(reader.u8(), GENERIC);
      case DW_OP.deref_type:
      case DW_OP.GNU_deref_type: {
        const size = reader.u8();
        return this.withType(reader.uleb(), (type) => this.dereference(size, type));
      }
      case DW_OP.xderef:
      case DW_OP.xderef_size:
      case DW_OP.xderef_type:
        this.fail('it lies in another address space');
        return true;
      default:
        return false;
    }
  }

  private dereference(size: number, type: ValueType): true {
    const address = this.popNumber();
    const bytes = size >= 1 && size <= 16 ? this.context.memory(address, size) : undefined;
    const value = bytes?.length === size ? fromBytes(bytes, type) : undefined;
    return this.pushOrFail(value, `memory at ${hex32(address)} cannot be read`);
  }

  /** 2.6.1: registers, implicit values and pieces. */
  private placement(opcode: number, reader: Reader): boolean {
    if (opcode >= DW_OP.reg0 && opcode < DW_OP.reg0 + 32)
      return this.put({ kind: 'register', register: opcode - DW_OP.reg0 });
    switch (opcode) {
      case DW_OP.regx:
        return this.put({ kind: 'register', register: reader.uleb() });
      case DW_OP.implicit_value:
        return this.put({ kind: 'bytes', bytes: reader.take(reader.uleb()) });
      case DW_OP.stack_value:
        return this.put({ kind: 'bytes', bytes: bytesOf(this.pop()) });
      case DW_OP.implicit_pointer:
      case DW_OP.GNU_implicit_pointer:
        reader.offset(this.environment.offsetSize);
        reader.sleb();
        return this.put({ kind: 'unavailable', why: 'it points to a variable that was optimized out' });
      case DW_OP.piece:
        this.pieces.add(this.current(), reader.uleb() * 8, 0);
        return true;
      case DW_OP.bit_piece: {
        const size = reader.uleb();
        this.pieces.add(this.current(), size, reader.uleb());
        return true;
      }
      default:
        return false;
    }
  }

  private put(place: ValueLocation): true {
    this.place = place;
    return true;
  }

  /** 2.5.1.6: values of base types. */
  private typed(opcode: number, reader: Reader): boolean {
    switch (opcode) {
      case DW_OP.const_type:
      case DW_OP.GNU_const_type: {
        const offset = reader.uleb();
        const bytes = reader.take(reader.u8());
        return this.withType(offset, (type) => this.stack.push(fromBytes(bytes.subarray(0, 16), type)));
      }
      case DW_OP.regval_type:
      case DW_OP.GNU_regval_type: {
        const register = reader.uleb();
        return this.withType(reader.uleb(), (type) => {
          const value = this.registerValue(register);
          this.pushOrFail(
            value === undefined ? undefined : valueOf(value.bits, type),
            `register ${register} is not known here`,
          );
        });
      }
      case DW_OP.convert:
      case DW_OP.GNU_convert:
        return this.withType(reader.uleb(), (type) => this.stack.push(convert(this.pop(), type)));
      case DW_OP.reinterpret:
      case DW_OP.GNU_reinterpret:
        return this.withType(reader.uleb(), (type) => this.stack.push(valueOf(this.pop().bits, type)));
      default:
        return false;
    }
  }

  /** Offset 0 is the generic type. */
  private withType(offset: number, use: (type: ValueType) => unknown): true {
    const type = offset === 0 ? GENERIC : this.environment.baseType(offset);
    if (type === undefined || !isUsable(type)) this.fail('its location uses a type that cannot be computed with');
    else use(type);
    return true;
  }

  /** Values of callers, of objects and of threads. */
  private special(opcode: number, reader: Reader): boolean {
    switch (opcode) {
      case DW_OP.entry_value:
      case DW_OP.GNU_entry_value: {
        const value = this.environment.entryValue(reader.take(reader.uleb()));
        if (typeof value === 'string') this.fail(value);
        else this.stack.push(value);
        return true;
      }
      case DW_OP.push_object_address: {
        const { objectAddress } = this.environment;
        return this.pushOrFail(
          objectAddress === undefined ? undefined : valueOf(BigInt(objectAddress)),
          'its object is not known',
        );
      }
      case DW_OP.form_tls_address:
      case DW_OP.GNU_push_tls_address:
        this.fail('it is thread-local');
        return true;
      case DW_OP.GNU_parameter_ref:
      case DW_OP.GNU_variable_value:
        this.fail('optimized out');
        return true;
      default:
        return false;
    }
  }
}
