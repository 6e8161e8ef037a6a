/** Runs a machine so that the watchpoints of observers stay invisible: same stops, same counts as without them. */
import type { StopEvent } from '../../emulator/index.js';

/** Something that looks at a run through watchpoints of its own. `LockTracker` and `RegionWriters` fit. */
export interface RunObserver {
  /** True if the stop was for the observer's own watchpoint, so that the user did not ask for it. */
  observe(event: StopEvent): boolean;
}

/** `Machine` fits. */
export interface RunnableMachine {
  readonly retired: number;
  run(count: number): StopEvent;
}

/**
 * `machine.run(count)`, resumed after each hit that is an observer's alone. Every observer sees every stop.
 * `hasBreakpoint` says whether the user has one at an address: a hit right before it must end in that breakpoint, because a
 * machine passes over a breakpoint that a run starts at.
 */
export function runTracked(
  machine: RunnableMachine,
  observers: readonly RunObserver[],
  count: number,
  hasBreakpoint: (address: number) => boolean = () => false,
): StopEvent {
  const limit = machine.retired + count;
  for (;;) {
    const event = machine.run(Math.max(0, limit - machine.retired));
    const own = observers.map((observer) => observer.observe(event));
    if (!own.includes(true)) return event;
    const { pc, retired } = event;
    if (hasBreakpoint(pc)) return { reason: 'breakpoint', pc, retired };
    if (retired >= limit) return { reason: 'budget', pc, retired };
  }
}
