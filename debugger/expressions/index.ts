/** Expressions of C and C++ as users of GDB type them, evaluated in a frame of the stopped program. */
export type { EvaluateOptions, EvaluationContext, EvaluationResult, ExpressionProblem } from './context.js';
export type { Write } from './assignment.js';
export { valueOfRegister } from './names.js';
export { evaluate, parseNewValue, setValue, splitFormat, type SetValueResult } from './evaluate.js';
