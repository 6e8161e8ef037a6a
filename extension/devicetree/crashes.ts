/** Whether a server that crashed is started again: at once at first, no longer when it keeps crashing. */

const MOST_CRASHES = 4;
const WITHIN_MS = 3 * 60_000;

export interface Crashes {
  /** Counts a crash, and says whether to start again. */
  again(now: number): boolean;
  forget(): void;
}

export function countCrashes(): Crashes {
  let crashes: number[] = [];
  return {
    again(now) {
      crashes = [...crashes.filter((time) => now - time < WITHIN_MS), now];
      return crashes.length <= MOST_CRASHES;
    },
    forget() {
      crashes = [];
    },
  };
}
