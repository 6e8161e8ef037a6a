/** Collects the faults of one entry, return or instruction and turns them into frozen `Fault` values at its end. */
import type { AccessFailure } from '../core/access.js';
import type { Escalation, Fault, FaultBit, RegisterSnapshot } from '../core/events.js';

/** A fault whose outcome may still change. */
export interface FaultDraft {
  readonly original: number;
  /** The exception that was made pending for it; 0 for a lockup. */
  exception: number;
  readonly escalation: Escalation | undefined;
  readonly bits: readonly FaultBit[];
  readonly newBits: readonly FaultBit[];
  readonly failure: AccessFailure | undefined;
  readonly during: Fault['during'];
  /** The registers after it, where they are not those that the log was made with. */
  readonly status?: Status | undefined;
  /** The security state that it is taken to, on a core that has two. */
  readonly secure?: boolean | undefined;
}

type Status = Pick<Fault, 'cfsr' | 'hfsr' | 'mmfar' | 'bfar' | 'sfsr' | 'sfar'>;

/** A log as it is kept with the state of a machine. */
export interface SavedFaultLog {
  readonly before: RegisterSnapshot;
  readonly stacked: boolean;
  readonly drafts: readonly (FaultDraft & Status)[];
}

export class FaultLog {
  readonly before: RegisterSnapshot;
  /** Whether every word of the frame was written. */
  stacked = true;
  private readonly drafts: (FaultDraft & Status)[] = [];
  /** The registers, which change while faults are added. */
  private readonly registers: Status;

  constructor(registers: Status, before: RegisterSnapshot) {
    this.registers = registers;
    this.before = before;
  }

  static restored(registers: Status, { before, stacked, drafts }: SavedFaultLog): FaultLog {
    const log = new FaultLog(registers, before);
    log.stacked = stacked;
    log.drafts.push(...drafts);
    return log;
  }

  save(): SavedFaultLog {
    return { before: this.before, stacked: this.stacked, drafts: [...this.drafts] };
  }

  add(draft: FaultDraft): void {
    const { cfsr, hfsr, mmfar, bfar, sfsr, sfar } = draft.status ?? this.registers;
    this.drafts.push({ ...draft, cfsr, hfsr, mmfar, bfar, ...(sfsr !== undefined && { sfsr, sfar }) });
  }

  /** The first fault, the later ones hanging from it; undefined if there was none. */
  finish(lockedUp: boolean): Fault | undefined {
    let derived: Fault | undefined;
    for (const draft of this.drafts.toReversed()) {
      derived = Object.freeze({
        exception: lockedUp ? 0 : draft.exception,
        original: draft.original,
        ...(draft.escalation === undefined ? {} : { escalation: draft.escalation }),
        bits: Object.freeze([...draft.bits]),
        newBits: Object.freeze([...draft.newBits]),
        cfsr: draft.cfsr,
        hfsr: draft.hfsr,
        mmfar: draft.mmfar,
        bfar: draft.bfar,
        ...(draft.sfsr === undefined ? {} : { sfsr: draft.sfsr, sfar: draft.sfar }),
        ...(draft.secure === undefined ? {} : { secure: draft.secure }),
        ...(draft.failure === undefined ? {} : { failure: draft.failure }),
        pc: this.before.r[15]!,
        before: this.before,
        ...(draft.during === undefined ? {} : { during: draft.during }),
        stacked: this.stacked,
        ...(derived === undefined ? {} : { derived }),
      });
    }
    return derived;
  }
}
