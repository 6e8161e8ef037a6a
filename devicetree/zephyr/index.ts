/** Zephyr's memory attributes, and the MPU regions that follow from them. */
export type * from './types.js';
