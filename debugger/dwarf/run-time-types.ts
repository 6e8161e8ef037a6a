/**
 * Arrays whose length the running program decides (DWARF 5, 5.13): a bound is an expression or a variable that the compiler has
 * made. Their types are complete in a frame only.
 */
import type { CType } from '../types/c-type.js';
import { DW_AT } from './constants.js';
import type { FrameContext } from './frame-context.js';
import type { FrameEvaluator } from './frame-evaluator.js';
import { expressionAt } from './location-lists.js';
import { readBytes } from './pieces.js';
import { dimensionEntries, type TypeReader } from './types.js';
import type { Entry } from './unit.js';
import type { UnitTable } from './unit-table.js';

/** Typedefs, pointers and arrays around an array; more is damage. */
const NESTING_LIMIT = 16;
/** Bounds are numbers of C's `sizetype`. */
const BOUND_BYTES = 4;

export class RunTimeTypes {
  private readonly units: UnitTable;
  private readonly types: TypeReader;
  private readonly evaluator: FrameEvaluator;

  constructor(units: UnitTable, types: TypeReader, evaluator: FrameEvaluator) {
    this.units = units;
    this.types = types;
    this.evaluator = evaluator;
  }

  /** The type with the lengths that its arrays have in a frame; the very same type where none depends on it. */
  resolve(type: CType, context: FrameContext, depth = 0): CType {
    if (depth > NESTING_LIMIT) return type;
    switch (type.kind) {
      case 'typedef':
      case 'qualified':
      case 'pointer':
      case 'reference':
      case 'rvalueReference': {
        const target = type.target();
        const resolved = this.resolve(target, context, depth + 1);
        return resolved === target ? type : { ...type, target: () => resolved };
      }
      case 'array':
        return this.array(type, context, depth);
      default:
        return type;
    }
  }

  private array(type: CType & { readonly kind: 'array' }, context: FrameContext, depth: number): CType {
    const element = type.element();
    const resolved = this.resolve(element, context, depth + 1);
    const entry = this.types.runTimeArray(type);
    if (entry === undefined && resolved === element) return type;
    const bounds = entry === undefined ? [] : dimensionEntries(entry);
    const dimensions = type.dimensions.map((known, i) => {
      const bound = bounds[i];
      return known ?? (bound === undefined ? undefined : this.count(bound, context));
    });
    return { ...type, element: () => resolved, dimensions };
  }

  /** DW_AT_count, or the bounds (DWARF 5, 5.13). */
  private count(dimension: Entry, context: FrameContext): number | undefined {
    const count = this.number(dimension, DW_AT.count, context);
    if (count !== undefined) return Math.max(0, count);
    const upper = this.number(dimension, DW_AT.upper_bound, context);
    const lower = this.number(dimension, DW_AT.lower_bound, context) ?? 0;
    return upper === undefined ? undefined : Math.max(0, upper - lower + 1);
  }

  private number(dimension: Entry, attribute: number, context: FrameContext): number | undefined {
    const value = dimension.attribute(attribute);
    switch (value?.kind) {
      case 'constant':
        return Number(value.value);
      case 'block':
        return this.evaluator.number(value.bytes, dimension.unit, context);
      case 'reference': {
        const variable = this.units.follow(value);
        return variable === undefined ? undefined : this.valueOf(variable, context);
      }
      default:
        return undefined;
    }
  }

  /** Of the variable that holds a bound. */
  private valueOf(variable: Entry, context: FrameContext): number | undefined {
    const constant = variable.number(DW_AT.const_value);
    if (constant !== undefined) return constant;
    const expression = expressionAt(variable, DW_AT.location, context.pc);
    if (expression === undefined) return undefined;
    const location = this.evaluator.locate(expression, variable.unit, context);
    const size = Math.min(this.types.sizeOf(this.types.typeOf(variable)) || BOUND_BYTES, BOUND_BYTES);
    const bytes = readBytes(location, size, context);
    return bytes?.reduce((sum, byte, i) => sum + (i === 3 ? byte << 24 : byte * 2 ** (8 * i)), 0);
  }
}
