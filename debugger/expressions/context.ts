/** What an expression may ask of the stopped program, and how evaluation answers. */
import type { CType } from '../types/c-type.js';
import type { Format, TypedValue, ValueAccess } from '../values/index.js';

/** One frame of the stopped program, as seen by expressions. Nothing here throws. */
export interface EvaluationContext extends ValueAccess {
  /**
   * A variable, function or enumerator by the name that the user wrote, spaces removed: `x`, `::g`, `app::level`,
   * `Class::static_member`, `function::static_variable`, `'file.c'::name`. Functions have a function type and a memory
   * location (bit 0 clear); enumerators a `bytes` location.
   */
  findVariable(name: string): TypedValue | undefined;
  /**
   * Parameters and local variables of the frame alone. Where it is given, members of `this` are found before what stands
   * outside the function (C++20, [basic.lookup.unqual]); without it, `findVariable` comes first.
   */
  findLocal?(name: string): TypedValue | undefined;
  /** A type by name: `uint32_t`, `app::Mode`, `Buffer<int, 3>`, and tagged `struct point`, `union u`, `enum colour`. */
  findType(name: string): CType | undefined;
  /** False if the register cannot be written. */
  writeRegister?(name: string, value: number): boolean;
  /** False if the memory cannot be written; nothing is written then. */
  writeMemory?(address: number, bytes: Uint8Array): boolean;
  /** The object that a C++ member function works on (the object, not the pointer). */
  thisObject?(): TypedValue | undefined;
}

export interface EvaluateOptions {
  /** Whether `=`, `+=`, `++` and their like may write to the program; they are errors otherwise. */
  readonly allowSideEffects?: boolean;
}

export interface ExpressionProblem {
  /** One sentence. */
  readonly message: string;
  /** Where in the text, from 0. */
  readonly column: number;
}

export type EvaluationResult =
  | { readonly ok: true; readonly value: TypedValue; readonly format?: Format }
  | { readonly ok: false; readonly error: ExpressionProblem };

/** Carries a problem out of the depths of parser and evaluator; never leaves this folder. */
export class ExpressionError extends Error {
  /** Undefined until the evaluator knows which part of the text it was about. */
  readonly column: number | undefined;

  constructor(message: string, column?: number) {
    super(message);
    this.name = 'ExpressionError';
    this.column = column;
  }
}
