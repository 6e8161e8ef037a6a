/** All stages in one call. */
export { compile, compileInSteps, type Compilation, type CompilationInput } from './compile.js';
