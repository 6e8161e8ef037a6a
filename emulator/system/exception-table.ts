/**
 * Which exceptions are pending, active and enabled, at which priority, and which one wins (Armv7-M ARM, B1.5.3 to B1.5.5 and
 * B3.4.1). The registers of NVIC and SCB are windows on this table.
 */
import { EXCEPTION } from '../core/events.js';

/** Exceptions 16 and up are external interrupts. */
export const FIRST_INTERRUPT = 16;

/** The lowest priority there is, plus one: Thread mode with nothing active (B1.5.4). */
export const THREAD_PRIORITY = 256;

/** Fixed priorities (B1.5.4). */
const FIXED: readonly (readonly [number, number])[] = [
  [EXCEPTION.Reset, -3],
  [EXCEPTION.NMI, -2],
  [EXCEPTION.HardFault, -1],
];

/** Exceptions that nothing can disable; MemManage, BusFault, UsageFault and DebugMonitor start disabled. */
const ALWAYS_ENABLED: readonly number[] = [
  EXCEPTION.Reset,
  EXCEPTION.NMI,
  EXCEPTION.HardFault,
  EXCEPTION.SVCall,
  EXCEPTION.PendSV,
  EXCEPTION.SysTick,
];

/** What the registers of NVIC and SCB see of the exceptions of a core, or of one security state of it. */
export interface ExceptionRegisters {
  /** Number of the last exception plus one. */
  readonly count: number;
  readonly priorityMask: number;
  isPending(exception: number): boolean;
  isActive(exception: number): boolean;
  isEnabled(exception: number): boolean;
  setPending(exception: number): void;
  clearPending(exception: number): void;
  setEnabled(exception: number, enabled: boolean): void;
  setActive(exception: number, active: boolean): void;
  priority(exception: number): number;
  setPriority(exception: number, priority: number): void;
}

interface SavedTable {
  readonly pending: readonly number[];
  readonly active: readonly number[];
  readonly enabled: readonly number[];
  readonly line: readonly number[];
  readonly priority: readonly number[];
  readonly priorityGroup: number;
}

export class ExceptionTable implements ExceptionRegisters {
  /** Number of the last exception plus one. */
  readonly count: number;
  /** The priority bits that exist, at the top of their byte. */
  readonly priorityMask: number;
  private readonly pending: Uint8Array;
  private readonly active: Uint8Array;
  private readonly enabled: Uint8Array;
  private readonly line: Uint8Array;
  private readonly priorities: Int16Array;
  /** AIRCR.PRIGROUP. */
  private group = 0;
  private best: number | undefined;
  private running: number | undefined;
  private activeTotal = 0;
  private readonly changed: (becamePending: boolean) => void;

  /** `changed` hears of everything that may alter which exception is to be taken. */
  constructor(interrupts: number, priorityBits: number, changed: (becamePending: boolean) => void) {
    this.count = FIRST_INTERRUPT + interrupts;
    this.priorityMask = (0xff << (8 - priorityBits)) & 0xff;
    this.pending = new Uint8Array(this.count);
    this.active = new Uint8Array(this.count);
    this.enabled = new Uint8Array(this.count);
    this.line = new Uint8Array(this.count);
    this.priorities = new Int16Array(this.count);
    this.changed = changed;
    this.initialise();
  }

  /** Everything but the levels of the lines, which are inputs; a line that is high pends again. */
  reset(): void {
    this.initialise();
    this.touched(false);
  }

  isPending(exception: number): boolean {
    return this.pending[exception] === 1;
  }

  isActive(exception: number): boolean {
    return this.active[exception] === 1;
  }

  isEnabled(exception: number): boolean {
    return this.enabled[exception] === 1;
  }

  /** Exceptions under way, preempted ones included. */
  get activeCount(): number {
    if (this.running === undefined) this.activePriority();
    return this.activeTotal;
  }

  setPending(exception: number): void {
    if (exception >= this.count || this.pending[exception] === 1) return;
    this.pending[exception] = 1;
    this.touched(true);
  }

  /** A line that is still high keeps its interrupt pending unless the interrupt is active (B3.4.1). */
  clearPending(exception: number): void {
    if (this.line[exception] === 1 && this.active[exception] === 0) return;
    this.pending[exception] = 0;
    this.touched(false);
  }

