/** The C preprocessor as gcc runs it over devicetree sources. */
export * from './types.js';
