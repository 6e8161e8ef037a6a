/** Collects the faults of one entry, return or instruction and turns them into frozen `Fault` values at its end. */
import type { AccessFailure } from '../core/access.js';
import type { Escalation, Fault, FaultBit, RegisterSnapshot } from '../core/events.js';
import type { Scb } from '../system/scb.js';

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
}

type Status = Pick<Fault, 'cfsr' | 'hfsr' | 'mmfar' | 'bfar'>;

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
  private readonly scb: Scb;

  constructor(scb: Scb, before: RegisterSnapshot) {
    this.scb = scb;
    this.before = before;
  }

  static restored(scb: Scb, { before, stacked, drafts }: SavedFaultLog): FaultLog {
    const log = new FaultLog(scb, before);
    log.stacked = stacked;
    log.drafts.push(...drafts);
    return log;
  }

  save(): SavedFaultLog {
    return { before: this.before, stacked: this.stacked, drafts: [...this.drafts] };
  }

  add(draft: FaultDraft): void {
    const { cfsr, hfsr, mmfar, bfar } = this.scb;
    this.drafts.push({ ...draft, cfsr, hfsr, mmfar, bfar });
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
