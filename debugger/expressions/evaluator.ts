/** Computes the value of an expression's tree. */
import type { TypedValue } from '../values/index.js';
import { integerValue, scalarValue } from '../values/scalar.js';
import { bare, isFloat, isIntegral, isPointer, isReference, sizeOf } from '../values/type-shape.js';
import { commonType, truthValue, unaryNumber } from './arithmetic.js';
import { assigned, perform, writesFor } from './assignment.js';
import type { Node } from './ast.js';
import { INT, UNSIGNED_INT } from './base-types.js';
import { cast } from './casts.js';
import { ExpressionError, type EvaluationContext } from './context.js';
import { memberAccess } from './members.js';
import { valueOfName, valueOfRegister } from './names.js';
import { decayed, dereferenced, isTrue, numberOf, scalarOf, type Mode } from './operand.js';
import { address, binary, indexed, indirection, slice } from './pointers.js';

type Of<K extends Node['kind']> = Extract<Node, { kind: K }>;

/** Evaluates one expression; `sideEffects` says whether it may write to the program. */
export class Evaluator {
  private readonly context: EvaluationContext;
  private readonly sideEffects: boolean;
  private readonly mode: Mode;

  constructor(context: EvaluationContext, sideEffects: boolean, typesOnly = false) {
    this.context = context;
    this.sideEffects = sideEffects;
    this.mode = { access: context, typesOnly };
  }

  /** Throws ExpressionError, with a column. */
  evaluate(node: Node): TypedValue {
    try {
      return this.compute(node);
    } catch (error) {
      if (!(error instanceof ExpressionError) || error.column !== undefined) throw error;
      throw new ExpressionError(error.message, node.column);
    }
  }

  private compute(node: Node): TypedValue {
    switch (node.kind) {
      case 'constant':
        return node.value;
      case 'name':
        return valueOfName(node.name, this.context, this.mode);
      case 'register':
        return valueOfRegister(node.name, this.context);
      case 'member':
        return memberAccess(this.evaluate(node.object), node.name, this.mode);
      case 'index':
        return indexed(this.evaluate(node.object), this.evaluate(node.index), this.mode);
      case 'unary':
        return this.unary(node);
      case 'binary':
        return binary(this.evaluate(node.left), node.operator, this.evaluate(node.right), this.mode);
      case 'logical':
        return this.logical(node);
      case 'conditional':
        return this.conditional(node);
      case 'comma':
        this.evaluate(node.left);
        return this.evaluate(node.right);
      case 'slice':
        return slice(this.evaluate(node.first), this.evaluate(node.count), this.mode);
      case 'assign':
        return this.assign(node);
      case 'step':
        return this.step(node);
      case 'cast':
        return cast(this.evaluate(node.operand), node.type, node.reinterpret, this.mode);
      case 'at':
        return this.at(node);
      case 'sizeofType':
        return integerValue(UNSIGNED_INT, sizeOf(isReference(bare(node.type)) ? referred(node.type) : node.type));
      case 'sizeof':
        return this.sizeof(node);
    }
  }

  private unary(node: Of<'unary'>): TypedValue {
    const operand = this.evaluate(node.operand);
    switch (node.operator) {
      case '*':
        return indirection(operand, this.mode);
      case '&':
        return address(operand, this.mode);
      case '!':
        return truthValue(!isTrue(operand, this.mode), this.mode);
      case '+':
      case '-':
      case '~':
        return this.signed(node.operator, decayed(operand, this.mode));
    }
  }

  private signed(operator: '+' | '-' | '~', operand: TypedValue): TypedValue {
    if (isPointer(bare(operand.type))) {
      throw new ExpressionError('Argument to arithmetic operation not a number or boolean.');
    }
    return unaryNumber(operator, operand, this.mode);
  }

  private logical(node: Of<'logical'>): TypedValue {
    const left = isTrue(this.evaluate(node.left), this.mode);
    const decided = !this.mode.typesOnly && left === (node.operator === '||');
    return truthValue(decided ? left : isTrue(this.evaluate(node.right), this.mode), this.mode);
  }

  /** Two numbers get their common type (C11 6.5.15); anything else stays as it is. */
  private conditional(node: Of<'conditional'>): TypedValue {
    const condition = isTrue(this.evaluate(node.condition), this.mode);
    const chosen = this.evaluate(condition ? node.yes : node.no);
    const numeric = (value: TypedValue) => isFloat(bare(value.type)) || isIntegral(bare(value.type));
    const object = dereferenced(chosen, this.mode);
    if (!numeric(object)) return chosen;
    const other = this.typeOf(condition ? node.no : node.yes);
    if (other === undefined || !numeric(other) || bare(other.type) === bare(object.type)) return object;
    const type = commonType(object.type, other.type);
    return scalarValue(type, scalarOf(object, this.mode));
  }

  /** A value of the type that `node` has, without evaluating it. */
  private typeOf(node: Node): TypedValue | undefined {
    try {
      const types = new Evaluator(this.context, true, true);
      return dereferenced(types.evaluate(node), types.mode);
    } catch (error) {
      if (error instanceof ExpressionError) return undefined;
      throw error;
    }
  }

  private assign(node: Of<'assign'>): TypedValue {
    const target = this.evaluate(node.target);
    const right = this.evaluate(node.value);
    const value = node.operator === undefined ? right : binary(target, node.operator, right, this.mode);
    return this.store(target, value, node.column);
  }

  private step(node: Of<'step'>): TypedValue {
    const target = this.evaluate(node.target);
    const object = dereferenced(target, this.mode);
    const old = scalarValue(object.type, scalarOf(object, this.mode));
    const stored = this.store(target, binary(old, node.operator, integerValue(INT, 1), this.mode), node.column);
    return node.prefix ? stored : old;
  }

  private store(target: TypedValue, value: TypedValue, column: number): TypedValue {
    if (this.mode.typesOnly) return target;
    if (!this.sideEffects) throw new ExpressionError('Changing the program is not allowed here.', column);
    perform(writesFor(target, value, this.mode), this.context);
    return assigned(target, value, this.mode);
  }

  private at(node: Of<'at'>): TypedValue {
    const operand = decayed(this.evaluate(node.address), this.mode);
    const at = Number(BigInt.asUintN(32, numberOf(operand, this.mode)));
    return { type: node.type, location: { kind: 'memory', address: at } };
  }

  private sizeof(node: Of<'sizeof'>): TypedValue {
    const types = new Evaluator(this.context, true, true);
    const operand = types.evaluate(node.operand);
    if (operand.bitField !== undefined) throw new ExpressionError('A bit-field has no size in bytes.');
    const object = dereferenced(operand, types.mode);
    return integerValue(UNSIGNED_INT, sizeOf(object.type));
  }
}

function referred(type: TypedValue['type']): TypedValue['type'] {
  const shape = bare(type);
  return isReference(shape) ? shape.target() : type;
}
