/** Why the program faulted, as a tree: the exception, its status bits, the access, the rule, what to do. */
import type { MemoryReference, SourceLocation } from './common.js';

/** What a node of the tree tells; views choose an icon by it. */
export type FaultCauseKind =
  | 'exception' // which exception was taken, and which it would have been
  | 'statusBit' // a bit of CFSR or HFSR that this fault set
  | 'access' // the access that failed: kind, size, address, privilege
  | 'rule' // the region or rule that denied it
  | 'instruction' // the culprit
  | 'stack' // a frame of the faulting stack
  | 'register' // a fault register's value
  | 'advice'; // what to do next

export interface FaultCauseBody {
  readonly kind: FaultCauseKind;
  /** Short: `DACCVIOL`, `Store of 4 bytes to 0x08000000`. */
  readonly label: string;
  /** One or two sentences. */
  readonly detail?: string;
  readonly source?: SourceLocation;
  /** An address that is worth a look in memory: the access's, the culprit's. */
  readonly address?: MemoryReference;
  readonly children: readonly FaultCauseBody[];
}

export interface FaultCausesBody {
  /** False while no fault stopped the program: then `causes` is empty. */
  readonly faulted: boolean;
  /** `MemManage: store to 0x08000000 denied`, the title of the exception widget. Empty without a fault. */
  readonly title: string;
  /** The whole report as plain text, as the command line prints it, for the clipboard. Empty without a fault. */
  readonly report: string;
  readonly causes: readonly FaultCauseBody[];
}
