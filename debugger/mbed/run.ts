/** Runs a machine so that the tracker's watchpoints stay invisible: same stops, same counts as without them. */
import type { StopEvent } from '../../emulator/index.js';
import type { LockTracker } from './tracker.js';

/** `Machine` fits. */
export interface RunnableMachine {
  readonly retired: number;
  run(count: number): StopEvent;
}

/**
 * `machine.run(count)`, resumed after each hit that is the tracker's alone. `hasBreakpoint` says whether the user has one at an
 * address: a hit right before it must end in that breakpoint, because a machine passes over a breakpoint that a run starts at.
 */
export function runTracked(
  machine: RunnableMachine,
  tracker: LockTracker,
  count: number,
  hasBreakpoint: (address: number) => boolean = () => false,
): StopEvent {
  const limit = machine.retired + count;
  for (;;) {
    const event = machine.run(Math.max(0, limit - machine.retired));
    if (!tracker.observe(event)) return event;
    const { pc, retired } = event;
    if (hasBreakpoint(pc)) return { reason: 'breakpoint', pc, retired };
    if (retired >= limit) return { reason: 'budget', pc, retired };
  }
}
