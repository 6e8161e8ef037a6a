/** What a recorded instruction is made of: expression nodes, effects on memory, and a commit. Printers read these. */
import type { SystemOperation } from '../isa/builder.js';

export type Operator =
  | 'add'
  | 'sub'
  | 'mul'
  | 'mulHighSigned'
  | 'mulHighUnsigned'
  | 'udiv'
  | 'sdiv'
  | 'and'
  | 'or'
  | 'xor'
  | 'lsl'
  | 'lsr'
  | 'asr'
  | 'ror'
  | 'equal'
  | 'lessUnsigned'
  | 'lessSigned';

/**
 * A value of 32 bits, or of 64 (`doubleFloat`, `pair`, and `float` where its operation gives a double word). Nodes are shared:
 * a node that is used twice is computed once.
 */
export type Node =
  | { readonly kind: 'const'; readonly value: number }
  /** The n-th word slot of the predecoded record. */
  | { readonly kind: 'slot'; readonly slot: number }
  | { readonly kind: 'reg'; readonly reg: RegisterRef }
  /** Address of the following instruction, where it is not a constant. */
  | { readonly kind: 'next' }
  | { readonly kind: 'carry' }
  | { readonly kind: 'ge' }
  | { readonly kind: 'condition'; readonly cond: number }
  | { readonly kind: 'binary'; readonly op: Operator; readonly x: Node; readonly y: Node }
  | { readonly kind: 'clz' | 'signExtend8' | 'signExtend16'; readonly x: Node }
  | { readonly kind: 'select'; readonly test: Node; readonly yes: Node; readonly no: Node }
  /** S and D registers (by the number of the first S register), FPSCR, and 64 bits of words and back. */
  | { readonly kind: 'singleFloat' | 'doubleFloat'; readonly reg: RegisterRef }
  | { readonly kind: 'fpscr' }
  | { readonly kind: 'pair'; readonly low: Node; readonly high: Node }
  | { readonly kind: 'lowWord' | 'highWord'; readonly x: Node }
  /** An operation of `FLOAT_OPERATIONS`; it also raises exceptions in FPSCR. */
  | { readonly kind: 'float'; readonly operation: string; readonly operands: readonly Node[]; readonly gives: 32 | 64 }
  /** What the load effect of this node brought. */
  | { readonly kind: 'loaded' }
  /** The PC that the list load brought. */
  | { readonly kind: 'loadedPC' };

/** A register by number, or by the slot of the record that holds its number. */
export type RegisterRef =
  { readonly kind: 'fixed'; readonly n: number } | { readonly kind: 'slot'; readonly slot: number };

export type Effect =
  | {
      readonly kind: 'load';
      readonly address: Node;
      readonly size: 1 | 2 | 4;
      readonly signed: boolean;
      readonly unprivileged: boolean;
      readonly result: Node;
    }
  | {
      readonly kind: 'store';
      readonly address: Node;
      readonly size: 1 | 2 | 4;
      readonly value: Node;
      readonly unprivileged: boolean;
    }
  | { readonly kind: 'loadList' | 'storeList'; readonly address: Node; readonly list: Node; readonly bytes: Node }
  /** Words from or to consecutive S registers. */
  | {
      readonly kind: 'loadFloats' | 'storeFloats';
      readonly address: Node;
      readonly first: RegisterRef;
      readonly bytes: Node;
    }
  /** ExecuteFPCheck (B1.5.7): access, lazy state preservation, a new context. */
  | { readonly kind: 'floatCheck' }
  /** UNALIGNED unless the address is a multiple of the size. */
  | { readonly kind: 'aligned'; readonly address: Node; readonly size: 2 | 4 }
  /** STKOF where the address is below the stack limit. */
  | { readonly kind: 'withinStack'; readonly address: Node }
  /** DIVBYZERO if the divisor is 0 and CCR.DIV_0_TRP is set. */
  | { readonly kind: 'divisionTraps'; readonly divisor: Node };

/** New flags, described. */
export type Flags =
  | { readonly kind: 'add' | 'sub'; readonly result: Node; readonly x: Node; readonly y: Node }
  | { readonly kind: 'adc'; readonly result: Node; readonly x: Node; readonly y: Node; readonly carry: Node }
  | { readonly kind: 'nz'; readonly result: Node }
  | { readonly kind: 'nzc'; readonly result: Node; readonly carry: Node }
  /** All four, in bits 31 to 28 of the result. */
  | { readonly kind: 'nzcv'; readonly result: Node };

export type Flow =
  | { readonly kind: 'branch'; readonly target: Node }
  | { readonly kind: 'branchIf'; readonly test: Node; readonly target: Node }
  | { readonly kind: 'branchWrite' | 'branchExchange' | 'callExchange'; readonly target: Node }
  | { readonly kind: 'system'; readonly operation: SystemOperation };

/** One instruction, recorded. Effects happen in order; the rest commits together after the last of them. */
export interface Recorded {
  readonly effects: readonly Effect[];
  readonly registers: readonly { readonly reg: RegisterRef; readonly value: Node }[];
  readonly flags: Flags | undefined;
  /** Not zero: APSR.Q becomes 1. */
  readonly saturated: Node | undefined;
  /** New APSR.GE[3:0]. */
  readonly ge: Node | undefined;
  /** S or D registers, by the width of the value. */
  readonly floats: readonly { readonly reg: RegisterRef; readonly value: Node }[];
  /** New FPSCR, or (`flags`) what its bits 31 to 28 become. */
  readonly fpscr: { readonly value: Node; readonly flags: boolean } | undefined;
  readonly flow: Flow | undefined;
}

export function widthOf(node: Node): 32 | 64 {
  if (node.kind === 'float') return node.gives;
  return node.kind === 'pair' || node.kind === 'doubleFloat' ? 64 : 32;
}
