/** Devicetree sources to a tree and findings: preprocessor, parser, model, memory map, lint rules. No LSP, no emulator. */
export * from './source/index.js';
export * from './preprocessor/index.js';
export * from './syntax/index.js';
export * from './model/index.js';
export * from './checks/index.js';
export * from './compilation/index.js';
export * from './zephyr/index.js';
export * from './lint/index.js';
export * from './report/index.js';
export * from './bindings/index.js';
export * from './context/index.js';
export * from './analysis/index.js';
