/** Syntax to the merged tree. */
export type * from './types.js';
