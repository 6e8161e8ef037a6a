/** Finds members by name: through pointers and references, anonymous unions, base classes, static members. */
import { typeName, type TypedValue } from '../values/index.js';
import { memberOf } from '../values/read.js';
import { bare, isAnonymous, isComposite, isPointer, type Composite } from '../values/type-shape.js';
import { ExpressionError } from './context.js';
import { dereferenced, type Mode } from './operand.js';
import { indirection } from './pointers.js';

const MAX_NESTING = 32;

/** The member `name` of the object, or undefined. Own members hide those of base classes. */
export function findMember(object: TypedValue, name: string, mode: Mode, depth = 0): TypedValue | undefined {
  const type = bare(object.type);
  if (!isComposite(type) || depth > MAX_NESTING) return undefined;
  for (const member of type.members()) {
    if (member.name !== name || member.inheritance) continue;
    if (!member.static) return memberOf(object, member);
    return mode.access.findVariable?.(`${type.name}::${name}`);
  }
  for (const member of type.members()) {
    if (member.static || !(member.inheritance || isAnonymous(member))) continue;
    const found = findMember(memberOf(object, member), name, mode, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The base class `name` of the object, for `object.Base::member`. */
function baseNamed(object: TypedValue, type: Composite, name: string, depth = 0): TypedValue | undefined {
  if (type.name === name) return object;
  if (depth > MAX_NESTING) return undefined;
  for (const member of type.members()) {
    const base = bare(member.type());
    if (!member.inheritance || !isComposite(base)) continue;
    const found = baseNamed(memberOf(object, member), base, name, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `object.name` and `object->name`, which mean the same here as in GDB. */
export function memberAccess(object: TypedValue, name: string, mode: Mode): TypedValue {
  let target = dereferenced(object, mode);
  if (isPointer(bare(target.type))) target = dereferenced(indirection(target, mode), mode);
  const type = bare(target.type);
  if (!isComposite(type)) {
    throw new ExpressionError('Attempt to extract a component of a value that is not a structure.');
  }
  const scope = name.lastIndexOf('::');
  const holder = scope < 0 ? target : baseNamed(target, type, name.slice(0, scope));
  const found = holder === undefined ? undefined : findMember(holder, scope < 0 ? name : name.slice(scope + 2), mode);
  if (found !== undefined) return found;
  if (type.incomplete) {
    throw new ExpressionError(`The program does not say what is in "${typeName(target.type, mode.access.language)}".`);
  }
  throw new ExpressionError(`There is no member named ${name} in "${typeName(target.type, mode.access.language)}".`);
}
