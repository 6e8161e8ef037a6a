/**
 * Which exceptions of an Armv8-M core are pending, active and enabled, at which priority and for which security state, and
 * which one wins (Armv8-M ARM, DDI 0553, B3.9 to B3.13). Without the Security Extension all of them are Non-secure, and none
 * is banked. The registers of NVIC and SCB are windows on this table, one for each security state.
 */
import { EXCEPTION } from '../core/events.js';
import { FIRST_INTERRUPT, THREAD_PRIORITY, type ExceptionRegisters } from '../system/exception-table.js';

/** An exception of one security state: HardFault and others are two, one for each. */
export interface Vector {
  readonly exception: number;
  readonly secure: boolean;
}

/** Exceptions that each security state has one of (B3.9). */
const BANKED: ReadonlySet<number> = new Set([
  EXCEPTION.HardFault,
  EXCEPTION.MemManage,
  EXCEPTION.UsageFault,
  EXCEPTION.SVCall,
  EXCEPTION.PendSV,
  EXCEPTION.SysTick,
]);

const ALWAYS_ENABLED: readonly number[] = [
  EXCEPTION.Reset,
  EXCEPTION.NMI,
  EXCEPTION.HardFault,
  EXCEPTION.SVCall,
  EXCEPTION.PendSV,
  EXCEPTION.SysTick,
];

/** What AIRCR.PRIS leaves to Non-secure exceptions: the lower half (B3.13). */
export const NON_SECURE_LIMIT = 0x80;
const SECURE_HARDFAULT_ABOVE_ALL = -3;
const HARDFAULT = -1;

interface SavedTable {
  readonly pending: readonly number[];
  readonly active: readonly number[];
  readonly enabled: readonly number[];
  readonly line: readonly number[];
  readonly priority: readonly number[];
  readonly nonSecure: readonly number[];
  readonly groups: readonly [number, number];
  readonly prioritiseSecure: boolean;
  readonly faultsNonSecure: boolean;
  readonly monitorAllowed: boolean;
  readonly sdme: boolean;
}

export interface SecureExceptionTableOptions {
  readonly interrupts: number;
  readonly priorityBits: number;
  /** The Security Extension is there. */
  readonly security: boolean;
  /** Hears of everything that may alter which exception is to be taken. */
  changed(becamePending: boolean): void;
}

export class SecureExceptionTable {
  /** Number of the last exception plus one. */
  readonly count: number;
  readonly priorityMask: number;
  readonly security: boolean;
  private readonly pending: Uint8Array;
  private readonly active: Uint8Array;
  private readonly enabled: Uint8Array;
  private readonly line: Uint8Array;
  private readonly priorities: Int16Array;
  /** NVIC_ITNS: interrupts that target Non-secure state. */
  private readonly nonSecure: Uint8Array;
  /** AIRCR.PRIGROUP of Non-secure and of Secure state. */
  private groups: [number, number] = [0, 0];
  private pris = false;
  private bfhfnmins = false;
  private monitorAllowed = false;
  private sdme = false;
  private best: Vector | undefined;
  private known = false;
  private running: number | undefined;
  private activeTotal = 0;
  private readonly changed: (becamePending: boolean) => void;

  constructor(options: SecureExceptionTableOptions) {
    this.count = FIRST_INTERRUPT + options.interrupts;
    this.priorityMask = (0xff << (8 - options.priorityBits)) & 0xff;
    this.security = options.security;
    // Behind the exceptions come those of Secure state that have the same numbers.
    const slots = this.count + FIRST_INTERRUPT;
    this.pending = new Uint8Array(slots);
    this.active = new Uint8Array(slots);
    this.enabled = new Uint8Array(slots);
    this.priorities = new Int16Array(slots);
    this.line = new Uint8Array(this.count);
    this.nonSecure = new Uint8Array(this.count);
    this.changed = (becamePending): void => options.changed(becamePending);
    this.initialise();
  }

  reset(): void {
    this.initialise();
    this.touched(false);
  }

  /** Whether each security state has an exception of this number of its own. */
  isBanked(exception: number): boolean {
    return this.security && BANKED.has(exception);
  }

