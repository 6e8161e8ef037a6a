/** Variables: their names, types, and where they are in a frame (DWARF 5, 4.1). */
import { encodeUtf8 } from '../../base/index.js';
import type { CType, ValueLocation } from '../types/c-type.js';
import { DW_AT, DW_TAG } from './constants.js';
import type { Entry } from './unit.js';
import type { FrameContext } from './frame-context.js';
import type { FrameEvaluator } from './frame-evaluator.js';
import { enclosingFunction, hasStaticAddress } from './name-index.js';
import type { FunctionTable } from './functions.js';
import type { SourcePlace } from './line-table.js';
import { expressionAt } from './location-lists.js';
import { inherited, inheritedFlag, linkageNameOf, originChain, qualifiedName } from './origins.js';
import { Reader } from './reader.js';
import { RunTimeTypes } from './run-time-types.js';
import type { TypeReader } from './types.js';
import type { UnitTable } from './unit-table.js';

export interface Variable {
  /** As in the source; globals with their namespaces and classes. Empty for a parameter without a name. */
  readonly name: string;
  readonly linkageName: string | undefined;
  /** `static` is a local variable of static storage. */
  readonly kind: 'parameter' | 'local' | 'static' | 'global';
  /** Made by the compiler: `this`. */
  readonly isArtificial: boolean;
  readonly declaration: SourcePlace | undefined;
  readonly type: () => CType;
  /** The type with the lengths that arrays of run-time length have in a frame. */
  typeIn(context: FrameContext): CType;
  /** The address of a global or static one, when it does not depend on the frame. */
  readonly address: number | undefined;
  /** Where the value is at the context's pc. */
  locate(context: FrameContext): ValueLocation;
}

const OPTIMIZED_OUT: ValueLocation = { kind: 'unavailable', why: 'optimized out' };

export class VariableReader {
  private readonly units: UnitTable;
  private readonly functions: FunctionTable;
  private readonly types: TypeReader;
  private readonly evaluator: FrameEvaluator;
  private readonly runTimeTypes: RunTimeTypes;

  constructor(units: UnitTable, functions: FunctionTable, types: TypeReader, evaluator: FrameEvaluator) {
    this.units = units;
    this.functions = functions;
    this.types = types;
    this.evaluator = evaluator;
    this.runTimeTypes = new RunTimeTypes(units, types, evaluator);
  }

  read(entry: Entry): Variable {
    const isGlobal = enclosingFunction(entry) === undefined;
    const located = this.withLocation(entry);
    const isStatic = hasStaticAddress(located);
    const isParameter = entry.tag === DW_TAG.formal_parameter;
    return {
      name: qualifiedName(this.units, entry),
      linkageName: linkageNameOf(this.units, entry),
      kind: isParameter ? 'parameter' : isGlobal ? 'global' : isStatic ? 'static' : 'local',
      isArtificial: inheritedFlag(this.units, entry, DW_AT.artificial),
      declaration: this.functions.declarationOf(entry),
      type: () => this.types.typeOf(entry),
      typeIn: (context) => this.runTimeTypes.resolve(this.types.typeOf(entry), context),
      address: isStatic ? staticAddress(located) : isGlobal ? this.linkedAddress(entry) : undefined,
      locate: (context) => this.locate(entry, context),
    };
  }

  /** Variables and parameters directly in a scope, and those of its abstract origin that the compiler left out. */
  ofScope(scope: Entry): Variable[] {
    const own = ownVariables(scope, 0);
    const variables = [...own, ...this.lostFrom(scope)].map((entry) => this.read(entry));
    return variables.sort((a, b) => Number(b.kind === 'parameter') - Number(a.kind === 'parameter'));
  }

  /** What the abstract instance of a function or call has and the concrete one does not: it was optimized out. */
  private lostFrom(scope: Entry): Entry[] {
    const isCopy = scope.tag === DW_TAG.subprogram || scope.tag === DW_TAG.inlined_subroutine;
    if (!isCopy || !scope.has(DW_AT.abstract_origin)) return [];
    const present = new Set<number>();
    const note = (entry: Entry): void => originChain(this.units, entry).forEach(({ offset }) => present.add(offset));
    for (const entry of scope.descendants()) if (entry.has(DW_AT.abstract_origin)) note(entry);
    // Link-time optimization puts an abstract instance between, which may be empty.
    const lost: Entry[] = [];
    for (const origin of originChain(this.units, scope).slice(1)) {
      const missing = missingVariables(origin, present, 0);
      missing.forEach(note);
      lost.push(...missing);
    }
    return lost;
  }

