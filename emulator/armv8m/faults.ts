/** What becomes of a fault of either security state: status, the exception that is made pending, escalation (Armv8-M ARM, B3.9, B3.11). */
import type { CpuState } from '../core/cpu-state.js';
import { EXCEPTION, type Escalation, type Fault, type FaultBit } from '../core/events.js';
import { FaultLog } from '../exceptions/fault-log.js';
import { snapshotRegisters } from '../exceptions/snapshot.js';
import type { Effect } from './causes.js';
import type { SecureExceptionTable, Vector } from './exception-table.js';
import { executionPriority } from './priorities.js';
import type { SecureSystemControl } from './system-control.js';

export class SecureFaults {
  readonly cpu: CpuState;
  readonly table: SecureExceptionTable;
  private readonly system: SecureSystemControl;

  constructor(cpu: CpuState, system: SecureSystemControl) {
    this.cpu = cpu;
    this.system = system;
    this.table = system.table;
  }

  newLog(): FaultLog {
    const { cpu } = this;
    return new FaultLog(this.system.scb.status(cpu.secure), snapshotRegisters(cpu));
  }

  /** The HardFault that a fault escalates to: that of its state where BFHFNMINS is 1, else the Secure one. */
  hardFaultFor({ secure }: Vector): Vector {
    const { table } = this;
    return { exception: EXCEPTION.HardFault, secure: table.security && (secure || !table.faultsNonSecure) };
  }

  /** Sets the status bits and addresses of a fault; the bits that were not set before. */
  setStatus({ vector, mmfar, bfar, sfar }: Effect, bits: readonly FaultBit[]): readonly FaultBit[] {
    const { scb, architecture } = this.system;
    if (!architecture.configurableFaults) return [];
    const fresh = scb.addStatus(vector.secure, bits);
    if (mmfar !== undefined) scb.setMmfar(vector.secure, mmfar);
    if (bfar !== undefined) scb.setBfar(bfar);
    if (sfar !== undefined) scb.setSfar(sfar);
    return fresh;
  }

  /** Puts a fault with its status into the log. */
  note(
    log: FaultLog,
    effect: Effect,
    taken: Vector | undefined,
    escalation: Escalation | undefined,
    during: Fault['during'] | undefined,
  ): void {
    const forced = escalation === 'disabled' || escalation === 'priority';
    const bits: readonly FaultBit[] = forced ? [...effect.bits, effect.escalated] : effect.bits;
    const newBits = this.setStatus(effect, bits);
    const { architecture, scb, security } = this.system;
    const original = architecture.configurableFaults || effect.vector.exception === EXCEPTION.SVCall;
    log.add({
      original: original ? effect.vector.exception : EXCEPTION.HardFault,
      exception: taken?.exception ?? 0,
      escalation,
      bits: architecture.configurableFaults ? bits : effect.bits,
      newBits,
      failure: effect.failure,
      during,
      status: architecture.configurableFaults ? scb.status(effect.vector.secure) : undefined,
      secure: security ? (taken ?? effect.vector).secure : undefined,
    });
  }

  /** The vector that an effect asks for. On Baseline all faults are HardFaults, of the state that the fault itself would target. */
  private vectorOf(effect: Effect): Vector {
    const { exception, secure } = effect.vector;
    const hasOne = exception === EXCEPTION.BusFault || exception === EXCEPTION.DebugMonitor;
    const vector = hasOne ? this.table.vector(exception, secure) : effect.vector;
    if (this.system.architecture.configurableFaults || exception === EXCEPTION.SVCall) return vector;
    return this.hardFaultOf(effect, vector);
  }

  /** The HardFault that an effect escalates to from its vector: that of a BKPT is of the state that executes it. */
  private hardFaultOf(effect: Effect, vector: Vector): Vector {
    return this.hardFaultFor(effect.vector.exception === EXCEPTION.DebugMonitor ? effect.vector : vector);
  }

  /**
   * Makes a synchronous exception pending, escalated to HardFault if it is disabled or cannot preempt what runs; undefined
   * where the core locks up.
   */
  pend(log: FaultLog, effect: Effect, during?: Fault['during']): Vector | undefined {
    const { table } = this;
    const running = executionPriority(this);
    let vector = this.vectorOf(effect);
    let escalation: Escalation | undefined;
    if (table.preemption(vector) >= running) escalation = 'priority';
    else if (!table.isEnabled(vector) || this.monitorRefuses(effect.vector)) escalation = 'disabled';
    if (escalation !== undefined) {
      const hardFault = this.hardFaultOf(effect, vector);
      if (running <= table.priority(hardFault)) {
        this.note(log, effect, undefined, 'negativePriority', during);
        return undefined;
      }
      vector = hardFault;
    }
    if (escalation !== undefined || effect.bits.length > 0 || vector.exception === EXCEPTION.HardFault)
      this.note(log, effect, vector, escalation, during);
    table.setPending(vector);
    return vector;
  }

  /** CanPendMonitorOnEvent: Secure code is debugged only by a DebugMonitor that targets Secure state (B10.2). */
  private monitorRefuses({ exception, secure }: Vector): boolean {
    return exception === EXCEPTION.DebugMonitor && this.system.security && secure && !this.table.monitorSecure;
  }
}