  setEnabled(exception: number, enabled: boolean): void {
    if (exception >= this.count) return;
    this.enabled[exception] = enabled ? 1 : 0;
    this.touched(false);
  }

  /** For SHCSR and VECTCLRACTIVE, which change the active state without entry or return. */
  setActive(exception: number, active: boolean): void {
    this.active[exception] = active ? 1 : 0;
    this.touched(false);
  }

  /** Exception entry: pending becomes active. */
  activate(exception: number): void {
    this.pending[exception] = 0;
    this.active[exception] = 1;
    this.touched(false);
  }

  /** Exception return. A level-sensitive line that is still high pends its interrupt again (B3.4.1). */
  deactivate(exception: number): void {
    this.active[exception] = 0;
    const again = this.line[exception] === 1 && this.pending[exception] === 0;
    if (again) this.pending[exception] = 1;
    this.touched(again);
  }

  clearAllActive(): void {
    this.active.fill(0);
    this.touched(false);
  }

  /** Drives the line of external interrupt `interrupt` (0 is exception 16). A rising edge pends, even a running one. */
  setLine(interrupt: number, level: boolean): void {
    const exception = FIRST_INTERRUPT + interrupt;
    if (exception >= this.count || (this.line[exception] === 1) === level) return;
    this.line[exception] = level ? 1 : 0;
    if (level) this.setPending(exception);
  }

  priority(exception: number): number {
    return this.priorities[exception]!;
  }

  /** Takes the implemented bits of `priority`; those of Reset, NMI and HardFault are fixed. */
  setPriority(exception: number, priority: number): void {
    if (exception >= this.count || exception <= EXCEPTION.HardFault) return;
    this.priorities[exception] = priority & this.priorityMask;
    this.touched(false);
  }

  get priorityGroup(): number {
    return this.group;
  }

  set priorityGroup(group: number) {
    this.group = group & 7;
    this.touched(false);
  }

  /** The part of a priority that decides over preemption (B1.5.4: the subpriority is cut off; fixed ones have none). */
  groupPriority(priority: number): number {
    return priority < 0 ? priority : priority - (priority % (2 << this.group));
  }

  /** The pending and enabled exception of the highest priority, the lowest number first; 0 if there is none. */
  highestPending(): number {
    if (this.best !== undefined) return this.best;
    let best = 0;
    for (let n = 1; n < this.count; n++) {
      if (this.pending[n] === 0 || this.enabled[n] === 0) continue;
      if (best === 0 || this.priorities[n]! < this.priorities[best]!) best = n;
    }
    this.best = best;
    return best;
  }

  /** The group priority of what is active, `THREAD_PRIORITY` if nothing is; without PRIMASK and its like. */
  activePriority(): number {
    if (this.running !== undefined) return this.running;
    let lowest = THREAD_PRIORITY;
    let total = 0;
    for (let n = 1; n < this.count; n++) {
      if (this.active[n] === 0) continue;
      total++;
      lowest = Math.min(lowest, this.groupPriority(this.priorities[n]!));
    }
    this.activeTotal = total;
    this.running = lowest;
    return lowest;
  }

  /** Whether any external interrupt is pending, enabled or not (ICSR.ISRPENDING as QEMU 7.2 shows it). */
  interruptPending(): boolean {
    return this.pending.indexOf(1, FIRST_INTERRUPT) >= 0;
  }

  save(): unknown {
    const saved: SavedTable = {
      pending: [...this.pending],
      active: [...this.active],
      enabled: [...this.enabled],
      line: [...this.line],
      priority: [...this.priorities],
      priorityGroup: this.group,
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
    this.group = saved.priorityGroup;
    this.touched(false);
  }

  private initialise(): void {
    this.active.fill(0);
    this.enabled.fill(0);
    this.priorities.fill(0);
    this.group = 0;
    for (const exception of ALWAYS_ENABLED) this.enabled[exception] = 1;
    for (const [exception, priority] of FIXED) this.priorities[exception] = priority;
    this.pending.set(this.line);
  }

  private touched(becamePending: boolean): void {
    this.best = undefined;
    this.running = undefined;
    this.changed(becamePending);
  }
}
