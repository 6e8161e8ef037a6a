/** Values of the program: reading them from memory and registers, summing them up in a line, unfolding them. */
export type { Language, ReadResult, RegisterValue, TypedValue, ValueAccess } from './typed-value.js';
export { describe, pointerAddress, type DescribeOptions } from './describe.js';
export { children, childCounts, MAX_PAGE, type Child, type ChildCounts, type Page } from './children.js';
export { typeName } from './type-name.js';
export { part, readLocation, readValue, registerNameOf } from './read.js';
export { bare, elementCount, elementType, isComposite, pointerTo, sizeOf } from './type-shape.js';
export type { Format } from './number-text.js';
