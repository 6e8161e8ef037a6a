/** Operations of expressions that are tables: arithmetic by opcode, and the literals that push a constant. */
import { DW_OP } from './constants.js';
import type { ExpressionEnvironment } from './frame-context.js';
import type { Reader } from './reader.js';
import type { BinaryOperator } from './values.js';

export const BINARY_OPERATORS: Readonly<Record<number, BinaryOperator>> = {
  [DW_OP.and]: 'and',
  [DW_OP.div]: 'div',
  [DW_OP.minus]: 'minus',
  [DW_OP.mod]: 'mod',
  [DW_OP.mul]: 'mul',
  [DW_OP.or]: 'or',
  [DW_OP.plus]: 'plus',
  [DW_OP.shl]: 'shl',
  [DW_OP.shr]: 'shr',
  [DW_OP.shra]: 'shra',
  [DW_OP.xor]: 'xor',
  [DW_OP.eq]: 'eq',
  [DW_OP.ge]: 'ge',
  [DW_OP.gt]: 'gt',
  [DW_OP.le]: 'le',
  [DW_OP.lt]: 'lt',
  [DW_OP.ne]: 'ne',
};
export const UNARY_OPERATORS: Readonly<Record<number, 'abs' | 'neg' | 'not'>> = {
  [DW_OP.abs]: 'abs',
  [DW_OP.neg]: 'neg',
  [DW_OP.not]: 'not',
};

/** The constant that an operation pushes (DWARF 5, 2.5.1.1); `undefined` when it is another kind of operation. */
export function readConstant(
  opcode: number,
  reader: Reader,
  environment: ExpressionEnvironment,
): bigint | number | undefined {
  if (opcode >= DW_OP.lit0 && opcode < DW_OP.lit0 + 32) return opcode - DW_OP.lit0;
  switch (opcode) {
    case DW_OP.addr:
      return reader.address(environment.addressSize);
    case DW_OP.const1u:
      return reader.u8();
    case DW_OP.const1s:
      return reader.i8();
    case DW_OP.const2u:
      return reader.u16();
    case DW_OP.const2s:
      return reader.i16();
    case DW_OP.const4u:
      return reader.u32();
    case DW_OP.const4s:
      return reader.i32();
    case DW_OP.const8u:
    case DW_OP.const8s:
      return reader.u64();
    case DW_OP.constu:
      return reader.ulebBig();
    case DW_OP.consts:
      return reader.slebBig();
    case DW_OP.addrx:
    case DW_OP.constx:
    case DW_OP.GNU_addr_index:
    case DW_OP.GNU_const_index:
      return environment.indexedAddress(reader.uleb());
    default:
      return undefined;
  }
}