  /** ExceptionTargetsSecure (B3.9) for an exception that is not banked. */
  targetsSecure(exception: number): boolean {
    if (!this.security) return false;
    switch (exception) {
      case EXCEPTION.NMI:
      case EXCEPTION.BusFault:
        return !this.bfhfnmins;
      case EXCEPTION.DebugMonitor:
        return this.sdme;
      case EXCEPTION.SecureFault:
      case EXCEPTION.Reset:
        return true;
      default:
        return exception >= FIRST_INTERRUPT && this.nonSecure[exception] === 0;
    }
  }

  /** The exception of this number that code of a security state means: its own, or the only one. */
  vector(exception: number, secure: boolean): Vector {
    return { exception, secure: this.isBanked(exception) ? secure : this.targetsSecure(exception) };
  }

  private slot({ exception, secure }: Vector): number {
    return secure && this.isBanked(exception) ? this.count + exception : exception;
  }

  isPending(vector: Vector): boolean {
    return this.pending[this.slot(vector)] === 1;
  }

  isActive(vector: Vector): boolean {
    return this.active[this.slot(vector)] === 1;
  }

  isEnabled(vector: Vector): boolean {
    return this.enabled[this.slot(vector)] === 1;
  }

  get activeCount(): number {
    if (this.running === undefined) this.activePriority();
    return this.activeTotal;
  }

  setPending(vector: Vector): void {
    const slot = this.slot(vector);
    if (vector.exception >= this.count || this.pending[slot] === 1) return;
    this.pending[slot] = 1;
    this.touched(true);
  }

  /** A line that is still high keeps its interrupt pending unless the interrupt is active. */
  clearPending(vector: Vector): void {
    const slot = this.slot(vector);
    if (vector.exception < this.count && this.line[vector.exception] === 1 && this.active[slot] === 0) return;
    this.pending[slot] = 0;
    this.touched(false);
  }

  setEnabled(vector: Vector, enabled: boolean): void {
    if (vector.exception >= this.count) return;
    this.enabled[this.slot(vector)] = enabled ? 1 : 0;
    this.touched(false);
  }

  setActive(vector: Vector, active: boolean): void {
    this.active[this.slot(vector)] = active ? 1 : 0;
    this.touched(false);
  }

  /** Exception entry: pending becomes active. */
  activate(vector: Vector): void {
    const slot = this.slot(vector);
    this.pending[slot] = 0;
    this.active[slot] = 1;
    this.touched(false);
  }

  /** Exception return. A level-sensitive line that is still high pends its interrupt again. */
  deactivate(vector: Vector): void {
    const slot = this.slot(vector);
    this.active[slot] = 0;
    const again = vector.exception >= FIRST_INTERRUPT && this.line[vector.exception] === 1 && this.pending[slot] === 0;
    if (again) this.pending[slot] = 1;
    this.touched(again);
  }

  clearAllActive(): void {
    this.active.fill(0);
    this.touched(false);
  }

  setLine(interrupt: number, level: boolean): void {
    const exception = FIRST_INTERRUPT + interrupt;
    if (exception >= this.count || (this.line[exception] === 1) === level) return;
    this.line[exception] = level ? 1 : 0;
    if (level) this.setPending(this.vector(exception, false));
  }

  /** NVIC_ITNS: whether an interrupt targets Non-secure state. */
  isNonSecure(interrupt: number): boolean {
    return this.nonSecure[FIRST_INTERRUPT + interrupt] === 1;
  }

  setNonSecure(interrupt: number, nonSecure: boolean): void {
    const exception = FIRST_INTERRUPT + interrupt;
    if (exception >= this.count) return;
    this.nonSecure[exception] = nonSecure ? 1 : 0;
    this.touched(false);
  }

  /** The priority as its register has it; those of Reset, NMI and HardFault are fixed. */
  priority(vector: Vector): number {
    return this.priorities[this.slot(vector)]!;
  }

  setPriority(vector: Vector, priority: number): void {
    if (vector.exception >= this.count || vector.exception <= EXCEPTION.HardFault) return;
    this.priorities[this.slot(vector)] = priority & this.priorityMask;
    this.touched(false);
  }

  priorityGroup(secure: boolean): number {
    return this.groups[secure ? 1 : 0];
  }

  setPriorityGroup(secure: boolean, group: number): void {
    this.groups[secure ? 1 : 0] = group & 7;
    this.touched(false);
  }