  private locate(entry: Entry, context: FrameContext): ValueLocation {
    const constant = this.constant(entry);
    if (constant !== undefined) return { kind: 'bytes', bytes: constant };
    const located = this.withLocation(entry);
    const expression = expressionAt(located, DW_AT.location, context.pc);
    if (expression !== undefined) return this.fitted(entry, this.evaluator.locate(expression, located.unit, context));
    const address = enclosingFunction(entry) === undefined ? this.linkedAddress(entry) : undefined;
    return address === undefined ? OPTIMIZED_OUT : { kind: 'memory', address };
  }

  /** The entry of the chain that has a location: for abstract entries it is on the concrete one itself. */
  private withLocation(entry: Entry): Entry {
    return inherited(this.units, entry, DW_AT.location)?.owner ?? entry;
  }

  /** The symbol's address, for a variable that this unit only declares. */
  private linkedAddress(entry: Entry): number | undefined {
    const name = linkageNameOf(this.units, entry) ?? qualifiedName(this.units, entry);
    const isDeclared =
      inheritedFlag(this.units, entry, DW_AT.external) || inheritedFlag(this.units, entry, DW_AT.declaration);
    return isDeclared && name !== '' ? this.units.file.symbolAddress(name) : undefined;
  }

  /** DW_AT_const_value with the size of the type. */
  private constant(entry: Entry): Uint8Array | undefined {
    const value = inherited(this.units, entry, DW_AT.const_value)?.value;
    if (value?.kind === 'block') return value.bytes;
    if (value?.kind === 'string') return Uint8Array.from([...encodeUtf8(value.text), 0]);
    if (value?.kind !== 'constant') return undefined;
    const size = this.types.sizeOf(this.types.typeOf(entry)) || value.sizeBytes || 4;
    return Uint8Array.from({ length: Math.min(size, 16) }, (_, i) => Number((value.value >> BigInt(8 * i)) & 0xffn));
  }

  /** Computed values have the machine's width: they are cut to the type, or widened as a signed number would be. */
  private fitted(entry: Entry, location: ValueLocation): ValueLocation {
    if (location.kind !== 'bytes') return location;
    const size = this.types.sizeOf(this.types.typeOf(entry));
    const { bytes } = location;
    if (size === 0 || size === bytes.length || size > 16) return location;
    const fill = (bytes.at(-1) ?? 0) >= 0x80 ? 0xff : 0;
    return { kind: 'bytes', bytes: Uint8Array.from({ length: size }, (_, i) => bytes[i] ?? fill) };
  }
}

/** Blocks without any addresses add theirs to the scope around them, as GDB has it. */
function ownVariables(scope: Entry, depth: number): Entry[] {
  return [...scope.children()].flatMap((child) => {
    if (isVariable(child)) return [child];
    const isOpen = child.tag === DW_TAG.lexical_block && !child.has(DW_AT.low_pc) && !child.has(DW_AT.ranges);
    return isOpen && depth < 32 ? ownVariables(child, depth + 1) : [];
  });
}

/** Variables of an abstract scope that no concrete entry refers to, those of missing blocks included. */
function missingVariables(scope: Entry, present: ReadonlySet<number>, depth: number): Entry[] {
  const missing: Entry[] = [];
  for (const child of scope.children()) {
    if (present.has(child.offset)) continue;
    if (isVariable(child)) missing.push(child);
    else if (child.tag === DW_TAG.lexical_block && depth < 32)
      missing.push(...missingVariables(child, present, depth + 1));
  }
  return missing;
}

function isVariable(entry: Entry): boolean {
  return entry.tag === DW_TAG.variable || entry.tag === DW_TAG.formal_parameter;
}

/** The operand of the only DW_OP_addr; `undefined` when more is computed on it. */
function staticAddress(entry: Entry): number | undefined {
  const expression = entry.block(DW_AT.location)!;
  const reader = new Reader(expression, 1);
  const address = expression.length === 5 ? reader.u32() : entry.unit.indexedAddress(reader.uleb());
  return reader.failed || !reader.atEnd ? undefined : address;
}
