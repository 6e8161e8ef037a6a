/** Finds what a name in an expression means: variables, members of `this`, enumerators of scoped enumerations. */
import type { TypedValue } from '../values/index.js';
import { littleEndian } from '../values/read.js';
import { integerValue } from '../values/scalar.js';
import { bare } from '../values/type-shape.js';
import { ExpressionError, type EvaluationContext } from './context.js';
import { findMember } from './members.js';
import { dereferenced, pointerValue, addressOf, type Mode } from './operand.js';
import { pointerTo } from '../values/type-shape.js';

/** The value of a name. Throws ExpressionError if the program has none. */
export function valueOfName(name: string, context: EvaluationContext, mode: Mode): TypedValue {
  const hidden = context.findLocal === undefined ? undefined : memberOfThis(name, context, mode);
  const found =
    context.findLocal?.(name) ??
    hidden ??
    context.findVariable(name) ??
    memberOfThis(name, context, mode) ??
    scopedEnumerator(name, context) ??
    (name === 'this' ? thisPointer(context) : undefined);
  if (found !== undefined) return found;
  const scope = name.lastIndexOf('::');
  if (scope <= 0) throw new ExpressionError(`No symbol "${name.slice(scope < 0 ? 0 : 2)}" in the current context.`);
  throw new ExpressionError(`No symbol "${name.slice(scope + 2)}" in "${name.slice(0, scope)}".`);
}

function memberOfThis(name: string, context: EvaluationContext, mode: Mode): TypedValue | undefined {
  if (name.includes('::')) return undefined;
  const object = context.thisObject?.();
  return object === undefined ? undefined : findMember(dereferenced(object, mode), name, mode);
}

function thisPointer(context: EvaluationContext): TypedValue | undefined {
  const object = context.thisObject?.();
  return object === undefined ? undefined : pointerValue(pointerTo(object.type), addressOf(object));
}

/** `app::Mode::Busy`, where the program lists enumerators under their type only. */
function scopedEnumerator(name: string, context: EvaluationContext): TypedValue | undefined {
  const scope = name.lastIndexOf('::');
  if (scope <= 0) return undefined;
  const typeText = name.startsWith('::') ? name.slice(2, scope) : name.slice(0, scope);
  const type = typeText === '' ? undefined : context.findType(typeText);
  const shape = type === undefined ? undefined : bare(type);
  if (type === undefined || shape?.kind !== 'enum') return undefined;
  const wanted = name.slice(scope + 2);
  const found = shape.enumerators().find((enumerator) => enumerator.name.split('::').at(-1) === wanted);
  return found === undefined ? undefined : integerValue(type, found.value);
}

/** The value of `$name`. */
export function valueOfRegister(name: string, context: EvaluationContext): TypedValue {
  const held = context.register(name);
  if (held === undefined) throw new ExpressionError(`There is no register named $${name}.`);
  const { value, high, type } = held;
  const bytes = Uint8Array.of(...littleEndian(value, 4), ...(high === undefined ? [] : littleEndian(high, 4)));
  return { type, location: { kind: 'bytes', bytes }, registerName: name };
}
