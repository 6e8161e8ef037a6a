/** The C preprocessor as gcc runs it over devicetree sources. */
export * from './types.js';
export { identityText, isSameStretch } from './output.js';
export { preprocess } from './preprocess.js';