  /** AIRCR.PRIS: Non-secure exceptions have the lower half of the priorities. */
  get prioritiseSecure(): boolean {
    return this.pris;
  }

  set prioritiseSecure(value: boolean) {
    this.pris = value;
    this.touched(false);
  }

  /** AIRCR.BFHFNMINS: BusFault, HardFault and NMI are Non-secure, and the Secure HardFault is above all (B3.9). */
  get faultsNonSecure(): boolean {
    return this.bfhfnmins;
  }

  set faultsNonSecure(value: boolean) {
    this.bfhfnmins = value;
    this.fixPriorities();
    this.touched(false);
  }

  /** DEMCR.SDME: DebugMonitor targets Secure state, and so debugs it. It stays as it is while DebugMonitor is pending or active. */
  get monitorSecure(): boolean {
    return this.sdme;
  }

  /** SecureDebugMonitorAllowed (B10.2). */
  set secureMonitorAllowed(value: boolean) {
    this.monitorAllowed = value;
    this.touched(false);
  }

  /** The part of a priority that decides over preemption, moved to the lower half by PRIS. */
  groupPriority(priority: number, secure: boolean): number {
    if (priority < 0) return priority;
    const group = priority - (priority % (2 << this.groups[secure ? 1 : 0]));
    return !secure && this.pris ? (group >> 1) + NON_SECURE_LIMIT : group;
  }

  /** `groupPriority` of an exception's own priority. */
  preemption(vector: Vector): number {
    return this.groupPriority(this.priority(vector), vector.secure);
  }

  private subpriority(vector: Vector): number {
    const priority = this.priority(vector);
    return priority < 0 ? 0 : priority % (2 << this.groups[vector.secure ? 1 : 0]);
  }

  /** The vectors of a number: Secure state's own first. */
  private *vectors(): Iterable<Vector> {
    for (let exception = 1; exception < this.count; exception++) {
      if (this.isBanked(exception)) {
        yield { exception, secure: true };
        yield { exception, secure: false };
      } else yield { exception, secure: this.targetsSecure(exception) };
    }
  }

  /** The pending and enabled exception that goes first: by group priority, subpriority, number, and Secure before Non-secure. */
  highestPending(): Vector | undefined {
    if (this.known) return this.best;
    let best: Vector | undefined;
    let bestPriority = THREAD_PRIORITY;
    let bestSub = 0;
    if (this.pending.includes(1))
      for (const vector of this.vectors()) {
        const slot = this.slot(vector);
        if (this.pending[slot] === 0 || this.enabled[slot] === 0) continue;
        const priority = this.preemption(vector);
        const sub = this.subpriority(vector);
        if (best !== undefined && (priority > bestPriority || (priority === bestPriority && sub >= bestSub))) continue;
        best = vector;
        bestPriority = priority;
        bestSub = sub;
      }
    this.best = best;
    this.known = true;
    return best;
  }

  /** The group priority of what is active, `THREAD_PRIORITY` if nothing is. */
  activePriority(): number {
    if (this.running !== undefined) return this.running;
    let lowest = THREAD_PRIORITY;
    let total = 0;
    if (this.active.includes(1))
      for (const vector of this.vectors()) {
        if (this.active[this.slot(vector)] === 0) continue;
        total++;
        lowest = Math.min(lowest, this.preemption(vector));
      }
    this.activeTotal = total;
    this.running = lowest;
    return lowest;
  }

  interruptPending(): boolean {
    return this.pending.subarray(FIRST_INTERRUPT, this.count).includes(1);
  }

  /** What the registers of a security state see and change. */
  window(secure: boolean): ExceptionRegisters {
    return new Window(this, secure);
  }

  save(): unknown {
    const saved: SavedTable = {
      pending: [...this.pending],
      active: [...this.active],
      enabled: [...this.enabled],
      line: [...this.line],
      priority: [...this.priorities],
      nonSecure: [...this.nonSecure],
      groups: [...this.groups],
      prioritiseSecure: this.pris,
      faultsNonSecure: this.bfhfnmins,
      monitorAllowed: this.monitorAllowed,
      sdme: this.sdme,
    };
    return saved;
  }

