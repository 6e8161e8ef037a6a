/** All stages in one call. */
export { compile, type Compilation, type CompilationInput } from './compile.js';
