/** The tree of an expression. Types in it are resolved already; names are not. */
import type { CType } from '../types/c-type.js';
import type { TypedValue } from '../values/index.js';

export type UnaryOperator = '+' | '-' | '!' | '~' | '*' | '&';
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '<<' | '>>' | '&' | '|' | '^';
export type ComparisonOperator = '==' | '!=' | '<' | '>' | '<=' | '>=';
export type BinaryOperator = ArithmeticOperator | ComparisonOperator;

export type Node = { readonly column: number } & (
  | { readonly kind: 'constant'; readonly value: TypedValue }
  /** `x`, `::g`, `app::level`, `'file.c'::name`. */
  | { readonly kind: 'name'; readonly name: string }
  /** Lower case, without `$`. */
  | { readonly kind: 'register'; readonly name: string }
  /** `.` and `->` mean the same here, as in GDB. */
  | { readonly kind: 'member'; readonly object: Node; readonly name: string }
  | { readonly kind: 'index'; readonly object: Node; readonly index: Node }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Node }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node }
  | { readonly kind: 'logical'; readonly operator: '&&' | '||'; readonly left: Node; readonly right: Node }
  | { readonly kind: 'conditional'; readonly condition: Node; readonly yes: Node; readonly no: Node }
  | { readonly kind: 'comma'; readonly left: Node; readonly right: Node }
  /** GDB's `first@count`. */
  | { readonly kind: 'slice'; readonly first: Node; readonly count: Node }
  | {
      readonly kind: 'assign';
      readonly operator: ArithmeticOperator | undefined;
      readonly target: Node;
      readonly value: Node;
    }
  | { readonly kind: 'step'; readonly operator: '+' | '-'; readonly prefix: boolean; readonly target: Node }
  /** `reinterpret` leaves addresses of base classes alone. */
  | { readonly kind: 'cast'; readonly type: CType; readonly operand: Node; readonly reinterpret: boolean }
  /** GDB's `{type} address`. */
  | { readonly kind: 'at'; readonly type: CType; readonly address: Node }
  | { readonly kind: 'sizeofType'; readonly type: CType }
  | { readonly kind: 'sizeof'; readonly operand: Node }
);
