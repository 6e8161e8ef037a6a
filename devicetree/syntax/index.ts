/** Devicetree source to a syntax tree. */
export { parse } from './parser.js';
export type { ParseOptions } from './context.js';
export type { Dialect } from './dialect.js';
export { tokens } from './tokens.js';
export { syntaxAt, walkNodes, walkReferences, type SyntaxAt } from './walk.js';
export type * from './tree.js';
