/** What a row of the encoding tables holds, and how it is written. */
import type { IsaPart } from '../../core/profiles.js';
import type { Builder } from '../builder.js';
import type { At, Decoded, OperandName, Operands } from '../operands.js';
import { clauseMatcher, parsePattern, type Fields, type Pattern } from '../pattern.js';

/** One encoding of the Armv7-M ARM. */
export interface Row {
  /** Mnemonic, form and encoding: `ADC_reg_T1`. Unique. */
  readonly name: string;
  /** Section of the Armv7-M ARM (DDI 0403E), e.g. `A7.7.2`. */
  readonly section: string;
  /** Which cores have it. */
  readonly part: IsaPart;
  readonly pattern: Pattern;
  /** Assembly text: mnemonic, a space, operands, with `{…}` for what the fields decide (disassembler/formatters.ts). */
  readonly text: string;
  /** Words that match the pattern and belong to another row (the manual's SEE clauses) or to none. */
  readonly excluded: (fields: Fields) => boolean;
  /** Where the manual says UNPREDICTABLE; the emulator executes the plain meaning and reports a finding. */
  readonly unpredictable: (fields: Fields, at: At) => boolean;
  readonly operands: (fields: Fields, at: At) => Partial<Decoded>;
  readonly meaning: (m: Builder, i: Operands) => void;
  /** Operands through which the row may write SP: each has a handler of its own for register 13. */
  readonly writesSP: readonly OperandName[];
  /** Operands through which the row may read the PC: likewise for register 15. */
  readonly readsPC: readonly OperandName[];
  /** Set where IT decides about the instruction itself: it must be the last of an IT block, or outside. */
  readonly placement?: 'lastInIT' | 'outsideIT';
  /** The clauses as they are written, for saying which of them holds (`unpredictable.ts`). */
  readonly options: RowOptions;
}

export interface RowOptions {
  /** If absent, `base` for a 16-bit encoding and `main` for a 32-bit one. */
  readonly part?: IsaPart;
  readonly see?: readonly string[];
  readonly unpredictable?: readonly string[];
  readonly unpredictableIf?: (fields: Fields, at: At) => boolean;
  /** What `unpredictableIf` means, as a sentence's beginning: `the list has SP`. */
  readonly unpredictableBecause?: string;
  /**
   * UNPREDICTABLE words that this emulator treats as UNDEFINED, as QEMU does and as the manual allows (A5.1.1: should-be-zero
   * and should-be-one bits with the other value, and words that no one could mean).
   */
  readonly treatedAsUndefined?: readonly string[];
  readonly treatedAsUndefinedIf?: (fields: Fields) => boolean;
  readonly undefinedBecause?: string;
  readonly writesSP?: readonly OperandName[];
  readonly readsPC?: readonly OperandName[];
  readonly placement?: 'lastInIT' | 'outsideIT';
}

const never = (): boolean => false;

/** Writes a row: the operands that `operands` yields are those that `meaning` takes. */
export function row<K extends OperandName>(
  name: string,
  section: string,
  pattern: string,
  text: string,
  operands: (fields: Fields, at: At) => Decoded<K>,
  meaning: (m: Builder, i: Pick<Operands, K>) => void,
  options: RowOptions = {},
): Row {
  const bad = options.unpredictable ? clauseMatcher(options.unpredictable) : never;
  const see = options.see ? clauseMatcher(options.see) : never;
  const noInstruction = options.treatedAsUndefined ? clauseMatcher(options.treatedAsUndefined) : never;
  const { unpredictableIf, treatedAsUndefinedIf, placement } = options;
  const parsed = parsePattern(pattern);
  return {
    name,
    section,
    part: options.part ?? (parsed.bits === 16 ? 'base' : 'main'),
    pattern: parsed,
    text,
    excluded: (fields) => see(fields) || noInstruction(fields) || (treatedAsUndefinedIf?.(fields) ?? false),
    unpredictable: (fields, at) => bad(fields) || (unpredictableIf?.(fields, at) ?? false),
    operands: operands,
    meaning: meaning,
    writesSP: options.writesSP ?? [],
    readsPC: options.readsPC ?? [],
    ...(placement === undefined ? {} : { placement }),
    options,
  };
}

/** Two registers that the manual forbids in most places. */
export const BAD = '13|15';

/** Why an instruction that writes PC is UNPREDICTABLE in the middle of an IT block. */
export const NOT_LAST = 'it writes PC and is not the last of its IT block';
