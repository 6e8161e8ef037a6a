/** Evaluates expressions in a frame: frame bases, values on entry through the caller's call site, types by offset. */
import type { ValueLocation } from '../types/c-type.js';
import type { CallSites } from './call-sites.js';
import { DW_AT, DW_OP, DW_TAG } from './constants.js';
import type { FrameContext, ExpressionEnvironment } from './frame-context.js';
import { evaluateLocation, evaluateNumber } from './expression.js';
import type { FunctionTable } from './functions.js';
import { expressionAt } from './location-lists.js';
import { Reader } from './reader.js';
import type { TypeReader } from './types.js';
import type { Unit } from './unit.js';
import type { UnitTable } from './unit-table.js';
import type { StackValue } from './values.js';

const CALL_SITE_PARAMETERS: ReadonlySet<number> = new Set([DW_TAG.call_site_parameter, DW_TAG.GNU_call_site_parameter]);
/** Callers of callers that a value may be followed through. */
const CALLER_LIMIT = 16;

export class FrameEvaluator {
  private readonly units: UnitTable;
  private readonly functions: FunctionTable;
  private readonly types: TypeReader;
  private readonly callSites: CallSites;

  constructor(units: UnitTable, functions: FunctionTable, types: TypeReader, callSites: CallSites) {
    this.units = units;
    this.functions = functions;
    this.types = types;
    this.callSites = callSites;
  }

  /** Where an expression of a unit says the value is, in the frame of the context. */
  locate(expression: Uint8Array, unit: Unit, context: FrameContext): ValueLocation {
    return evaluateLocation(expression, this.environment(unit, context, 0));
  }

  /** The number that an expression of a unit computes in the frame of the context, as a signed one of 32 bits. */
  number(expression: Uint8Array, unit: Unit, context: FrameContext): number | undefined {
    const value = evaluateNumber(expression, this.environment(unit, context, 0));
    return typeof value === 'string' ? undefined : Number(BigInt.asIntN(32, value.bits));
  }

  /** Runs an expression of call frame information, which belongs to no unit; `initial` is on the stack at first. */
  callFrameNumber(expression: Uint8Array, context: FrameContext, initial: readonly number[]): number | undefined {
    const plain: ExpressionEnvironment = {
      context,
      addressSize: 4,
      offsetSize: 4,
      frameBase: () => 'call frame information has no frame base',
      indexedAddress: () => 0,
      baseType: () => undefined,
      locationOfEntry: () => undefined,
      entryValue: () => 'call frame information has no call sites',
    };
    const value = evaluateNumber(expression, plain, initial);
    return typeof value === 'string' ? undefined : Number(value.bits & 0xffff_ffffn);
  }

  private environment(unit: Unit, context: FrameContext, depth: number): ExpressionEnvironment {
    return {
      context,
      addressSize: unit.addressSize,
      offsetSize: unit.version <= 2 ? 4 : unit.offsetSize,
      frameBase: () => this.frameBase(context, depth),
      indexedAddress: (index) => unit.indexedAddress(index),
      baseType: (offset) => {
        const entry = unit.entryAt(unit.unitOffset + offset);
        return entry === undefined ? undefined : this.types.valueType(entry);
      },
      locationOfEntry: (offset, isInUnit) => {
        const entry = this.units.entryAt(isInUnit ? unit.unitOffset + offset : offset);
        return entry === undefined ? undefined : expressionAt(entry, DW_AT.location, context.pc);
      },
      entryValue: (expression) => this.entryValue(expression, context, depth),
    };
  }

  private frameBase(context: FrameContext, depth: number): number | string {
    const unknown = 'the frame of its function is not known';
    const entry = this.functions.functionAt(context.pc)?.entry;
    if (entry === undefined || depth > CALLER_LIMIT) return unknown;
    const expression = expressionAt(entry, DW_AT.frame_base, context.pc);
    if (expression === undefined) return unknown;
    // A frame base that is itself relative to the frame base would not end.
    const environment = { ...this.environment(entry.unit, context, depth + 1), frameBase: () => unknown };
    const location = evaluateLocation(expression, environment);
    if (location.kind === 'memory') return location.address;
    if (location.kind === 'register') return context.register(location.register) ?? unknown;
    return unknown;
  }

  /** DW_OP_entry_value (DWARF 5, 2.5.1.7): what the caller passed, if its call site says so and it can still be computed. */
  private entryValue(expression: Uint8Array, context: FrameContext, depth: number): StackValue | string {
    if (depth >= CALLER_LIMIT) return 'its value on entry is not known';
    const caller = context.caller?.();
    if (caller === undefined) return 'its value on entry is not known (no caller)';
    const site = this.callSites.at(caller.returnAddress);
    if (
      site === undefined ||
      !this.callSites.callsFunctionAt(site, context.pc) ||
      this.callSites.mayJumpToItself(context.pc)
    )
      return 'its value on entry is not known (optimized out)';
    for (const parameter of site.children()) {
      if (!CALL_SITE_PARAMETERS.has(parameter.tag)) continue;
      const place = parameter.block(DW_AT.location);
      if (place === undefined || !samePlace(place, expression)) continue;
      const value = parameter.block(DW_AT.call_value) ?? parameter.block(DW_AT.GNU_call_site_value);
      if (value !== undefined) return evaluateNumber(value, this.environment(site.unit, caller.context, depth + 1));
    }
    return 'its value on entry is not known (optimized out)';
  }
}

/** GCC names a register of a base type where it asks for it, and the register alone where it passes it. */
function samePlace(a: Uint8Array, b: Uint8Array): boolean {
  const register = singleRegister(a);
  return sameBytes(a, b) || (register !== undefined && register === singleRegister(b));
}

/** The register that an expression is, or whose value it is. */
function singleRegister(expression: Uint8Array): number | undefined {
  const reader = new Reader(expression);
  const opcode = reader.u8();
  let register: number | undefined;
  if (opcode >= DW_OP.reg0 && opcode < DW_OP.reg0 + 32) register = opcode - DW_OP.reg0;
  else if (opcode === DW_OP.regx) register = reader.uleb();
  else if (opcode === DW_OP.regval_type || opcode === DW_OP.GNU_regval_type) {
    register = reader.uleb();
    reader.uleb();
  }
  return reader.failed || reader.position !== reader.end ? undefined : register;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
