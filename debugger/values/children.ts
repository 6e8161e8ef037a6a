/** What a value unfolds to: members, base classes, elements of arrays page by page, what a pointer points to. */
import type { Member } from '../types/c-type.js';
import { memberOf, part } from './read.js';
import { pointerAddress } from './describe.js';
import { typeName } from './type-name.js';
import {
  bare,
  elementCount,
  elementType,
  isAnonymous,
  isComposite,
  isPointer,
  isReference,
  sizeOf,
  type Composite,
  type Kind,
} from './type-shape.js';
import type { TypedValue, ValueAccess } from './typed-value.js';

export interface Child {
  readonly kind: 'member' | 'base' | 'static' | 'element' | 'target';
  /** `x`, `[3]`, `<Base>`, `<anonymous union>`, `*p`. */
  readonly name: string;
  readonly value: TypedValue;
  /** An expression that gives this value again, if the parent's was known and there is one. */
  readonly expression?: string;
}

export interface ChildCounts {
  /** Children with names; all of them come at once. */
  readonly named: number;
  /** Elements of an array, to be asked for in pages. */
  readonly indexed: number;
}

export interface Page {
  readonly start: number;
  readonly count: number;
}

/** The most elements that one page returns. */
export const MAX_PAGE = 4096;
const MAX_INDIRECTION = 4;

/** Follows references; what they refer to is what unfolds. */
function unfolded(value: TypedValue, access: ValueAccess): TypedValue {
  let current = value;
  for (let i = 0; i < MAX_INDIRECTION; i++) {
    const type = bare(current.type);
    if (!isReference(type)) return current;
    const address = pointerAddress(current, access);
    if (address === undefined) return current;
    current = { type: type.target(), location: { kind: 'memory', address } };
  }
  return current;
}

/** How many children a value has; 0 and 0 for a leaf. */
export function childCounts(value: TypedValue, access: ValueAccess): ChildCounts {
  const object = unfolded(value, access);
  const type = bare(object.type);
  if (object.location.kind === 'unavailable') return { named: 0, indexed: 0 };
  if (type.kind === 'array') return { named: 0, indexed: sizeOf(elementType(type)) === 0 ? 0 : elementCount(type) };
  if (isComposite(type)) return { named: type.members().length, indexed: 0 };
  if (isPointer(type)) return { named: targetChildren(object, type, access, undefined).length, indexed: 0 };
  return { named: 0, indexed: 0 };
}

/**
 * The children of a value. `page` picks array elements (all, up to `MAX_PAGE`, if absent) and is ignored elsewhere.
 * `expression` is the value's own expression, from which the children's are made.
 */
export function children(value: TypedValue, access: ValueAccess, page?: Page, expression?: string): readonly Child[] {
  const object = unfolded(value, access);
  const type = bare(object.type);
  if (object.location.kind === 'unavailable') return [];
  if (type.kind === 'array') return elements(object, type, page, expression);
  if (isComposite(type)) return members(object, type, access, expression, '.');
  if (isPointer(type)) return targetChildren(object, type, access, expression);
  return [];
}

function elements(object: TypedValue, type: Kind<'array'>, page: Page | undefined, expression?: string): Child[] {
  const element = elementType(type);
  const size = sizeOf(element);
  const total = size === 0 ? 0 : elementCount(type);
  const start = Math.max(0, Math.min(page?.start ?? 0, total));
  const wanted = page === undefined || page.count <= 0 ? MAX_PAGE : Math.min(page.count, MAX_PAGE);
  const result: Child[] = [];
  for (let i = start; i < Math.min(total, start + wanted); i++) {
    const own = expression === undefined ? {} : { expression: `${operand(expression)}[${i}]` };
    result.push({ kind: 'element', name: `[${i}]`, value: part(object, i * size, element), ...own });
  }
  return result;
}

function members(
  object: TypedValue,
  type: Composite,
  access: ValueAccess,
  expression: string | undefined,
  operator: '.' | '->',
): Child[] {
  if (type.incomplete) return [];
  return type.members().map((member) => memberChild(object, type, member, access, expression, operator));
}

function memberChild(
  object: TypedValue,
  type: Composite,
  member: Member,
  access: ValueAccess,
  expression: string | undefined,
  operator: '.' | '->',
): Child {
  if (member.static) {
    const name = `${type.name}::${member.name}`;
    const gone: TypedValue = { type: member.type(), location: { kind: 'unavailable', why: 'optimized out' } };
    return { kind: 'static', name: member.name, value: access.findVariable?.(name) ?? gone, expression: name };
  }
  const value = memberOf(object, member);
  if (member.inheritance) {
    const name = typeName(member.type(), 'c++');
    const star = operator === '->' ? '*' : '';
    const own = expression === undefined ? {} : { expression: `((${name})${star}${operand(expression)})` };
    return { kind: 'base', name: `<${name}>`, value, ...own };
  }
  if (isAnonymous(member)) {
    const star = operator === '->' && expression !== undefined ? `(*${operand(expression)})` : expression;
    const own = star === undefined ? {} : { expression: star };
    return { kind: 'member', name: `<anonymous ${bare(member.type()).kind}>`, value, ...own };
  }
  const own = expression === undefined ? {} : { expression: `${operand(expression)}${operator}${member.name}` };
  return { kind: 'member', name: member.name, value, ...own };
}

/** A pointer to a structure unfolds to its members, one to a scalar or an array to `*p`; null and void unfold to nothing. */
function targetChildren(
  pointer: TypedValue,
  type: Kind<'pointer'>,
  access: ValueAccess,
  expression: string | undefined,
): readonly Child[] {
  const target = bare(type.target());
  const address = pointerAddress(pointer, access);
  if (address === undefined || address === 0 || target.kind === 'void' || target.kind === 'function') return [];
  const value: TypedValue = { type: type.target(), location: { kind: 'memory', address } };
  if (isComposite(target)) return members(value, target, access, expression, '->');
  if (sizeOf(target) === 0) return [];
  const own = expression === undefined ? {} : { expression: `*${operand(expression)}` };
  return [{ kind: 'target', name: own.expression ?? '*', value, ...own }];
}

/** Parenthesised unless it is a plain postfix expression or is already. */
function operand(expression: string): string {
  const plain = /^[\w$:]+(?:(?:\.|->)\w+|\[\d+\])*$/.test(expression);
  return plain || isParenthesised(expression) ? expression : `(${expression})`;
}

/** Whether the first parenthesis closes at the very end: `(a + b)`, not `(a) + (b)`. */
function isParenthesised(expression: string): boolean {
  if (!expression.startsWith('(')) return false;
  let open = 0;
  for (let i = 0; i < expression.length; i++) {
    if (expression[i] === '(') open++;
    if (expression[i] === ')') open--;
    if (open === 0) return i === expression.length - 1;
  }
  return false;
}
