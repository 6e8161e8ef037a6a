/**
 * Types of C, C++ and Rust values as a debugger needs them, independent of DWARF. Types may be recursive through pointers:
 * members and targets are resolved by functions, not stored.
 */

export type CType =
  | { readonly kind: 'void' }
  | {
      readonly kind: 'base';
      readonly name: string;
      readonly sizeBytes: number;
      readonly encoding: 'signed' | 'unsigned' | 'float' | 'boolean' | 'char' | 'unsignedChar' | 'utf' | 'complex';
    }
  | {
      readonly kind: 'pointer' | 'reference' | 'rvalueReference';
      readonly sizeBytes: number;
      readonly target: () => CType;
    }
  | {
      readonly kind: 'struct' | 'union' | 'class';
      /** `''` where anonymous. Qualified by namespaces: `mbed::ScopedRomWriteLock`. */
      readonly name: string;
      readonly sizeBytes: number;
      readonly incomplete: boolean;
      readonly members: () => readonly Member[];
    }
  | {
      readonly kind: 'array';
      readonly element: () => CType;
      /** One entry a dimension; `undefined` is unknown (`extern int a[]`). */
      readonly dimensions: readonly (number | undefined)[];
    }
  | {
      readonly kind: 'enum';
      readonly name: string;
      readonly sizeBytes: number;
      readonly signed: boolean;
      readonly enumerators: () => readonly { readonly name: string; readonly value: bigint }[];
    }
  | { readonly kind: 'typedef'; readonly name: string; readonly target: () => CType }
  | {
      readonly kind: 'qualified';
      readonly qualifier: 'const' | 'volatile' | 'restrict' | 'atomic';
      readonly target: () => CType;
    }
  | {
      readonly kind: 'function';
      readonly result: () => CType;
      readonly parameters: () => readonly CType[];
      readonly variadic: boolean;
    }
  | { readonly kind: 'memberPointer'; readonly sizeBytes: number }
  | { readonly kind: 'unsupported'; readonly what: string; readonly sizeBytes: number };

export interface Member {
  /** `''` for an anonymous struct or union, whose members are reached directly. */
  readonly name: string;
  readonly type: () => CType;
  readonly offsetBytes: number;
  /** Present for a bit-field: bit offset from `offsetBytes` (little-endian numbering) and width. */
  readonly bitField?: { readonly bitOffset: number; readonly bitSize: number };
  /** A C++ base class. */
  readonly inheritance: boolean;
  /** A static member, which has no place in the object. */
  readonly static: boolean;
}

/** Where a value is. */
export type ValueLocation =
  | { readonly kind: 'memory'; readonly address: number }
  | { readonly kind: 'register'; readonly register: number }
  /** Little-endian bytes that stand nowhere: constants, DW_OP_stack_value. `known` has the bits that have a value; all if absent. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly known?: Uint8Array }
  | {
      readonly kind: 'pieces';
      readonly pieces: readonly { readonly location: ValueLocation; readonly sizeBytes: number }[];
    }
  /** `why` is a short phrase: `optimized out`. */
  | { readonly kind: 'unavailable'; readonly why: string };
