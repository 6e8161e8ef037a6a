/** The front door: text in, a value or one clear sentence out. Also parses what a user types as a variable's new value. */
import type { Format, TypedValue } from '../values/index.js';
import { bare } from '../values/type-shape.js';
import { integerValue } from '../values/scalar.js';
import { perform, writesFor, type Write } from './assignment.js';
import {
  ExpressionError,
  type EvaluateOptions,
  type EvaluationContext,
  type EvaluationResult,
  type ExpressionProblem,
} from './context.js';
import type { Names } from './cursor.js';
import { Evaluator } from './evaluator.js';
import { parseExpression } from './parser.js';

/** Letters after a last comma. GDB's letters and those of Visual Studio's watch windows. */
const FORMATS: Readonly<Record<string, Format>> = {
  x: 'hex',
  X: 'hex',
  h: 'hex',
  z: 'padded',
  d: 'decimal',
  u: 'unsigned',
  o: 'octal',
  b: 'binary',
  t: 'binary',
  c: 'character',
  a: 'address',
  n: 'natural',
};
const FORMAT_SUFFIX = /^([^]*\S)\s*,\s*([xXhzduobtcan])\s*$/;

export type SetValueResult =
  { readonly ok: true; readonly writes: readonly Write[] } | { readonly ok: false; readonly error: ExpressionProblem };

/** Splits `count,x` into expression and format. A comma operator before a one-letter variable needs parentheses. */
export function splitFormat(text: string): { readonly expression: string; readonly format?: Format } {
  const match = FORMAT_SUFFIX.exec(text);
  const format = match === null ? undefined : FORMATS[match[2]!];
  return match === null || format === undefined ? { expression: text } : { expression: match[1]!, format };
}

/** What the parser needs to know, each name asked for once. */
function namesOf(context: EvaluationContext): Names {
  const variables = new Map<string, boolean>();
  const types = new Map<string, ReturnType<EvaluationContext['findType']>>();
  return {
    isVariable(name) {
      const known = variables.get(name) ?? context.findVariable(name) !== undefined;
      variables.set(name, known);
      return known;
    },
    findType(name) {
      if (!types.has(name)) types.set(name, context.findType(name));
      return types.get(name);
    },
  };
}

function problemOf(error: unknown): ExpressionProblem {
  if (error instanceof ExpressionError) return { message: error.message, column: error.column ?? 0 };
  throw error;
}

function evaluateExpression(expression: string, context: EvaluationContext, options: EvaluateOptions): TypedValue {
  if (expression.trim() === '') throw new ExpressionError('There is no expression.', 0);
  const tree = parseExpression(expression, namesOf(context));
  return new Evaluator(context, options.allowSideEffects ?? false).evaluate(tree);
}

/**
 * Evaluates C or C++ as a user of GDB types it, with an optional format suffix (`count,x`). The value's bytes are read only
 * where operators need them: a plain variable that cannot be read is still a result, and `describe` says why.
 */
export function evaluate(text: string, context: EvaluationContext, options: EvaluateOptions = {}): EvaluationResult {
  try {
    const { expression, format } = splitFormat(text);
    const value = evaluateExpression(expression, context, options);
    return { ok: true, value, ...(format === undefined ? {} : { format }) };
  } catch (error) {
    return { ok: false, error: problemOf(error) };
  }
}

/** An enumerator of the target's own type goes by its bare name, wherever it is declared. */
function ownEnumerator(target: TypedValue, text: string): TypedValue | undefined {
  const type = bare(target.type);
  if (type.kind !== 'enum') return undefined;
  const wanted = text.trim();
  const found = type.enumerators().find(({ name }) => name === wanted || name.split('::').at(-1) === wanted);
  return found === undefined ? undefined : integerValue(target.type, found.value);
}

/** What would have to be written for `target` to become the value of the expression `text`. Writes nothing. */
export function parseNewValue(target: TypedValue, text: string, context: EvaluationContext): SetValueResult {
  try {
    const source = ownEnumerator(target, text) ?? evaluateExpression(text, context, {});
    return { ok: true, writes: writesFor(target, source, { access: context, typesOnly: false }) };
  } catch (error) {
    return { ok: false, error: problemOf(error) };
  }
}

/** Sets `target` to the value of `text` through the context's `writeMemory` and `writeRegister`. */
export function setValue(target: TypedValue, text: string, context: EvaluationContext): SetValueResult {
  const result = parseNewValue(target, text, context);
  if (!result.ok) return result;
  try {
    perform(result.writes, context);
    return result;
  } catch (error) {
    return { ok: false, error: problemOf(error) };
  }
}
