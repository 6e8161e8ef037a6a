/** Devicetree source to a syntax tree. */
export { parse } from './parser.js';
export type { ParseOptions } from './context.js';
export type { Dialect } from './dialect.js';
export type * from './tree.js';
