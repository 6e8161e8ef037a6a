/** What evaluating an expression needs: the machine at a frame, and the debug information around the expression. */
import type { OffsetSize } from './reader.js';
import type { StackValue, ValueType } from './values.js';

/** One frame of the stopped machine. Register numbers are DWARF's: 0 to 15 are the core registers (AADWARF32, 4.1). */
export interface FrameContext {
  /** Of the frame: for callers, the return address minus 1, so that it lies in the call. */
  readonly pc: number;
  /** `undefined` when the register's value in this frame is not known. */
  register(number: number): number | undefined;
  /** Exactly `size` bytes, or `undefined` when they cannot be read. */
  memory(address: number, size: number): Uint8Array | undefined;
  /** The canonical frame address. */
  cfa(): number | undefined;
  /** The frame that called this one; needed for values that a function had on entry. */
  caller?(): Caller | undefined;
}

export interface Caller {
  /** Where the call returns to, bit 0 cleared. */
  readonly returnAddress: number;
  readonly context: FrameContext;
}

/** The debug information that an expression may refer to. Strings say why something is not known. */
export interface ExpressionEnvironment {
  readonly context: FrameContext;
  readonly addressSize: number;
  readonly offsetSize: OffsetSize;
  /** Of the object that a type's expression is about. */
  readonly objectAddress?: number;
  frameBase(): number | string;
  indexedAddress(index: number): number;
  /** The type at an offset in the unit. */
  baseType(offset: number): ValueType | undefined;
  /** DW_AT_location of an entry, for DW_OP_call; `undefined` when it has none. */
  locationOfEntry(offset: number, isInUnit: boolean): Uint8Array | undefined;
  /** What the inner expression gave when the function was entered. */
  entryValue(expression: Uint8Array): StackValue | string;
}