  restore(state: unknown): void {
    const saved = state as SavedTable;
    this.pending.set(saved.pending);
    this.active.set(saved.active);
    this.enabled.set(saved.enabled);
    this.line.set(saved.line);
    this.priorities.set(saved.priority);
    this.nonSecure.set(saved.nonSecure);
    this.groups = [...saved.groups];
    this.pris = saved.prioritiseSecure;
    this.bfhfnmins = saved.faultsNonSecure;
    this.monitorAllowed = saved.monitorAllowed;
    this.sdme = saved.sdme;
    this.touched(false);
  }

  private initialise(): void {
    this.pending.fill(0);
    this.active.fill(0);
    this.enabled.fill(0);
    this.priorities.fill(0);
    this.nonSecure.fill(0);
    this.groups = [0, 0];
    this.pris = false;
    this.bfhfnmins = false;
    this.monitorAllowed = false;
    this.sdme = false;
    for (const exception of ALWAYS_ENABLED) {
      this.enabled[exception] = 1;
      if (BANKED.has(exception)) this.enabled[this.count + exception] = 1;
    }
    this.priorities[EXCEPTION.Reset] = -4;
    this.priorities[EXCEPTION.NMI] = -2;
    this.fixPriorities();
    this.pending.set(this.line);
  }

  /** The Non-secure HardFault exists for software only while BFHFNMINS is 1, or as the only one. */
  private fixPriorities(): void {
    this.priorities[EXCEPTION.HardFault] = HARDFAULT;
    this.priorities[this.count + EXCEPTION.HardFault] = this.bfhfnmins ? SECURE_HARDFAULT_ABOVE_ALL : HARDFAULT;
    this.enabled[EXCEPTION.HardFault] = !this.security || this.bfhfnmins ? 1 : 0;
  }

  private touched(becamePending: boolean): void {
    const monitor = EXCEPTION.DebugMonitor;
    if (this.pending[monitor] === 0 && this.active[monitor] === 0) this.sdme = this.monitorAllowed;
    this.known = false;
    this.best = undefined;
    this.running = undefined;
    this.changed(becamePending);
  }
}

/** A security state's registers: Non-secure ones see nothing of what targets Secure state. */
class Window implements ExceptionRegisters {
  private readonly table: SecureExceptionTable;
  private readonly secure: boolean;

  constructor(table: SecureExceptionTable, secure: boolean) {
    this.table = table;
    this.secure = secure;
  }

  get count(): number {
    return this.table.count;
  }

  get priorityMask(): number {
    return this.table.priorityMask;
  }

  /** The vector behind a number, undefined where this state may not see it. */
  private visible(exception: number): Vector | undefined {
    const { table, secure } = this;
    if (table.isBanked(exception)) return { exception, secure };
    const targetsSecure = table.targetsSecure(exception);
    return targetsSecure && !secure ? undefined : { exception, secure: targetsSecure };
  }

  isPending(exception: number): boolean {
    const vector = this.visible(exception);
    return vector !== undefined && this.table.isPending(vector);
  }

  isActive(exception: number): boolean {
    const vector = this.visible(exception);
    return vector !== undefined && this.table.isActive(vector);
  }

  isEnabled(exception: number): boolean {
    const vector = this.visible(exception);
    return vector !== undefined && this.table.isEnabled(vector);
  }

  setPending(exception: number): void {
    const vector = this.visible(exception);
    if (vector) this.table.setPending(vector);
  }

  clearPending(exception: number): void {
    const vector = this.visible(exception);
    if (vector) this.table.clearPending(vector);
  }

  setEnabled(exception: number, enabled: boolean): void {
    const vector = this.visible(exception);
    if (vector) this.table.setEnabled(vector, enabled);
  }

  setActive(exception: number, active: boolean): void {
    const vector = this.visible(exception);
    if (vector) this.table.setActive(vector, active);
  }

  /**
   * Secure state reads a Non-secure priority as it is written; with PRIS, writes by Non-secure state lose their highest bit in
   * comparisons only (B3.13).
   */
  priority(exception: number): number {
    const vector = this.visible(exception);
    return vector === undefined ? 0 : this.table.priority(vector);
  }

  setPriority(exception: number, priority: number): void {
    const vector = this.visible(exception);
    if (vector) this.table.setPriority(vector, priority);
  }
}
