/** What the reader of expressions needs of the parser of names. */
import type { Node } from './nodes.js';

/** Thrown inside the demangler only, and caught by `demangle`. */
export class Unreadable extends Error {}

export interface MangledReader {
  readonly input: string;
  position: number;
  /** The character `ahead` places on; empty past the end. */
  peek(ahead?: number): string;
  /** Moves past the text if it is next. */
  take(expected: string): boolean;
  expect(expected: string): void;
  /** Runs a reader one level deeper; names that nest too deep are unreadable. */
  nested<T>(read: () => T): T;
  until(end: string, read: () => Node): Node[];
  encoding(top: boolean): Node;
  type(): Node;
  templateParameter(): Node;
  templateArgs(remember: boolean): readonly Node[];
  templateArgument(): Node;
  decltype(): Node;
  className(): Node;
  namePart(): Node;
  sourceName(): string;
  number(): number;
  /** Nothing is 0, `0` is 1, … in base 36, then `_`. */
  sequenceId(): number;
  /** Parameter types up to the end of the function. */
  parameters(): Node[];
  /** `r`, `V`, `K` as they print. */
  qualifiers(): string;
}
