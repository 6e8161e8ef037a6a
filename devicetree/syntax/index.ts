/** Devicetree source to a syntax tree. */
export type * from './tree.js';
